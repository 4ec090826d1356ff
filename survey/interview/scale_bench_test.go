package interview_test

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"anketa/survey"
	"anketa/survey/interview"
	"anketa/survey/ooxml"
	"anketa/survey/surveytest"
	"anketa/survey/xlsform"
	"anketa/survey/xpath"
)

// The interviews of these benchmarks are with generated forms. Beside the
// times stands, from the same run, how many times as long it takes to work the
// whole interview out anew.

func clock() time.Time { return time.Date(2026, 3, 7, 10, 0, 0, 0, time.UTC) }

func formOf(b *testing.B, sheets ...*ooxml.Sheet) *survey.Form {
	b.Helper()
	return formWith(b, nil, sheets...)
}

// formWith is a form with files beside it.
func formWith(b *testing.B, files fs.FS, sheets ...*ooxml.Sheet) *survey.Form {
	b.Helper()
	f, faults := xlsform.Read(ooxml.Workbook(sheets...), xlsform.Options{Name: "form", Attached: files})
	if err := faults.Err(); err != nil {
		b.Fatal(err)
	}
	return f
}

// started is an interview with a large form in which everything is answered.
func started(b *testing.B, f *survey.Form) *interview.Interview {
	b.Helper()
	iv := interview.New(f, interview.Options{Now: clock, Seed: 1})
	if err := interview.Random(iv, rand.New(rand.NewPCG(3, 1))); err != nil {
		b.Fatal(err)
	}
	return iv
}

// spread measures each call of do and reports what half and all but one in a
// hundred of them take at most; then how many times as long a recompute takes.
func spread(b *testing.B, iv *interview.Interview, do func(i int) error) {
	anew := time.Duration(0)
	if iv != nil {
		anew = fastest(5, iv.Recompute)
	}
	took := make([]time.Duration, 0, 1<<20)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		if err := do(i); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	b.StopTimer()
	slices.Sort(took)
	half := took[len(took)/2]
	b.ReportMetric(float64(half.Nanoseconds()), "p50-ns")
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds()), "p99-ns")
	if iv != nil {
		b.ReportMetric(float64(anew)/float64(half), "answers-in-a-recompute")
	}
}

// fastest is the shortest of n times.
func fastest(n int, do func()) time.Duration {
	best := time.Duration(0)
	for i := range n {
		start := time.Now()
		do()
		if took := time.Since(start); i == 0 || took < best {
			best = took
		}
	}
	return best
}

// texts are two answers to a question, between which a benchmark goes to and
// fro so that each call changes something.
func texts(it *survey.Item) [2]string {
	switch it.Type.Kind {
	case survey.IntegerKind:
		return [2]string{"12", "70"}
	case survey.DateKind:
		return [2]string{"2026-01-02", "2025-12-31"}
	case survey.SelectMultipleKind:
		return [2]string{"1 2", "7"}
	case survey.SelectOneKind:
		return [2]string{it.List.Choices[0].Name, it.List.Choices[1].Name}
	}
	return [2]string{"Бишкек", "Ош"}
}

// BenchmarkAnswer answers every question of a form of 5,000, one after the
// other, with all that follows from each.
func BenchmarkAnswer(b *testing.B) {
	f := formOf(b, surveytest.Questionnaire(5000)...)
	iv := started(b, f)
	var at []survey.Path
	var answers [][2]string
	for _, it := range f.Items {
		if it.Type.Asked() && it.Repeat() == nil && iv.Relevant(it.Path()) {
			at, answers = append(at, it.Path()), append(answers, texts(it))
		}
	}
	spread(b, iv, func(i int) error {
		n := i / 2 % len(at)
		_, err := iv.Set(at[n], answers[n][i%2])
		return err
	})
	b.ReportMetric(float64(len(at)), "questions")
}

