package storage

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"anketa/survey"
)

// allOf gives every sealed text that a store has of an interview.
func allOf(t *testing.T, s *Store, id string) (all [][]byte) {
	t.Helper()
	for _, query := range []string{
		"SELECT key FROM interview WHERE id = ?", "SELECT about FROM interview WHERE id = ?",
		"SELECT payload FROM snapshot JOIN interview ON place = interview WHERE id = ?",
		"SELECT payload FROM journal JOIN interview ON place = interview WHERE id = ?",
		"SELECT payload FROM version JOIN interview ON place = interview WHERE id = ?",
	} {
		rows := must(s.db.Query(query, id))
		for rows.Next() {
			var b []byte
			if err := rows.Scan(&b); err != nil {
				t.Fatal(err)
			}
			all = append(all, bytes.Clone(b))
		}
		rows.Close()
	}
	return all
}

// inMany has a store with a finished interview among others, which was saved
// often, corrected, and backed up beside the store and to a second folder.
func inMany(t *testing.T, path, second string) (s *Store, id string, secrets [][]byte) {
	t.Helper()
	ctx := context.Background()
	s = must(unlocked(path, Options{}))
	if err := s.SetSecondFolder(ctx, second); err != nil {
		t.Fatal(err)
	}
	var r *survey.Record
	for i := range 9 {
		other := inField(t, s, "somebody else's answer")
		if i == 4 {
			r = other
			secrets = append(secrets, allOf(t, s, r.ID)...)
			must(s.Backup(ctx))
			must(s.BackupTo(ctx, second))
		}
		if i%3 > 0 {
			if err := s.Finish(ctx, other); err != nil {
				t.Fatal(err)
			}
		}
		if i == 4 {
			secrets = append(secrets, allOf(t, s, r.ID)...)
		}
	}
	must(s.Put(ctx, finished(r.ID, r.Number, "corrected", r.Hash())))
	secrets = append(secrets, allOf(t, s, r.ID)...)
	must(s.Backup(ctx))
	must(s.BackupTo(ctx, second))
	return s, r.ID, secrets
}

// TestNothingOfAWithdrawnInterviewIsLeft holds that no piece of what an
// interview was sealed as, nor of its key, is in any file of the store or of
// its backups, and that all others are.
func TestNothingOfAWithdrawnInterviewIsLeft(t *testing.T) {
	ctx, path, second := context.Background(), filepath.Join(t.TempDir(), "anketa.db"), t.TempDir()
	s, id, secrets := inMany(t, path, second)
	defer func() { s.Close() }()
	for _, folder := range []string{filepath.Dir(path), second} {
		if len(filesWith(t, folder, secrets)) == 0 {
			t.Fatalf("the search finds nothing in %s before either", folder)
		}
	}
	gone, err := s.Withdraw(ctx, OnRequest, id)
	if err != nil {
		t.Fatal(err)
	}
	w := gone[0]
	if w.ID != id || w.Number != 5 || w.By != s.User() || w.Why != OnRequest || w.Form != "core" || w.Day != time.Now().Format("2006-01-02") {
		t.Errorf("what is kept of it is %+v", w)
	}
	look := func(when string) {
		t.Helper()
		for _, folder := range []string{filepath.Dir(path), second} {
			if found := filesWith(t, folder, secrets); found != nil {
				t.Errorf("%s, something of it is in %v", when, found)
			}
		}
		if all := must(s.List(ctx, Filter{})); len(all) != 8 {
			t.Errorf("%s, there are %d interviews", when, len(all))
		}
		must(s.CheckAll(ctx))
		if h := must(s.Verify(ctx)); len(h.Findings) > 0 {
			t.Errorf("%s, the history: %+v", when, h.Findings)
		}
		if _, err := s.Put(ctx, finished(id, 5, "again")); !errors.Is(err, ErrWithdrawn) {
			t.Errorf("%s, it comes back: %v", when, err)
		}
		if all := must(s.Withdrawn(ctx)); len(all) != 1 || all[0] != w {
			t.Errorf("%s, withdrawn are %+v", when, all)
		}
	}
	look("at once")
	s.Close()
	s = must(unlocked(path, Options{}))
	look("opened again")
	if _, err := s.Withdraw(ctx, OnRequest, id); !errors.Is(err, ErrNotFound) {
		t.Errorf("withdrawn twice: %v", err)
	}
}

