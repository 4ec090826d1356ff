package screen_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anketa/app/screen"
	"anketa/storage"
	"anketa/survey"
)

// keptFor reads a form whose interviews may be kept for some days.
func keptFor(t *testing.T, days string) *survey.Form {
	t.Helper()
	path := filepath.Join(t.TempDir(), "f.md")
	text := "| survey | | | |\n| | type | name | label |\n| | text | a | A |\n" +
		"| settings | | | |\n| | form_id | version | retention_days |\n| | f | 1 | " + days + " |\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	form, faults, err := screen.LoadForm(path)
	if err != nil || faults.Err() != nil {
		t.Fatal(err, faults.Err())
	}
	return form
}

// TestRetention holds which interviews are past their time at which day, and
// that the protocol comes before anything is erased and has no answer in it.
func TestRetention(t *testing.T) {
	ctx, store, form := context.Background(), newStore(t), keptFor(t, "100")
	keep(t, store, form, "a", "her answer")
	keep(t, store, form, "a", "his answer")
	all, err := screen.Retentions(ctx, store, time.Now())
	if err != nil || len(all) != 1 || all[0].Days != 100 {
		t.Fatalf("%+v, %v", all, err)
	}
	interviews, err := store.List(ctx, storage.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	begun := interviews[0].Started
	if f := interviews[0].Finished; !f.IsZero() {
		begun = f
	}
	for _, c := range []struct{ day, due, soon int }{{1, 0, 0}, {69, 0, 0}, {71, 0, 2}, {99, 0, 2}, {101, 2, 0}} {
		all, err := screen.Retentions(ctx, store, begun.AddDate(0, 0, c.day))
		if err != nil || len(all[0].Due) != c.due || len(all[0].Soon) != c.soon {
			t.Errorf("on day %d: %+v, %v", c.day, all, err)
		}
	}
	now := begun.AddDate(0, 0, 101)
	due, err := screen.Retentions(ctx, store, now)
	if err != nil {
		t.Fatal(err)
	}
	there := filepath.Join(t.TempDir(), "there.txt")
	if err := os.WriteFile(there, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if n, err := screen.DeleteDue(ctx, store, due, there, now); err == nil || n != 0 {
		t.Errorf("a file is written over: %d, %v", n, err)
	}
	protocol := filepath.Join(t.TempDir(), "erased.txt")
	if n, err := screen.DeleteDue(ctx, store, due, protocol, now); err != nil || n != 2 {
		t.Fatalf("%d, %v", n, err)
	}
	text, err := os.ReadFile(protocol)
	if err != nil || !strings.Contains(string(text), "interviews 2\n") || strings.Contains(string(text), "her answer") {
		t.Errorf("%v: %s", err, text)
	}
	if left, err := store.List(ctx, storage.Filter{}); err != nil || len(left) != 0 {
		t.Errorf("there are still %d, %v", len(left), err)
	}
}
