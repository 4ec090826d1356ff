package storage

import (
	"os"
	"path/filepath"
	"testing"
)

// tear has the first sector of a file hold neither the old nor the new.
func tear(t *testing.T, path string) {
	t.Helper()
	f := must(os.OpenFile(path, os.O_WRONLY, 0))
	defer f.Close()
	garbage := make([]byte, 512)
	for i := range garbage {
		garbage[i] = byte(i*7 + 3)
	}
	if _, err := f.WriteAt(garbage, 0); err != nil {
		t.Fatal(err)
	}
}

// TestATornHeaderIsBroughtBack opens what is left when the power goes while
// SQLite writes the first page, which stands in another file too.
func TestATornHeaderIsBroughtBack(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "anketa.db")
	s := reopened(t, path)
	for n := range 20 {
		must(s.Put(ctx, finished(newID(), n, "34")))
	}
	torn := copied(t, s)
	tear(t, torn)
	if got := records(t, reopened(t, torn), Filter{}); len(got) != 20 {
		t.Errorf("with a -wal file: %d interviews, want 20", len(got))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+"-journal", journalOf(must(os.ReadFile(path))), 0o600); err != nil {
		t.Fatal(err)
	}
	tear(t, path)
	if got := records(t, reopened(t, path), Filter{}); len(got) != 20 {
		t.Errorf("with a -journal file: %d interviews, want 20", len(got))
	}
}

// copied gives the files of an open store as a power cut leaves them that
// loses nothing.
func copied(t *testing.T, s *Store) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "anketa.db")
	for _, part := range []string{"", "-wal"} {
		if err := os.WriteFile(path+part, must(os.ReadFile(s.path+part)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// FuzzFirstPage has files beside a store say what they will.
func FuzzFirstPage(f *testing.F) {
	f.Add([]byte("\x37\x7f\x06\x82"), []byte("\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"))
	f.Fuzz(func(t *testing.T, wal, journal []byte) {
		path := filepath.Join(t.TempDir(), "anketa.db")
		for part, data := range map[string][]byte{"-wal": wal, "-journal": journal} {
			if err := os.WriteFile(path+part, data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		for _, page := range [][]byte{firstPageInWAL(path), firstPageInJournal(path)} {
			if len(page) > largestPage {
				t.Errorf("a page of %d bytes", len(page))
			}
		}
	})
}
