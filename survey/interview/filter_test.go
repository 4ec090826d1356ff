package interview

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"anketa/survey"
	"anketa/survey/xlsform"
)

// places makes a form with a list of n places in n/10 districts.
func places(t testing.TB, n int, filter string) *survey.Form {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, `
| survey | type         | name  | label | choice_filter | calculation |
|        | text         | d     | D     |               |             |
|        | integer      | n     | N     |               |             |
|        | calculate    | c     |       |               | ${d}        |
|        | select_one l | place | Place | %s            |             |
| choices | list_name | name | label | district | size |
`, filter)
	for i := range n {
		fmt.Fprintf(&b, "| | l | p%d | P%d | d%d | %d |\n", i, i, i%max(1, n/10), i%7)
	}
	f, faults := xlsform.ReadMarkdown(b.String(), xlsform.Options{Name: "form"})
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	return f
}

// TestIndexedFilters holds the index to what trying each choice gives.
func TestIndexedFilters(t *testing.T) {
	for filter, indexed := range map[string]bool{
		"district = ${d}":                 true,
		"${d} = district":                 true,
		"size = ${n}":                     true,
		"size = 3":                        true,
		"size = '3'":                      true,
		"name = ${c}":                     true,
		"district = ${d} or size = ${n}":  true,
		"district = ${d} and size = ${n}": true,
		"district = ${d} and (size = 1 or size = 2)":                true,
		"${n} = 2 or district = ${d}":                               true,
		"${n} = 2 and district = ${d}":                              true,
		"(district = ${d} and ${n} > 1) or (size = 4 and ${n} = 1)": true,
		"${n} > 3":                    true,
		"size = (${n} > 3)":           true,
		"size > ${n}":                 false,
		"district != ${d}":            false,
		"selected(${d}, district)":    false,
		"starts-with(name, 'p1')":     false,
		"label = 'P3'":                false,
		"size = position()":           false,
		"district = ${d} or size > 5": false,
	} {
		t.Run(filter, func(t *testing.T) {
			f := places(t, 60, filter)
			plain := New(f, Options{Now: clock})
			s := plain.find("place").spec
			if (s.filter != nil) != indexed {
				t.Fatalf("an index serves it: %v", s.filter != nil)
			}
			rng := rand.New(rand.NewPCG(1, 1))
			for range 40 {
				for p, text := range map[survey.Path]string{
					"d": []string{"", "d0", "d3", "p5", "d1 d2"}[rng.IntN(5)],
					"n": []string{"", "0", "1", "2", "3", "4"}[rng.IntN(6)],
				} {
					if _, err := plain.Set(p, text); err != nil {
						t.Fatal(err)
					}
				}
				have := plain.find("place").offered
				kept := s.filter
				s.filter = nil
				want := plain.offer(plain.find("place"), s.item.Rules[survey.Choices].Expr)
				s.filter = kept
				if !slices.Equal(have, want) {
					t.Fatalf("offered are %v, want %v", have, want)
				}
			}
		})
	}
}

// BenchmarkFilter changes the district of ten thousand places.
func BenchmarkFilter(b *testing.B) {
	iv := New(places(b, 10000, "district = ${d}"), Options{Now: clock})
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := iv.Set("d", fmt.Sprint("d", i%1000)); err != nil {
			b.Fatal(err)
		}
	}
}
