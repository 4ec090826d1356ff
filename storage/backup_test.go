package storage

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"anketa/survey"
)

// openAt opens a store by a clock that the test moves.
func openAt(t *testing.T, path string, clock *time.Time) *Store {
	t.Helper()
	s := must(unlocked(path, Options{Now: func() time.Time { return *clock }}))
	t.Cleanup(func() { s.Close() })
	return s
}

func backupsOf(t *testing.T, path string) []Backup {
	t.Helper()
	all, err := Backups(path)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestBackupHoldsEverything(t *testing.T) {
	path := filepath.Join(t.TempDir(), "анкета #1.db")
	s := reopened(t, path)
	draft := must(s.Begin(ctx, blank()))
	if err := s.Append(ctx, draft.ID, Place{Path: "age"}, []survey.Edit{answer("age", "34")}); err != nil {
		t.Fatal(err)
	}
	must(s.Put(ctx, finished("uuid:a", 1, "x")))
	if made, err := s.Backup(ctx); !made || err != nil {
		t.Fatalf("made %v, %v", made, err)
	}
	all := backupsOf(t, path)
	if len(all) != 1 || all[0].Number != 1 || all[0].Made.Format(backupTime) != monday.Format(backupTime) {
		t.Fatalf("backups %v", all)
	}
	if name := filepath.Base(all[0].Path); name != "анкета #1-000001-20260504-090000.db" {
		t.Errorf("its name is %s", name)
	}
	if mode := must(os.Stat(all[0].Path)).Mode().Perm(); os.PathSeparator == '/' && mode != 0o600 {
		t.Errorf("others may read it: %v", mode)
	}
	back := filepath.Join(t.TempDir(), "back.db")
	if err := os.WriteFile(back, must(os.ReadFile(all[0].Path)), 0o600); err != nil {
		t.Fatal(err)
	}
	other := reopened(t, back)
	got, at, err := other.Draft(ctx, draft.ID)
	if err != nil || at.Path != "age" || got.Find("age").Text != "34" {
		t.Errorf("the draft in the backup: %v, %v, %v", got, at, err)
	}
	if n := len(records(t, other, Filter{})); n != 1 || other.Device() != s.Device() {
		t.Errorf("%d records of the laptop %s, want 1 of %s", n, other.Device(), s.Device())
	}
}

// TestWhatIsAChange makes a backup after each change, and none in between.
func TestWhatIsAChange(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	s := reopened(t, path)
	var draft, other *survey.Record
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for i, c := range []struct {
		what string
		do   func() error
	}{
		{"a new store", func() error { return nil }},
		{"a draft", func() (err error) { draft, err = s.Begin(ctx, blank()); return err }},
		{"an answer", func() error { return s.Append(ctx, draft.ID, Place{}, []survey.Edit{answer("age", "1")}) }},
		{"the same answer", func() error { return s.Append(ctx, draft.ID, Place{}, []survey.Edit{answer("age", "1")}) }},
		{"a place", func() error { return s.Append(ctx, draft.ID, Place{Done: 1}, nil) }},
		{"a setting", func() error { return s.SetSetting(ctx, "a", "b") }},
		{"its value", func() error { return s.SetSetting(ctx, "a", "c") }},
		{"a form", func() error { return s.SaveForm(ctx, "core", "3", "Core", []byte("one")) }},
		{"a finish", func() error { return s.Finish(ctx, finished(draft.ID, 1, "x")) }},
		{"a second draft", func() (err error) { other, err = s.Begin(ctx, blank()); return err }},
		{"its end", func() error { return s.Discard(ctx, other.ID) }},
	} {
		must(c.do())
		if made, err := s.Backup(ctx); !made || err != nil {
			t.Errorf("%s: made %v, %v", c.what, made, err)
		}
		if made, err := s.Backup(ctx); made || err != nil {
			t.Errorf("nothing after %s: made %v, %v", c.what, made, err)
		}
		if all := backupsOf(t, path); all[0].Number != i+1 {
			t.Errorf("%s: the newest is number %d", c.what, all[0].Number)
		}
	}
	must(s.Close())
	if made, err := s.Backup(ctx); made || !errors.Is(err, os.ErrClosed) {
		t.Errorf("a closed store: made %v, %v", made, err)
	}
	if made, err := reopened(t, path).Backup(ctx); made || err != nil {
		t.Errorf("after opening again: made %v, %v", made, err)
	}
}

// TestOldBackupsGo makes three backups on each of twelve days, with a clock that
// then is set back.
func TestOldBackupsGo(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "anketa.db")
	clock := monday
	s := openAt(t, path, &clock)
	if err := os.MkdirAll(filepath.Join(dir, "backups"), 0o700); err != nil {
		t.Fatal(err)
	}
	strangers := []string{"anketa-notes.txt", "anketa-v1-000001-20260101-090000.db", "other-000001-20260101-090000.db", "other-000001-20260101-090000.db.new"}
	for _, name := range append(strangers, "anketa-000000-20260101-090000.db.new") {
		if err := os.WriteFile(filepath.Join(dir, "backups", name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 36 {
		clock = monday.AddDate(0, 0, i/3).Add(time.Duration(i%3) * time.Hour)
		if err := s.SetSetting(ctx, "i", fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
		if made, err := s.Backup(ctx); !made || err != nil {
			t.Fatal(made, err)
		}
	}
	numbers := func() (out []int) {
		for _, b := range backupsOf(t, path) {
			out = append(out, b.Number)
		}
		return out
	}
	if got, want := numbers(), []int{36, 35, 34, 33, 32, 30, 27, 24, 21, 18}; !slices.Equal(got, want) {
		t.Errorf("backups %v stay, want %v", got, want)
	}
	for _, name := range strangers {
		if _, err := os.Stat(filepath.Join(dir, "backups", name)); err != nil {
			t.Errorf("somebody else's file: %v", err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "backups", "anketa-000000-20260101-090000.db.new")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("half a backup is still there: %v", err)
	}
	clock = monday.AddDate(-3, 0, 0)
	if err := s.SetSetting(ctx, "i", "back"); err != nil {
		t.Fatal(err)
	}
	if made, err := s.Backup(ctx); !made || err != nil || numbers()[0] != 37 {
		t.Errorf("with the clock set back: made %v, %v, newest %v", made, err, numbers())
	}
}

// TestNoBackupOfDamage keeps the older backups where the store holds what
// cannot be read.
func TestNoBackupOfDamage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	s := reopened(t, path)
	must(s.Put(ctx, finished("uuid:a", 1, "1")))
	for i := range 7 {
		if err := s.SetSetting(ctx, "i", fmt.Sprint(i)); err != nil {
			t.Fatal(err)
		}
		must(s.Backup(ctx))
	}
	before := contents(t, filepath.Join(filepath.Dir(path), "backups"))
	if _, err := s.db.Exec("UPDATE version SET payload = CAST(substr(payload, 1, 40) || x'00' || substr(payload, 42) AS BLOB)"); err != nil {
		t.Fatal(err)
	}
	if err := s.SetSetting(ctx, "i", "last"); err != nil {
		t.Fatal(err)
	}
	if made, err := s.Backup(ctx); made || !errors.Is(err, ErrDamaged) {
		t.Errorf("made %v, %v", made, err)
	}
	sameFiles(t, "backups", before, contents(t, filepath.Join(filepath.Dir(path), "backups")))
}

// TestBrokenBackupIsReplaced does not take a broken copy for one of what is in
// the store.
func TestBrokenBackupIsReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	s := reopened(t, path)
	must(s.Backup(ctx))
	first := backupsOf(t, path)[0].Path
	data := must(os.ReadFile(first))
	if err := os.WriteFile(first, append(data[:100], bytes.Repeat([]byte{0xff}, len(data)-100)...), 0o600); err != nil {
		t.Fatal(err)
	}
	if made, err := s.Backup(ctx); !made || err != nil || len(backupsOf(t, path)) != 2 {
		t.Errorf("made %v, %v", made, err)
	}
}

// BenchmarkBackup is of a laptop at the end of its fieldwork.
func BenchmarkBackup(b *testing.B) {
	s := fresh(b)
	for i := range 300 {
		r := must(s.Begin(ctx, blank()))
		for q := range 100 {
			if err := s.Append(ctx, r.ID, Place{}, []survey.Edit{answer(survey.Path(fmt.Sprintf("q%d", q)), strings.Repeat("x", 20))}); err != nil {
				b.Fatal(err)
			}
		}
		if err := s.Finish(ctx, finished(r.ID, i, strings.Repeat("long answer ", 300))); err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	for i := range b.N {
		if err := s.SetSetting(ctx, "i", fmt.Sprint(i)); err != nil {
			b.Fatal(err)
		}
		if made, err := s.Backup(ctx); !made || err != nil {
			b.Fatal(made, err)
		}
	}
}
