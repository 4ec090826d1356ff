package export

import (
	"testing"

	"anketa/survey"
)

// Whether rows give their record back is seen without making it again, and
// never said where making it again gives another one.
func TestWhatRowsHoldIsWhatGatheringGives(t *testing.T) {
	held, all := 0, 0
	for seed := range uint64(60) {
		s := newSource(3000+seed, seed%2 == 0)
		f := s.form(int(seed))
		l, err := newLayout([]*survey.Form{f})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range s.records(f, 12) {
			rows := l.laid(r, r.Hash(), nil)
			check := func(what string) bool {
				holds := l.holds(rows, r)
				back, err := l.again(rows)
				if holds && (err != nil || back.Hash() != r.Hash()) {
					t.Fatalf("seed %d: %s: the rows are said to hold their record, and give another one", seed, what)
				}
				return holds
			}
			if all++; check("as laid") {
				held++
			}
			for range 10 {
				w := rows[s.IntN(len(rows))]
				at := s.IntN(len(w.cells))
				before, mark := w.cells[at], w.marks[at]
				switch s.IntN(4) {
				case 0:
					w.cells[at] = cell{}
				case 1:
					w.cells[at] = cell{textCell, codeStyle, "7"}
				case 2:
					w.cells[at] = w.cells[s.IntN(len(w.cells))]
				default:
					w.marks[at].parked = !w.marks[at].parked
				}
				check("a cell of " + w.table.cols[at].name)
				w.cells[at], w.marks[at] = before, mark
			}
		}
	}
	if held < all/4 {
		t.Errorf("of %d records, the rows of %d are said to hold them", all, held)
	}
	t.Logf("of %d records, the rows of %d hold them", all, held)
}
