package storage

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"modernc.org/sqlite"
)

// This file looks at a store, and makes one, from outside of SQLite. None of
// it may happen while a Store has the file open: on some systems, closing a
// file anywhere in a program gives up every lock that the program has on it.

// inspect reads the header and tells the version of the store. It refuses
// every file that is not one, an empty one too, for nobody knows whose it is.
func inspect(path string, newest int) (version int, err error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	if !info.Mode().IsRegular() {
		return 0, ErrForeign
	}
	header, err := readHeader(path)
	if err != nil {
		return 0, err
	}
	if len(header) < headerSize || string(header[:len(magic)]) != magic || binary.BigEndian.Uint32(header[68:]) != application {
		return 0, ErrForeign
	}
	version = int(binary.BigEndian.Uint32(header[60:]))
	switch {
	case version > newest:
		return 0, ErrNewer
	case version < 1:
		return 0, ErrForeign
	}
	return version, nil
}

// create makes a new store beside path and gives it its name when it is
// complete, so that there is never half a store at path, and never two
// programs that each made their own.
func create(ctx context.Context, path string, steps []string) error {
	made := path + "-" + randomHex(8) + ".new"
	f, err := os.OpenFile(made, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	defer names.remove(made)
	if err := fill(ctx, made, steps); err != nil {
		return err
	}
	if err := name(made, path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

func fill(ctx context.Context, path string, steps []string) error {
	db, err := connect(ctx, path, building)
	if err != nil {
		return err
	}
	return errors.Join(convert(ctx, db, 0, steps), db.Close())
}

// name gives a file its name unless there is one of that name. Memory cards
// know no links: there, the check and the renaming are two steps.
func name(made, path string) error {
	err := names.link(made, path)
	if err == nil || errors.Is(err, fs.ErrExist) {
		return err
	}
	if _, err := os.Lstat(path); err == nil {
		return fs.ErrExist
	}
	return names.rename(made, path)
}

// names are the calls that change which names are in a folder. Tests put others
// in their place, as a disk would fail or lose them.
var names = struct {
	link, rename    func(from, to string) error
	remove, persist func(name string) error
}{os.Link, os.Rename, os.Remove, syncDir}

// syncFolder makes a new name in a folder outlive a power cut.
func syncFolder(dir string) error { return names.persist(dir) }

// syncDir is for the system. Windows does so by itself and has no call for it.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// removeFolder removes a folder with all that is in it; none is no error.
func removeFolder(folder string) error {
	var all []string
	err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		all = append(all, path)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, path := range slices.Backward(all) { // what is in a folder before it
		if failed := names.remove(path); failed != nil && !errors.Is(failed, fs.ErrNotExist) {
			err = errors.Join(err, failed)
		}
	}
	return err
}

// connect opens the file with one connection, which stays: with the connection
// the lock would go.
func connect(ctx context.Context, path string, w way) (*sql.DB, error) {
	return connectHeard(ctx, path, w, nil)
}

// connectHeard is connect with somebody who hears of every row that changes.
func connectHeard(ctx context.Context, path string, w way, hear func(sqlite.SQLitePreUpdateData)) (*sql.DB, error) {
	prepare()
	c, err := sqlite.NewConnector(w.dsn(path, runtime.GOOS == "windows"))
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(watchedConnector{c, hear})
	db.SetMaxOpenConns(1)
	db.SetMaxIdleConns(1)
	db.SetConnMaxLifetime(0)
	db.SetConnMaxIdleTime(0)
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, explainOpen(err, path)
	}
	return db, nil
}

func randomHex(n int) string {
	b := make([]byte, n)
	rand.Read(b)
	return hex.EncodeToString(b)
}

// newID makes the id of an interview: "uuid:" and a random UUID (version 4,
// which tells no time).
func newID() string {
	b := make([]byte, 16)
	rand.Read(b)
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("uuid:%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// held are the files that this program has open. The lock of a file keeps
// other programs away; this keeps the program from looking at its own.
var held = struct {
	sync.Mutex
	paths map[string]bool
}{paths: map[string]bool{}}

// hold takes a file for one Store and gives its one name.
func hold(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	} else if dir, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		path = filepath.Join(dir, filepath.Base(path))
	}
	held.Lock()
	defer held.Unlock()
	for other := range held.paths {
		if other == path || sameFile(other, path) {
			return "", ErrLocked
		}
	}
	held.paths[path] = true
	return path, nil
}

// sameFile sees through links and through names that differ in capitals only.
func sameFile(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}

func release(path string) {
	held.Lock()
	defer held.Unlock()
	delete(held.paths, path)
}
