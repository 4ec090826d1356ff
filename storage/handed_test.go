package storage

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"anketa/survey"
)

// TestAFormerOwnerOpensNoBackup: what was handed over, its former owner does not
// read in a backup of before, nor of before the colleague was there; the
// colleague does.
func TestAFormerOwnerOpensNoBackup(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	s := reopened(t, path)
	given, kept := must(s.Begin(ctx, blank())).ID, must(s.Begin(ctx, blank())).ID
	for n, id := range []string{given, kept} {
		do(t, s.Append(ctx, id, Place{}, []survey.Edit{nthAnswer(n)}))
	}
	must(s.Backup(ctx))
	do(t, s.Enroll(ctx, Person{Code: "K2", Passphrase: secondPhrase}))
	must(s.Backup(ctx))
	do(t, s.HandOver(ctx, given, "K2"))
	must(s.Backup(ctx))
	all := must(Backups(path))
	if len(all) != 3 {
		t.Fatalf("%d backups", len(all))
	}
	do(t, s.Close())
	for _, b := range all {
		copied := filepath.Join(t.TempDir(), "anketa.db")
		do(t, os.WriteFile(copied, must(os.ReadFile(b.Path)), 0o600))
		s := reopened(t, copied)
		if _, _, err := s.Draft(ctx, given); !errors.Is(err, ErrNoKey) {
			t.Errorf("backup %d: the former owner: %v", b.Number, err)
		}
		if _, _, err := s.Draft(ctx, kept); err != nil {
			t.Errorf("backup %d: what was kept: %v", b.Number, err)
		}
		as(t, s, "K2")
		if _, _, err := s.Draft(ctx, given); err != nil {
			t.Errorf("backup %d: the colleague: %v", b.Number, err)
		}
		do(t, s.Close())
	}
}

// TestNoBackupIsHandedOverFromOutside: whoever changes an owner in the file has
// no backup changed with it.
func TestNoBackupIsHandedOverFromOutside(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	shelved(t, path)
	s := reopened(t, path)
	mine := must(s.Begin(ctx, blank())).ID
	must(s.Backup(ctx))
	do(t, s.Close())
	meddle(t, path, "UPDATE interview SET owner = 2")
	s = reopened(t, path)
	do(t, s.SetSetting(ctx, "window", "light"))
	must(s.Backup(ctx))
	do(t, s.Close())
	all := must(Backups(path))
	before := filepath.Join(t.TempDir(), "anketa.db")
	do(t, os.WriteFile(before, must(os.ReadFile(all[1].Path)), 0o600))
	if _, _, err := reopened(t, before).Draft(ctx, mine); err != nil {
		t.Error(err)
	}
}
