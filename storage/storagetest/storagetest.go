// Package storagetest opens stores for the tests of all packages, unlocked and
// at next to no cost.
package storagetest

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"anketa/storage"
	"anketa/storage/seal"
)

// Who is enrolled in a store of Open.
const (
	Code       = "K1"
	Passphrase = "timber quick lamp river orange plate"
)

// Options are those of a store for tests: a passphrase costs next to nothing.
func Options() storage.Options { return storage.Options{Effort: seal.Least} }

// Person is who is enrolled.
func Person() storage.Person { return storage.Person{Code: Code, Passphrase: Passphrase} }

// Open opens the store in a file, made where there is none, and unlocks it. It
// is closed with the test.
func Open(t testing.TB, path string) *storage.Store {
	t.Helper()
	s, err := storage.Open(context.Background(), path, Options())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := Enter(s); err != nil {
		t.Fatal(err)
	}
	return s
}

// New opens a new store in a folder of the test's own.
func New(t testing.TB) *storage.Store {
	t.Helper()
	return Open(t, filepath.Join(t.TempDir(), "anketa.db"))
}

// Enter enrolls the first person of a store, or unlocks it for them.
func Enter(s *storage.Store) error {
	ctx := context.Background()
	switch s.State() {
	case storage.Fresh, storage.Plain:
		return s.Enroll(ctx, Person())
	case storage.Locked:
		return s.Unlock(ctx, Code, Passphrase)
	}
	return nil
}

// Make makes a store with somebody in it, closed, as a window finds it.
func Make(path string) (err error) {
	s, err := storage.Open(context.Background(), path, Options())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return Enter(s)
}
