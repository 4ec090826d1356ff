package interview_test

import (
	"bytes"
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
	if have := iv.Record().Find("gone"); have == nil || have.Text != "2" {
		t.Error("a finished record loses an answer that has no question")
	}
	if v := iv.Draft().Version; v != "2" {
		t.Errorf("the version is %q", v)
	}
	if err := draft.Apply(iv.Edits()...); err != nil {
		t.Error(err)
	}
	if a := draft.Find("g/moved"); a == nil || a.Text != "3" || draft.Find("moved") != nil {
		t.Error("the journal does not say where the answer went")
	}
	if _, err := iv.Set("g/moved", ""); err != nil {
		t.Fatal(err)
	}
	for n := range 2 { // once with what was cleared, once more
		if err := draft.Apply(iv.Edits()...); err != nil {
			t.Fatal(err)
		}
		if iv, lost, err = interview.Resume(after, draft, interview.Options{Now: noon}); err != nil {
			t.Fatal(err)
		}
		if want := []survey.Path{"gone", "r[1]/a"}; !slices.Equal(lost, want) {
			t.Errorf("resumed again, %d: lost are %v, want %v", n, lost, want)
		}
		if have := iv.View("g/moved").Text; have != "" {
			t.Errorf("resumed again, %d: what was cleared came back: %q", n, have)
		}
	}
	for p, a := range iv.Record().All() {
		if a.Text == "3" {
			t.Errorf("what was cleared is in the finished record at %s", p)
		}
	}
	if _, _, err := interview.Resume(shipped(), draft, interview.Options{Now: noon}); err == nil {
		t.Error("a draft opens with a form that is not its own")
	}
}

// TestOldPlaceIsGone holds that a journal takes the old place of a moved answer
// away even where it was cleared at the new one at once.
func TestOldPlaceIsGone(t *testing.T) {
	before := surveytest.Form(t, `
| survey | type        | name  | label |
|        | begin group | old   | O     |
|        | text        | moved | M     |
|        | end group   |       |       |`)
	after := surveytest.Form(t, `
| survey | type        | name  | label |
|        | begin group | g     | G     |
|        | text        | moved | M     |
|        | end group   |       |       |`)
	iv := interview.New(before, interview.Options{Now: noon})
	if _, err := iv.Set("old/moved", "3"); err != nil {
		t.Fatal(err)
	}
	draft := iv.Draft()
	iv, lost, err := interview.Resume(after, draft, interview.Options{Now: noon})
	if err != nil || len(lost) > 0 {
		t.Fatal(lost, err)
	}
	if draft.Find("old/moved") == nil {
		t.Error("resuming changes the draft that it was given")
	}
	if _, err := iv.Set("g/moved", ""); err != nil {
		t.Fatal(err)
	}
	if err := draft.Apply(iv.Edits()...); err != nil {
		t.Fatal(err)
	}
	if draft.Find("old/moved") != nil || draft.Find("g/moved") == nil {
		t.Errorf("the draft is %s", survey.Encode(draft))
	}
	if have := survey.Encode(iv.Draft()); !bytes.Contains(have, []byte(`"n":"old"`)) || bytes.Contains(have, []byte(`"3"`)) {
		t.Errorf("the interview holds %s", have)
	}
	back, lost, err := interview.Resume(before, draft, interview.Options{Now: noon})
	if err != nil || len(lost) > 0 || back.View("old/moved").Text != "" {
		t.Errorf("the older form has %q, lost %v, %v", back.View("old/moved").Text, lost, err)
	}
}

// TestKinds holds that a question, a group and a repeat of one name are three
// things, in the draft, in the finished record and in what is named as lost.
func TestKinds(t *testing.T) {
	form := func(rows string) *survey.Form {
		return surveytest.Form(t, "| survey | type | name | label |\n| | begin repeat | r | R |\n"+rows+"| | end repeat | | |\n")
	}
	shapes := map[string]struct {
		form *survey.Form
		at   survey.Path
	}{
		"text":   {form("| | text | x | X |\n"), "r[1]/x"},
		"group":  {form("| | begin group | x | X |\n| | text | a | A |\n| | end group | | |\n"), "r[1]/x/a"},
		"repeat": {form("| | begin repeat | x | X |\n| | text | a | A |\n| | end repeat | | |\n"), "r[1]/x[1]/a"},
		"none":   {form("| | text | y | Y |\n"), ""},
	}
	for was, before := range shapes {
		for is, after := range shapes {
			if was == is || was == "none" {
				continue
			}
			iv := interview.New(before.form, interview.Options{Now: noon})
			if _, err := iv.Set(before.at, "old"); err != nil {
				t.Fatal(err)
			}
			draft := iv.Draft()
			iv, lost, err := interview.Resume(after.form, draft, interview.Options{Now: noon})
			if err != nil || !slices.Equal(lost, []survey.Path{before.at}) {
				t.Errorf("%s to %s: lost are %v, %v", was, is, lost, err)
				continue
			}
			if is == "repeat" {
				if _, err := iv.Add("r[1]/x"); err != nil {
					t.Fatal(err)
				}
			}
			if after.at != "" {
				if _, err := iv.Set(after.at, "new"); err != nil {
					t.Fatal(err)
				}
			}
			if err := draft.Apply(iv.Edits()...); err != nil {
				t.Fatal(err)
			}
			for name, r := range map[string]*survey.Record{"journal": draft, "draft": iv.Draft(), "record": iv.Record()} {
				for p, want := range map[survey.Path]string{before.at: "old", after.at: "new"} {
					if a := r.Find(p); p != "" && (a == nil || a.Text != want) {
						t.Errorf("%s to %s: the %s has not %q at %s: %s", was, is, name, want, p, survey.Encode(r))
					}
				}
				if _, err := survey.Decode(survey.Encode(r)); err != nil {
					t.Errorf("%s to %s: the %s: %v", was, is, name, err)
				}
			}
		}
	}
}
