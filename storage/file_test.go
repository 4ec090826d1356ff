package storage

import (
	"bytes"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"anketa/survey"
)

// contents reads every file of a folder.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, e := range must(os.ReadDir(dir)) {
		if e.Type().IsRegular() {
			out[e.Name()] = string(must(os.ReadFile(filepath.Join(dir, e.Name()))))
		}
	}
	return out
}

func sameFiles(t *testing.T, what string, before, after map[string]string) {
	t.Helper()
	for name := range before {
		if before[name] != after[name] {
			t.Errorf("%s: %s was changed or is gone", what, name)
		}
	}
	for name := range after {
		if _, was := before[name]; !was {
			t.Errorf("%s: %s is new", what, name)
		}
	}
}

// madeBySQLite gives a file that some other program made with SQLite.
func madeBySQLite(t *testing.T, statements ...string) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "other.db")
	db := must(sql.Open("sqlite", path))
	for _, stmt := range append([]string{"CREATE TABLE films (title TEXT)", "INSERT INTO films VALUES ('Solaris')"}, statements...) {
		if _, err := db.Exec(stmt); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return must(os.ReadFile(path))
}

// madeByUs gives a closed store with something in it.
func madeByUs(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "anketa.db")
	s := must(unlocked(path, Options{}))
	for i := range 60 {
		must(s.Put(ctx, finished(newID(), i, strings.Repeat("long answer ", 60))))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return must(os.ReadFile(path))
}

// patched gives a copy with some bytes replaced.
func patched(data []byte, at int, with ...byte) []byte {
	data = bytes.Clone(data)
	copy(data[at:], with)
	return data
}

func TestOtherFilesAreNotTouched(t *testing.T) {
	ours := madeByUs(t)
	newer := binary.BigEndian.AppendUint32(nil, uint32(len(steps())+1))
	for _, c := range []struct {
		name string
		file []byte
		want error
	}{
		{"an empty file", nil, ErrForeign},
		{"a text", []byte("Dear diary, nothing in here is a database, but it is longer than the header of one would be.\n\n\n\n\n"), ErrForeign},
		{"a short text", []byte("hello"), ErrForeign},
		{"a header of SQLite alone", append([]byte("SQLite format 3\x00"), make([]byte, 84)...), ErrForeign},
		{"SQLite's, of no application", madeBySQLite(t), ErrForeign},
		{"SQLite's, of another one", madeBySQLite(t, "PRAGMA application_id = 0x5354416e"), ErrForeign},
		{"SQLite's, in WAL mode", madeBySQLite(t, "PRAGMA journal_mode = WAL"), ErrForeign},
		{"ours, without a version", patched(ours, 60, 0, 0, 0, 0), ErrForeign},
		{"ours, of a newer version", patched(ours, 60, newer...), ErrNewer},
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, "anketa.db")
		if err := os.WriteFile(path, c.file, 0o600); err != nil {
			t.Fatal(err)
		}
		before := contents(t, dir)
		s, err := Open(ctx, path, Options{})
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
		if err := s.Close(); err != nil {
			t.Errorf("%s: close after a refusal: %v", c.name, err)
		}
		sameFiles(t, c.name, before, contents(t, dir))
	}
}

func TestAFolderIsNoStore(t *testing.T) {
	if _, err := Open(ctx, t.TempDir(), Options{}); !errors.Is(err, ErrForeign) {
		t.Errorf("%v", err)
	}
}

func TestAMissingFolder(t *testing.T) {
	if _, err := Open(ctx, filepath.Join(t.TempDir(), "none", "anketa.db"), Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%v", err)
	}
}

func TestCodeInAFileIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	if err := must(unlocked(path, Options{})).Close(); err != nil {
		t.Fatal(err)
	}
	db := must(sql.Open("sqlite", path))
	if _, err := db.Exec("CREATE TRIGGER t AFTER INSERT ON setting BEGIN DELETE FROM journal; END"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(ctx, path, Options{}); !errors.Is(err, ErrForeign) {
		t.Errorf("%v", err)
	}
}

func TestDamageIsFound(t *testing.T) {
	ours := madeByUs(t)
	const page = 4096
	for _, c := range []struct {
		name string
		file []byte
	}{
		{"the end is missing", ours[:len(ours)/2/page*page]},
		{"a page of noise", patched(ours, 7*page, bytes.Repeat([]byte{0xa5, 0x5a}, page/2)...)},
		{"an empty page", patched(ours, 7*page, make([]byte, page)...)},
		{"the first page below its header", patched(ours, 100, bytes.Repeat([]byte{0xff}, 400)...)},
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, "anketa.db")
		if err := os.WriteFile(path, c.file, 0o600); err != nil {
			t.Fatal(err)
		}
		before := contents(t, dir)
		if _, err := Open(ctx, path, Options{}); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", c.name, err)
		}
		sameFiles(t, c.name, before, contents(t, dir))
	}
}

