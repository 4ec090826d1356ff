package app

import (
	"context"
	"os"
	"testing"

	"anketa/storage"
	"anketa/storage/storagetest"
	"anketa/survey"
)

// TestAnOlderFileIsTold puts an older copy in the place of the store. The
// window says so before anybody works, and goes on or restores.
func TestAnOlderFileIsTold(t *testing.T) {
	ctx := context.Background()
	store, form := newHome(t)
	work := func(backup bool) {
		t.Helper()
		s, err := storage.Open(ctx, store, storagetest.Options())
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		if err := storagetest.Enter(s); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Begin(ctx, &survey.Record{Form: "town", Version: "1"}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Backup(ctx); backup && err != nil {
			t.Fatal(err)
		}
	}
	work(false)
	older, err := os.ReadFile(store)
	if err != nil {
		t.Fatal(err)
	}
	work(true)
	if err := os.WriteFile(store, older, 0o600); err != nil {
		t.Fatal(err)
	}
	r := openApp(t, store, form)
	r.wantScreen("behind")
	v := r.shown().(*behindView)
	if v.found.Missing == 0 || v.found.Backup.Number == 0 {
		t.Fatalf("found %+v", v.found)
	}
	v.restore()
	r.wantScreen("restored")
	r.shown().(*restoredView).open()
	r.unlock()
	r.wantScreen("start")
	if list, err := r.desk.Store.List(ctx, storage.Filter{}); err != nil || len(list) != 2 {
		t.Errorf("%d interviews, %v", len(list), err)
	}
	if r.desk.Store.Break() != nil {
		t.Error("it is told again")
	}
}
