package storage

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"anketa/storage/seal"
	"anketa/survey"
)

// TestRestoreWithoutAnybody brings back what came after the backup without a
// key: a passphrase, a colleague, a hand-over, a corrected form, versions and
// what they replace; and writes down a lost row as lost.
func TestRestoreWithoutAnybody(t *testing.T) {
	s := must(unlocked(filepath.Join(t.TempDir(), "anketa.db"), Options{}))
	defer s.Close()
	edit := func(id string, n int) {
		t.Helper()
		for range n {
			must(0, s.Append(ctx, id, Place{Done: 1}, []survey.Edit{answer("age", fmt.Sprint(n))}))
		}
	}
	mine := must(s.Begin(ctx, blank())).ID
	given := must(s.Begin(ctx, blank())).ID
	edit(mine, 3)
	first := finished("uuid:a", 7, "34")
	must(s.Put(ctx, first))
	must(0, s.SaveForm(ctx, "core", "3", "Core", []byte("one")))
	must(s.Backup(ctx))
	s.trim()

	const newPhrase = "unseen pebble orbit cargo maple thirty"
	must(0, s.ChangePassphrase(ctx, firstPhrase, newPhrase))
	must(0, s.Enroll(ctx, Person{Code: "K2", Passphrase: secondPhrase}))
	must(0, s.HandOver(ctx, given, "K2"))
	must(s.Put(ctx, finished("uuid:a", 7, "35", first.Hash())))
	must(0, s.SaveForm(ctx, "core", "3", "Core", []byte("two")))
	must(0, s.SetOpenSetting(ctx, "language", "ru"))
	edit(mine, compactAfter+4)
	var row []byte
	must(0, s.db.QueryRow("SELECT payload FROM journal WHERE n = ?", compactAfter+2).Scan(&row))
	path := s.path
	must(0, s.Close())
	spoil(t, path, string(row[30:90]))

	if out := must(Restore(ctx, path, Options{})); out.Lost != 1 {
		t.Errorf("%+v", out)
	}
	s = must(Open(ctx, path, Options{Effort: seal.Least}))
	if err := s.Unlock(ctx, firstCode, firstPhrase); !errors.Is(err, ErrPassphrase) {
		t.Errorf("by the passphrase of the backup: %v", err)
	}
	must(0, s.Unlock(ctx, firstCode, newPhrase))
	if r := records(t, s, Filter{}); len(r) != 1 || r[0].Find("age").Text != "35" {
		t.Errorf("the corrected interview: %v", r)
	}
	if f := must(s.Form(ctx, "core", "3")); string(f) != "two" {
		t.Errorf("the form is %q", f)
	}
	if v := must(s.OpenSetting(ctx, "language")); v != "ru" {
		t.Errorf("the language is %q", v)
	}
	if r, _, err := s.Draft(ctx, mine); err != nil || r.Find("age").Text != fmt.Sprint(compactAfter+4) {
		t.Errorf("the draft: %v, %v", r, err)
	}
	if _, err := s.CheckAll(ctx); err != nil {
		t.Error(err)
	}
	must(0, s.Unlock(ctx, "K2", secondPhrase))
	if _, _, err := s.Draft(ctx, given); err != nil {
		t.Errorf("what was handed over: %v", err)
	}
}

// TestALostRowIsWrittenDown restores a draft whose journal has a hole, and goes
// on with it.
func TestALostRowIsWrittenDown(t *testing.T) {
	d := aDay(t)
	checkpointed(t, d.path)
	spoil(t, d.path, d.sealed["b early"])
	out := must(Restore(ctx, d.path, Options{}))
	if out.Lost != 1 {
		t.Errorf("%+v", out)
	}
	s := reopened(t, d.path)
	var n int
	if err := s.db.QueryRow("SELECT n FROM lost").Scan(&n); err != nil || n != 2 {
		t.Errorf("row %d is lost, %v; want 2", n, err)
	}
	must(0, s.Append(ctx, d.early, Place{}, []survey.Edit{answer("qd", "d early")}))
	if r, _, err := s.Draft(ctx, d.early); err != nil || r.Find("qb") != nil || r.Find("qd").Text != "d early" {
		t.Errorf("%v, %v", r, err)
	}
	must(s.Backup(ctx))
	if _, err := s.CheckAll(ctx); err != nil {
		t.Error(err)
	}
}

// TestADamagedLockIsTheBackups: a person whose row is broken unlocks as at the
// time of the backup.
func TestADamagedLockIsTheBackups(t *testing.T) {
	d := aDay(t)
	s := reopened(t, d.path)
	must(0, s.ChangePassphrase(ctx, firstPhrase, "unseen pebble orbit cargo maple thirty"))
	var locked []byte
	must(0, s.db.QueryRow("SELECT locked FROM slot").Scan(&locked))
	must(0, s.Close())
	spoil(t, d.path, string(locked))
	if out := must(Restore(ctx, d.path, Options{})); out.Lost == 0 {
		t.Errorf("%+v", out)
	}
	compareDay(t, "by the old passphrase", reopened(t, d.path), d, []string{"early: a early b early c early", "late: a late b late", "done", "new", "old"})
}
