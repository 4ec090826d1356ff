package export

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"anketa/survey"
	"anketa/survey/interview"
	"anketa/survey/xlsform"
)

// readForm reads the form in a workbook.
func readForm(t *testing.T, path string) *survey.Form {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	f, faults := xlsform.Read(data, xlsform.Options{})
	if err := faults.Err(); err != nil {
		t.Fatalf("%s: %v", filepath.Base(path), err)
	}
	return f
}

// sameForm compares what a form is made of.
func sameForm(t *testing.T, got, want *survey.Form) {
	t.Helper()
	if got.ID != want.ID || got.Version != want.Version || got.Title != want.Title || len(got.Items) != len(want.Items) || len(got.Lists) != len(want.Lists) || len(got.Sheets) != len(want.Sheets) {
		t.Fatalf("got the form %s %s with %d items, %d lists and %d other sheets, want %s %s with %d, %d and %d",
			got.ID, got.Version, len(got.Items), len(got.Lists), len(got.Sheets), want.ID, want.Version, len(want.Items), len(want.Lists), len(want.Sheets))
	}
	for i, it := range want.Items {
		other := got.Items[i]
		if other.Path() != it.Path() || *other.Type != *it.Type || other.At.Row != it.At.Row {
			t.Errorf("item %d is %s, want %s", i, other.Path(), it.Path())
		}
		for l := range want.Languages {
			a, _ := it.Label.In(l, want.Default)
			b, _ := other.Label.In(l, want.Default)
			if a.String() != b.String() {
				t.Errorf("%s in %s is %q, want %q", it.Name, want.Languages[l].ID, b, a)
			}
		}
		for p := range survey.Properties {
			if rule(it, p) != rule(other, p) {
				t.Errorf("%s %s is %q, want %q", it.Name, p, rule(other, p), rule(it, p))
			}
		}
	}
}

// A workbook opens as the form that its interviews were made with, also when
// it was exported again from what it held, and after LibreOffice.
func TestAWorkbookIsTheForm(t *testing.T) {
	f := readForm(t, shippedPath)
	want := newSource(1, false).records(f, 5)
	first := write(t, want, Options{Forms: []*survey.Form{f}})
	again := readForm(t, first)
	sameForm(t, again, f)
	second := write(t, want, Options{Forms: []*survey.Form{again}})
	sameForm(t, readForm(t, second), f)
	same(t, mustRead(t, second), want)
	saved := resave(t, second)
	sameForm(t, readForm(t, saved), f)
	same(t, mustRead(t, saved), want)
}

// An interview as the engine finishes it needs nothing but its rows.
func TestAnInterviewComesBack(t *testing.T) {
	f := readForm(t, shippedPath)
	iv := interview.New(f, interview.Options{Now: func() time.Time { return noon }, Seed: 1, Device: "laptop:1", Interviewer: "KZ07"})
	for _, it := range f.Items {
		p := it.Path()
		if it.Repeat() != nil || !iv.Relevant(p) || !it.Type.Asked() {
			continue
		}
		text := "KZ07"
		if choices := iv.View(p).Choices; len(choices) > 0 {
			text = choices[0].Name
		} else if it.Type.Data == survey.IntegerData {
			text = "30"
		}
		if _, err := iv.Set(p, text); err != nil {
			t.Fatalf("%s: %v", p, err)
		}
	}
	r := iv.Record()
	r.ID, r.Number = "uuid:1", 1
	path := write(t, []*survey.Record{r}, Options{Forms: []*survey.Form{f}})
	same(t, mustRead(t, path), []*survey.Record{r})
	if kept := listed(t, gridOf(t, path), versionsSheet); len(kept) != 0 {
		got, err := Read(context.Background(), path)
		t.Errorf("it was kept whole in %d cells; the rows should give it back (%v, %v)", len(kept), got.Refused, err)
	}
	answered := 0
	for _, a := range r.All() {
		if a.State == survey.Given {
			answered++
		}
	}
	if answered < 30 {
		t.Errorf("%d answers: the test says nothing", answered)
	}
}
