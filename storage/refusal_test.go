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

// TestRefusalsOfMerges holds that what merges refused is forgotten with the last
// of them, in whatever order they are undone.
func TestRefusalsOfMerges(t *testing.T) {
	ctx := context.Background()
	for name, order := range map[string][]int64{"first to last": {1, 2, 3}, "last to first": {3, 2, 1}, "the middle first": {2, 1, 3}} {
		s := storagetest.New(t)
		edit := []byte("the tag of one edit")
		for range 3 {
			m, err := s.KeepMerge(ctx, storage.Merge{Form: "f"}, nil, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.RefuseIn(ctx, m.ID, [][]byte{edit}); err != nil {
				t.Fatal(err)
			}
		}
		for i, id := range order {
			if _, _, err := s.UndoMerge(ctx, id); err != nil {
				t.Fatal(err)
			}
			if got, err := s.Refused(ctx, edit); err != nil || got != (i < 2) {
				t.Errorf("%s: after %d were undone it is refused: %v (%v)", name, i+1, got, err)
			}
		}
	}
}
