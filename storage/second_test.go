package storage

import (
	"os"
	"path/filepath"
	"testing"

	"anketa/survey"
)

// TestBackupsOnAStick: a stick that is away is no error, and gets all that it
// lacks when it is back; what is on it is rotated, and is the laptop's own.
func TestBackupsOnAStick(t *testing.T) {
	dir := t.TempDir()
	path, stick := filepath.Join(dir, "anketa.db"), filepath.Join(dir, "stick")
	s := reopened(t, path)
	r := must(s.Begin(ctx, blank()))
	work := func() {
		do(t, s.Append(ctx, r.ID, Place{}, []survey.Edit{nthAnswer(1)}))
		if !must(s.Backup(ctx)) {
			t.Fatal("no backup")
		}
	}
	work()
	if to := must(s.BackupTo(ctx, stick)); to.There || len(to.Backups) > 0 {
		t.Errorf("away: %+v", to)
	}
	do(t, os.Mkdir(stick, 0o700))
	mine := secondFolder(stick, s.Device())
	do(t, os.Mkdir(mine, 0o700))
	do(t, os.WriteFile(filepath.Join(mine, "anketa-000001-20260504-090000.db.new"), []byte("half"), 0o600))
	work()
	if to := must(s.BackupTo(ctx, stick)); !to.There || len(to.Backups) != 2 || len(to.Lacks) != 0 {
		t.Errorf("back: %+v", to)
	}
	for range 8 {
		work()
	}
	to := must(s.BackupTo(ctx, stick))
	local := must(Backups(path))
	if len(to.Backups) != len(local) || len(to.Lacks) != 0 {
		t.Errorf("%d on the stick, %d beside the store; it lacks %d", len(to.Backups), len(local), len(to.Lacks))
	}
	for _, b := range to.Backups {
		if err := b.Examine(ctx); err != nil {
			t.Errorf("%s: %v", b.Path, err)
		}
	}
	entries := must(os.ReadDir(mine))
	if len(entries) != len(to.Backups) {
		t.Errorf("%d files for %d backups", len(entries), len(to.Backups))
	}
}
