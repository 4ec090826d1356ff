package export

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"anketa/survey"
)

const shippedPath = "../app/screen/forms/eeca_migrant_core.xlsx"

// shipped is the questionnaire that ships, in shape: its questions with their
// types and choices, without its expressions.
func shipped(t testing.TB) *survey.Form {
	t.Helper()
	source, err := os.ReadFile(shippedPath)
	if err != nil {
		t.Fatal(err)
	}
	g := gridOf(t, shippedPath)
	f := &survey.Form{ID: "eeca_migrant_core", Version: "1.0.0", Title: "Working conditions", Source: source, Lists: map[string]*survey.List{},
		Languages: []survey.Language{{ID: "Русский (ru)", Code: "ru"}, {ID: "English (en)", Code: "en"}}, Root: &survey.Item{Type: typesOfTests["group"]}}
	for _, r := range listed(t, g, "choices") {
		l := f.Lists[r["list_name"]]
		if l == nil {
			l = &survey.List{Name: r["list_name"]}
			f.Lists[l.Name] = l
		}
		l.Choices = append(l.Choices, &survey.Choice{Name: r["name"], Label: bilingual(r)})
	}
	open := []*survey.Item{f.Root}
	for _, r := range listed(t, g, "survey") {
		words := strings.Fields(r["type"])
		if len(words) == 0 {
			continue
		}
		kind, begins := strings.CutPrefix(words[0], "begin_")
		if strings.HasPrefix(kind, "end_") {
			open = open[:len(open)-1]
			continue
		}
		it := &survey.Item{Name: r["name"], Type: typesOfTests[strings.TrimSuffix(strings.TrimPrefix(kind, "select_"), "_one")], Label: bilingual(r)}
		switch kind {
		case "select_one":
			it.Type = typesOfTests["select"]
		case "start", "end":
			it.Type = typesOfTests["dateTime"]
		case "today":
			it.Type = typesOfTests["date"]
		}
		if it.Type == nil {
			t.Fatalf("no type %q", words[0])
		}
		if len(words) > 1 {
			it.List = f.Lists[words[1]]
		}
		last := open[len(open)-1]
		last.Items = append(last.Items, it)
		if begins {
			open = append(open, it)
		}
	}
	return f
}

func bilingual(r map[string]string) survey.Text {
	return survey.Text{survey.Plain(r["label::Русский (ru)"]), survey.Plain(r["label::English (en)"])}
}

// gridOf opens a workbook of any program.
func gridOf(t testing.TB, path string) *grid {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	c, err := open(ctx, path, bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	g, err := openGrid(ctx, c, nil)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// listed reads a sheet as rows by heading.
func listed(t testing.TB, g *grid, sheet string) []map[string]string {
	t.Helper()
	var head []string
	var out []map[string]string
	err := g.rows(context.Background(), sheet, func(_ int, cells []cell) error {
		if head == nil {
			for i := range cells {
				head = append(head, textAt(cells, i))
			}
			return nil
		}
		r := map[string]string{}
		for i, name := range head {
			r[name] = textAt(cells, i)
		}
		out = append(out, r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTheShippedFormNeedsNoRecordKeptWhole(t *testing.T) {
	f := shipped(t)
	want := newSource(1, false).records(f, 50)
	path := write(t, want, Options{Forms: []*survey.Form{f}})
	same(t, mustRead(t, path), want)
	if n := len(listed(t, gridOf(t, path), versionsSheet)); n != 0 {
		t.Errorf("%d cells of whole records, want none: each row gives its record back", n)
	}
}

// benchmarked sizes are what a laptop exports in an evening and what a
// coordinator merges.
var benchmarked = []int{1_000, 10_000}

func BenchmarkWrite(b *testing.B) {
	f := shipped(b)
	for _, n := range benchmarked {
		records := newSource(1, false).records(f, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				path := filepath.Join(b.TempDir(), "book.xlsx")
				if _, err := Write(context.Background(), path, sequence(records), Options{Forms: []*survey.Form{f}, Now: noon}); err != nil {
					b.Fatal(err)
				}
				info, _ := os.Stat(path)
				b.ReportMetric(float64(info.Size())/1e6, "MB/file")
			}
		})
	}
}

func BenchmarkRead(b *testing.B) {
	f := shipped(b)
	for _, n := range benchmarked {
		path := write(b, newSource(1, false).records(f, n), Options{Forms: []*survey.Form{f}})
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if book := mustRead(b, path); len(book.Records) != n {
					b.Fatalf("%d records", len(book.Records))
				}
			}
		})
	}
}
