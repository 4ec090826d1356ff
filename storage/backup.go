package storage

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"anketa/survey/message"
)

// How many backups stay: the newest ones, and the last one of each of the
// newest days.
const (
	keepNewest = 5
	keepDays   = 7
)

// A Backup is a whole copy of a store, in the folder "backups" beside it. Its
// name is given to it when it has been read back.
type Backup struct {
	Path   string
	Number int       // counted from 1, so that a clock that is set back does not make an old copy the newest
	Made   time.Time // by the laptop's clock
}

const backupTime = "20060102-150405"

// backupName is what stands after the store's own name: -000012-20260504-090000.db
var backupName = regexp.MustCompile(`^-(\d{6,9})-(\d{8}-\d{6})\.db$`)

func backupFolder(path string) string { return filepath.Join(filepath.Dir(path), "backups") }

// backupStem begins the names of a store's backups.
func backupStem(path string) string { return strings.TrimSuffix(filepath.Base(path), ".db") }

// Backups lists the backups of the store at path, the newest first. That they
// are sound is not looked at.
func Backups(path string) ([]Backup, error) {
	return backupsIn(backupFolder(path), backupStem(path))
}

// backupsIn lists the backups in a folder whose names begin with stem; none
// where there is no folder.
func backupsIn(dir, stem string) ([]Backup, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, message.New("list backups: %w", err)
	}
	var all []Backup
	for _, e := range entries {
		if b, ok := parseBackup(e.Name(), stem); ok && e.Type().IsRegular() {
			b.Path = filepath.Join(dir, e.Name())
			all = append(all, b)
		}
	}
	slices.SortFunc(all, func(a, b Backup) int { return cmp.Compare(b.Number, a.Number) })
	return all, nil
}

func parseBackup(name, stem string) (b Backup, ok bool) {
	rest, ours := strings.CutPrefix(name, stem)
	m := backupName.FindStringSubmatch(rest)
	if !ours || m == nil {
		return b, false
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return b, false
	}
	made, err := time.ParseInLocation(backupTime, m[2], time.Local)
	return Backup{Number: n, Made: made}, err == nil
}

// Backup copies the store into the folder "backups" beside it, reads the copy
// back, and only then removes older copies. Where nothing has changed since the
// newest one, made is false. Saves wait while SQLite copies, not while the copy
// is read. Interviews that were withdrawn since, and what could open those that
// were sealed, are then taken out of the older ones. An error leaves those as
// they are.
func (s *Store) Backup(ctx context.Context) (made bool, err error) {
	ctx = context.WithoutCancel(ctx)
	if s.State() == Plain {
		return false, nil // it does not change, and no more copies in clear are made
	}
	if path, open := s.isOpen(); open {
		if made, err = s.backUp(ctx, path); err == nil {
			err = s.scrubErased(ctx)
		}
	} else {
		err = fs.ErrClosed
	}
	if err != nil {
		return false, message.New("back up the store: %w", explain(err))
	}
	return made, nil
}

func (s *Store) isOpen() (path string, open bool) {
	s.writing.Lock()
	defer s.writing.Unlock()
	return s.path, s.path != ""
}

