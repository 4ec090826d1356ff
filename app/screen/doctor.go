package screen

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"anketa/app/fonts"
	"anketa/export/merge"
	"anketa/storage"
	"anketa/survey/message"
)

// DefaultStore is the file that keeps the interviews where none is named.
func DefaultStore() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", message.New("%w: %w", ErrNoHome, err)
	}
	return filepath.Join(dir, "Anketa", "anketa.db"), nil
}

// ErrNoHome is that of a user without a folder for settings.
var ErrNoHome = message.New("this user has no folder for settings: name the store with --store FILE")

// A Report says how a store and the laptop around it are. It holds
// nothing that anybody answered.
type Report struct {
	Version  string // of the program
	Go       string
	System   string
	Now      time.Time
	Store    *storage.Diagnosis
	Fonts    string // what the window is written with
	Graphics Graphics
	Faults   []*message.Text // what is wrong, as sentences; none where all is well
	Notices  []*message.Text // what is worth knowing
	Waiting  []int           // numbers of finished interviews that were not exported yet; see Unlocked
}

// Diagnose examines a store, its history, its backups, the disk and the clock.
// It changes nothing. The error is that of the context.
//
// Outside are ends of the store's history that somebody has: see Witnesses.
func Diagnose(ctx context.Context, store string, now time.Time, outside ...storage.Witness) (*Report, error) {
	d, err := storage.Diagnose(ctx, store, outside...)
	if err != nil {
		return nil, err
	}
	r := &Report{Version: Version, Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH, Now: now, Store: d, Fonts: fonts.Name, Graphics: lookAtGraphics()}
	r.look()
	return r, nil
}

// Unlocked adds what only somebody knows who unlocked the store: whether every
// interview of theirs opens and is what it was, whether what is erased was
// erased on purpose, and what was not exported yet.
func (r *Report) Unlocked(ctx context.Context, store *storage.Store, outside ...storage.Witness) (err error) {
	if r.Store.History, err = store.Verify(ctx, outside...); err != nil {
		return err
	}
	if _, err := store.CheckAll(ctx); r.damage(err) != nil {
		return err
	}
	if r.Waiting, err = store.Unexported(ctx); r.damage(err) != nil {
		return err
	}
	if r.Store.Second, err = store.Second(); err != nil {
		return err
	}
	r.Faults, r.Notices = nil, nil
	r.look()
	all, err := store.List(ctx, storage.Filter{})
	if err != nil {
		return err
	}
	r.Faults = append(r.Faults, damagedWords(all)...)
	if len(r.Waiting) > 0 {
		r.notice("Finished interviews that were not exported yet: %s.", numberList(r.Waiting))
	}
	if err := r.ofRecovery(ctx, store); err != nil {
		return err
	}
	return r.ofRetention(ctx, store)
}

// ofRecovery tells who has not tried the way back in over the coordinator.
func (r *Report) ofRecovery(ctx context.Context, store *storage.Store) error {
	all, err := store.Rehearsals(ctx)
	for _, p := range all {
		if p.Due() {
			r.notice("%s has not tried yet whether the coordinator can help when the passphrase is forgotten: Settings, Sealing, in the window, or anketa recovery try.", p.Code)
		}
	}
	return err
}

// damage keeps the first damage that is found; what else is wrong it gives back.
func (r *Report) damage(err error) error {
	if !errors.Is(err, storage.ErrDamaged) {
		return err
	}
	if r.Store.Fault == nil {
		r.Store.Fault = err
	}
	return nil
}

// ofRetention tells which interviews are past the time for which they may be
// kept, or will be within 30 days.
func (r *Report) ofRetention(ctx context.Context, store *storage.Store) error {
	all, err := Retentions(ctx, store, r.Now)
	if err != nil {
		return r.damage(err)
	}
	for _, x := range all {
		if n := len(x.Due); n > 0 {
			r.notice("%d interviews of the form %s are past the %d days for which they may be kept: anketa retention --delete.", n, x.Form, x.Days)
		}
		if n := len(x.Soon); n > 0 {
			r.notice("For %d interviews of the form %s the time for which they may be kept ends within 30 days, the first on %s.", n, x.Form, x.Next.Format(time.DateOnly))
		}
	}
	return nil
}

// numberList prints sorted numbers with their runs: 1–3, 7.
func numberList(numbers []int) string {
	var runs []merge.Run
	for _, n := range numbers {
		if k := len(runs); k > 0 && runs[k-1].Last+1 >= n {
			runs[k-1].Last = n
			continue
		}
		runs = append(runs, merge.Run{First: n, Last: n})
	}
	words := make([]string, len(runs))
	for i, r := range runs {
		words[i] = r.String()
	}
	return strings.Join(words, ", ")
}

