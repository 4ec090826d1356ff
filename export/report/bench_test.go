package report

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"anketa/survey"
)

// BenchmarkReport counts records of the shipped form and writes the workbook.
func BenchmarkReport(b *testing.B) {
	form := shippedForm(b)
	for _, n := range []int{1000, 10_000} {
		rng := rand.New(rand.NewPCG(1, 2))
		records := make([]*survey.Record, n)
		for i := range records {
			records[i] = randomRecord(form, rng, i)
		}
		b.Run(fmt.Sprint("build/", n), func(b *testing.B) {
			for b.Loop() {
				build(b, form, Options{}, records...)
			}
		})
		b.Run(fmt.Sprint("write/", n), func(b *testing.B) {
			r := build(b, form, Options{Program: "Anketa"}, records...)
			path := filepath.Join(b.TempDir(), "report.xlsx")
			for b.Loop() {
				if err := r.Write(b.Context(), path); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