func (s *Store) backUp(ctx context.Context, path string) (made bool, err error) {
	all, err := Backups(path)
	if err != nil {
		return false, err
	}
	dir, last := backupFolder(path), 0
	before := "" // stamp of the newest backup; a broken one has none, and is replaced
	if len(all) > 0 {
		last = all[0].Number
		if before, err = stampOf(ctx, all[0].Path); err != nil {
			before = ""
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return false, err
	}
	name := filepath.Join(dir, fmt.Sprintf("%s-%06d-%s.db", backupStem(path), last+1, s.now().Format(backupTime)))
	half := name + ".new"
	defer names.remove(half)
	now, err := s.copyTo(ctx, half, before)
	if err != nil || now == before {
		return false, err
	}
	if err := s.verifyCopy(ctx, half, now); err != nil {
		return false, message.New("read the copy back: %w", err)
	}
	if err := names.rename(half, name); err != nil {
		return false, err
	}
	if err := syncFolder(dir); err != nil {
		return false, err
	}
	s.noteBackup(ctx, last+1)
	return true, removeOlder(path)
}

// copyTo makes a copy and gives the stamp of what is in it. Where that is the
// stamp before, it makes none.
func (s *Store) copyTo(ctx context.Context, target, before string) (string, error) {
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := s.renewed(ctx); err != nil {
		return "", err
	}
	c, err := s.db.Conn(ctx)
	if err != nil {
		return "", err
	}
	defer c.Close()
	now, err := stamp(ctx, c)
	if err != nil || now == before {
		return now, err
	}
	size, err := sizeOf(ctx, c)
	if err != nil {
		return "", err
	}
	// What is left on the disk is for answers.
	if free, known := freeSpace(filepath.Dir(target)); known && free < size+roomToRefill(s.reserve) {
		return "", message.New("there is no room for a copy: %w", syscall.ENOSPC)
	}
	// SQLite fills an empty file and refuses another; a new one it would let
	// everybody read.
	f, err := os.OpenFile(target, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return "", err
	}
	if err := f.Close(); err != nil {
		return "", err
	}
	_, err = c.ExecContext(ctx, "VACUUM INTO ?", target)
	return now, err
}

// Size is how many bytes the store has; 0 where that cannot be told.
func (s *Store) Size() int64 {
	size, err := sizeOf(context.Background(), s.db)
	if err != nil {
		return 0
	}
	return size
}

func sizeOf(ctx context.Context, q querier) (size int64, err error) {
	err = q.QueryRowContext(ctx, "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").Scan(&size)
	return size, err
}

// verifyCopy reads all of a copy; its stamp must be that of the original.
func (s *Store) verifyCopy(ctx context.Context, path, want string) error {
	db, err := openReadOnly(path)
	if err != nil {
		return err
	}
	defer db.Close()
	if _, err := (&Store{db: db, plain: s.plain, steps: s.steps}).examineAll(ctx); err != nil {
		return err
	}
	have, err := stamp(ctx, db)
	if err == nil && have != want {
		err = message.New("%w: the copy differs", ErrDamaged)
	}
	return err
}

// examineAll is examine without mercy: every page, every row. It needs no key.
func (s *Store) examineAll(ctx context.Context) (Content, error) {
	if err := s.examine(ctx); err != nil {
		return Content{}, err
	}
	for check, ok := range map[string]string{"PRAGMA integrity_check(1)": "ok", "PRAGMA foreign_key_check": ""} {
		if err := sound(ctx, s.db, check, ok); err != nil {
			return Content{}, err
		}
	}
	if s.plain {
		return plainContent(ctx, s.db)
	}
	return whole(ctx, s.db)
}

func openReadOnly(path string) (*sql.DB, error) {
	prepare()
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	return sql.Open("sqlite", readingOnly(path, runtime.GOOS == "windows"))
}

func stampOf(ctx context.Context, path string) (string, error) {
	db, err := openReadOnly(path)
	if err != nil {
		return "", err
	}
	defer db.Close()
	return stamp(ctx, db)
}

// removeOlder removes the backups that nobody needs any more, and what a
// program that was killed left of one.
func removeOlder(path string) error {
	all, err := Backups(path)
	if err != nil {
		return err
	}
	var failed []error
	for _, b := range spare(all) {
		failed = append(failed, names.remove(b.Path))
	}
	entries, err := os.ReadDir(backupFolder(path))
	failed = append(failed, err)
	for _, e := range entries {
		name, half := strings.CutSuffix(e.Name(), ".new")
		if _, ours := parseBackup(name, backupStem(path)); half && ours {
			failed = append(failed, names.remove(filepath.Join(backupFolder(path), e.Name())))
		}
	}
	return errors.Join(failed...)
}

// spare chooses from backups, the newest first, those that need not stay.
func spare(all []Backup) (out []Backup) {
	days := map[string]bool{}
	for i, b := range all {
		day := b.Made.Format(time.DateOnly)
		lastOfDay := !days[day] && len(days) < keepDays
		days[day] = true
		if i >= keepNewest && !lastOfDay {
			out = append(out, b)
		}
	}
	return out
}
