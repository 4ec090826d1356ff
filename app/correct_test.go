package app

import (
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"anketa/survey"
)

// TestAFinishedInterviewIsCorrectedByKey: with a reason, from the list.
func TestAFinishedInterviewIsCorrectedByKey(t *testing.T) {
	dir := t.TempDir()
	form := filepath.Join(dir, "f.md.xlsx")
	writeForm(t, form, "| survey | | | |\n| | type | name | label |\n| | text | a | A |\n| settings | | | |\n| | form_id | version | client_editable |\n| | f | 1 | yes |\n")
	r := openRig(t, filepath.Join(dir, "anketa.db"), form)
	s, err := r.desk.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Answer("a", "old"); err != nil {
		t.Fatal(err)
	}
	s.Finish(func(err error) {
		if err != nil {
			t.Error(err)
		}
	})
	r.show()
	start := r.shown().(*startView)
	if !start.corrects.Visible() || start.discards.Visible() {
		t.Fatal("a finished interview is not offered to be corrected")
	}
	start.correct()
	r.press(fyne.KeyReturn)
	if r.shown() != view(start) {
		t.Fatal("it is corrected without a reason")
	}
	r.write("misheard")
	r.press(fyne.KeyReturn)
	if _, ok := r.shown().(*interviewView); !ok {
		t.Fatalf("%T is shown", r.shown())
	}
	v := r.interview()
	if _, err := v.s.Answer("a", "new"); err != nil {
		t.Fatal(err)
	}
	v.toFinish()
	end := r.shown().(*finishView)
	if len(end.notes) != 1 || end.notes[0].Message != "new  (before: old)" || !strings.Contains(end.summary(), "1 answer was changed") {
		t.Errorf("the end says %q, %+v", end.summary(), end.notes)
	}
	v.s.Lost = append(v.s.Lost, survey.Path("gone"))
	if notes := end.noted(); len(notes) != 2 || notes[0].Code != "gone" {
		t.Errorf("an answer without a question is not listed: %+v", notes)
	}
	v.s.Lost = nil
	end.close()
	v.leaveDraft()
	if got := r.shown().(*startView).cells(r.shown().(*startView).records.Shown[0])[1]; got != "Being corrected" {
		t.Errorf("the list says %q", got)
	}
}

func TestTheOpeningKeyIsListed(t *testing.T) {
	a, ok := findAction(&interviewView{}, key(fyne.KeyF7))
	if !ok || a.name != "media" {
		t.Error("F1 does not list F7")
	}
}
