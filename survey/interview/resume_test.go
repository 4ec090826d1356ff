package interview_test

import (
	"slices"
	"testing"

	"anketa/survey"
	"anketa/survey/interview"
	"anketa/survey/surveytest"
)

// TestNewerForm goes on with a draft in another version of its form.
func TestNewerForm(t *testing.T) {
	before := surveytest.Form(t, `
| survey | type         | name | label |
|        | text         | kept | K     |
|        | text         | gone | G     |
|        | text         | moved | M    |
|        | integer      | typed | T    |
|        | begin repeat | r    | R     |
|        | text         | a    | A     |
|        | text         | b    | B     |
|        | end repeat   |      |       |
| settings | version |
|          | 1       |`)
	after := surveytest.Form(t, `
| survey | type         | name | label |
|        | text         | new  | N     |
|        | text         | kept | K     |
|        | begin group  | g    | G     |
|        | text         | moved | M    |
|        | end group    |      |       |
|        | date         | typed | T    |
|        | begin repeat | r    | R     |
|        | text         | b    | B     |
|        | end repeat   |      |       |
| settings | version |
|          | 2       |`)
	iv := interview.New(before, interview.Options{Now: noon})
	for p, text := range map[survey.Path]string{"kept": "1", "gone": "2", "moved": "3", "typed": "4", "r[1]/a": "5", "r[1]/b": "6"} {
		if _, err := iv.Set(p, text); err != nil {
			t.Fatal(err)
		}
	}
	draft := iv.Draft()
	iv, lost, err := interview.Resume(after, draft, interview.Options{Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	if want := []survey.Path{"gone", "r[1]/a"}; !slices.Equal(lost, want) {
		t.Errorf("lost are %v, want %v", lost, want)
	}
	for p, want := range map[survey.Path]string{"kept": "1", "g/moved": "3", "typed": "4", "r[1]/b": "6", "new": ""} {
		if have := iv.View(p).Text; have != want {
			t.Errorf("%s = %q, want %q", p, have, want)
		}
	}
	if iv.View("typed").Problem == "" {
		t.Error("a number passes for a date")
	}
	if v := iv.Draft().Version; v != "2" {
		t.Errorf("the version is %q", v)
	}
	if err := draft.Apply(iv.Edits()...); err != nil {
		t.Error(err)
	}
	if a := draft.Find("g/moved"); a == nil || a.Text != "3" {
		t.Error("the journal does not say where the answer went")
	}
	if _, _, err := interview.Resume(shipped(), draft, interview.Options{Now: noon}); err == nil {
		t.Error("a draft opens with a form that is not its own")
	}
}
