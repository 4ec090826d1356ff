package storage

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"anketa/storage/powertest"
	"anketa/survey"
)

// TestASyncThatFailedIsMadeGood has each call of closing a store fail, and those
// after it, until the store is opened again; and then the power go. What a sync
// did not bring to the disk reads as if it were there, and what is saved behind
// it must not be lost with it.
func TestASyncThatFailedIsMadeGood(t *testing.T) {
	onTestDisk(t)
	left := 0
	for n := 1; ; n++ {
		w := newTeller(t, t.TempDir())
		w.tell(t, []step{opens, begins, answers})
		w.disk.Break(powertest.Fault{Nth: n, Stays: true})
		_ = w.s.Close()
		if w.disk.Heal() == 0 {
			break
		}
		if leftWAL(w.path) {
			left++
		}
		w.tell(t, []step{opens, answers, answers, begins, answers})
		dir := t.TempDir()
		cutter := w.disk.Cut()
		said := cutter.To(len(w.disk.Ops()))
		if err := cutter.Leave(dir, powertest.All, rand.New(rand.NewPCG(1, 1))); err != nil {
			t.Fatal(err)
		}
		if err := survives(dir, w.promises[said], w.promises[said], false, nil); err != nil {
			t.Errorf("call %d: %v", n, err)
		}
		if err := w.s.Close(); err != nil {
			t.Fatal(err)
		}
		w.disk.Forget()
	}
	if left == 0 {
		t.Error("no fault left a -wal file")
	}
}

// TestALeftWALIsWrittenAnewOnlyByItsOwner has a second program look at a store
// that is open: what it saves there goes into no file that has lost its name.
func TestALeftWALIsWrittenAnewOnlyByItsOwner(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	s := must(enter(path))
	defer s.Close()
	r := must(s.Begin(ctx, blank()))
	was := must(os.Stat(path + "-wal"))
	release(path) // as another program sees it
	if err := settleLeft(ctx, path); !errors.Is(err, ErrLocked) {
		t.Errorf("a store that is open: %v", err)
	}
	if !os.SameFile(was, must(os.Stat(path+"-wal"))) {
		t.Error("the -wal file of an open store was replaced")
	}
	if err := s.Append(ctx, r.ID, Place{}, []survey.Edit{nthAnswer(0)}); err != nil {
		t.Error(err)
	}
}