// TestLostRowsAreFound takes rows away that quick_check cannot miss.
func TestLostRowsAreFound(t *testing.T) {
	for _, stmt := range []string{
		"DELETE FROM journal WHERE n = 2", "DELETE FROM journal WHERE n = 3", "DELETE FROM snapshot",
		"UPDATE snapshot SET payload = substr(payload, 1, 40)", "UPDATE journal SET payload = x'7b7d' WHERE n = 1",
		"UPDATE interview SET about = x'00'",
	} {
		s := fresh(t)
		r := must(s.Begin(ctx, blank()))
		for range 3 {
			if err := s.Append(ctx, r.ID, Place{}, []survey.Edit{answer("age", "1")}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.db.Exec(stmt); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.Draft(ctx, r.ID); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", stmt, err)
		}
	}
	s := fresh(t)
	must(s.Put(ctx, finished("uuid:a", 1, "1")))
	if _, err := s.db.Exec("UPDATE version SET payload = x'7b'"); err != nil {
		t.Fatal(err)
	}
	for _, err := range s.Records(ctx, Filter{}) {
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("a version that cannot be read: %v", err)
		}
	}
}

func TestOneFileOneStore(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "anketa.db")
	s := reopened(t, path)
	link := filepath.Join(dir, "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Logf("no symbolic links here: %v", err)
		link = path
	}
	for _, p := range []string{path, filepath.Join(dir, "x", "..", "anketa.db"), link} {
		if _, err := Open(ctx, p, Options{}); !errors.Is(err, ErrLocked) {
			t.Errorf("a second Open of %s: %v", filepath.Base(p), err)
		}
	}
	if err := s.SetSetting(ctx, "a", "b"); err != nil {
		t.Error(err)
	}
}

// TestNothingElseIsLeft looks at what stands in the folder.
func TestNothingElseIsLeft(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "anketa.db")
	s := reopened(t, path)
	must(s.Begin(ctx, blank()))
	open := contents(t, dir)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	closed := contents(t, dir)
	if _, wal := open["anketa.db-wal"]; len(open) != 3 || !wal { // and where the history was
		t.Errorf("while open there are %d files, the -wal among them: %v", len(open), wal)
	}
	if _, head := closed["anketa.db-head"]; len(closed) != 2 || !head {
		t.Errorf("after Close there are %d files, that with the head among them: %v", len(closed), head)
	}
	if mode := must(os.Stat(path)).Mode().Perm(); os.PathSeparator == '/' && mode != 0o600 {
		t.Errorf("others may read the store: %v", mode)
	}
}

func TestNamesOfFiles(t *testing.T) {
	for _, c := range []struct {
		path    string
		windows bool
		want    string
	}{
		{"/home/a b/anketa.db", false, "file:///home/a%20b/anketa.db?mode=ro"},
		{`/home/100%?#&/анкета.db`, false, "file:///home/100%25%3F%23&/%D0%B0%D0%BD%D0%BA%D0%B5%D1%82%D0%B0.db?mode=ro"},
		{`/home/back\slash.db`, false, "file:///home/back%5Cslash.db?mode=ro"},
		{`C:\Users\Аня\AppData\anketa.db`, true, "file:///C:/Users/%D0%90%D0%BD%D1%8F/AppData/anketa.db?mode=ro"},
		{`\\server\share\anketa.db`, true, "file:////server/share/anketa.db?mode=ro"},
	} {
		if got := fileURI(c.path, c.windows, map[string][]string{"mode": {"ro"}}); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.path, got, c.want)
		}
	}
}

func TestFoldersWithOddNames(t *testing.T) {
	for _, name := range []string{"a b", "100%", "what?", "#1", "a&b=c", "Аня", `back\slash`, "file:x", "semi;colon", "quote'"} {
		dir := filepath.Join(t.TempDir(), name)
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Logf("this system has no folder %q: %v", name, err)
			continue
		}
		s, err := unlocked(filepath.Join(dir, "anketa.db"), Options{})
		if err != nil {
			t.Errorf("in %q: %v", name, err)
			continue
		}
		must(s.Begin(ctx, blank()))
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if files := contents(t, dir); len(files) != 2 || len(files["anketa.db"]) == 0 || len(files["anketa.db-head"]) == 0 {
			t.Errorf("in %q the store is not where it was to be", name)
		}
	}
}

// TestHowTheFileIsOpened reads back what the driver was asked for.
func TestHowTheFileIsOpened(t *testing.T) {
	s := fresh(t)
	for pragma, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "locking_mode": "exclusive", "foreign_keys": "1", "temp_store": "2",
		"secure_delete": "1", "trusted_schema": "0", "cell_size_check": "1", "mmap_size": "0", "busy_timeout": "0",
		"fullfsync": "1", "checkpoint_fullfsync": "1", "application_id": "1097755508", "user_version": fmt.Sprint(len(steps())),
	} {
		var got string
		if err := s.db.QueryRow("PRAGMA " + pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s = %s (%v), want %s", pragma, got, err, want)
		}
	}
}
