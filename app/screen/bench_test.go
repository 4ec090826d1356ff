package screen_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"anketa/app/screen"
	"anketa/survey"
)

// sizes are how many interviews a study has: a pilot, and a large one.
var sizes = []int{1000, 10000}

// BenchmarkSimulate makes one interview of the shipped form.
func BenchmarkSimulate(b *testing.B) {
	form := shippedForm(b)
	b.ReportAllocs()
	made := 0
	err := screen.Simulate(context.Background(), form, b.N, 1, func(*survey.Record) error { made++; return nil }, nil)
	if err != nil || made != b.N {
		b.Fatal(made, err)
	}
}

// BenchmarkExport writes a store's interviews into a workbook, which includes
// reading it back.
func BenchmarkExport(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			store := laptop(b, n, 1)
			path := filepath.Join(b.TempDir(), "out.xlsx")
			b.ReportAllocs()
			for b.Loop() {
				if _, err := screen.Export(context.Background(), store, "", path, nil); err != nil {
					b.Fatal(err)
				}
			}
			reportSize(b, n, path)
		})
	}
}

// BenchmarkMerge joins the workbooks of four laptops.
func BenchmarkMerge(b *testing.B) {
	const laptops = 4
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := b.TempDir()
			var paths []string
			for i := range laptops {
				path := filepath.Join(dir, fmt.Sprintf("%d.xlsx", i))
				if _, err := screen.Export(context.Background(), laptop(b, n/laptops, uint64(i)), "", path, nil); err != nil {
					b.Fatal(err)
				}
				paths = append(paths, path)
			}
			out := filepath.Join(dir, "all.xlsx")
			b.ReportAllocs()
			for b.Loop() {
				m, err := screen.Merge(context.Background(), paths, out, nil)
				if err != nil || m.Records != n {
					b.Fatal(m, err)
				}
			}
			reportSize(b, n, out)
		})
	}
}

// BenchmarkReport counts a workbook's interviews and draws the report.
func BenchmarkReport(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			dir := b.TempDir()
			book, out := filepath.Join(dir, "all.xlsx"), filepath.Join(dir, "report.xlsx")
			if _, err := screen.Export(context.Background(), laptop(b, n, 1), "", book, nil); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := screen.MakeReport(context.Background(), book, out, screen.ReportOptions{}, nil); err != nil {
					b.Fatal(err)
				}
			}
			reportSize(b, n, out)
		})
	}
}

// reportSize adds what a reader of the table compares: how many interviews
// pass in a second, and how large the file is.
func reportSize(b *testing.B, n int, path string) {
	b.Helper()
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "interviews/s")
	b.ReportMetric(float64(info.Size())/(1<<20), "MiB/file")
}