func (r *Report) look() {
	for _, look := range []func(){r.ofStore, r.ofHistory, r.ofDisk, r.ofBackups, r.ofSecond, r.ofClock, r.ofGraphics} {
		look()
	}
}

func (r *Report) fault(format string, args ...any) {
	r.Faults = append(r.Faults, message.New(format, args...))
}

func (r *Report) notice(format string, args ...any) {
	r.Notices = append(r.Notices, message.New(format, args...))
}

func (r *Report) ofStore() {
	d := r.Store
	switch {
	case d.Fault == nil:
	case errors.Is(d.Fault, storage.ErrLocked):
		r.notice("The store is open in another window: its content was not examined. Close that window to have it examined.")
	case errors.Is(d.Fault, fs.ErrNotExist):
		r.fault("There is no store at %s.", d.Path)
	default:
		r.fault("The store cannot be used: %v.", d.Fault)
	}
	if _, ok := Restorable(d.Path, d.Fault); ok || errors.Is(d.Fault, fs.ErrNotExist) && len(d.Backups) > 0 {
		r.notice("It can be restored from a backup: anketa restore --store %q, or the button in the window.", d.Path)
	}
}

func (r *Report) ofDisk() {
	if r.Store.Scarce {
		r.fault("The disk is almost full: %s are free, less than 500 MB.", Megabytes(r.Store.Free))
	}
	if !r.Store.Reserve && r.Store.Fault == nil {
		r.notice("No space is kept for the last answers on a full disk. The window does that when it opens the store, where there is room.")
	}
}

func (r *Report) ofBackups() {
	for _, b := range r.Store.Backups {
		if b.Fault != nil {
			r.fault("The backup %s cannot be relied on: %v.", filepath.Base(b.Path), b.Fault)
		}
	}
	if len(r.Store.Backups) == 0 && r.Store.Content.Drafts+r.Store.Content.Finished > 0 {
		r.fault("There is no backup. Opening the store in the window and closing it makes one.")
	}
}

// ofHistory tells what is wrong with the history of a store.
func (r *Report) ofHistory() {
	h := r.Store.History
	if h == nil {
		return
	}
	for _, f := range h.Findings {
		r.fault("%s", f)
	}
	if h.Head.Seq > 0 && r.Store.Head.Seq == 0 {
		r.notice("The file %s is missing: that the end of the history was cut off would not be noticed. Unlocking and locking the store in the window makes it anew.", filepath.Base(storage.HeadFile(r.Store.Path)))
	}
	if n := h.Missing(); n > 0 && !h.Events {
		r.notice("The contents of %d entries of the history are gone. Whether they were erased on purpose, only somebody who unlocks the store can tell.", n)
	}
	for _, t := range h.Taken {
		r.notice("%s", t)
	}
	for _, t := range h.Back {
		r.notice("The clock was set back at %s: times before and after may be wrong.", t.Format(time.DateTime))
	}
}

// ofSecond tells how the second folder for backups is.
func (r *Report) ofSecond() {
	s := r.Store.Second
	switch {
	case s == nil:
	case !s.There:
		r.notice("The second folder for backups is not there: %s. When it is back, it gets what it lacks.", s.Folder)
	case len(s.Lacks) > 0:
		r.notice("The second folder for backups lacks %d of %d backups. Opening and closing the store in the window copies them.", len(s.Lacks), len(r.Store.Backups))
	}
}

// ofClock finds a clock that was set back: times of interviews are then wrong.
func (r *Report) ofClock() {
	if known := r.Store.Head.Time; known.After(r.Now) {
		r.fault("The clock is behind: it says %s, and the store was used at %s. Set the clock.", r.Now.Format(time.DateTime), known.In(r.Now.Location()).Format(time.DateTime))
		return
	}
	latest := r.Store.Content.Newest
	if latest.After(r.Now) {
		r.fault("The clock is behind: it says %s, and an interview is of %s. Set the clock.", r.Now.Format(time.DateTime), latest.In(r.Now.Location()).Format(time.DateTime))
		return
	}
	for _, b := range r.Store.Backups {
		if b.Made.After(r.Now) {
			r.fault("The clock is behind: it says %s, and a backup is of %s. Set the clock.", r.Now.Format(time.DateTime), b.Made.In(r.Now.Location()).Format(time.DateTime))
			return
		}
	}
}

// Megabytes prints a size as people read it.
func Megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/(1<<20)) }
