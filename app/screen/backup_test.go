package screen_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"anketa/app/screen"
	"anketa/app/screen/screentest"
	"anketa/storage"
)

const ageForm = `
| survey   |         |      |            |
|          | type    | name | label      |
|          | integer | age  | How old?   |
| settings |         |      |            |
|          | form_id | form_title | version |
|          | age     | Age  | 1          |
`

// openAge opens a desk with a form of one question.
func openAge(t *testing.T, store string) *screen.Desk {
	t.Helper()
	form := filepath.Join(t.TempDir(), "age.md")
	if err := os.WriteFile(form, []byte(ageForm), 0o600); err != nil {
		t.Fatal(err)
	}
	return screentest.Open(t, store, form, nil)
}

func interviewWithAge(t *testing.T, d *screen.Desk, age string) *screen.Interview {
	t.Helper()
	s, err := d.Begin(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Answer("age", age); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestBackupAfterFinishAndAtTheEnd counts the backups of an evening.
func TestBackupAfterFinishAndAtTheEnd(t *testing.T) {
	store := filepath.Join(t.TempDir(), "anketa.db")
	backups := func(when string, want int) {
		t.Helper()
		all, err := storage.Backups(store)
		if err != nil || len(all) != want {
			t.Errorf("%s there are %d backups, want %d; %v", when, len(all), want, err)
		}
	}
	d := openAge(t, store)
	defer func() { d.Close() }()
	s := interviewWithAge(t, d, "34")
	backups("before the finish", 0)
	s.Finish(func(err error) {
		if err != nil {
			t.Error(err)
		}
		backups("when the finish is told", 0)
	})
	backups("after it", 1)
	if d.BackupFault() != nil {
		t.Error(d.BackupFault())
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	backups("nothing came since; at the end", 1)
	d = openAge(t, store)
	interviewWithAge(t, d, "35")
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	backups("after a draft and the end", 2)
}

// TestBackupThatFailsIsTold puts a file where the backups belong.
func TestBackupThatFailsIsTold(t *testing.T) {
	store := filepath.Join(t.TempDir(), "anketa.db")
	d := openAge(t, store)
	if err := os.WriteFile(filepath.Join(filepath.Dir(store), "backups"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	interviewWithAge(t, d, "34").Finish(func(err error) {
		if err != nil {
			t.Errorf("the finish: %v", err)
		}
	})
	if d.BackupFault() == nil {
		t.Error("nobody says that there is no backup")
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}
