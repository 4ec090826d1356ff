package storage

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"

	"modernc.org/sqlite"

	"anketa/survey/message"
)

// What keeps a store from being opened.
var (
	ErrLocked  = message.New("the store is open in another window or program")
	ErrNewer   = message.New("the store was kept by a newer Anketa")
	ErrForeign = message.New("the file is not a store of Anketa")
	ErrDamaged = message.New("the store is damaged")
)

// ErrNotFound is that of an interview or form which the store does not have.
var ErrNotFound = message.New("the store does not have it")

// SQLite's primary result codes, the low byte of Error.Code.
const (
	codeBusy     = 5
	codeReadOnly = 8
	codeIOErr    = 10
	codeCorrupt  = 11
	codeFull     = 13
	codeCantOpen = 14
	codeNotADB   = 26
)

// explain puts before an error of SQLite the one that callers branch on. An
// I/O error stays as it is: what became of the disk is not known.
func explain(err error) error {
	kind := map[int]error{
		codeBusy:     ErrLocked,
		codeReadOnly: syscall.EROFS,
		codeCorrupt:  ErrDamaged,
		codeFull:     syscall.ENOSPC,
		codeNotADB:   ErrDamaged,
	}[code(err)]
	if kind == nil || errors.Is(err, kind) {
		return err
	}
	return message.New("%w (%w)", kind, err)
}

// code gives the primary result code of SQLite, 0 where err is none of its.
func code(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}

// explainOpen is explain where the file could not be opened: why SQLite may not
// write, it does not say, but the system does.
func explainOpen(err error, path string) error {
	if c := code(err); c == codeCantOpen || c == codeReadOnly || c == codeIOErr {
		if why := writable(path); why != nil {
			return message.New("%w (%w)", why, err)
		}
	}
	return explain(err)
}

// writable says what keeps a program from writing to a file, or beside it.
func writable(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	f.Close()
	if f, err = os.CreateTemp(filepath.Dir(path), ".anketa-*"); err != nil {
		return err
	}
	f.Close()
	return os.Remove(f.Name())
}
