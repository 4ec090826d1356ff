package merge

import (
	"fmt"
	"testing"

	"anketa/export"
	"anketa/survey"
)

// BenchmarkMerge adds two workbooks that have half of their versions in
// common; each version has 150 answers.
func BenchmarkMerge(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		one, two := &export.Book{}, &export.Book{}
		for i := range n {
			r := wide(i)
			if i < 3*n/4 {
				one.Records = append(one.Records, r)
			}
			if i >= n/4 {
				copied := *r
				two.Records = append(two.Records, &copied)
			}
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s := New()
				s.Add("one", "", one)
				s.Add("two", "", two)
				if a := s.Account(); a.Versions != n || a.Total.Known != n/2 {
					b.Fatal(a)
				}
			}
		})
	}
}

func wide(i int) *survey.Record {
	r := first(fmt.Sprint(i))
	r.Number, r.Device = i/10+1, fmt.Sprint("laptop", i%10)
	for g := range 10 {
		group := &survey.Answer{Name: fmt.Sprint("group", g)}
		for q := range 15 {
			group.Children = append(group.Children, &survey.Answer{Name: fmt.Sprintf("question_%d_%d", g, q), State: survey.Given, Text: fmt.Sprint(i * q)})
		}
		r.Root.Children = append(r.Root.Children, group)
	}
	return r
}