// BenchmarkReaders answers a question on which 1,000 calculations depend: each
// on it, or each on the one before.
func BenchmarkReaders(b *testing.B) {
	for name, formula := range map[string]string{"1000 of one": "${q} + %[2]d", "chain of 1000": "${c%[1]d} + 1"} {
		b.Run(name, func(b *testing.B) {
			s := &ooxml.Sheet{Name: "survey"}
			s.Add("type", "name", "label", "calculation")
			s.Add("integer", "q", "Q")
			s.Add("calculate", "c0", "", "${q}")
			for i := range 1000 {
				s.Add("calculate", fmt.Sprint("c", i+1), "", fmt.Sprintf(formula, i, i))
			}
			iv := interview.New(formOf(b, s), interview.Options{Now: clock})
			spread(b, iv, func(i int) error {
				changes, err := iv.Set("q", fmt.Sprint(i%1000+1))
				if err == nil && len(changes) < 1000 {
					err = fmt.Errorf("only %d changes", len(changes))
				}
				return err
			})
		})
	}
}

// BenchmarkFilter50000 changes the answer by which a list of 50,000 places is
// filtered.
func BenchmarkFilter50000(b *testing.B) {
	places := surveytest.Cascade(50000)[1]
	answers := map[string]func(i int) string{
		"d": func(i int) string { return fmt.Sprint("d", i%500) },
		"r": func(i int) string { return fmt.Sprint("r", i%20) },
		"n": func(i int) string { return fmt.Sprint(i % 7) },
	}
	for _, filter := range []string{
		"district = ${d}", "district = ${d} and region = ${r}", "size = ${n}", "district = ${d} and size > ${n}",
		"size > ${n}", "size > ${n} and region != ${r}", "selected(${d}, district)",
	} {
		b.Run(strings.ReplaceAll(filter, " ", ""), func(b *testing.B) {
			s := &ooxml.Sheet{Name: "survey"}
			s.Add("type", "name", "label", "choice_filter")
			s.Add("text", "d", "District")
			s.Add("text", "r", "Region")
			s.Add("integer", "n", "Size")
			s.Add("select_one place", "place", "Place", filter)
			iv := interview.New(formOf(b, s, places), interview.Options{Now: clock})
			var asked []string
			for q, text := range answers {
				if strings.Contains(filter, "${"+q+"}") {
					asked = append(asked, q)
				}
				if _, err := iv.Set(survey.Path(q), text(0)); err != nil {
					b.Fatal(err)
				}
			}
			spread(b, nil, func(i int) error {
				q := asked[i%len(asked)]
				_, err := iv.Set(survey.Path(q), answers[q](i/len(asked)))
				return err
			})
		})
	}
}

// BenchmarkLookUp finds rows of a list of 50,000 by an answer; pulldata in a
// file beside the form.
func BenchmarkLookUp(b *testing.B) {
	places := surveytest.Cascade(50000)[1]
	for _, c := range []struct{ name, formula string }{
		{"instance", "instance('place')/root/item[name = ${q}]/label"},
		{"pulldata", "pulldata('towns', 'size', 'name', ${q})"},
		{"count", "count(instance('place')/root/item[district = ${d} and size > 3])"},
	} {
		b.Run(c.name, func(b *testing.B) {
			s := &ooxml.Sheet{Name: "survey"}
			s.Add("type", "name", "label::Русский (ru)", "calculation")
			s.Add("text", "q", "Q")
			s.Add("text", "d", "D")
			s.Add("calculate", "found", "", c.formula)
			s.Add("select_one place", "place", "Place")
			iv := interview.New(formWith(b, towns(places), s, places), interview.Options{Now: clock})
			spread(b, nil, func(i int) error {
				at, text := survey.Path("q"), fmt.Sprint("p", 40000+i%10000)
				if c.name == "count" {
					at, text = "d", fmt.Sprint("d", i%500)
				}
				_, err := iv.Set(at, text)
				if v := iv.View("found"); v.Text == "" && err == nil {
					err = fmt.Errorf("nothing was found for %s", text)
				}
				return err
			})
		})
	}
}

// towns is the list of places as a file.
func towns(places *ooxml.Sheet) fs.FS {
	var b strings.Builder
	b.WriteString("name,size\n")
	for _, row := range places.Rows[1:] {
		fmt.Fprintf(&b, "%s,%d\n", row[1], len(row))
	}
	return fstest.MapFS{"towns.csv": {Data: []byte(b.String())}}
}

