package app

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"anketa/app/screen"
	"anketa/storage"
)

// caseForm has a free repeat and one whose number an answer gives.
const caseForm = `
| survey | | | | |
| | type | name | label | repeat_count |
| | begin_repeat | case | Case | |
| | text | what | What? | |
| | end_repeat | | | |
| | integer | jobs_n | How many jobs? | |
| | begin_repeat | job | Job | ${jobs_n} |
| | text | where | Where? | |
| | end_repeat | | | |

| settings | |
| | form_id |
| | cases |
`

// TestInstancesGo takes instances away by key and by an answer: their edits
// name places that are no longer there.
func TestInstancesGo(t *testing.T) {
	dir := t.TempDir()
	form := filepath.Join(dir, "cases.xlsx")
	writeForm(t, form, caseForm)
	r := openRig(t, filepath.Join(dir, "anketa.db"), form)
	r.press(fyne.KeyF3)
	s := r.interview().s
	if err := s.Add("case"); err != nil {
		t.Fatal(err)
	}
	r.interview().turn()
	r.press(fyne.KeyF8)
	if !r.overlaid() {
		t.Fatal("an instance goes without a question")
	}
	r.press(fyne.KeyRight, fyne.KeyReturn)
	if n := s.Instances("case"); n != 1 {
		t.Errorf("%d cases are there, want 1", n)
	}
	for _, n := range []string{"3", "2"} {
		if _, err := s.Answer("jobs_n", n); err != nil {
			t.Fatal(err)
		}
	}
	if state, err := s.Saved(); state != screen.SavedAll || err != nil || s.Instances("job") != 2 {
		t.Errorf("saved: %v, %v; %d jobs", state, err, s.Instances("job"))
	}
}

// TestAnInterviewWithoutAnAnswerIsNoDraft: F3 and Esc leave nothing behind but
// a number that the history explains; one answer makes it a draft.
func TestAnInterviewWithoutAnAnswerIsNoDraft(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyF3)
	r.press(fyne.KeyF2) // another wording is no answer
	r.ctrl(fyne.KeyE)
	r.press(fyne.KeyEscape, fyne.KeyEscape)
	r.wantScreen("start")
	if n := r.left(); n != 0 {
		t.Fatalf("%d drafts are left", n)
	}
	events, err := r.desk.Store.Events(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	told := false
	for _, e := range events {
		told = told || e.What == storage.EventErased && e.Number == 1
	}
	if !told {
		t.Error("the history does not say where number 1 is")
	}
	r.press(fyne.KeyF3, "3", fyne.KeyEscape)
	r.wantScreen("start")
	if n := r.left(); n != 1 || r.shown().(*startView).records.All[0].Number != 2 {
		t.Fatalf("%d drafts, %+v", n, r.shown().(*startView).records.All)
	}
	r.press(fyne.KeyReturn)
	r.ctrl(fyne.KeyL)
	r.unlock()
	r.press(fyne.KeyEscape) // it was there before
	if n := r.left(); n != 1 {
		t.Fatal("a draft went")
	}
}

// TestClosingAtTheEndAsks closes the window over the finish screen while
// answers cannot be saved.
func TestClosingAtTheEndAsks(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyReturn)
	r.disk.full = true
	r.press("3", "0", fyne.KeyReturn)
	r.ctrl(fyne.KeyE)
	r.wantScreen("finish")
	r.close()
	if r.closing || !r.overlaid() {
		t.Errorf("closing: %v, asked: %v; want a question first", r.closing, r.overlaid())
	}
}

// TestJobsEndWithTheWindow wants a job to have stopped, and cleared up, before
// the window's end goes on.
func TestJobsEndWithTheWindow(t *testing.T) {
	w := newWorker()
	started, cleared := make(chan struct{}), false
	w.run(func(ctx context.Context, _ screen.Progress) error {
		close(started)
		<-ctx.Done()
		cleared = errors.Is(ctx.Err(), context.Canceled)
		return ctx.Err()
	}, nil, func(error) {})
	select {
	case <-started:
	case <-time.After(patience):
		t.Fatal("the job did not start")
	}
	w.stop()
	if !cleared {
		t.Error("the window ended while its job was at work")
	}
}
