package export

import (
	"slices"

	"anketa/survey"
)

// mostRecovered bounds the hashes that are made to find what one interview
// was.
const mostRecovered = 5_000

// Recover finds the versions that edited interviews were made from where the
// workbook does not hold them. values gives what the question of a column, by
// its path without positions, may have been answered with; the cells that are
// not what _check says are tried with each until the row's hash agrees. What
// is found is as good as if it had been read: it is in Records and in Original.
func (b *Book) Recover(values func(path string) []string) {
	left := mostTried
	for _, e := range b.Edited {
		if e.Original != nil || e.layout == nil {
			continue
		}
		r := e.recover(values, &left)
		if r == nil {
			continue
		}
		e.Original = r
		if !slices.ContainsFunc(b.Records[:b.Heads], func(have *survey.Record) bool { return have.ID == r.ID }) {
			e.Taken = true
			b.Records = slices.Insert(b.Records, b.Heads, r)
			b.Heads++
		}
	}
}

func (e *Edited) recover(values func(path string) []string, left *int) *survey.Record {
	var doubtful []suspect
	for _, w := range e.rows {
		doubtful = append(doubtful, w.suspects(func(s *suspect) []string {
			g := &guesses{kind: s.column.kind, all: s.column.kind.readings(s.seen)}
			if s.column.path != "" {
				g.add("")
				g.all = append(g.all, values(s.column.path)...)
			}
			return g.all
		})...)
	}
	try := attempt{left: *left, most: mostRecovered, want: e.Of, gather: func() (*survey.Record, error) { return e.layout.again(e.rows) }}
	r := try.try(doubtful)
	if *left = try.left; r != nil {
		putBack(doubtful)
	}
	return r
}