// BenchmarkAdd makes 1,000 instances of a repeat and answers in each, again and
// again, with a sum over them and without. The times are those of the last
// ones. Growth is how many times as long the second half of them takes: 1 would
// be a cost that does not depend on how many there are, 3 is that of going over
// all of them for each.
func BenchmarkAdd(b *testing.B) {
	for name, total := range map[string]string{"sum": "sum(${x})", "plain": "1 + 1"} {
		b.Run(name, func(b *testing.B) {
			s := &ooxml.Sheet{Name: "survey"}
			s.Add("type", "name", "label", "calculation")
			s.Add("begin_repeat", "r", "R")
			s.Add("integer", "x", "X")
			s.Add("calculate", "y", "", "${x} * 2")
			s.Add("text", "t", "Position ${y}")
			s.Add("end_repeat")
			s.Add("calculate", "total", "", total)
			add(b, formOf(b, s))
		})
	}
}

func add(b *testing.B, f *survey.Form) {
	var first, second time.Duration
	var last []time.Duration
	b.ReportAllocs()
	for b.Loop() {
		iv := interview.New(f, interview.Options{Now: clock})
		for i := 2; i <= 1000; i++ {
			start := time.Now()
			if _, err := iv.Add("r"); err != nil {
				b.Fatal(err)
			}
			if _, err := iv.Set(survey.Path("r").At(i).Join("x"), "7"); err != nil {
				b.Fatal(err)
			}
			took := time.Since(start)
			if i <= 500 {
				first += took
			} else {
				second += took
			}
			if i > 900 {
				last = append(last, took)
			}
		}
	}
	slices.Sort(last)
	b.ReportMetric(float64(last[len(last)/2].Nanoseconds()), "p50-ns")
	b.ReportMetric(float64(last[len(last)*99/100].Nanoseconds()), "p99-ns")
	b.ReportMetric(float64(second)/float64(first), "growth")
}

// BenchmarkLarge is what else is done with an interview of 5,000 questions:
// its beginning, its draft, a finish, a change of language.
func BenchmarkLarge(b *testing.B) {
	f := formOf(b, surveytest.Questionnaire(5000)...)
	iv := started(b, f)
	draft := iv.Draft()
	b.Run("new", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			interview.New(f, interview.Options{Now: clock})
		}
		b.ReportMetric(megabytes(func() any { return interview.New(f, interview.Options{Now: clock}) }), "MB-interview")
	})
	b.Run("resume", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, lost, err := interview.Resume(f, draft, interview.Options{Now: clock}); err != nil || len(lost) > 0 {
				b.Fatal(lost, err)
			}
		}
	})
	b.Run("language", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			iv.SetLanguage((i + 1) % 2)
		}
	})
	b.Run("draft", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			iv.Draft()
		}
	})
	b.Run("finish", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if r, problems := iv.Finish(); r == nil {
				b.Fatal(problems)
			}
		}
	})
}

// BenchmarkExpressions evaluates every expression of a form of 5,000 questions,
// one after the other: conditions, constraints and calculations, none of which
// goes over a repeat.
func BenchmarkExpressions(b *testing.B) {
	f := formOf(b, surveytest.Questionnaire(5000)...)
	iv := started(b, f)
	type written struct {
		at *survey.Item
		x  xpath.Expr
	}
	var all []written
	nodes := 0
	for _, it := range f.Items {
		for _, rule := range it.Rules {
			if rule == nil || it.Repeat() != nil || strings.HasPrefix(it.Name, "r_") {
				continue
			}
			all = append(all, written{it, rule.Expr})
			for range xpath.Walk(rule.Expr) {
				nodes++
			}
		}
	}
	b.ReportAllocs()
	b.ResetTimer()
	start, n := time.Now(), 0
	for b.Loop() {
		for _, w := range all {
			iv.Evaluate(w.at, w.x)
		}
		n++
	}
	b.ReportMetric(float64(time.Since(start).Nanoseconds())/float64(n)/float64(nodes), "ns/node")
	b.ReportMetric(float64(len(all)), "expressions")
}

// megabytes is how much memory stays in use for what is made.
func megabytes(made func() any) float64 {
	before := inUse()
	kept := made()
	after := inUse()
	runtime.KeepAlive(kept)
	return (after - before) / 1e6
}

// inUse is the size of the heap without garbage: pools give theirs up at the
// second collection.
func inUse() float64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}
