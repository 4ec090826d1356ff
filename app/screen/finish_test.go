package screen_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"anketa/app/screen"
	"anketa/app/screen/screentest"
	"anketa/storage"
	"anketa/survey"
)

// slow is a queue whose writes wait until they are let go.
type slow struct {
	jobs []func()
	fail error
}

func (q *slow) Put(write func() error, landed func(error)) {
	q.jobs = append(q.jobs, func() {
		if q.fail != nil {
			landed(q.fail)
			return
		}
		landed(write())
	})
}

// run carries out what waits, and what that leads to.
func (q *slow) run() {
	for len(q.jobs) > 0 {
		job := q.jobs[0]
		q.jobs = q.jobs[1:]
		job()
	}
}

// TestFinishWaitsForTheJournal answers, and finishes before the first answer
// has been written: everything is committed in the order in which it was said.
func TestFinishWaitsForTheJournal(t *testing.T) {
	dir := t.TempDir()
	form := filepath.Join(dir, "form.md")
	if err := os.WriteFile(form, []byte("| survey |\n| | type | name | label |\n| | text | a | A |\n| | text | b | B |\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, queue := context.Background(), &slow{}
	desk := screentest.Open(t, filepath.Join(dir, "anketa.db"), form, queue)
	defer desk.Close()
	s, err := desk.Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []survey.Path{"a", "b"} {
		if _, err := s.Answer(p, "said "+string(p)); err != nil {
			t.Fatal(err)
		}
	}
	full := errors.New("the disk is full")
	queue.fail = full
	var ended []error
	finished := func(err error) { ended = append(ended, err) }
	if problems := s.Finish(finished); problems != nil {
		t.Fatal(problems)
	}
	queue.run()
	if len(ended) != 1 || !errors.Is(ended[0], full) {
		t.Fatalf("an interview was finished while its answers could not be saved: %v", ended)
	}
	queue.fail = nil
	s.Finish(finished)
	queue.run()
	if len(ended) != 2 || ended[1] != nil {
		t.Fatalf("it ended with %v", ended)
	}
	if state, err := s.Saved(); state != screen.SavedAll || err != nil {
		t.Errorf("finished, it is %v, %v", state, err)
	}
	for r, err := range desk.Store.Records(ctx, storage.Filter{ID: s.ID}) {
		if err != nil || r.Find("a").Text != "said a" || r.Find("b").Text != "said b" {
			t.Errorf("the finished version lacks an answer: %v", err)
		}
	}
}

// TestTypingKeepsItsInstance removes an instance while another one is being
// typed in.
func TestTypingKeepsItsInstance(t *testing.T) {
	dir := t.TempDir()
	form := filepath.Join(dir, "form.md")
	if err := os.WriteFile(form, []byte("| survey |\n| | type | name | label |\n| | begin repeat | r | R |\n| | text | a | A |\n| | end repeat | | |\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	desk := screentest.Open(t, filepath.Join(dir, "anketa.db"), form, nil)
	defer desk.Close()
	s, err := desk.Begin(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.Add("r"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Answer("r[3]/a", "three"); err != nil {
		t.Fatal(err)
	}
	s.Type("r[2]/a", "two")
	if err := s.Remove("r[1]"); err != nil {
		t.Fatal(err)
	}
	s.Tick()
	if one, two := s.View("r[1]/a").Text, s.View("r[2]/a").Text; one != "two" || two != "three" {
		t.Errorf("after the first instance went they are %q and %q", one, two)
	}
}
