package survey

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// A hash does not depend on which records were hashed before.
func TestAHashRemembersNothingOfOtherRecords(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 9))
	names := []string{"b", "a", "g", "members", "z\xff", "z\xfe", "c", "long_name", "k"}
	var answers func(depth int) []*Answer
	answers = func(depth int) []*Answer {
		var out []*Answer
		for _, i := range r.Perm(len(names))[:r.IntN(len(names))] {
			a := &Answer{Name: names[i], State: Given, Text: fmt.Sprint(r.IntN(9))}
			switch {
			case depth < 3 && r.IntN(3) == 0:
				a.Text, a.State, a.Children = "", NotReached, answers(depth+1)
			case depth < 3 && a.Name == "members":
				for k := range 3 {
					out = append(out, &Answer{Name: a.Name, Key: fmt.Sprint("k", k), Children: answers(depth + 1)})
				}
				continue
			}
			out = append(out, a)
		}
		if r.IntN(2) == 0 {
			slices.SortStableFunc(out, func(a, b *Answer) int { return slices.Index(names, a.Name) - slices.Index(names, b.Name) })
		}
		return out
	}
	used := &canonicalForm{}
	for i := range 2000 {
		record := &Record{ID: fmt.Sprint(i), Root: &Answer{Children: answers(0)}}
		if fresh := (&canonicalForm{sorting: true}).sum(record); used.sum(record) != fresh || record.Hash() != fresh {
			t.Fatalf("record %d has another hash after others", i)
		}
		for _, slots := range used.slots {
			if slices.ContainsFunc(slots, func(a *Answer) bool { return a != nil }) {
				t.Fatal("an answer stays behind")
			}
		}
	}
}

// Names of which each record has some come in one order, whichever came first.
func TestOrdersAreLearned(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 9))
	of := func() []*Answer {
		var out []*Answer
		for i := range 60 {
			if r.IntN(5) > 0 {
				out = append(out, &Answer{Name: fmt.Sprint("q", i), State: Given, Text: "1"})
			}
		}
		return out
	}
	const group = "a group that only this test has"
	for range mostTries {
		learn(group, of())
	}
	c := &canonicalForm{}
	for range 100 {
		if !c.inOrder(group, of()) {
			t.Fatal("names in their order are not known as such")
		}
	}
}
