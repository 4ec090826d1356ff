package storage

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// When a sync fails, the system may still show what was written and never write
// it: a later sync says nothing of it. A -wal file that a program left after
// such a fault reads whole, and what is saved behind the hole would be gone with
// the power. So what was left is written anew before anything is added to it.

// settle writes a -wal file anew that was there before the connection, of which
// there is one. SQLite does not know the new file: its connection is closed,
// which brings everything into the store, and the pool makes another one. The
// caller writes nothing meanwhile.
func settle(ctx context.Context, db *sql.DB, path string) error {
	c, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer c.Close() // only here, so that nobody else has the store meanwhile
	if !leftWAL(path) {
		return nil
	}
	if err := writeAnew(path + "-wal"); err != nil {
		return err
	}
	drop(c)
	return nil
}

// drop closes a connection of the pool, which makes another one.
func drop(c *sql.Conn) { _ = c.Raw(func(any) error { return driver.ErrBadConn }) }

// leftWAL says whether a store has a -wal file with something in it.
func leftWAL(path string) bool {
	info, err := os.Stat(path + "-wal")
	return err == nil && info.Size() > 0
}

// writeAnew puts a copy that is on the disk in the place of a file. It stays as
// it is on a full disk, on which people still have to see what they saved, and on
// Windows, which does not let a file go that is open.
func writeAnew(file string) error {
	copied := file + ".new"
	if err := os.Remove(copied); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	err := copyFile(file, copied)
	if err == nil {
		err = names.rename(copied, file)
	}
	if err != nil {
		_ = os.Remove(copied)
		if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.ENOSPC) {
			return nil
		}
		return err
	}
	return syncFolder(filepath.Dir(file))
}

// settleLeft is settle for a file that nobody has open.
func settleLeft(ctx context.Context, path string) error {
	if !leftWAL(path) {
		return nil
	}
	db, err := connect(ctx, path, daily)
	if err != nil {
		return err
	}
	return errors.Join(settle(ctx, db, path), db.Close())
}
