package storage

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"runtime"

	"anketa/survey/message"
)

// examineFile reads everything in a store that no Store of this program has
// open, needs no key and changes nothing. What a program that was killed left in the -wal
// file belongs to it, so SQLite then gets a copy to work on.
func examineFile(ctx context.Context, path string) (Content, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return Content{}, err
	}
	version, err := inspect(path, len(steps()))
	if err != nil {
		return Content{}, err
	}
	if err := probe(ctx, path); err != nil {
		return Content{}, err
	}
	db, done, err := openUntouched(ctx, path)
	if err != nil {
		return Content{}, explain(err)
	}
	defer done()
	found, err := (&Store{db: db, plain: version == plainVersion}).examineAll(ctx)
	return found, explain(err)
}

// probe is ErrLocked where another program has the file open. It asks for the
// lock that a Store holds, with which no -shm file is made.
func probe(ctx context.Context, path string) error {
	prepare()
	db, err := sql.Open("sqlite", fileURI(path, runtime.GOOS == "windows", map[string][]string{
		"mode": {"ro"}, "_busy_timeout": {"0"}, "_pragma": {"locking_mode(EXCLUSIVE)"},
	}))
	if err != nil {
		return err
	}
	defer db.Close()
	var n int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&n); code(err) == codeBusy {
		return ErrLocked
	}
	return nil // what else is wrong with it, reading it tells
}

// openUntouched opens a file, or a copy of it, and writes nothing to it.
func openUntouched(ctx context.Context, path string) (*sql.DB, func(), error) {
	if !pending(path) {
		db, err := openReadOnly(path)
		return db, func() { db.Close() }, err
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), copyFolders)
	if err != nil {
		return nil, nil, err
	}
	copied := filepath.Join(dir, copyName)
	err = copyParts(path, copied)
	var db *sql.DB
	if err == nil {
		db, err = connect(ctx, copied, daily)
	}
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(dir))
	}
	return db, func() { db.Close(); os.RemoveAll(dir) }, nil
}

// copyFolders and copyName are what a copy to work on is called.
const (
	copyFolders = ".anketa-*"
	copyName    = "copy.db"
)

// sweep removes what programs that were killed left of a store: copies to work
// on, and one that was being restored. What is sealed or withdrawn later would
// outlive that in them.
func sweep(path string) {
	for _, folder := range []string{filepath.Dir(path), backupFolder(path)} {
		entries, _ := os.ReadDir(folder)
		for _, e := range entries {
			left := filepath.Join(folder, e.Name())
			if ours, _ := filepath.Match(copyFolders, e.Name()); !ours {
				continue
			}
			if _, err := os.Stat(filepath.Join(left, copyName)); err == nil {
				_ = os.RemoveAll(left)
			}
		}
	}
	_ = os.RemoveAll(workshop(path))
}

// inOneFile sees to it that a store which was closed may be moved by its name
// alone. On a full disk SQLite leaves the -wal file, and says nothing.
func inOneFile(path string) error {
	if !pending(path) {
		return nil
	}
	return message.New("what was written stands in two files still, as on a full disk: make room, and do it again")
}

// pending says whether files beside a store hold what belongs into it.
func pending(path string) bool {
	for _, part := range []string{"-wal", "-journal"} {
		if info, err := os.Stat(path + part); err == nil && info.Size() > 0 {
			return true
		}
	}
	return false
}
