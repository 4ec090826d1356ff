// Package storagetest opens stores for the tests of all packages, unlocked and
// at next to no cost.
package storagetest

import (
	"context"
	"database/sql"
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

// Damage puts another byte into what lists show of an interview, by its number,
// in a store that nobody has open.
func Damage(t testing.TB, path string, number int) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	done, err := db.Exec("UPDATE interview SET about = CAST(substr(about, 1, 60) || x'00' || substr(about, 62) AS BLOB) WHERE number = ?", number)
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if n, _ := done.RowsAffected(); n != 1 {
		t.Fatalf("%d interviews have the number %d", n, number)
	}
}

// Meddle changes a closed store as somebody does who has the file, and an editor
// of databases, and no key.
func Meddle(t testing.TB, path string, queries ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, q := range queries {
		if _, err := db.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
}
