package storage

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"anketa/survey/message"
)

// A scrub says which interviews backups must not hold any more, and which locks
// are the right ones: an older passphrase, which somebody may have seen, must
// not open a backup.
type scrub struct {
	sealed []string // ids: what could open them, until they were sealed; a backup of later stays as it is
	gone   []string // ids: everything
	locks  []slot   // of a secret that a backup has under another passphrase
	handed []handed // of whoever had them before, a backup must not have the key
}

func (c scrub) erases() bool { return len(c.sealed)+len(c.gone) > 0 }

func (c scrub) empty() bool { return !c.erases() && len(c.locks)+len(c.handed) == 0 }

// scrubBackups takes interviews out of every backup that is within reach:
// beside the store, in the second folder where it is there, and the copies that
// were made before conversions. Each is copied without them, read back, and
// takes the place of the old one, which is written over. A backup out of reach
// is scrubbed the next time; one that cannot be read is left, and told.
//
// The tables that an interview has rows in are those of interviewTables.
func (s *Store) scrubBackups(ctx context.Context, c scrub) error {
	path, open := s.isOpen()
	if !open || c.empty() {
		return nil
	}
	folders := []string{backupFolder(path)}
	if second := s.SecondFolder(); second != "" {
		folders = append(folders, secondFolder(second, s.device))
	}
	var files []string
	for _, folder := range folders {
		all, err := backupsIn(folder, backupStem(path))
		if err != nil {
			continue // a stick that is not plugged in
		}
		for _, b := range all {
			files = append(files, b.Path)
		}
	}
	var failed []error
	for _, file := range append(files, conversionCopies(path)...) {
		if err := s.scrubFile(ctx, file, c); err != nil {
			failed = append(failed, message.New("take what was erased out of the backup %s: %w", filepath.Base(file), explain(err)))
		}
	}
	return errors.Join(failed...)
}

// conversionCopies lists the copies that were made before conversions.
func conversionCopies(path string) (files []string) {
	folder := filepath.Join(filepath.Dir(path), "backup")
	entries, _ := os.ReadDir(folder)
	for _, e := range entries {
		name := e.Name()
		if n := len(stem(path)); len(name) > n && name[:n] == stem(path) && conversionCopy.MatchString(name[n:]) {
			files = append(files, filepath.Join(folder, name))
		}
	}
	return files
}

// scrubFile takes interviews out of one backup, where it has them.
func (s *Store) scrubFile(ctx context.Context, path string, c scrub) error {
	found, err := s.toScrub(ctx, path, c)
	if errors.Is(explain(err), ErrDamaged) && !c.erases() {
		return nil // what cannot be read, no passphrase opens; it will be replaced
	}
	if err != nil || found.none() {
		return err
	}
	half := path + ".new"
	_ = names.remove(half)
	defer names.remove(half)
	if err := copyFile(path, half); err != nil {
		return err
	}
	if err := found.remove(ctx, half); err != nil {
		return err
	}
	left, err := s.toScrub(ctx, half, c)
	if err == nil && !left.none() {
		err = ErrDamaged
	}
	if err != nil {
		return err
	}
	if _, err := examineFile(ctx, half); err != nil {
		return message.New("read the copy back: %w", err)
	}
	old := atHand(path)
	if err := names.rename(half, path); err != nil {
		return errors.Join(err, old(false))
	}
	return errors.Join(old(true), syncFolder(filepath.Dir(path)))
}

// atHand keeps a file at hand whose name another one takes, to be written over
// then. Windows gives no file's name away that somebody has open: there the old
// blocks stay until they are used again.
func atHand(path string) (done func(erase bool) error) {
	if runtime.GOOS == "windows" {
		return func(bool) error { return nil }
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return func(bool) error { return nil }
	}
	return func(erase bool) (err error) {
		if info, known := f.Stat(); erase && known == nil {
			_, err = io.CopyN(f, zeros{}, info.Size())
			err = errors.Join(err, f.Sync())
		}
		return errors.Join(err, f.Close())
	}
}

// scrubbed is what a backup has and must not.
type scrubbed struct {
	places  []int64  // of interviews
	arrived [][]byte // tags of the table arrival
	locks   []slot   // that are other ones now
	handed  []handed // that are a colleague's now
}

