package storage

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
)

// TestAConversionRolledBackIsDoneAgain opens what a program leaves that is
// killed between writing the converted pages and letting go of the journal: the
// header tells the new version, and SQLite takes it back when it connects.
func TestAConversionRolledBackIsDoneAgain(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "anketa.db")
	s := reopened(t, path)
	must(s.Put(ctx, finished("uuid:a", 7, "34")))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before := must(os.ReadFile(path))
	if err := must(unlockedWith(path, Options{Now: atMonday}, append(steps(), goodStep))).Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+"-journal", journalOf(before), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "backup")); err != nil {
		t.Fatal(err)
	}
	s = must(unlockedWith(path, Options{Now: atMonday}, append(steps(), goodStep)))
	defer s.Close()
	var colour string
	if err := s.db.QueryRowContext(ctx, "SELECT colour FROM interview").Scan(&colour); err != nil || colour != "green" {
		t.Errorf("the new column holds %q: %v", colour, err)
	}
	if got := records(t, s, Filter{}); len(got) != 1 {
		t.Errorf("%d interviews are there, want 1", len(got))
	}
}

// journalOf makes a rollback journal that brings every page of a file back
// (sqlite.org/fileformat.html, "The Rollback Journal").
func journalOf(file []byte) []byte {
	const sector, nonce = 512, 17
	size := int(binary.BigEndian.Uint16(file[16:]))
	if size == 1 {
		size = 1 << 16
	}
	pages := len(file) / size
	out := append(make([]byte, 0, len(file)+sector), 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7)
	for _, n := range []int{pages, nonce, pages, sector, size} {
		out = binary.BigEndian.AppendUint32(out, uint32(n))
	}
	out = append(out, make([]byte, sector-len(out))...)
	for i := range pages {
		page := file[i*size : (i+1)*size]
		sum := uint32(nonce)
		for at := size - 200; at > 0; at -= 200 {
			sum += uint32(page[at])
		}
		out = binary.BigEndian.AppendUint32(out, uint32(i+1))
		out = append(out, page...)
		out = binary.BigEndian.AppendUint32(out, sum)
	}
	return out
}
