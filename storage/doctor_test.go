package storage

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// TestDiagnoseChangesNothing looks at stores in every state and compares the
// files before and after.
func TestDiagnoseChangesNothing(t *testing.T) {
	for _, c := range []struct {
		what  string
		do    func(t *testing.T, d day)
		state string
		found Content
	}{
		{"closed", func(t *testing.T, d day) { checkpointed(t, d.path) }, "in order", Content{Drafts: 2, Finished: 3}},
		{"after a kill", func(*testing.T, day) {}, "in order", Content{Drafts: 2, Finished: 3}},
		{"a row that cannot be read", func(t *testing.T, d day) { spoil(t, d.path, d.sealed["its end"]) }, "damaged", Content{}},
		{"the first page", func(t *testing.T, d day) { checkpointed(t, d.path); spoilPage(t, d.path, 0, 100) }, "damaged", Content{}},
		{"noise", func(t *testing.T, d day) { checkpointed(t, d.path); spoilPage(t, d.path, 0, 0) }, "foreign", Content{}},
		{"gone", func(t *testing.T, d day) {
			if err := errors.Join(os.Remove(d.path), os.Remove(d.path+"-wal")); err != nil {
				t.Fatal(err)
			}
		}, "missing", Content{}},
	} {
		d := aDay(t)
		c.do(t, d)
		before := contents(t, filepath.Dir(d.path))
		got, err := Diagnose(ctx, d.path)
		if err != nil {
			t.Fatal(err)
		}
		sameFiles(t, c.what, before, contents(t, filepath.Dir(d.path)))
		if got.State() != c.state || got.Content.Drafts != c.found.Drafts && c.state == "in order" || got.Content.Finished != c.found.Finished && c.state == "in order" {
			t.Errorf("%s: %s, %+v, %v", c.what, got.State(), got.Content, got.Fault)
		}
		if len(got.Backups) != 1 || got.Backups[0].Fault != nil {
			t.Errorf("%s: backups %v", c.what, got.Backups)
		}
	}
}

func TestDiagnoseOfAStoreInUse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	s := must(unlocked(path, Options{Reserve: 1 << 12}))
	defer s.Close()
	must(s.Backup(ctx))
	if d := must(Diagnose(ctx, path)); d.State() != "open elsewhere" || !d.Reserve || len(d.Backups) != 1 {
		t.Errorf("open here: %s, %+v", d.State(), d)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	other := start(t, "hold", path)
	if !other.said.Scan() {
		t.Fatal(other.err.String())
	}
	if d := must(Diagnose(ctx, path)); d.State() != "open elsewhere" || d.Version != len(steps()) {
		t.Errorf("open in another program: %s, %+v", d.State(), d)
	}
	if err := errors.Join(other.stdin.Close(), other.cmd.Wait()); err != nil {
		t.Errorf("the other program: %v", err)
	}
}
