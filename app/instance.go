package app

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"runtime"
	"time"

	"anketa/storage"
)

// This file lets a second start of the program bring the first window forward.
// The window listens on a socket of the file system beside its store, which no
// other user can open and no network reaches. Where there are no such sockets,
// as on Windows and on most sticks, a note says who has the store.

// doorbell is the socket beside a store, or the note.
func doorbell(store string) string { return store + "-window" }

const (
	doorbellWord = "anketa\n"
	doorbellWait = 2 * time.Second
	// The system takes no longer name for a socket.
	longestDoorbell = 100
)

// ring asks the window that has a store open to come forward, and tells
// whether it does.
func ring(store string) bool {
	path := doorbell(store)
	if info, err := os.Lstat(path); err != nil || info.Mode()&os.ModeSocket == 0 {
		return false
	}
	conn, err := net.DialTimeout("unix", path, doorbellWait)
	if err != nil {
		return false
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(doorbellWait)); err != nil {
		return false
	}
	word, err := io.ReadAll(io.LimitReader(conn, int64(len(doorbellWord))))
	return err == nil && string(word) == doorbellWord
}

// answer comes forward whenever somebody rings. The store is open: what lies
// there is of a window that is gone.
func (a *App) answer() {
	a.silence()
	path := doorbell(a.options.Store)
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return
	}
	if runtime.GOOS != "windows" && len(path) <= longestDoorbell {
		if l, err := net.Listen("unix", path); err == nil {
			_ = os.Chmod(path, 0o600)
			a.silence = func() { l.Close() }
			a.work.accept(l, a.comeForward)
			return
		}
	}
	a.leaveNote(path)
}

func (a *App) comeForward() {
	a.trace("forward")
	a.window.Show()
	a.window.RequestFocus()
}

// A note is who has a store open.
type note struct {
	Process int
	Since   time.Time
}

func (a *App) leaveNote(path string) {
	text, err := json.Marshal(note{os.Getpid(), a.clock().wall})
	if err == nil && os.WriteFile(path, text, 0o600) == nil {
		a.silence = func() { os.Remove(path) }
	}
}

// holder reads the note, where the store is open elsewhere and there is one.
func holder(store string, err error) (n note, ok bool) {
	if !errors.Is(err, storage.ErrLocked) {
		return n, false
	}
	text, err := os.ReadFile(doorbell(store))
	return n, err == nil && json.Unmarshal(text, &n) == nil && n.Process > 0
}
