package storage_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"anketa/storage"
	"anketa/storage/storagetest"
)

// TestRefusals holds that a refusal is remembered, by everybody who can unlock
// the store, and that the file does not say what was refused.
func TestRefusals(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "a.db")
	s := storagetest.Open(t, path)
	one, two := []byte("the tag of one edit, 32 bytes.."), []byte("the tag of another one")
	for range 2 {
		if err := s.Refuse(ctx, one); err != nil {
			t.Fatal(err)
		}
	}
	for tag, want := range map[string]bool{string(one): true, string(two): false} {
		if got, err := s.Refused(ctx, []byte(tag)); err != nil || got != want {
			t.Errorf("%s is refused: %v, %v", tag, got, err)
		}
	}
	s.Lock()
	if _, err := s.Refused(ctx, one); !errors.Is(err, storage.ErrNoKey) {
		t.Errorf("a locked store says %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(path); err != nil || bytes.Contains(data, one) {
		t.Error("the tag stands in the file", err)
	}
}
