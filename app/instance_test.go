package app

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"anketa/storage"
)

// TestRing: a window that is there answers, and nothing else does.
func TestRing(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there it is a note")
	}
	store := filepath.Join(t.TempDir(), "a.db")
	if ring(store) {
		t.Error("nobody answers")
	}
	l, err := net.Listen("unix", doorbell(store))
	if err != nil {
		t.Fatal(err)
	}
	w, rang := newWorker(), make(chan bool, 1)
	w.accept(l, func() { rang <- true })
	if !ring(store) {
		t.Fatal("the window does not answer")
	}
	select {
	case <-rang:
	case <-time.After(patience):
		t.Error("the window does not come forward")
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false) // as when the program is killed
	l.Close()
	if ring(store) {
		t.Error("a window that is gone answers")
	}
	if err := os.Remove(doorbell(store)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(doorbell(store), []byte("anketa"), 0o600); err != nil || ring(store) {
		t.Errorf("a file answers: %v", err)
	}
	w.stop()
}

// TestHolder: where there is no socket a note says who has the store; it is
// gone with the window.
func TestHolder(t *testing.T) {
	r := newRig(t)
	r.leaveNote(doorbell(r.store))
	n, ok := holder(r.store, storage.ErrLocked)
	if !ok || n.Process != os.Getpid() || !n.Since.Equal(r.clock().wall) && time.Since(n.Since) > time.Minute {
		t.Errorf("it is held by %+v, %v", n, ok)
	}
	if _, ok := holder(r.store, errors.New("another")); ok {
		t.Error("somebody holds a store that is only damaged")
	}
	r.silence()
	if _, ok := holder(r.store, storage.ErrLocked); ok {
		t.Error("the note outlives the window")
	}
}
