package interview

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"anketa/survey"
	"anketa/survey/xlsform"
	"anketa/survey/xpath"
)

// placesForm makes a form with a list of n places in n/10 districts.
func placesForm(t testing.TB, n int, filter string) *survey.Form {
	t.Helper()
	var b strings.Builder
	fmt.Fprintf(&b, `
| survey | type         | name  | label | choice_filter | calculation |
|        | text         | d     | D     |               |             |
|        | integer      | n     | N     |               |             |
|        | calculate    | c     |       |               | ${d}        |
|        | begin repeat | rep   | Rep   |               |             |
|        | integer      | r     | R     |               |             |
|        | end repeat   |       |       |               |             |
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
		"${n} > 3":                                       true,
		"size = (${n} > 3)":                              true,
		"size > ${n} and district = ${d}":                true,
		"district = ${d} and size > ${n} and size < 6":   true,
		"size = ${n} and position() < 30":                true,
		"size = ${n} and last() = 60 and position() > 9": true,
		"size > ${n}":                                    true,
		"district != ${d}":                               true,
		"selected(${d}, district)":                       false,
		"starts-with(name, 'p1')":                        false,
		"label = 'P3'":                                   false,
		"size = position()":                              false,
		"district = ${d} or size > 5":                    true,
	} {
		t.Run(filter, func(t *testing.T) {
			f := placesForm(t, 60, filter)
			plain := New(f, Options{Now: clock})
			s := plain.find("place").spec
			if (s.filter != nil) != indexed {
				t.Fatalf("an index serves it: %v", s.filter != nil)
			}
			rng := rand.New(rand.NewPCG(1, 1))
			if _, err := plain.Add("rep"); err != nil {
				t.Fatal(err)
			}
			for range 40 {
				for p, text := range map[survey.Path]string{
					"d": []string{"", "d0", "d3", "p5", "d1 d2"}[rng.IntN(5)],
					"n": []string{"", "0", "1", "2", "3", "4"}[rng.IntN(6)],

					"rep[1]/r": []string{"", "2"}[rng.IntN(2)],
					"rep[2]/r": []string{"", "3", "5"}[rng.IntN(3)],
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

// TestColumn holds finding cells to comparing each of them.
func TestColumn(t *testing.T) {
	iv := New(placesForm(t, 1, "1 = 1"), Options{Now: clock})
	var choices []*survey.Choice
	for _, name := range []string{"7", "x", "7.0", "2024-05-01", "", "07", "-3", "1,5", "7.0000000000001", "2024-05-01T00:00:00.000Z", "1-2", "7 ", "0", "-0"} {
		choices = append(choices, &survey.Choice{Name: name})
	}
	l := &choiceList{list: &survey.List{Choices: choices}, columns: map[string]*column{}}
	col := l.column("name")
	found := 0
	for _, v := range []xpath.Value{
		xpath.Number(7), xpath.Number(19844), xpath.Number(1.5), xpath.Number(-3), xpath.Number(0), xpath.Number(8), xpath.Number(7.00000000000015),
		xpath.Number(math.NaN()), xpath.Number(math.Inf(1)), xpath.Number(math.Inf(-1)), xpath.Number(-1e300),
		xpath.String("x"), xpath.String(""), xpath.String("7"), xpath.String("2024-05-01"), xpath.String("nothing"),
		xpath.Boolean(true), xpath.Boolean(false), xpath.Day(clock()), xpath.Day(time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)),
	} {
		for op := xpath.Equal; op <= xpath.GreaterEqual; op++ {
			want := compared(iv, op, v, col.cells, everyChoice(len(col.cells)))
			if have := col.find(iv, op, v); !slices.Equal(have, want) {
				t.Errorf("cell %v %v: found at %v, want %v", op, v.Str(), have, want)
			}
			found += len(want)
		}
	}
	if found < 300 {
		t.Errorf("only %d cells are found", found)
	}
}

// BenchmarkFilter changes the district of ten thousand places.
func BenchmarkFilter(b *testing.B) {
	iv := New(placesForm(b, 10000, "district = ${d}"), Options{Now: clock})
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, err := iv.Set("d", fmt.Sprint("d", i%1000)); err != nil {
			b.Fatal(err)
		}
	}
}
