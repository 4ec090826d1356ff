package interview

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"anketa/survey"
	"anketa/survey/xlsform"
)

func BenchmarkNew(b *testing.B) {
	f := shippedForm(b)
	b.ReportAllocs()
	for b.Loop() {
		New(f, Options{Now: clock, Seed: 1})
	}
}

// BenchmarkSet answers the shipped form over and over, and reports how long one
// answer takes with all that follows from it.
func BenchmarkSet(b *testing.B) {
	f := shippedForm(b)
	iv := New(f, Options{Now: clock, Seed: 1})
	if err := Random(iv, rand.New(rand.NewPCG(3, 1))); err != nil {
		b.Fatal(err)
	}
	type answer struct {
		path  survey.Path
		texts [2]string
	}
	var answers []answer
	for n := range iv.all {
		if t := n.spec.item.Type; t.Asked() {
			answers = append(answers, answer{n.path(), [2]string{"", n.text}})
		}
	}
	var took []time.Duration
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		a := answers[i/2%len(answers)]
		start := time.Now()
		if _, err := iv.Set(a.path, a.texts[i%2]); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds()), "p50-ns")
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds()), "p99-ns")
}

// BenchmarkSetByLength answers one question, on which three others depend, in
// forms of more and more questions: the time must not grow.
func BenchmarkSetByLength(b *testing.B) {
	for _, length := range []int{50, 500, 5000} {
		b.Run(fmt.Sprint(length), func(b *testing.B) {
			var form strings.Builder
			form.WriteString("| survey | type | name | label | relevant | calculation |\n")
			for i := range length / 5 {
				fmt.Fprintf(&form, "| | integer | a%d | A | | |\n| | text | b%d | B | ${a%d} > 3 | |\n| | calculate | c%d | | | ${a%d} * 2 |\n| | note | d%d | ${c%d} | | |\n| | text | e%d | E | | |\n", i, i, i, i, i, i, i, i)
			}
			f, faults := xlsform.ReadMarkdown(form.String(), xlsform.Options{Name: "form"})
			if err := faults.Err(); err != nil {
				b.Fatal(err)
			}
			iv := New(f, Options{Now: clock})
			at := survey.Path(fmt.Sprint("a", length/10))
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := iv.Set(at, []string{"2", "5"}[i%2]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
