package surveytest

import (
	"math/rand/v2"
	"testing"

	"anketa/survey"
	"anketa/survey/interview"
	"anketa/survey/ooxml"
	"anketa/survey/xlsform"
)

// TestGenerated holds generated forms to what benchmarks believe of them.
func TestGenerated(t *testing.T) {
	for _, c := range []struct {
		name               string
		sheets             []*ooxml.Sheet
		questions, choices int
	}{
		{"questionnaire", Questionnaire(300), 300 + 2*2, 3 + 40*8},
		{"short", Questionnaire(10), 10 + 2, 3 + 40*8},
		{"cascade", Cascade(1000), 4, 20 + 10 + 1000},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, faults := xlsform.Read(ooxml.Workbook(c.sheets...), xlsform.Options{Name: "form"})
			if len(faults) > 0 {
				t.Fatal(faults)
			}
			questions, choices := 0, 0
			for _, it := range f.Items {
				if it.Type.Asked() {
					questions++
				}
			}
			for _, l := range f.Lists {
				choices += len(l.Choices)
			}
			if questions != c.questions || choices != c.choices || len(f.Languages) != 2 {
				t.Errorf("%d questions, %d choices in %d languages, want %d and %d in 2", questions, choices, len(f.Languages), c.questions, c.choices)
			}
			iv := interview.New(f, interview.Options{Faults: true})
			if err := interview.Random(iv, rand.New(rand.NewPCG(1, 1))); err != nil {
				t.Fatal(err)
			}
			if r, problems := iv.Finish(); r == nil || len(iv.Faults()) > 0 {
				t.Errorf("it does not finish: %v %v", problems, iv.Faults())
			}
		})
	}
}

// TestCascade wants a place to be offered where its district was chosen.
func TestCascade(t *testing.T) {
	f, faults := xlsform.Read(ooxml.Workbook(Cascade(1000)...), xlsform.Options{Name: "form"})
	stop(t, faults)
	iv := interview.New(f, interview.Options{})
	for _, a := range [][2]string{{"region", "r3"}, {"district", "d3"}, {"place", "p13"}} {
		if _, err := iv.Set(survey.Path(a[0]), a[1]); err != nil {
			t.Fatal(err)
		}
	}
	if v := iv.View("place"); len(v.Choices) != 100 || v.Choices[1].Name != "p13" || v.Problem != "" {
		t.Errorf("%d places are offered, problem %q", len(v.Choices), v.Problem)
	}
	if v := iv.View("place_name"); v.Text != "Посёлок 13" {
		t.Errorf("the place is called %q", v.Text)
	}
}
