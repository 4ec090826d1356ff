package survey

import (
	"strings"
	"time"
	"unicode/utf8"

	"anketa/survey/message"
)

// Decode reads what Encode wrote; codec.go has the format. Everything that a
// Record promises is checked, so that it may be given bytes from anywhere. The
// error names what is at fault, and no answer.
func Decode(data []byte) (*Record, error) {
	if !utf8.Valid(data) {
		return nil, message.New("read record: it is no UTF-8")
	}
	d := recordReader{text: string(data)}
	r := d.record()
	if d.err != nil {
		return nil, message.New("read record: %w", d.err)
	}
	return r, nil
}

// A recordReader reads JSON from the front to the back. Its strings are parts
// of text wherever nothing was escaped: ten thousand interviews are read when
// a workbook is written. After a fault it stands at the end of text.
type recordReader struct {
	text  string
	at    int // what is before it has been read
	depth int
	err   error

	block  []Answer       // from which the next nodes are taken
	places map[place]bool // see distinct
}

// place tells siblings apart.
type place struct{ name, key string }

// Nobody nests groups this deep; what does is meant to use up the stack.
const mostDepth = 1000

var (
	errNotOurs   = message.New("it is none of Anketa's")
	errNewer     = message.New("it was written by a newer Anketa")
	errFollows   = message.New("something follows it")
	errKind      = message.New("its kind or number is none")
	errState     = message.New("there is an answer in a state that is none")
	errName      = message.New("there is an answer whose name is none")
	errTwice     = message.New("one place has two answers")
	errDepth     = message.New("groups are nested without end")
	recordFields = []string{"anketa", "id", "form", "version", "kind", "number", "device", "interviewer", "language",
		"started", "finished", "parents", "author", "reason", "saved", "root"}
	answerFields = []string{"n", "k", "s", "t", "c", "p", "a"}
)

func (d *recordReader) fail(err error) {
	if d.err == nil {
		d.err, d.at = err, len(d.text)
	}
}

// damaged is the fault of text that is not JSON, or not format 1.
func (d *recordReader) damaged() {
	if d.err == nil {
		d.fail(message.New("it is damaged near byte %d", d.at))
	}
}

func (d *recordReader) record() *Record {
	r := &Record{}
	first := true
	d.members(recordFields, func(field string) {
		if first != (field == "anketa") {
			d.fail(errNotOurs)
			return
		}
		first = false
		d.recordMember(r, field)
	})
	if d.err == nil && first {
		d.fail(errNotOurs)
	}
	if d.peek(); d.at < len(d.text) {
		d.fail(errFollows)
	}
	return r
}

func (d *recordReader) recordMember(r *Record, field string) {
	switch field {
	case "anketa":
		if n := d.number(); d.err == nil && n != codecFormat {
			d.fail(errNotOurs)
			if n > codecFormat {
				d.err = errNewer
			}
		}
	case "id":
		r.ID = d.string()
	case "form":
		r.Form = d.string()
	case "version":
		r.Version = d.string()
	case "kind":
		r.Kind = Kind(d.upTo(int(Simulated), errKind))
	case "number":
		r.Number = d.upTo(int(^uint(0)>>1), errKind)
	case "device":
		r.Device = d.string()
	case "interviewer":
		r.Interviewer = d.string()
	case "language":
		r.Language = d.string()
	case "started":
		r.Started = d.time(field)
	case "finished":
		r.Finished = d.time(field)
	case "parents":
		d.elements(func() { r.Parents = append(r.Parents, d.hash()) })
	case "author":
		r.Author = d.string()
	case "reason":
		r.Reason = d.string()
	case "saved":
		r.Saved = d.time(field)
	case "root":
		r.Root = d.answer()
	}
}

func (d *recordReader) answer() *Answer {
	if d.depth++; d.depth > mostDepth {
		d.fail(errDepth)
	}
	a := d.node()
	d.members(answerFields, func(field string) {
		switch field {
		case "n":
			a.Name = d.string()
		case "k":
			a.Key = d.string()
		case "s":
			a.State = State(d.upTo(int(NotAsked), errState))
		case "t":
			a.Text = d.string()
		case "c":
			a.Confirmed = d.upTo(1, errState) == 1
		case "p":
			a.Parked = d.upTo(1, errState) == 1
		case "a":
			a.Children = d.children()
		}
	})
	d.depth--
	return a
}

// node gives a new node; they are made by the block, so that there are few
// things to collect.
func (d *recordReader) node() *Answer {
	if len(d.block) == 0 {
		d.block = make([]Answer, min(1+strings.Count(d.text[d.at:], "{"), 64))
	}
	a := &d.block[0]
	d.block = d.block[1:]
	return a
}

func (d *recordReader) children() []*Answer {
	out := []*Answer{}
	d.elements(func() {
		c := d.answer()
		if c.Name == "" || strings.ContainsAny(c.Name, "/[]") {
			d.fail(errName)
		}
		out = append(out, c)
	})
	d.distinct(out)
	return out
}

// distinct refuses siblings that no path tells apart: a name is that of one
// answer or group, and of instances, each with a key of its own.
func (d *recordReader) distinct(siblings []*Answer) {
	if len(siblings) < 2 {
		return
	}
	if d.places == nil {
		d.places = make(map[place]bool, len(siblings))
	}
	clear(d.places)
	for _, c := range siblings {
		d.places[place{c.Name, c.Key}] = true
	}
	if len(d.places) < len(siblings) {
		d.fail(errTwice)
	}
}

func (d *recordReader) time(field string) time.Time {
	text := d.string()
	if text == "" || d.err != nil {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		d.fail(message.New("%s is no time", field))
	}
	return t
}

func (d *recordReader) hash() Hash {
	h, err := ParseHash(d.string())
	if err != nil {
		d.fail(message.New("parents: %w", err))
	}
	return h
}

// upTo reads a number from 0 to most.
func (d *recordReader) upTo(most int, otherwise error) int {
	n := d.number()
	if d.err == nil && (n < 0 || n > most) {
		d.fail(otherwise)
		return 0
	}
	return n
}
