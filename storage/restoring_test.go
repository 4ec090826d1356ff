package storage

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"anketa/storage/powertest"
)

// TestNothingIsLostWhileAStoreIsRestored cuts the power at every moment of a
// restore: what the backup and the damaged file have is there, at the latest
// when the restore is repeated.
func TestNothingIsLostWhileAStoreIsRestored(t *testing.T) {
	for _, c := range []struct {
		name  string
		spoil func(path string) error
	}{
		{"a store of which nothing is left", func(path string) error {
			return os.WriteFile(path, bytes.Repeat([]byte{7}, 8192), 0o600)
		}},
		{"a store of which most is left", func(path string) error {
			b, err := os.ReadFile(path)
			if err == nil {
				clear(b[len(b)-4096:])
				err = os.WriteFile(path, b, 0o600)
			}
			return err
		}},
		{"a store that is gone", os.Remove},
	} {
		t.Run(c.name, func(t *testing.T) {
			onTestDisk(t)
			dir := t.TempDir()
			day := newTeller(t, dir)
			day.tell(t, story([]step{opens, sets("1"), keepsForm, begins}, times(perInterview, answers), []step{finishes, begins}, times(3, answers), []step{backsUp, closes}))
			day.disk.Forget()
			if err := c.spoil(day.path); err != nil {
				t.Fatal(err)
			}
			w := newTeller(t, dir)
			w.promises = []promise{day.now()}
			if _, err := Restore(ctx, w.path, Options{Now: atMonday}); err != nil {
				t.Fatal(err)
			}
			w.disk.Forget()
			n := min(cuts()/3, 2000)
			sum, whole := cutRestores(t, w, n), 0
			if sum.first != nil {
				t.Errorf("%d lost, %d unreadable; the first: %v", sum.lost, sum.unread, sum.first)
			}
			if whole = n - sum.again; whole == 0 || sum.again == 0 {
				t.Errorf("%d of %d restores had to be repeated", sum.again, n)
			}
			t.Logf("%d operations of the disk; %d power cuts, %d of them before the restore was whole; %d lost, %d unreadable", len(w.disk.Ops())-w.first, n, sum.again, sum.lost, sum.unread)
		})
	}
}

// cutRestores counts in again the restores that had to be repeated.
func cutRestores(t *testing.T, w *teller, n int) (sum tally) {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	rnd := rand.New(rand.NewPCG(seed, 0))
	cutter, ops, scratch := w.disk.Cut(), len(w.disk.Ops())-w.first, t.TempDir()
	for i := range n {
		at := w.first + i*(ops+1)/n
		cutter.To(at)
		dir := filepath.Join(scratch, fmt.Sprint("cut", i))
		if err := cutter.Leave(dir, powertest.Loss(i%powertest.Losses), rnd); err != nil {
			t.Fatal(err)
		}
		again, err := comesBack(filepath.Join(dir, "anketa.db"), w.now())
		if again {
			sum.again++
		}
		if err != nil {
			sum.add(fmt.Errorf("seed %d, cut %d at operation %d of %d: %w", seed, i, at-w.first, ops, err))
		}
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
	}
	return sum
}

// comesBack opens a store whose restore was cut off: Open finishes one that was
// complete, any other one is repeated.
func comesBack(path string, p promise) (again bool, err error) {
	if _, err := os.Stat(complete(path)); err != nil {
		_, err := Restore(ctx, path, Options{Now: atMonday})
		if again = err == nil; err != nil && !errors.Is(err, ErrInOrder) {
			return again, fmt.Errorf("%w: restore it again: %w", errUnread, err)
		}
	}
	s, err := enter(path)
	if err != nil {
		return again, fmt.Errorf("%w: %w", errUnread, err)
	}
	defer s.Close()
	if err := kept(s, p, p); err != nil {
		return again, err
	}
	return again, goesOn(s, p)
}
