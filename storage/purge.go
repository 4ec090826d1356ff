package storage

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

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
	if err = errors.Join(err, s.leftAside(ctx)); err != nil {
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

// leftAside tells of the folders with damaged files, kept since a restore, that
// still hold something of a withdrawn interview. Nothing can be taken out of
// those.
func (s *Store) leftAside(ctx context.Context) error {
	gone, err := s.Withdrawn(ctx)
	if err != nil || len(gone) == 0 {
		return err
	}
	path, _ := s.isOpen()
	folders, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "damaged-*"))
	var found []error
	for _, folder := range folders {
		if holdsAny(folder, gone) {
			found = append(found, message.New("the folder %s, kept since a restore, still has it: delete that folder", filepath.Base(folder)))
		}
	}
	return errors.Join(found...)
}

// holdsAny says whether a file of a folder names one of the interviews. Their
// ids stand in a store in clear.
func holdsAny(folder string, gone []Withdrawal) bool {
	entries, _ := os.ReadDir(folder)
	for _, e := range entries {
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
