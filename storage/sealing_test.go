package storage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"anketa/storage/seal"
	"anketa/survey"
)

// keepPlain writes a store as it was kept in clear: a draft with a snapshot and
// a journal, a finished interview with two versions, settings, a form, a backup
// and the copy of a conversion. Its id is that of the draft.
func keepPlain(path string, more int) (draft string, err error) {
	if err := create(ctx, path, steps()[:plainVersion]); err != nil {
		return "", err
	}
	db, err := connect(ctx, path, daily)
	if err != nil {
		return "", err
	}
	defer db.Close()
	tx, err := db.Begin()
	if err != nil {
		return "", err
	}
	do := func(query string, args ...any) {
		if err == nil {
			_, err = tx.Exec(query, args...)
		}
	}
	begun := after(0)
	begun.ID, begun.Number, begun.Interviewer = "uuid:draft", 1, marker
	do("UPDATE laptop SET device = 'd1', number = 9")
	do("INSERT INTO setting VALUES ('window', ?), ('form', x'')", []byte(marker))
	do("INSERT INTO form VALUES (1, x'01', ?, ?)", fmt.Appendf(nil, `{"id":"core","version":"3","title":%q,"saved":"2026-05-04T09:00:00Z"}`, marker), []byte(marker))
	about := plainAbout{Form: "core", Version: "3", Kind: survey.Training, Interviewer: marker, Started: monday, Edits: 5, At: Place{Path: "g_1/q1", Done: 5, Total: 80}}
	text, _ := json.Marshal(about)
	do("INSERT INTO interview VALUES (1, 'uuid:draft', 1, 1, 0, 6, ?)", text)
	do("INSERT INTO snapshot VALUES (1, 0, ?)", survey.Encode(begun))
	for n := range 5 {
		row := plainRow(about.At, nthAnswer(n))
		do("INSERT INTO journal VALUES (1, ?, ?)", n+1, row)
	}
	for i := range 1 + more {
		first := finished(fmt.Sprintf("uuid:%d", i), 2+i, marker)
		second := finished(first.ID, 2+i, marker+" corrected", first.Hash())
		text, _ = json.Marshal(plainAbout{Form: "core", Version: "3", Interviewer: "i9", Started: first.Started, Finished: first.Finished, Edits: 1})
		do("INSERT INTO interview VALUES (?, ?, ?, 0, 2, 3, ?)", 2+i, first.ID, 2+i, text)
		row := plainRow(Place{}, answer("age", marker))
		do("INSERT INTO journal VALUES (?, 1, ?)", 2+i, row)
		h, h2 := first.Hash(), second.Hash()
		do("INSERT INTO version VALUES (?, 1, ?, ?), (?, 2, ?, ?)", 2+i, h[:], survey.Encode(first), 2+i, h2[:], survey.Encode(second))
		do("INSERT INTO replaced VALUES (?, ?)", 2+i, h[:])
	}
	if err = errors.Join(err, tx.Commit()); err != nil {
		return "", err
	}
	for _, copied := range []string{
		filepath.Join(backupFolder(path), backupStem(path)+"-000003-20260504-090000.db"),
		filepath.Join(filepath.Dir(path), "backup", stem(path)+"-v1-20260504-090000.000.db"),
		filepath.Join(filepath.Dir(path), "damaged-20260503-090000.000", filepath.Base(path)),
	} {
		if err := os.MkdirAll(filepath.Dir(copied), 0o700); err != nil {
			return "", err
		}
		if _, err := db.Exec("VACUUM INTO ?", copied); err != nil {
			return "", err
		}
	}
	return begun.ID, nil
}

// plainRow is a row of the journal as version 1 wrote it.
func plainRow(at Place, e survey.Edit) []byte {
	place, _ := json.Marshal(at)
	text, _ := json.Marshal(e.Text)
	return fmt.Appendf(nil, `{"anketa":1,"time":"2026-05-04T09:00:00.5+03:00","at":%s,"edits":[{"op":0,"path":%q,"state":1,"text":%s}]}`, place, e.Path, text)
}

// checkSealed looks for everything that keepPlain wrote.
func checkSealed(s *Store, more int) error {
	draft, at, err := s.Draft(ctx, "uuid:draft")
	if err != nil {
		return err
	}
	if err := sameAnswers(draft, after(5)); err != nil || at.Done != 5 || at.Total != 80 {
		return fmt.Errorf("the draft at %+v: %w", at, err)
	}
	n := 0
	for r, err := range s.Records(ctx, Filter{}) {
		if err != nil || r.Find("age").Text != marker+" corrected" {
			return fmt.Errorf("a finished interview: %v, %w", r, err)
		}
		n++
	}
	form, err := s.Form(ctx, "core", "3")
	if err != nil || string(form) != marker || n != 1+more {
		return fmt.Errorf("%d interviews, form %q, %w", n, form, err)
	}
	if v, err := s.Setting(ctx, "window"); err != nil || v != marker || s.Device() != "d1" {
		return fmt.Errorf("setting %q of %s, %w", v, s.Device(), err)
	}
	if r, err := s.Begin(ctx, blank()); err != nil || r.Number != 10 {
		return fmt.Errorf("the next number: %w", err)
	}
	_, err = s.CheckAll(ctx)
	return err
}

