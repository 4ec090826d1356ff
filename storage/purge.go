package storage

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"

	"anketa/survey/message"
)

// mostCompacted is how large a store may be to be written anew after something
// was erased. In a larger one, what was deleted is written over where it stood.
const mostCompacted = 512 << 20

// purge sees to it that nothing of what was erased is in any file within reach.
// The error is an *UnfinishedError.
func (s *Store) purge(ctx context.Context) error {
	ctx = context.WithoutCancel(ctx)
	s.keepHeadNow()
	err := s.compact(ctx)
	if _, failed := s.Backup(ctx); failed != nil {
		err = errors.Join(err, failed)
	}
	if err = errors.Join(err, s.eraseAside(ctx)); err != nil {
		return &UnfinishedError{err}
	}
	return nil
}

// compact writes the store anew, without what was deleted: pages that were put
// in order may keep remains of rows that moved.
func (s *Store) compact(ctx context.Context) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	size, err := sizeOf(ctx, s.db)
	if err == nil && size <= mostCompacted {
		_, err = s.db.ExecContext(ctx, "VACUUM")
	}
	s.trim()
	if err != nil {
		return message.New("write the store anew: %w", explain(err))
	}
	return nil
}

// eraseAside erases the folders with damaged files, kept since a restore, that
// still hold something of a withdrawn interview: nothing can be taken out of
// damaged files, and what was whole in them was restored.
func (s *Store) eraseAside(ctx context.Context) error {
	gone, err := s.Withdrawn(ctx)
	if err != nil || len(gone) == 0 {
		return err
	}
	path, _ := s.isOpen()
	var failed []error
	for _, folder := range asideFolders(path) {
		if !holdsAny(folder, gone) {
			continue
		}
		if err := eraseFolder(folder, filepath.Base(path)); err != nil {
			failed = append(failed, message.New("the folder %s, kept since a restore, still has it: delete that folder (%w)", filepath.Base(folder), err))
		}
	}
	return errors.Join(failed...)
}

// asideFolders are those that restores of a store left.
func asideFolders(path string) []string {
	folders, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "damaged-*"))
	return slices.DeleteFunc(folders, func(folder string) bool {
		_, err := os.Stat(filepath.Join(folder, filepath.Base(path)))
		_, noWAL := os.Stat(filepath.Join(folder, filepath.Base(path)+"-wal"))
		return err != nil && noWAL != nil
	})
}

// holdsAny says whether a file of a folder names one of the interviews, whose
// ids stand in a store in clear, or is one that was not sealed yet.
func holdsAny(folder string, gone []Withdrawal) bool {
	entries, _ := os.ReadDir(folder)
	for _, e := range entries {
		if version, err := versionOf(filepath.Join(folder, e.Name())); err == nil && version == plainVersion {
			return true
		}
		f, err := os.Open(filepath.Join(folder, e.Name()))
		if err != nil {
			continue
		}
		found := mentions(f, gone)
		f.Close()
		if found {
			return true
		}
	}
	return false
}

// mentions looks for the ids in what is read, piece by piece.
func mentions(f io.Reader, gone []Withdrawal) bool {
	const piece, overlap = 1 << 20, 128
	b, kept := make([]byte, piece+overlap), 0
	for {
		n, err := io.ReadFull(f, b[kept:])
		for _, w := range gone {
			if bytes.Contains(b[:kept+n], []byte(w.ID)) {
				return true
			}
		}
		if err != nil {
			return false
		}
		kept = copy(b, b[kept+n-overlap:kept+n])
	}
}
