package screen_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"anketa/app/screen"
	"anketa/app/screen/screentest"
	"anketa/survey"
)

// TestLastSavedInWordings holds that the last interview is looked up wherever
// the form looks at it.
func TestLastSavedInWordings(t *testing.T) {
	for name, form := range map[string]string{
		"label": `
| survey | type | name | label                        |
|        | text | city | Before: ${last-saved#city} |`,
		"label of a choice": `
| survey  | type         | name | label                                      |
|         | text         | city | Before: ${last-saved#city} |
|         | select_one l | sel  | S                                          |
| choices | list_name    | name | label                                      |
|         | l            | 1    | As before: ${last-saved#city} |`,
		"instance": `
| survey | type      | name | label           | calculation                                   |
|        | calculate | last |                 | instance('__last-saved')/data/city            |
|        | text      | city | Before: ${last} |                                               |`,
	} {
		t.Run(name, func(t *testing.T) {
			p := seat(t, map[string]string{"1.md": form})
			p.must(t, "begin", `label city "Before: "`, "answer city Osh", "end", "finish", "begin", `label city "Before: Osh"`)
		})
	}
	for _, column := range []string{"hint", "guidance_hint", "constraint_message"} {
		form := "| survey | type | name | label | constraint | " + column + " |\n| | text | city | C | . != 'x' | as ${last-saved#city} |\n"
		p := seat(t, map[string]string{"1.md": form})
		p.must(t, "begin", "answer city Osh", "begin", "answer city x")
		v := p.s.View("city")
		for _, said := range []struct{ column, text string }{{"hint", v.Hint}, {"guidance_hint", v.Guidance}, {"constraint_message", v.Problem}} {
			if said.column == column && said.text != "as Osh" {
				t.Errorf("the %s is %q", column, said.text)
			}
		}
	}
}

// TestLastSavedOfItsKind holds that what was made up for practice is not the
// last interview of the field, nor the other way round.
func TestLastSavedOfItsKind(t *testing.T) {
	p := seat(t, map[string]string{"1.md": `
| survey | type | name | label | default            |
|        | text | city | City  | ${last-saved#city} |`})
	p.must(t, "begin", "answer city Osh")
	p.desk.Settings.Practice = true
	p.must(t, "begin", `text city ""`, "answer city Oz", "begin", "text city Oz")
	p.desk.Settings.Practice = false
	p.must(t, "begin", "text city Osh")
}

// TestTheShippedFormKeepsThePlace: country, region and kind of sample are those
// of the last interview, the interviewer's code that of the person; nothing of
// a respondent comes along.
func TestTheShippedFormKeepsThePlace(t *testing.T) {
	desk := screentest.Open(t, filepath.Join(t.TempDir(), "anketa.db"), screen.Shipped, nil)
	defer desk.Close()
	desk.Settings.Interviewer = "KZ07"
	begin := func() *screen.Interview {
		t.Helper()
		s, err := desk.Begin(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := begin()
	for p, text := range map[survey.Path]string{"g_setup/interviewer_code": "KZ07", "g_setup/country_survey": "", "g_setup/region": "", "g_setup/sampling_method": ""} {
		if got := s.View(p).Text; got != text {
			t.Errorf("the first interview begins with %s %q", p, got)
		}
	}
	first := func(p survey.Path) string { return s.View(p).Choices[0].Name }
	for _, p := range []survey.Path{"g_setup/country_survey", "g_setup/region", "g_setup/sampling_method", "g_screen/contact_outcome"} {
		if len(s.View(p).Choices) == 0 {
			continue
		}
		if _, err := s.Answer(p, first(p)); err != nil {
			t.Fatal(err)
		}
	}
	next := begin()
	for _, p := range []survey.Path{"g_setup/country_survey", "g_setup/region", "g_setup/sampling_method"} {
		if was, now := s.View(p).Text, next.View(p).Text; was == "" || now != was {
			t.Errorf("%s is %q, was %q", p, now, was)
		}
	}
	for _, it := range desk.Form.Items {
		p := it.Path()
		if it.Type.Asked() && it.Repeat() == nil && !strings.HasPrefix(string(p), "g_setup/") && next.View(p).Text != "" {
			t.Errorf("%s came along", p)
		}
	}
}
