package storage

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// A Diagnosis is what can be told of a store without changing it. Nothing that
// anybody answered is in it.
type Diagnosis struct {
	Path      string
	Fault     error   // what Open would say; nil where all of it can be read
	Content   Content // of a store without a fault
	Version   int     // of its layout; 0 where the file does not say
	Newest    int     // layout that this program knows
	Size      int64   // bytes of the store and what belongs into it
	Free      int64   // bytes of the disk; -1 where the system does not say
	Scarce    bool    // that is little
	Reserve   bool    // the space for the last answers is kept
	Backups   []BackupState
	LastTouch time.Time // when the file was written last
	History   *History  // nil where it was not looked at: the store is open elsewhere, damaged, or of before there was one
	Head      Head      // beside the store; Seq is 0 where there is none
	Second    *Second   // the second folder for backups; nil where none is set, or nobody unlocked the store
}

// A BackupState is a backup and whether all of it can be read.
type BackupState struct {
	Backup
	Fault error
	Head  Head // the end of the history in it
}

// DeviceOf is the id of the laptop whose store a file is; "" where that cannot
// be read, as while another program has it open.
func DeviceOf(ctx context.Context, path string) (device string) {
	held, err := hold(path)
	if err != nil {
		return ""
	}
	defer release(held)
	db, done, err := openUntouched(ctx, held)
	if err != nil {
		return ""
	}
	defer done()
	_ = db.QueryRowContext(ctx, "SELECT device FROM laptop").Scan(&device) // the diagnosis says what is wrong
	return device
}

// Diagnose looks at the store in a file. Of one that another program has open,
// Fault is ErrLocked and its content is not looked at. Outside are heads of its
// history that somebody has. The error is that of the context.
func Diagnose(ctx context.Context, path string, outside ...Witness) (*Diagnosis, error) {
	d := &Diagnosis{Path: path, Newest: len(steps()), Free: -1}
	held, err := hold(path)
	if err != nil {
		d.Fault = err
	} else {
		defer release(held)
		d.Path = held
		d.Version, _ = inspect(held, d.Newest)
		d.Content, d.Fault = examineFile(ctx, held)
		if d.Fault == nil {
			d.History, d.Fault = verifyFile(ctx, held, outside)
		}
	}
	d.Head, _ = readHead(d.Path)
	d.measure()
	all, err := Backups(d.Path)
	if err != nil && d.Fault == nil {
		d.Fault = err
	}
	for _, b := range all {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		head, _ := b.Head(ctx)
		d.Backups = append(d.Backups, BackupState{b, b.Examine(ctx), head})
	}
	return d, ctx.Err()
}

// measure looks at the files from outside.
func (d *Diagnosis) measure() {
	for _, part := range parts {
		info, err := os.Stat(d.Path + part)
		if err != nil {
			continue
		}
		d.Size += info.Size()
		if info.ModTime().After(d.LastTouch) {
			d.LastTouch = info.ModTime()
		}
	}
	if free, known := freeSpace(filepath.Dir(d.Path)); known {
		d.Free, d.Scarce = free, free < scarce
	}
	info, err := os.Stat(reserveFile(d.Path))
	d.Reserve = err == nil && info.Size() > 0
}

// State is the fault in one word: "in order", "open elsewhere", "damaged",
// "foreign", "newer", "missing", "unreadable".
func (d *Diagnosis) State() string {
	for _, s := range []struct {
		err  error
		word string
	}{{ErrLocked, "open elsewhere"}, {ErrDamaged, "damaged"}, {ErrForeign, "foreign"}, {ErrNewer, "newer"}, {fs.ErrNotExist, "missing"}} {
		if errors.Is(d.Fault, s.err) {
			return s.word
		}
	}
	if d.Fault != nil {
		return "unreadable"
	}
	return "in order"
}
