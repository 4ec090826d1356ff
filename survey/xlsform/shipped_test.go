package xlsform

import (
	"os"
	"testing"

	"anketa/survey"
)

func shippedForm(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/eeca_migrant_core.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestShippedForm counts what the shipped questionnaire holds.
func TestShippedForm(t *testing.T) {
	data := shippedForm(t)
	f, faults := Read(data, Options{Name: "eeca_migrant_core"})
	for _, e := range faults {
		t.Errorf("%v %s: %v", e.Severity, e.Code, e)
	}
	if f == nil {
		t.FailNow()
	}
	if f.ID != "eeca_migrant_core" || f.Version != "1.0.0" || !f.Pages || string(f.Source) != string(data) {
		t.Errorf("form is %s %s, pages %v", f.ID, f.Version, f.Pages)
	}
	counts := map[string]int{"rows": 0, "questions": 0, "groups": 0, "repeats": 0, "calculations": 0, "lists": len(f.Lists)}
	for it := range f.Root.Walk() {
		if it == f.Root {
			continue
		}
		counts["rows"]++
		switch {
		case it.Type.Asked():
			counts["questions"]++
		case it.Type.Kind == survey.GroupKind:
			counts["groups"]++
		case it.Type.Kind == survey.RepeatKind:
			counts["repeats"]++
		case it.Type.Name == "calculate":
			counts["calculations"]++
		}
		if it.Columns["qid"] != "" {
			counts["qid"]++
		}
		if it.Label != nil {
			counts["labels"] += len(it.Label)
		}
		if it.AnalystExport != "" {
			counts["analyst_export"]++
		}
		for _, rule := range it.Rules {
			if rule != nil {
				counts["rules"]++
			}
		}
	}
	for _, l := range f.Lists {
		counts["choices"] += len(l.Choices)
	}
	// 273 rows less 26 ends; the rules are 150 required less those that say
	// no, 55 relevant, 52 constraints, 53 calculations, 3 filters, 2 counts.
	for name, want := range map[string]int{"rows": 247, "questions": 150, "groups": 24, "repeats": 2, "calculations": 53, "lists": 79,
		"choices": 697, "qid": 150, "labels": 2 * 191, "analyst_export": 150, "rules": 148 + 55 + 52 + 53 + 3 + 2} {
		if counts[name] != want {
			t.Errorf("%s: got %d, want %d", name, counts[name], want)
		}
	}
	for i, want := range []survey.Language{{ID: "Русский (ru)", Name: "Русский", Code: "ru"}, {ID: "English (en)", Name: "English", Code: "en"}} {
		if len(f.Languages) != 2 || f.Languages[i] != want {
			t.Errorf("language %d: got %+v, want %+v", i, f.Languages, want)
		}
	}
	if f.Default != 0 {
		t.Errorf("the interview starts in language %d", f.Default)
	}
}

func BenchmarkShippedForm(b *testing.B) {
	data := shippedForm(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, faults := Read(data, Options{}); faults.Err() != nil {
			b.Fatal(faults)
		}
	}
}

func BenchmarkShippedWorkbook(b *testing.B) {
	data := shippedForm(b)
	b.ReportAllocs()
	for b.Loop() {
		a, fault := openArchive(data)
		if fault != nil {
			b.Fatal(fault)
		}
		if _, fault := readBook(a, wanted); fault != nil {
			b.Fatal(fault)
		}
	}
}
