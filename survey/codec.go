package survey

import (
	"strconv"
	"time"
	"unicode/utf8"
)

// This file writes and reads a record as JSON: the one format of storage,
// workbooks and merge. Format 1 is one line,
//
//	{"anketa":1,"id":"uuid:…","form":"…","version":"…","kind":0,"number":7,
//	 "device":"…","interviewer":"…","language":"…",
//	 "started":"2026-05-01T09:00:00.5+03:00","finished":"…",
//	 "parents":["<64 hex digits>"],"author":"…","reason":"…","saved":"…",
//	 "root":NODE}
//
// in which NODE is
//
//	{"n":NAME,"k":KEY,"s":STATE,"t":TEXT,"c":1,"p":1,"a":[NODE,…]}
//
// Members stand in this order and only where they are not zero; "c" is
// Confirmed and "p" Parked; "a" is [] for a group that was emptied. Kind and
// state are the numbers of their constants. Times are RFC 3339 with the offset
// at which they were taken. Text is UTF-8: a byte that is none becomes U+FFFD.
//
// A reader takes blanks between the tokens, and the members after the first in
// any order. It refuses a member that format 1 does not have, so that nothing
// is dropped: who adds one makes format 2.

const codecFormat = 1

// Encode writes a record on one line. The same record gives the same bytes in
// every version of the program that writes format 1.
func Encode(r *Record) []byte {
	w := recordWriter{make([]byte, 0, 4096)}
	w.b = append(w.b, `{"anketa":`...)
	w.b = strconv.AppendInt(w.b, codecFormat, 10)
	w.text("id", r.ID)
	w.text("form", r.Form)
	w.text("version", r.Version)
	w.number("kind", int(r.Kind))
	w.number("number", r.Number)
	w.text("device", r.Device)
	w.text("interviewer", r.Interviewer)
	w.text("language", r.Language)
	w.text("started", timeText(r.Started))
	w.text("finished", timeText(r.Finished))
	w.parents(r.Parents)
	w.text("author", r.Author)
	w.text("reason", r.Reason)
	w.text("saved", timeText(r.Saved))
	if r.Root != nil {
		w.name("root")
		w.answer(r.Root)
	}
	w.b = append(w.b, '}')
	return w.b
}

type recordWriter struct{ b []byte }

// name begins a member; a member follows every opening brace but the first of
// a node at once.
func (w *recordWriter) name(name string) {
	if w.b[len(w.b)-1] != '{' {
		w.b = append(w.b, ',')
	}
	w.b = append(w.b, '"')
	w.b = append(w.b, name...)
	w.b = append(w.b, '"', ':')
}

func (w *recordWriter) text(name, text string) {
	if text != "" {
		w.name(name)
		w.quote(text)
	}
}

func (w *recordWriter) number(name string, n int) {
	if n != 0 {
		w.name(name)
		w.b = strconv.AppendInt(w.b, int64(n), 10)
	}
}

func (w *recordWriter) flag(name string, set bool) {
	if set {
		w.number(name, 1)
	}
}

func (w *recordWriter) parents(parents []Hash) {
	if len(parents) == 0 {
		return
	}
	w.name("parents")
	for i, h := range parents {
		w.b = append(w.b, "[,"[min(i, 1)])
		w.quote(h.String())
	}
	w.b = append(w.b, ']')
}

func (w *recordWriter) answer(a *Answer) {
	w.b = append(w.b, '{')
	w.text("n", a.Name)
	w.text("k", a.Key)
	w.number("s", int(a.State))
	w.text("t", a.Text)
	w.flag("c", a.Confirmed)
	w.flag("p", a.Parked)
	if a.Children != nil {
		w.name("a")
		w.b = append(w.b, '[')
		for i, c := range a.Children {
			if i > 0 {
				w.b = append(w.b, ',')
			}
			w.answer(c)
		}
		w.b = append(w.b, ']')
	}
	w.b = append(w.b, '}')
}

// quote writes a JSON string: nothing is escaped that need not be, so that a
// person can read it.
func (w *recordWriter) quote(s string) {
	const hex = "0123456789abcdef"
	w.b = append(w.b, '"')
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			w.b = append(w.b, '\\', c)
			i++
		case c == '\n':
			w.b = append(w.b, '\\', 'n')
			i++
		case c < ' ':
			w.b = append(w.b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
			i++
		case c < utf8.RuneSelf:
			w.b = append(w.b, c)
			i++
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			w.b = utf8.AppendRune(w.b, r)
			i += size
		}
	}
	w.b = append(w.b, '"')
}

// timeText gives a time as RFC 3339, which has no seconds in its offsets and
// years of four digits only: what does not fit is told in UTC, and a year that
// no interview has is left out.
func timeText(t time.Time) string {
	if _, offset := t.Zone(); offset%60 != 0 {
		t = t.UTC()
	}
	if t.IsZero() || t.Year() < 1 || t.Year() > 9999 {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}
