package storage

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"anketa/survey/message"
)

// What keeps a store from being restored.
var (
	ErrNoBackup = message.New("there is no backup that can be read")
	ErrInOrder  = message.New("the store is in order; there is nothing to restore")
)

// Restored says what came of a restore.
type Restored struct {
	Backup     Backup // that it began with
	Aside      string // the folder where the damaged files are kept; "" where there were none
	Interviews int    // drafts and finished versions from the damaged file that the backup did not have
	Changes    int    // changes of drafts from there
	Lost       int    // rows of the damaged file, or parts of it, that could not be read
	Missing    int64  // entries of the history that were known, and are in neither
}

// Restore makes a damaged store whole again, or one that is gone: from the
// newest backup that is sound, and from what the damaged file still has beyond
// it. The damaged files are not changed; they are moved aside together when the
// new store is complete. A program that is killed meanwhile leaves all as it
// was, or the next Open finishes it.
//
// The error is ErrInOrder, ErrNoBackup, ErrLocked or ErrNewer, and then nothing
// was touched, or that of the system.
func Restore(ctx context.Context, path string, o Options) (*Restored, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	path, err := hold(path)
	if err != nil {
		return nil, message.New("restore store: %w", err)
	}
	defer release(path)
	out, err := restore(ctx, path, o)
	if err != nil {
		return nil, message.New("restore store: %w", explain(err))
	}
	return out, nil
}

func restore(ctx context.Context, path string, o Options) (*Restored, error) {
	if err := swap(path); err != nil {
		return nil, err
	}
	var missed func(Head) bool // of a backup: it has what the store has not
	switch _, err := examineFile(ctx, path); {
	case err == nil:
		behind, err := behindHead(ctx, path)
		if err != nil {
			return nil, err
		}
		if behind == nil {
			return nil, ErrInOrder
		}
		missed = func(h Head) bool { return !fileHasEntry(ctx, path, h) }
	case !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrForeign) && !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	good, err := newestGood(ctx, path, missed)
	if err != nil {
		return nil, err
	}
	out := &Restored{Backup: good}
	if err := removeFolder(workshop(path)); err != nil {
		return nil, err
	}
	if err := build(ctx, path, o, out); err != nil {
		removeFolder(workshop(path))
		return nil, err
	}
	if out.Aside, err = aside(path); err != nil {
		return nil, err
	}
	if err := swap(path); err != nil {
		return nil, err
	}
	return out, nil
}

// newestGood finds the newest backup of which everything can be read, and of whose
// end missed holds; nil holds of all.
func newestGood(ctx context.Context, path string, missed func(Head) bool) (Backup, error) {
	all, err := Backups(path)
	if err != nil {
		return Backup{}, err
	}
	for _, b := range all {
		if err := ctx.Err(); err != nil {
			return Backup{}, err
		}
		if b.Examine(ctx) != nil {
			continue
		}
		if h, err := b.Head(ctx); missed == nil || err == nil && missed(h) {
			return b, nil
		}
	}
	return Backup{}, ErrNoBackup
}

// Examine reads all of a backup.
func (b Backup) Examine(ctx context.Context) error {
	_, err := examineFile(ctx, b.Path)
	return err
}

// The workshop is the folder where a restored store is built. When it is
// complete it gets the name that swap looks for.
func workshop(path string) string { return path + "-restoring" }
func complete(path string) string { return filepath.Join(workshop(path), "complete.db") }

// parts are the endings of the files that belong together.
var parts = []string{"-wal", "-shm", "-journal", ""}

