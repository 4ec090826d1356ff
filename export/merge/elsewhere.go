package merge

import (
	"cmp"
	"slices"
	"time"

	"anketa/export"
)

// A claim is what a workbook says of numbers that it does not hold.
type claim struct {
	export.Numbers
	made time.Time
}

// heard takes what a workbook says of other numbers.
func (s *Set) heard(book *export.Book) {
	for _, n := range book.Elsewhere {
		s.claims = append(s.claims, claim{n, book.Created})
	}
}

// Elsewhere gives what the workbooks said of numbers that they did not hold,
// as a workbook carries it; each once, that of the older ones first.
func (s *Set) Elsewhere() []export.Numbers {
	s.sortClaims()
	var out []export.Numbers
	for _, c := range s.claims {
		if !slices.Contains(out, c.Numbers) {
			out = append(out, c.Numbers)
		}
	}
	return out
}

func (s *Set) sortClaims() {
	slices.SortFunc(s.claims, func(a, b claim) int {
		return cmp.Or(a.made.Compare(b.made), cmp.Compare(a.Device, b.Device), cmp.Compare(a.Why, b.Why), a.First-b.First, a.Last-b.Last)
	})
}

// explain takes the numbers of which a workbook says what became of them out
// of those that a laptop misses; of several workbooks the newest counts.
func (s *Set) explain(l *Laptop) {
	for _, w := range s.Withdrawn() {
		if w.Device == l.Device && w.Number > 0 {
			l.know(Run{w.Number, w.Number}, export.Withdrew)
		}
	}
	if l.Simulated {
		return
	}
	s.sortClaims()
	for _, c := range slices.Backward(s.claims) {
		if c.Device != l.Device {
			continue
		}
		l.know(Run{c.First, c.Last}, c.Why)
	}
	slices.SortFunc(l.Known, func(a, b Known) int { return a.First - b.First })
}

// know takes numbers out of those that are missing.
func (l *Laptop) know(r Run, why string) {
	rest, cut := subtract(l.Missing, r)
	l.Missing = rest
	for _, c := range cut {
		l.Known = append(l.Known, Known{c, why})
	}
}

// subtract takes the numbers of a run out of others and gives those that were
// there.
func subtract(runs []Run, r Run) (rest, cut []Run) {
	rest = []Run{}
	for _, m := range runs {
		first, last := max(m.First, r.First), min(m.Last, r.Last)
		if first > last {
			rest = append(rest, m)
			continue
		}
		cut = append(cut, Run{first, last})
		if m.First < first {
			rest = append(rest, Run{m.First, first - 1})
		}
		if last < m.Last {
			rest = append(rest, Run{last + 1, m.Last})
		}
	}
	return rest, cut
}
