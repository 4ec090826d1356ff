package storage

import (
	"encoding/binary"
	"time"

	"anketa/survey"
	"anketa/survey/message"
)

// about is the payload of an interview's row: what lists show. A list of many
// interviews decodes it once for each, so it is no JSON.
type about struct {
	Form        string
	Version     string
	Kind        survey.Kind
	Interviewer string
	Started     time.Time
	Finished    time.Time
	At          Place
	Edits       int64  // number of the last journal row
	Number      int    // the interview's
	Case        string // the case code, of a finished one
	Device      string // of a sealed one: the record's
	Corrects    int64  // of a draft that corrects what was finished: its first row of the journal; else 0
}

// describe takes over what a list shows of a record.
func (a *about) describe(r *survey.Record) {
	a.Form, a.Version, a.Kind, a.Interviewer = r.Form, r.Version, r.Kind, r.Interviewer
	a.Started, a.Finished = sane(r.Started), sane(r.Finished)
	a.Case = caseOf(r)
}

// aboutFormat is the first byte of the payload. Behind it stand the fields in
// the order of encode: numbers as varints, texts after their lengths, times as
// 0 or 1, seconds since 1970, nanoseconds and seconds east of UTC.
const aboutFormat = 3

// finalFormat knew no drafts of what was finished.
const finalFormat = 2

// caselessFormat had neither of the texts that stand last: the case code and
// the device.
const caselessFormat = 1

func (a *about) encode() []byte {
	b := append(make([]byte, 0, 256), aboutFormat)
	for _, text := range []string{a.Form, a.Version, a.Interviewer, string(a.At.Path), a.At.Language, a.At.Interviewer} {
		b = append(binary.AppendUvarint(b, uint64(len(text))), text...)
	}
	for _, n := range []int64{int64(a.Kind), int64(a.At.Done), int64(a.At.Total), a.Edits, int64(a.Number)} {
		b = binary.AppendVarint(b, n)
	}
	for _, t := range []time.Time{a.Started, a.Finished} {
		b = appendTime(b, t)
	}
	for _, text := range []string{a.Case, a.Device} {
		b = append(binary.AppendUvarint(b, uint64(len(text))), text...)
	}
	return binary.AppendVarint(b, a.Corrects)
}

func appendTime(b []byte, t time.Time) []byte {
	if t.IsZero() {
		return append(b, 0)
	}
	_, east := t.Zone()
	b = binary.AppendVarint(append(b, 1), t.Unix())
	b = binary.AppendVarint(b, int64(t.Nanosecond()))
	return binary.AppendVarint(b, int64(east))
}

var errAbout = message.New("it cannot be read")

func (a *about) decode(clear []byte) error { return a.decodeText(&decoder{text: string(clear)}) }

// decodeText is decode from a text, of which the fields then are parts.
func (a *about) decodeText(d *decoder) error {
	format := d.byte()
	if format < caselessFormat || format > aboutFormat {
		return errAbout
	}
	a.Form, a.Version, a.Interviewer = d.string(), d.string(), d.string()
	a.At.Path, a.At.Language, a.At.Interviewer = survey.Path(d.string()), d.string(), d.string()
	a.Kind, a.At.Done, a.At.Total = survey.Kind(d.varint()), int(d.varint()), int(d.varint())
	a.Edits, a.Number = d.varint(), int(d.varint())
	a.Started, a.Finished = d.time(), d.time()
	if format >= finalFormat {
		a.Case, a.Device = d.string(), d.string()
	}
	if format >= aboutFormat {
		a.Corrects = d.varint()
	}
	if d.bad || d.text != "" {
		return errAbout
	}
	return nil
}

// A decoder takes fields from the front of a text.
type decoder struct {
	text string
	bad  bool
	zone *time.Location // of the last time that was not in the laptop's
	east int64          // that one's offset
}

// take gives the next n bytes.
func (d *decoder) take(n uint64) string {
	if n > uint64(len(d.text)) {
		d.bad, d.text = true, ""
		return ""
	}
	out := d.text[:n]
	d.text = d.text[n:]
	return out
}

func (d *decoder) byte() byte {
	if b := d.take(1); b != "" {
		return b[0]
	}
	return 0
}

func (d *decoder) string() string { return d.take(d.uvarint()) }

func (d *decoder) uvarint() (n uint64) {
	for i := 0; i < len(d.text) && i < 10; i++ {
		b := d.text[i]
		n |= uint64(b&0x7f) << (7 * i)
		if b < 0x80 {
			d.text = d.text[i+1:]
			return n
		}
	}
	d.bad, d.text = true, ""
	return 0
}

func (d *decoder) varint() int64 {
	n := d.uvarint()
	return int64(n>>1) ^ -int64(n&1)
}

func (d *decoder) time() time.Time {
	if d.byte() == 0 {
		return time.Time{}
	}
	seconds, nanos, east := d.varint(), d.varint(), d.varint()
	if nanos < 0 || nanos > 999_999_999 || east < -24*3600 || east > 24*3600 {
		d.bad = true
		return time.Time{}
	}
	t := time.Unix(seconds, nanos) // with the laptop's zone, where it is that
	if _, here := t.Zone(); int64(here) != east {
		if d.zone == nil || d.east != east {
			d.zone, d.east = time.FixedZone("", int(east)), east
		}
		t = t.In(d.zone)
	}
	return t
}
