package report

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"anketa/survey"
	"anketa/survey/xlsform"
	"anketa/survey/xpath"
)

func shippedForm(t testing.TB) *survey.Form {
	t.Helper()
	data, err := os.ReadFile(filepath.FromSlash("../../app/screen/forms/eeca_migrant_core.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	form, faults := xlsform.Read(data, xlsform.Options{})
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	return form
}

// TestShippedForm counts random records of the shipped questionnaire a second
// time, in both its languages, and looks over the layout.
func TestShippedForm(t *testing.T) {
	form := shippedForm(t)
	rng := rand.New(rand.NewPCG(11, 12))
	var records []*survey.Record
	for i := range 80 {
		records = append(records, randomRecord(form, rng, i))
	}
	for language := range form.Languages {
		r := build(t, form, Options{Language: language, Now: made}, records...)
		recount(t, form, r, records)
		overlaps(t, r)
		asked := 0
		for it := range form.Root.Walk() {
			if it.Type.Asked() {
				asked++
			}
		}
		tables := 0
		for _, s := range r.Sections {
			for _, q := range s.Questions {
				if q.Type != "calculate" {
					tables++
				}
				if q.Label == "" {
					t.Errorf("%s has no label", q.Name)
				}
			}
		}
		if tables != asked {
			t.Errorf("%d tables of %d questions", tables, asked)
		}
		open(t, write(t, r))
	}
}

// TestShippedClasses holds that a result code which one calculation takes from
// another is shown code by code.
func TestShippedClasses(t *testing.T) {
	form := shippedForm(t)
	r := record(t, "a")
	r.Form, r.Version = form.ID, form.Version
	for it := range form.Root.Walk() {
		if it.Name == "disposition_auto" {
			if err := r.Apply(survey.Edit{Path: it.Path(), State: survey.Given, Text: "412"}); err != nil {
				t.Fatal(err)
			}
		}
	}
	q := find(t, build(t, form, Options{}, r), "disposition_auto")
	given := slices.DeleteFunc(slices.Clone(q.Rows), func(r Row) bool { return r.Count == 0 })
	if q.Table != Shares || len(q.Rows) < 3 || len(given) != 1 || given[0].Code != "412" || given[0].Count != 1 {
		t.Errorf("%+v", q)
	}
}

// TestCalculations holds which calculations are shown: classes and numbers,
// and nothing that a person may have typed.
func TestCalculations(t *testing.T) {
	tests := []struct {
		name, expr string
		values     []string
		want       string
	}{
		{"classes in words", `if(${sex} = '1', 'young', 'old')`, []string{"young", "old", "old"},
			"q: n 3 of 3; old  2 66.7 (20.8–93.9); young  1 33.3 (6.1–79.2)"},
		{"classes in numbers", `if(${sex} = '1', 10, if(${sex} = '2', 9, ''))`, []string{"10", "9", "10"},
			"q: n 3 of 3; 9  1 33.3 (6.1–79.2); 10  2 66.7 (20.8–93.9)"},
		{"yes or no", `${sex} = '1' and ${sex} != ''`, []string{"true", "false", "true"},
			"q: n 3 of 3; false Нет 1 33.3 (6.1–79.2); true Да 2 66.7 (20.8–93.9)"},
		{"a sum of classes is a number", `if(${sex} = '1', 1, 0) + if(${sex} = '2', 1, 0)`, []string{"1", "1", "0"},
			"q: n 3 of 3; mean 0.67 sd 0.58 min 0 q1 0.5 median 1 q3 1 max 1"},
		{"a value of another version of the form", `if(${sex} = '1', 1, 0)`, []string{"1", "1", "3"},
			"q: n 3 of 3; mean 1.67 sd 1.15 min 1 q1 1 median 1 q3 2 max 3"},
		{"a number", `${sex} * 2`, []string{"2", "4", "4.5"},
			"q: n 3 of 3; mean 3.5 sd 1.32 min 2 q1 3 median 4 q3 4.25 max 4.5"},
		{"a text that somebody typed", `concat(${sex}, 'a')`, []string{"Aliyev", "a", "a"}, "q: n 3 of 3"},
		{"numbers and a text", `${sex}`, []string{"1", "2", "Aliyev"}, "q: n 3 of 3"},
	}
	for _, tt := range tests {
		expr, err := xpath.Parse(tt.expr)
		if err != nil {
			t.Fatal(err)
		}
		it := with(item(calculate, "q", "", ""), func(it *survey.Item) { it.Rules[survey.Value] = &survey.Rule{Expr: expr} })
		form := testForm()
		form.Root = item(group, "data", "", "", it)
		var records []*survey.Record
		for i, v := range tt.values {
			records = append(records, record(t, string(rune('a'+i)), "q="+v))
		}
		if got := printed1(find(t, build(t, form, Options{}, records...), "q")); got != tt.want {
			t.Errorf("%s: %s\nwant %s", tt.name, got, tt.want)
		}
	}
}
