package merge

import (
	"cmp"
	"slices"
	"strings"

	"anketa/export"
	"anketa/survey"
)

// counted says what a version that a workbook brought was counted as.
type counted struct {
	file int // place in Set.files
	as   standing
}

// withdraw counts a row of an interview that was withdrawn.
func (f *File) withdraw(k survey.Kind) {
	f.Withdrawn++
	f.Kinds[k].Withdrawn++
}

// IsWithdrawn says whether an interview was withdrawn.
func (s *Set) IsWithdrawn(id string) bool {
	_, gone := s.gone[id]
	return gone
}

// Withdraw takes interviews out of the set for good: what is there of them, and
// what comes later.
func (s *Set) Withdraw(all ...export.Withdrawn) {
	for _, w := range all {
		have, gone := s.gone[w.Key]
		if !gone || compareWithdrawn(w, have) < 0 {
			s.gone[w.Key] = w
		}
		if !gone {
			s.remove(w.Key)
			s.outside.remove(w.Key, s.files)
		}
	}
}

// Withdrawn gives the interviews that were withdrawn, by day and case code, as
// a workbook carries them.
func (s *Set) Withdrawn() []export.Withdrawn {
	out := make([]export.Withdrawn, 0, len(s.gone))
	for _, w := range s.gone {
		out = append(out, w)
	}
	slices.SortFunc(out, func(a, b export.Withdrawn) int {
		return cmp.Or(strings.Compare(a.Day, b.Day), strings.Compare(a.Case, b.Case), strings.Compare(a.Key, b.Key))
	})
	return out
}

// compareWithdrawn chooses between two notes of one interview: the earlier day,
// and of texts one that is there.
func compareWithdrawn(a, b export.Withdrawn) int {
	text := func(a, b string) int {
		if a == "" || b == "" {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	}
	return cmp.Or(text(a.Day, b.Day), text(a.Case, b.Case), text(a.By, b.By), text(a.Device, b.Device), b.Number-a.Number)
}

// remove takes the versions of a record out, and puts the balances in order.
func (s *Set) remove(id string) {
	for _, h := range s.records[id] {
		r := s.versions[h]
		_, had := s.had[h]
		switch c, brought := s.counted[h]; {
		case brought:
			f := &s.files[c.file]
			*f.of(c.as)--
			*f.Kinds[r.Kind].of(c.as)--
			f.withdraw(r.Kind)
		case !had:
			s.decided--
		}
		delete(s.counted, h)
		delete(s.had, h)
		delete(s.versions, h)
	}
	for h, r := range s.sealed {
		if r.Key != id {
			continue
		}
		if c, brought := s.counted[h]; brought {
			f := &s.files[c.file]
			f.Waiting--
			f.Kinds[r.Kind].Waiting--
			f.withdraw(r.Kind)
		}
		delete(s.counted, h)
		delete(s.sealed, h)
	}
	delete(s.records, id)
	delete(s.views, id)
}

// remove takes what was edited of an interview out. Its rows were refused or
// known.
func (o *outside) remove(id string, files []File) {
	o.rows = slices.DeleteFunc(o.rows, func(row *outsideRow) bool {
		if row.edited.Key != id {
			return false
		}
		f := &files[row.file]
		switch {
		case row.edited.Taken:
		case row.original == nil:
			f.Refused--
			f.Withdrawn++
		default:
			k := row.original.Kind
			f.Known--
			f.Kinds[k].Known--
			f.withdraw(k)
		}
		return true
	})
	for tag, j := range o.judged {
		if j.Key == id {
			delete(o.judged, tag)
		}
	}
}