// TestABackupThatWasAwayIsScrubbedWhenItIsBack holds that a stick which was not
// plugged in loses the interview at the next backup.
func TestABackupThatWasAwayIsScrubbedWhenItIsBack(t *testing.T) {
	ctx, path, second := context.Background(), filepath.Join(t.TempDir(), "anketa.db"), filepath.Join(t.TempDir(), "stick")
	if err := os.Mkdir(second, 0o700); err != nil {
		t.Fatal(err)
	}
	s, id, secrets := inMany(t, path, second)
	defer s.Close()
	away := second + "-away"
	if err := os.Rename(second, away); err != nil {
		t.Fatal(err)
	}
	must(s.Withdraw(ctx, OnRequest, id))
	if filesWith(t, away, secrets) == nil {
		t.Fatal("the stick was not away")
	}
	if err := os.Rename(away, second); err != nil {
		t.Fatal(err)
	}
	must(s.Backup(ctx))
	if found := filesWith(t, second, secrets); found != nil {
		t.Errorf("something of it is in %v", found)
	}
}

// TestARestoreHonoursWithdrawals holds that an older copy of the store, put in
// the place of a backup, brings nothing back: the damaged file alone knows that
// it was withdrawn.
func TestARestoreHonoursWithdrawals(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "anketa.db")
	s, id, secrets := inMany(t, path, "")
	all := must(Backups(path))
	older := must(os.ReadFile(all[0].Path))
	must(s.Withdraw(ctx, OnRequest, id))
	var other []byte
	if err := s.db.QueryRow("SELECT payload FROM journal LIMIT 1").Scan(&other); err != nil {
		t.Fatal(err)
	}
	s.Close()
	for _, b := range must(Backups(path)) {
		os.Remove(b.Path)
	}
	if err := os.WriteFile(all[0].Path, older, 0o600); err != nil {
		t.Fatal(err)
	}
	spoil(t, path, string(other[50:90]))
	if _, err := Restore(ctx, path, Options{}); err != nil {
		t.Fatal(err)
	}
	s = must(unlocked(path, Options{}))
	defer s.Close()
	if all := must(s.List(ctx, Filter{ID: id})); len(all) != 0 {
		t.Errorf("it came back: %+v", all)
	}
	must(s.Backup(ctx))
	if found := filesWith(t, filepath.Dir(path), secrets); found != nil {
		t.Errorf("something of it is in %v", found)
	}
}

// TestWithdrawalsFromElsewhere holds that what a workbook says was withdrawn is
// destroyed here too, a colleague's as well, and is known from then on.
func TestWithdrawalsFromElsewhere(t *testing.T) {
	ctx := context.Background()
	s := fresh(t)
	must(s.Put(ctx, finished("uuid:a", 1, "x")))
	told := []Withdrawal{{ID: "uuid:a", Case: "C-1", Day: "2026-05-01", By: "K9"}, {ID: "uuid:b", Case: "C-2", Day: "2026-05-01", By: "K9"}}
	for i, want := range []int{1, 0} {
		if n, err := s.TakeWithdrawals(ctx, told); err != nil || n != want {
			t.Errorf("time %d: %d, %v", i, n, err)
		}
	}
	for _, id := range []string{"uuid:a", "uuid:b"} {
		if _, err := s.Put(ctx, finished(id, 1, "x")); !errors.Is(err, ErrWithdrawn) {
			t.Errorf("%s: %v", id, err)
		}
	}
	if all := must(s.Withdrawn(ctx)); len(all) != 2 || all[0].Case != "C-1" || all[1].Why != ByWorkbook {
		t.Errorf("withdrawn: %+v", all)
	}
}

// TestFindCase holds that drafts and finished interviews are found by case
// code.
func TestFindCase(t *testing.T) {
	ctx := context.Background()
	s := fresh(t)
	draft, done := inField(t, s, "1"), inField(t, s, "2")
	if err := s.Finish(ctx, done); err != nil {
		t.Fatal(err)
	}
	must(s.Begin(ctx, blank()))
	for _, c := range []struct {
		code string
		want int
	}{{"C-17", 2}, {" c-17 ", 2}, {"C-1", 0}, {"", 0}, {draft.ID, 1}} {
		if found := must(s.FindCase(ctx, c.code)); len(found) != c.want {
			t.Errorf("%q: %d interviews, want %d", c.code, len(found), c.want)
		}
	}
}