// TestAPlainStoreIsSealed opens a store that was kept in clear, and lets its
// first person in.
func TestAPlainStoreIsSealed(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "anketa.db")
	must(keepPlain(path, 20))
	if n := len(holding(t, dir)); n < 3 {
		t.Fatalf("the marker stands in %d files before", n)
	}
	s := must(Open(ctx, path, Options{Now: atMonday, Effort: seal.Least}))
	if s.State() != Plain {
		t.Fatalf("state %d", s.State())
	}
	if _, err := s.List(ctx, Filter{}); !errors.Is(err, ErrNoKey) {
		t.Errorf("a list before anybody is enrolled: %v", err)
	}
	if err := s.Enroll(ctx, Person{Code: firstCode, Passphrase: "weak"}); !errors.Is(err, ErrWeak) || s.State() != Plain {
		t.Errorf("with a weak passphrase: %v", err)
	}
	if err := s.Enroll(ctx, Person{Code: firstCode, Passphrase: firstPhrase}); err != nil {
		t.Fatal(err)
	}
	if found := holding(t, dir); len(found) > 0 {
		t.Errorf("in clear: %v", found)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "damaged-*")); len(left) > 0 {
		t.Errorf("%v, in clear since a restore, is left", left)
	}
	if all := backupsOf(t, path); len(all) != 1 || all[0].Number != 4 || all[0].Examine(ctx) != nil {
		t.Errorf("backups %+v", all)
	}
	if err := checkSealed(s, 20); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = must(Open(ctx, path, Options{}))
	defer s.Close()
	if s.State() != Locked {
		t.Errorf("opened again: state %d", s.State())
	}
	for name := range contents(t, dir) {
		if name != "anketa.db" && name != "anketa.db-wal" && name != "anketa.db-head" {
			t.Errorf("%s is left", name)
		}
	}
}

// TestADamagedPlainStoreStays as it is.
func TestADamagedPlainStoreStays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	must(keepPlain(path, 0))
	s := must(Open(ctx, path, Options{Effort: seal.Least}))
	defer s.Close()
	if _, err := s.db.Exec("UPDATE version SET payload = x'7b7d' WHERE n = 1"); err != nil {
		t.Fatal(err)
	}
	if err := s.Enroll(ctx, Person{Code: firstCode, Passphrase: firstPhrase}); !errors.Is(err, ErrDamaged) || s.State() != Plain {
		t.Errorf("%v, state %d", err, s.State())
	}
	var n int
	if err := s.db.QueryRow("SELECT count(*) FROM interview").Scan(&n); err != nil || n != 2 {
		t.Errorf("%d interviews, %v", n, err)
	}
	if _, err := os.Stat(sealingFolder(path)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("something was begun: %v", err)
	}
}

// TestWhatDiffersIsNotTaken changes one thing in the new file before it is
// compared.
func TestWhatDiffersIsNotTaken(t *testing.T) {
	for _, change := range []string{
		"", "UPDATE laptop SET number = 8", "DELETE FROM setting WHERE name = 'form'", "DELETE FROM form", "DELETE FROM journal WHERE n = 3",
		"DELETE FROM version WHERE n = 2", "UPDATE interview SET draft = 0", "DELETE FROM snapshot", "DELETE FROM interview WHERE place = 9",
		"UPDATE journal SET payload = (SELECT payload FROM journal j WHERE n = 2) WHERE n = 3",
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, "anketa.db")
		must(keepPlain(path, 0))
		s := must(Open(ctx, path, Options{Effort: seal.Least}))
		to := fresh(t)
		if err := reseal(ctx, s.db, to); err != nil {
			t.Fatal(err)
		}
		if change == "DELETE FROM interview WHERE place = 9" {
			must(to.Begin(ctx, blank())) // one too many
		} else if _, err := to.db.Exec("PRAGMA foreign_keys = OFF; " + change); err != nil {
			t.Fatal(err)
		}
		if err := compareResealed(ctx, s.db, to); (err == nil) != (change == "") {
			t.Errorf("%q: %v", change, err)
		}
		s.Close()
	}
}

