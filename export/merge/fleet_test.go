package merge

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"anketa/export"
	"anketa/survey"
)

var began = time.Date(2026, 10, 1, 9, 0, 0, 0, time.UTC)

// first makes the first version of a record.
func first(id string, answers ...string) *survey.Record {
	r := &survey.Record{
		ID: "uuid:" + id, Form: "f", Version: "1", Number: 1, Device: "laptop-" + id, Interviewer: "KZ01",
		Started: began, Finished: began.Add(time.Hour), Saved: began.Add(time.Hour), Root: &survey.Answer{},
	}
	set(r, answers...)
	return r
}

// next makes a version that replaces others.
func next(why string, parents []*survey.Record, answers ...string) *survey.Record {
	r := *parents[0]
	r.Root = &survey.Answer{}
	for _, c := range parents[0].Root.Children {
		copied := *c
		r.Root.Children = append(r.Root.Children, &copied)
	}
	r.Reason, r.Parents = why, nil
	for _, p := range parents {
		r.Parents = append(r.Parents, p.Hash())
	}
	set(&r, answers...)
	return &r
}

// set puts answers, "name", "text", in turn.
func set(r *survey.Record, answers ...string) {
	for i := 0; i+1 < len(answers); i += 2 {
		if err := r.Apply(survey.Edit{Op: survey.Put, Path: survey.Path(answers[i]), State: survey.Given, Text: answers[i+1]}); err != nil {
			panic(err)
		}
	}
}

func book(records ...*survey.Record) *export.Book { return &export.Book{Records: records} }

func add(t testing.TB, s *Set, name string, b *export.Book) Balance {
	t.Helper()
	balance := s.Add(name, "0123456789abcdef", b)
	if !balance.Holds() {
		t.Fatalf("%s: %s", name, balance)
	}
	return balance
}

// written is what a set writes: the heads, and behind them the others.
func written(s *Set) *export.Book {
	b := &export.Book{}
	for r := range s.Heads() {
		b.Records = append(b.Records, r)
	}
	b.Heads = len(b.Records)
	b.Records = append(b.Records, s.Others()...)
	b.Withdrawn = s.Withdrawn()
	return b
}

// A fleet is what some laptops and coordinators made: all versions there are,
// and the workbooks that were exported from them.
type fleet struct {
	versions []*survey.Record
	books    []*export.Book
}

// randomFleet has interviews that were corrected, corrected twice from one
// version, joined again, copied under another id, exported in part and more
// than once, and spelled in two ways.
func randomFleet(rng *rand.Rand, books int) fleet {
	var f fleet
	lines := map[string][]*survey.Record{}
	for range 1 + rng.IntN(14) {
		id := fmt.Sprint(rng.IntN(5))
		known := lines[id]
		var r *survey.Record
		switch n := rng.IntN(6); {
		case len(known) == 0 || n == 0:
			r = first(id, "a", fmt.Sprint(rng.IntN(3)))
			r.Kind = survey.Kind(rng.IntN(3))
		case n == 1 && len(known) > 1:
			r = next("joined", []*survey.Record{known[len(known)-1], known[rng.IntN(len(known)-1)]}, "a", "9")
		default:
			r = next("corrected", known[rng.IntN(len(known)):][:1], "b", fmt.Sprint(rng.IntN(4)))
		}
		lines[id] = append(known, r)
		f.versions = append(f.versions, r)
	}
	for range books {
		b := &export.Book{}
		for range rng.IntN(2 * len(f.versions)) {
			b.Records = append(b.Records, respelled(f.versions[rng.IntN(len(f.versions))], rng))
		}
		for range rng.IntN(3) {
			b.Refused = append(b.Refused, export.Refusal{Sheet: "data", Row: 2, Interview: rng.IntN(2) == 0})
		}
		f.books = append(f.books, b)
	}
	return f
}

// respelled writes a version down in another way that has the same hash.
func respelled(r *survey.Record, rng *rand.Rand) *survey.Record {
	c := *r
	root := *r.Root
	c.Root = &root
	root.Children = append([]*survey.Answer(nil), root.Children...)
	if rng.IntN(2) == 0 {
		root.Children = append(root.Children, &survey.Answer{Name: "emptied", Children: []*survey.Answer{}})
	}
	rng.Shuffle(len(root.Children), func(i, j int) { root.Children[i], root.Children[j] = root.Children[j], root.Children[i] })
	c.Started = c.Started.In(time.FixedZone("", rng.IntN(5)*3600))
	return &c
}
