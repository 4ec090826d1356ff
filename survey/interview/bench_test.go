package interview

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"anketa/survey"
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