func (f scrubbed) none() bool {
	return len(f.places)+len(f.arrived)+len(f.locks)+len(f.handed) == 0
}

// toScrub finds what a backup has and must not.
func (s *Store) toScrub(ctx context.Context, path string, c scrub) (found scrubbed, err error) {
	db, err := openReadOnly(path)
	if err != nil {
		return found, err
	}
	defer db.Close()
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil || version <= plainVersion {
		return found, err // one in clear is erased as a whole
	}
	find := func(query string, ids []string) error {
		for _, id := range ids {
			var place int64
			err := db.QueryRowContext(ctx, query, id).Scan(&place)
			switch {
			case errors.Is(err, sql.ErrNoRows):
			case err != nil:
				return err
			default:
				found.places = append(found.places, place)
			}
		}
		return nil
	}
	err = find("SELECT place FROM interview WHERE id = ? AND length(key) > 0", c.sealed)
	if err == nil {
		err = find("SELECT place FROM interview WHERE id = ?", c.gone)
	}
	if err == nil {
		found.arrived, err = s.arrivedIn(ctx, db, c.gone)
	}
	if err == nil {
		found.locks, err = staleLocks(ctx, db, c.locks)
	}
	if err == nil {
		found.handed, err = staleOwners(ctx, db, c.handed)
	}
	return found, err
}

// staleLocks gives the locks that a backup has otherwise, of the same secrets.
func staleLocks(ctx context.Context, q querier, locks []slot) (stale []slot, err error) {
	for _, l := range locks {
		var other bool
		if err := q.QueryRowContext(ctx, "SELECT count(*) > 0 FROM slot WHERE code = ? AND public = ? AND locked <> ?", l.code, l.public, l.locked).Scan(&other); err != nil {
			return nil, err
		}
		if other {
			stale = append(stale, l)
		}
	}
	return stale, nil
}

// interviewTables are those that hold rows of interviews, whose place is in the
// column interview.
var interviewTables = []string{"attachment", "replaced", "version", "lost", "journal", "snapshot"}

func (f scrubbed) remove(ctx context.Context, path string) (err error) {
	db, err := connect(ctx, path, building)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, place := range f.places {
		for _, table := range interviewTables {
			if _, err := tx.ExecContext(ctx, "DELETE FROM "+table+" WHERE interview = ?", place); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM interview WHERE place = ?", place); err != nil {
			return err
		}
	}
	if err := deleteArrivals(ctx, tx, f.arrived); err != nil {
		return err
	}
	if err := handOverIn(ctx, tx, f.handed); err != nil {
		return err
	}
	for _, l := range f.locks {
		if _, err := tx.ExecContext(ctx, "UPDATE slot SET locked = ? WHERE code = ? AND public = ?", l.locked, l.code, l.public); err != nil {
			return err
		}
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "VACUUM")
	return err
}

// scrubErased takes what could open sealed interviews, and all of withdrawn ones,
// out of the backups, and the older passphrase of whoever is here. Which were
// withdrawn can be read only while somebody is.
func (s *Store) scrubErased(ctx context.Context) error {
	var c scrub
	err := s.lookClear(ctx, "list what is sealed", func(ctx context.Context, tx *sql.Tx) error {
		c = scrub{}
		return eachRow(ctx, tx, "SELECT id FROM interview WHERE length(key) = 0", func(rows *sql.Rows) error {
			var id string
			err := rows.Scan(&id)
			c.sealed = append(c.sealed, id)
			return err
		})
	})
	if err != nil || s.plain {
		return err
	}
	gone, err := s.Withdrawn(ctx)
	if err != nil && !errors.Is(err, ErrNoKey) {
		return err
	}
	for _, w := range gone {
		c.gone = append(c.gone, w.ID)
	}
	c.locks = s.ownLock()
	if c.handed, err = s.handedOver(ctx); err != nil {
		return err
	}
	return s.scrubBackups(ctx, c)
}

// ownLock is that of whoever is here, which opened or was just made: one that
// only stands in the file might open nothing, and then backups would neither.
func (s *Store) ownLock() []slot {
	s.keys.RLock()
	defer s.keys.RUnlock()
	if s.ring == nil {
		return nil
	}
	return []slot{{code: s.ring.code, public: s.ring.secret.Public(), locked: s.ring.locked}}
}