// build copies the backup and brings into it what the damaged file has.
func build(ctx context.Context, path string, o Options, out *Restored) error {
	shop := workshop(path)
	damaged, half := filepath.Join(shop, "damaged.db"), filepath.Join(shop, "half.db")
	if err := os.Mkdir(shop, 0o700); err != nil {
		return err
	}
	if err := copyFile(out.Backup.Path, half); err != nil {
		return err
	}
	if _, err := examineFile(ctx, half); err != nil {
		return message.New("read back the copy of the backup: %w", err)
	}
	to, err := Open(ctx, half, Options{Now: o.Now})
	if err != nil {
		return err
	}
	defer to.Close()
	if err := fillUp(ctx, path, damaged, to, out); err != nil {
		return err
	}
	if _, err := to.examineAll(ctx); err != nil {
		return err
	}
	if err := errors.Join(to.Close(), inOneFile(half)); err != nil {
		return err
	}
	if err := headAnew(ctx, half, path); err != nil {
		return err
	}
	if err := names.rename(half, complete(path)); err != nil {
		return err
	}
	return syncFolder(shop)
}

// fillUp brings into the copy of the backup what the damaged file has, and
// makes the history hold together. A store in clear has no history.
func fillUp(ctx context.Context, path, damaged string, to *Store, out *Restored) error {
	if to.plain {
		return takeOver(ctx, path, damaged, to, out)
	}
	known, _ := readHead(path)
	before, err := verifyHistory(ctx, to.db, nil)
	if err != nil {
		return err
	}
	if err := takeOver(ctx, path, damaged, to, out); err != nil {
		return err
	}
	return to.relink(ctx, before, known, out)
}

// takeOver reads a copy of the damaged files, so that SQLite does not write to
// them.
func takeOver(ctx context.Context, path, reading string, to *Store, out *Restored) error {
	if err := copyParts(path, reading); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	defer removeParts(reading)
	db, err := connect(ctx, reading, daily)
	if err != nil {
		out.Lost++
		return ctx.Err()
	}
	defer db.Close()
	var version int
	err = db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	if err != nil || to.plain || version == plainVersion {
		out.Lost++ // rows in clear go into no other file
		return ctx.Err()
	}
	if legible(ctx, db, to.steps) != nil {
		out.Lost++ // what calls itself a table of ours might be anything
		return ctx.Err()
	}
	return (&salvage{from: db, to: to, out: out}).run(ctx)
}

// swap puts a store that was restored in the place of the damaged one, where
// there is one. It may be repeated from any point.
func swap(path string) error {
	if _, err := os.Stat(complete(path)); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return err
	}
	folder, err := aside(path)
	if err != nil {
		return err
	}
	if folder != "" {
		if err := moveAside(path, folder); err != nil {
			return message.New("move the damaged files aside: %w", err)
		}
	}
	// The head before its store: with the older one, the store would be taken for
	// one that was rolled back.
	if err := names.rename(HeadFile(complete(path)), HeadFile(path)); err == nil {
		_ = names.remove(lastFile(path)) // it is of before
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := names.rename(complete(path), path); err != nil {
		return err
	}
	if err := syncFolder(filepath.Dir(path)); err != nil {
		return err
	}
	return removeFolder(workshop(path))
}

// aside names the folder for the damaged files by when the new store was
// complete; "" where there are none, nor were.
func aside(path string) (string, error) {
	info, err := os.Stat(complete(path))
	if err != nil {
		return "", err
	}
	folder := filepath.Join(filepath.Dir(path), "damaged-"+info.ModTime().Format(backupTime))
	for _, file := range []string{path, path + "-wal", folder} {
		if _, err := os.Stat(file); err == nil {
			return folder, nil
		}
	}
	return "", nil
}

// moveAside moves the files that belong together, the store itself last.
func moveAside(path, folder string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	for _, part := range parts {
		to := filepath.Join(folder, filepath.Base(path)+part)
		if _, err := os.Stat(to); err == nil {
			continue
		}
		if err := names.rename(path+part, to); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return syncFolder(folder)
}

// copyParts copies a file with those that belong to it. The error is
// fs.ErrNotExist where there is no file itself.
func copyParts(from, to string) error {
	if err := copyFile(from, to); err != nil {
		return err
	}
	for _, part := range []string{"-wal", "-journal"} { // -shm is made anew
		if err := copyFile(from+part, to+part); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func removeParts(path string) {
	for _, part := range parts {
		_ = names.remove(path + part)
	}
}

func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Sync(), target.Close())
}