// TestWhatArrivedGoesToo holds that of a withdrawn interview the coordinator
// keeps neither its sealed row nor its journal, nor do her backups.
func TestWhatArrivedGoesToo(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "anketa.db")
	s := must(unlocked(path, Options{}))
	defer s.Close()
	if err := s.KeepWaiting(ctx, []SealedRow{{ID: "uuid:a", Public: make([]byte, 32), Payload: []byte("x")}, {ID: "uuid:b", Public: make([]byte, 32)}}); err != nil {
		t.Fatal(err)
	}
	if err := s.KeepTrails(ctx, []Trail{{ID: "uuid:a", Journal: []byte("[]")}, {ID: "uuid:b", Journal: []byte("[]")}}); err != nil {
		t.Fatal(err)
	}
	must(s.Backup(ctx))
	if n := must(s.TakeWithdrawals(ctx, []Withdrawal{{ID: "uuid:a"}})); n == 0 {
		t.Error("nothing was erased")
	}
	if w, trails := must(s.Waiting(ctx)), must(s.Trails(ctx)); len(w) != 1 || len(trails) != 1 || w[0].ID != "uuid:b" || trails[0].ID != "uuid:b" {
		t.Errorf("there are %+v and %+v", w, trails)
	}
	for _, b := range must(Backups(path)) {
		found, err := s.toScrub(ctx, b.Path, scrub{gone: []string{"uuid:a"}})
		if err != nil || !found.none() {
			t.Errorf("backup %d: %+v, %v", b.Number, found, err)
		}
	}
}

// TestWhatARestoreKeptGoesToo has a restore keep the damaged file, and one of
// before the store was sealed: both go with an interview that is withdrawn, and
// what is of another store stays.
func TestWhatARestoreKeptGoesToo(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "anketa.db")
	s := reopened(t, path)
	r := must(s.Begin(ctx, blank()))
	aside := func(name, file string, data []byte) string {
		file = filepath.Join(dir, "damaged-"+name, file)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	clear := layClear(t, t.TempDir())
	goes := []string{
		aside("20260501-090000.000", "anketa.db", []byte("torn "+r.ID+" torn")),
		aside("20260502-090000.000", "anketa.db-wal", []byte("torn "+r.ID+" torn")),
		aside("20260503-090000.000", "anketa.db", must(os.ReadFile(clear))),
	}
	stays := []string{
		aside("20260504-090000.000", "anketa.db", []byte("of others")),
		aside("20260505-090000.000", "other.db", []byte("torn "+r.ID+" torn")),
	}
	aside("20260505-090000.000", "other.db", must(os.ReadFile(clear)))
	if _, err := s.Withdraw(ctx, OnRequest, r.ID); err != nil {
		t.Fatal(err)
	}
	for _, file := range goes {
		if _, err := os.Stat(file); err == nil {
			t.Errorf("%s is left", file)
		}
	}
	for _, file := range stays {
		if _, err := os.Stat(file); err != nil {
			t.Error(err)
		}
	}
}

// BenchmarkWithdrawAmongArrivals withdraws one interview where the journals of
// 10,000 arrived.
func BenchmarkWithdrawAmongArrivals(b *testing.B) {
	s := fresh(b)
	journal := append(append([]byte(`[{"x":"`), bytes.Repeat([]byte("a"), 20_000)...), `"}]`...)
	trails := make([]Trail, 10_000)
	for i := range trails {
		trails[i] = Trail{ID: newID(), Device: "d", Number: i, Journal: journal}
	}
	if err := s.KeepTrails(ctx, trails); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		err := s.look(ctx, "find", func(ctx context.Context, tx *sql.Tx) error {
			tags, err := s.arrivedOf(ctx, tx, []string{trails[7].ID, "uuid:none"})
			if len(tags) != 1 {
				b.Fatal(len(tags))
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
