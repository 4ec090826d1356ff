package merge

import (
	"cmp"
	"slices"

	"anketa/export"
	"anketa/survey/message"
)

// Exports are those of one laptop, which it counts from 1. Each holds all that
// was finished until then, so that one which has not arrived is no loss where
// a later one has; but somebody has it.
type Exports struct {
	Last    int    `json:"last"`    // the greatest number that has arrived
	Missing []Run  `json:"missing"` // below it
	Code    string `json:"code"`    // of the history at Last, as the laptop read it out
}

// text ends the line of a laptop.
func (e *Exports) text() *message.Text {
	switch {
	case e == nil:
		return nil
	case len(e.Missing) == 0:
		return message.New("; last export %d", e.Last)
	}
	return message.New("; last export %d, not arrived: %s", e.Last, list(e.Missing))
}

// received takes what a workbook says of the exports that are in it.
func (s *Set) received(book *export.Book) {
	for _, e := range book.Sendings {
		if !slices.Contains(s.sendings, e) {
			s.sendings = append(s.sendings, e)
		}
	}
}

// Sendings gives the exports that went into the set, by laptop and number, as
// a workbook carries them.
func (s *Set) Sendings() []export.Sending {
	slices.SortFunc(s.sendings, func(a, b export.Sending) int {
		return cmp.Or(cmp.Compare(a.Device, b.Device), a.Number-b.Number, cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.Link, b.Link), cmp.Compare(a.Code, b.Code))
	})
	return slices.Clone(s.sendings)
}

func (s *Set) exportsOf(device string) *Exports {
	var out *Exports
	next := 1
	for _, e := range s.Sendings() {
		if e.Device != device {
			continue
		}
		if out == nil {
			out = &Exports{Missing: []Run{}}
		}
		if e.Number > next {
			out.Missing = append(out.Missing, Run{next, e.Number - 1})
		}
		next = max(next, e.Number+1)
		out.Last, out.Code = e.Number, e.Code
	}
	return out
}

// histories finds laptops whose store was rolled back, or copied, between two
// exports: a later one must hold all of the history that an earlier one has.
func (s *Set) histories() []Notice {
	var out []Notice
	var before export.Sending
	for _, e := range s.Sendings() {
		a, b := before, e
		before = e
		if a.Device != b.Device {
			continue
		}
		var what *message.Text
		switch {
		case a.Number == b.Number:
			what = message.New("Two different exports have the number %d: the store of the laptop was copied or rolled back.", b.Number)
		case b.Seq < a.Seq:
			what = message.New("The history of the laptop was rolled back: export %d has %d entries and export %d had %d.", b.Number, b.Seq, a.Number, a.Seq)
		case b.Seq == a.Seq && b.Link != a.Link:
			what = message.New("The history of the laptop was written anew between its exports %d and %d.", a.Number, b.Number)
		}
		if what != nil {
			out = append(out, Notice{What: what, Device: b.Device})
		}
	}
	return out
}
