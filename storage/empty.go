package storage

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// Unconfirmed gives the numbers of interviews of which a version is not among
// those that somebody says to have, whoever they belong to. Drafts are none.
func (s *Store) Unconfirmed(ctx context.Context, confirmed []survey.Hash) (numbers []int, err error) {
	err = s.look(ctx, "compare what was confirmed", func(ctx context.Context, tx *sql.Tx) error {
		numbers = nil
		has := make(map[string]bool, len(confirmed))
		for _, h := range confirmed {
			has[string(s.versionTag(h))] = true
		}
		last := int64(-1)
		return eachRow(ctx, tx, "SELECT i.place, i.number, v.tag FROM version v JOIN interview i ON i.place = v.interview ORDER BY i.number, i.place", func(rows *sql.Rows) error {
			var place int64
			var number int
			var tag []byte
			if err := rows.Scan(&place, &number, &tag); err != nil {
				return err
			}
			if !has[string(tag)] && place != last {
				last = place
				numbers = append(numbers, number)
			}
			return nil
		})
	})
	return numbers, err
}

// Empty destroys a store and closes it: first the keys, so that nothing can be
// opened from then on, then every file of it, with its backups, which are
// written over and removed. What could not be reached or removed is in the
// error. It may be called again.
func (s *Store) Empty(ctx context.Context) error {
	path, open := s.isOpen()
	if !open {
		return message.New("empty the laptop: %w", fs.ErrClosed)
	}
	ctx = context.WithoutCancel(ctx)
	second := s.SecondFolder()
	if err := s.destroyKeys(ctx); err != nil {
		return message.New("empty the laptop: %w", err)
	}
	device := s.device
	s.Lock()
	failed := []error{s.Close()}
	if second != "" {
		if info, err := os.Stat(second); err != nil || !info.IsDir() {
			failed = append(failed, message.New("the second folder for backups is not there: %s; destroy the backups in it, too", second))
		}
		failed = append(failed, eraseFolder(secondFolder(second, device), backupStem(path)))
	}
	failed = append(failed, eraseAround(path))
	return errors.Join(failed...)
}

// destroyKeys destroys what opens the store: the locks of the people and the
// keys of the interviews.
func (s *Store) destroyKeys(ctx context.Context) error {
	err := s.change(ctx, "destroy the keys", func(ctx context.Context, tx *sql.Tx) error {
		for _, query := range []string{
			"UPDATE slot SET locked = zeroblob(length(locked)), paper = NULL, recovery = NULL, hand = ''",
			"UPDATE interview SET key = zeroblob(length(key))",
		} {
			if _, err := tx.ExecContext(ctx, query); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		s.trim()
	}
	return err
}

// eraseAround destroys the files of a store that nobody has open: its backups,
// what a restore or a conversion left, and what stands beside it, the store
// itself last.
func eraseAround(path string) error {
	failed := []error{eraseFolder(backupFolder(path), backupStem(path))}
	for _, file := range conversionCopies(path) {
		failed = append(failed, erase(file))
	}
	for _, folder := range asideFolders(path) {
		failed = append(failed, eraseFolder(folder, filepath.Base(path)))
	}
	for _, folder := range []string{workshop(path), sealingFolder(path)} {
		failed = append(failed, eraseFolder(folder, ""))
	}
	beside, err := os.ReadDir(filepath.Dir(path))
	failed = append(failed, err)
	for _, e := range beside {
		if strings.HasPrefix(e.Name(), filepath.Base(path)+"-") && e.Type().IsRegular() {
			failed = append(failed, erase(filepath.Join(filepath.Dir(path), e.Name())))
		}
	}
	return errors.Join(append(failed, erase(path), syncFolder(filepath.Dir(path)))...)
}

// eraseFolder destroys the files of a folder whose names begin with stem, and
// the folder where nothing else is in it.
func eraseFolder(folder, stem string) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	failed := []error{err}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), stem) && e.Type().IsRegular() {
			failed = append(failed, erase(filepath.Join(folder, e.Name())))
		}
	}
	_ = names.remove(folder) // not where something else is in it
	return errors.Join(failed...)
}
