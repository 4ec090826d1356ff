// Package screentest opens the door of a store for tests.
package screentest

import (
	"context"
	"os"
	"testing"

	"anketa/app/screen"
	"anketa/storage/seal"
	"anketa/storage/storagetest"
)

// Open gives the desk of a store, which is made for storagetest.Code where there
// is none. The desk is not closed.
func Open(t testing.TB, store, form string, queue screen.Queue) *screen.Desk {
	t.Helper()
	Prepare(t, store)
	door, err := screen.Options{Store: store, Form: form, Queue: queue, Effort: seal.Least}.Open(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	desk, err := door.Unlock(context.Background(), storagetest.Code, storagetest.Passphrase)
	if err != nil {
		door.Close()
		t.Fatal(err)
	}
	return desk
}

// Prepare makes a store with its one person, and leaves it closed; one that is
// there stays as it is.
func Prepare(t testing.TB, store string) {
	t.Helper()
	if _, err := os.Stat(store); os.IsNotExist(err) {
		if err := storagetest.Make(store); err != nil {
			t.Fatal(err)
		}
	}
}