// TestAKilledSealingIsNoneOrWhole kills a program at any moment while it seals,
// and at each change of names.
func TestAKilledSealingIsNoneOrWhole(t *testing.T) {
	const more = 20
	plain, sealed := 0, 0
	judge := func(path string) {
		t.Helper()
		s, err := Open(ctx, path, Options{Effort: seal.Least})
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		switch s.State() {
		case Plain:
			plain++
			err = s.Enroll(ctx, Person{Code: firstCode, Passphrase: firstPhrase})
		case Locked:
			sealed++
			if found := holding(t, filepath.Dir(path)); len(found) > 0 {
				t.Errorf("sealed, and in clear: %v", found)
			}
			err = s.Unlock(ctx, firstCode, firstPhrase)
		default:
			t.Fatalf("neither the old nor the new store: state %d", s.State())
		}
		if err == nil {
			err = checkSealed(s, more)
		}
		if err != nil {
			t.Fatal(err)
		}
		if found := holding(t, filepath.Dir(path)); len(found) > 0 {
			t.Errorf("in clear: %v", found)
		}
	}
	for round := range min(rounds(), 200) {
		path := filepath.Join(t.TempDir(), "anketa.db")
		must(keepPlain(path, more))
		c := start(t, "seal", path)
		if round%2 == 0 {
			c.said.Scan()
		}
		timer := time.AfterFunc(time.Duration(rand.Int64N(int64(200*time.Millisecond))), func() { _ = c.cmd.Process.Kill() })
		for c.said.Scan() {
		}
		timer.Stop()
		_ = c.cmd.Wait()
		if c.err.Len() > 0 {
			t.Fatal(c.err.String())
		}
		judge(path)
	}
	for step := 1; ; step++ {
		path := filepath.Join(t.TempDir(), "anketa.db")
		must(keepPlain(path, more))
		c := start(t, fmt.Sprintf("seal %d", step), path)
		for c.said.Scan() {
		}
		if c.cmd.Wait() == nil {
			break // there is no such step
		}
		judge(path)
		if step > 60 {
			t.Fatal("it does not end")
		}
	}
	t.Logf("%d times the old store, %d times the new one", plain, sealed)
	if plain == 0 || sealed == 0 {
		t.Error("it was always killed too early, or too late")
	}
}

// sealOn seals the store; at the change of names with that number it dies.
func sealOn(step int) func(path string, say func(string, ...any)) error {
	return func(path string, say func(string, ...any)) error {
		s, err := Open(ctx, path, Options{Now: atMonday, Effort: seal.Least})
		if err != nil {
			return err
		}
		if step > 0 {
			dieAt(step)
		}
		say("open")
		if err := s.Enroll(context.Background(), Person{Code: firstCode, Passphrase: firstPhrase}); err != nil {
			return err
		}
		say("sealed")
		return s.Close()
	}
}

// dieAt ends this program before its n-th change of names.
func dieAt(n int) {
	count := func() {
		if n--; n == 0 {
			os.Exit(9)
		}
	}
	was := names
	names.link = func(a, b string) error { count(); return was.link(a, b) }
	names.rename = func(a, b string) error { count(); return was.rename(a, b) }
	names.remove = func(a string) error { count(); return was.remove(a) }
	names.persist = func(a string) error { count(); return was.persist(a) }
}

// TestAPlainStoreIsExaminedAndRestored as long as nobody was enrolled.
func TestAPlainStoreIsExaminedAndRestored(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	must(keepPlain(path, 0))
	if d := must(Diagnose(ctx, path)); d.Fault != nil || d.Version != plainVersion || d.Content.Drafts != 1 || d.Content.Finished != 1 || len(d.Backups) != 1 || d.Backups[0].Fault != nil {
		t.Errorf("%+v", d)
	}
	if _, err := Restore(ctx, path, Options{}); !errors.Is(err, ErrInOrder) {
		t.Errorf("in order: %v", err)
	}
	spoilPage(t, path, 0, 100)
	if d := must(Diagnose(ctx, path)); !errors.Is(d.Fault, ErrDamaged) {
		t.Errorf("damaged: %v", d.Fault)
	}
	out, err := Restore(ctx, path, Options{})
	if err != nil || out.Lost == 0 || out.Backup.Number != 3 {
		t.Fatalf("%+v, %v", out, err)
	}
	s := must(Open(ctx, path, Options{Effort: seal.Least}))
	defer s.Close()
	if made, err := s.Backup(ctx); err != nil {
		t.Errorf("a backup: %v, %v", made, err)
	}
	if err := s.Enroll(ctx, Person{Code: firstCode, Passphrase: firstPhrase}); err != nil {
		t.Fatal(err)
	}
	if err := checkSealed(s, 0); err != nil {
		t.Error(err)
	}
}
