package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anketa/survey"
)

// A step that the tests add to the shipped ones, and one that does not come
// through.
const (
	goodStep = `ALTER TABLE interview ADD COLUMN colour TEXT;
		CREATE TABLE extra (n INTEGER) STRICT;
		INSERT INTO extra SELECT number FROM interview;
		UPDATE interview SET colour = 'green';`
	badStep = `ALTER TABLE interview ADD COLUMN size INTEGER;
		DELETE FROM extra;
		DELETE FROM journal;
		INSERT INTO nowhere VALUES (1);`
	orphanStep = `INSERT INTO journal VALUES (4711, 1, x'00');`
)

func atMonday() time.Time { return monday }

// version tells the version in a file's header.
func version(t *testing.T, path string) int {
	t.Helper()
	return must(inspect(path, 99))
}

func TestStepsAreWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "anketa.db")
	s := reopened(t, path)
	r := must(s.Begin(ctx, blank()))
	if err := s.Append(ctx, r.ID, Place{}, []survey.Edit{answer("age", "34")}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	shipped := steps()
	n := len(shipped)
	for _, c := range []struct {
		name    string
		more    []string
		fails   bool
		version int
	}{
		{"the second step fails", []string{goodStep, badStep}, true, n + 1},
		{"the step after it leaves orphans", []string{goodStep, orphanStep}, true, n + 1},
		{"both come through", []string{goodStep, "CREATE TABLE more (n INTEGER) STRICT"}, false, n + 2},
	} {
		s, err := open(ctx, path, Options{Now: atMonday}, append(shipped[:n:n], c.more...))
		if (err != nil) != c.fails {
			t.Fatalf("%s: %v", c.name, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if got := version(t, path); got != c.version {
			t.Errorf("%s: version %d, want %d", c.name, got, c.version)
		}
		if err := os.RemoveAll(filepath.Join(dir, "backup")); err != nil {
			t.Fatal(err)
		}
	}
	s = must(unlockedWith(path, Options{}, append(shipped[:n:n], goodStep, "CREATE TABLE more (n INTEGER) STRICT")))
	defer s.Close()
	if got, _, err := s.Draft(ctx, r.ID); err != nil || got.Find("age").Text != "34" {
		t.Errorf("the draft afterwards: %v, %v", got, err)
	}
	if _, err := Open(ctx, filepath.Join(dir, "anketa.db"), Options{}); !errors.Is(err, ErrLocked) {
		t.Errorf("%v", err)
	}
}

func TestOlderProgramsRefuseWhatWasConverted(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "anketa.db")
	if err := must(unlocked(path, Options{})).Close(); err != nil {
		t.Fatal(err)
	}
	s := must(unlockedWith(path, Options{Now: atMonday}, append(steps(), goodStep)))
	if err := s.SetSetting(ctx, "a", "b"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before := contents(t, dir)
	if _, err := Open(ctx, path, Options{}); !errors.Is(err, ErrNewer) {
		t.Errorf("%v", err)
	}
	sameFiles(t, "newer", before, contents(t, dir))
}

// TestBackupIsAStore goes back to the older program with the copy.
func TestBackupIsAStore(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "anketa.db")
	s := reopened(t, path)
	must(s.Put(ctx, finished("uuid:a", 7, "34")))
	device := s.Device()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := must(unlockedWith(path, Options{Now: atMonday}, append(steps(), goodStep))).Close(); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(dir, "backup", fmt.Sprintf("anketa-v%d-20260504-090000.500.db", len(steps())))
	back := reopened(t, copied)
	if got := records(t, back, Filter{}); len(got) != 1 || got[0].Find("age").Text != "34" || back.Device() != device {
		t.Errorf("the copy has %d records", len(got))
	}
}

// TestNoConversionWithoutBackup has something in the way of the copy.
func TestNoConversionWithoutBackup(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "anketa.db")
	if err := must(unlocked(path, Options{})).Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "backup"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := open(ctx, path, Options{}, append(steps(), goodStep))
	if err == nil || !strings.Contains(err.Error(), "backup") {
		t.Errorf("%v", err)
	}
	if got := version(t, path); got != len(steps()) {
		t.Errorf("version %d", got)
	}
}

// TestACopyThatDiffersIsFound compares a store with a copy that lacks a row.
func TestACopyThatDiffersIsFound(t *testing.T) {
	dir := t.TempDir()
	s := fresh(t)
	must(s.Put(ctx, finished("uuid:a", 7, "34")))
	target := filepath.Join(dir, "copy.db")
	if _, err := s.db.Exec("VACUUM INTO ?", target); err != nil {
		t.Fatal(err)
	}
	if err := verify(ctx, s.db, target, len(steps())); err != nil {
		t.Errorf("a good copy: %v", err)
	}
	must(s.Begin(ctx, blank()))
	if err := verify(ctx, s.db, target, len(steps())); !errors.Is(err, ErrDamaged) {
		t.Errorf("a copy without the last interview: %v", err)
	}
}

// TestTwoProgramsMakeOneStore has both find no file and make one.
func TestTwoProgramsMakeOneStore(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "anketa.db")
	s := must(unlocked(path, Options{}))
	device := s.Device()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := create(ctx, path, steps()); err != nil {
		t.Fatal(err)
	}
	if got := reopened(t, path).Device(); got != device {
		t.Error("the second one took the place of the first")
	}
	if files := contents(t, dir); len(files) > 4 { // with the -wal file and the heads
		t.Errorf("%d files are left", len(files))
	}
}

func TestEveryTableIsStrict(t *testing.T) {
	s := fresh(t)
	err := s.look(ctx, "tables", func(ctx context.Context, tx *sql.Tx) error {
		var loose int
		err := tx.QueryRowContext(ctx, "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' AND NOT strict").Scan(&loose)
		if loose > 0 {
			t.Errorf("%d tables take any kind of value", loose)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
