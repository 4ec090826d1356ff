package storage

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"slices"
)

// This file is what becomes of the files of an interview with the interview.

// hasAttachments says whether an interview has any row of a file.
func hasAttachments(ctx context.Context, q querier, place int64) (has bool, err error) {
	err = q.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM attachment WHERE interview = ?)", place).Scan(&has)
	return has, err
}

// dropUnused erases the files that no answer names any more, neither of a
// version nor of the draft. Until an interview is finished, all stay: an answer
// that was replaced may be put back.
func (s *Store) dropUnused(ctx context.Context, tx *sql.Tx, e *entry) error {
	if has, err := hasAttachments(ctx, tx, e.place); err != nil || !has {
		return err
	}
	used, err := s.namedBy(ctx, tx, e)
	var all []Attachment
	if err == nil {
		all, err = s.attachmentsOf(ctx, tx, e)
	}
	if errors.Is(err, ErrDamaged) {
		return nil // the doctor tells; what can be read is finished all the same
	}
	if err != nil {
		return err
	}
	var seqs []int64
	for _, a := range all {
		if a.Sealed || used[a.Name] {
			continue
		}
		if seqs, err = appendEntries(ctx, tx, seqs, e.place, a); err != nil {
			return err
		}
	}
	slices.Sort(seqs)
	if err := s.noteErased(ctx, tx, e, "files that no answer names", seqs); err != nil {
		return err
	}
	for _, seq := range seqs {
		if _, err := tx.ExecContext(ctx, "DELETE FROM attachment WHERE interview = ? AND seq = ?", e.place, seq); err != nil {
			return err
		}
	}
	return nil
}

// appendEntries adds the entries of the rows of a file.
func appendEntries(ctx context.Context, q querier, seqs []int64, place int64, a Attachment) ([]int64, error) {
	err := eachRow(ctx, q, "SELECT seq FROM attachment WHERE interview = ? AND n BETWEEN ? AND ?", func(rows *sql.Rows) error {
		var seq int64
		err := rows.Scan(&seq)
		seqs = append(seqs, seq)
		return err
	}, place, a.closing-a.parts, a.closing)
	return seqs, err
}

// namedBy gives the names of files that the versions and the draft of an
// interview have.
func (s *Store) namedBy(ctx context.Context, q querier, e *entry) (map[string]bool, error) {
	used := map[string]bool{}
	versions, err := versionsOf(ctx, q, e.place)
	if err != nil {
		return nil, err
	}
	for _, v := range versions {
		r, err := s.openVersion(e, v)
		if err != nil {
			return nil, err
		}
		if r != nil {
			note(used, r.Attachments())
		}
	}
	if !e.draft {
		return used, nil
	}
	l, err := s.replay(ctx, q, e)
	if err == nil {
		note(used, l.record.Attachments())
	}
	return used, err
}

func note(into map[string]bool, names []string) {
	for _, name := range names {
		into[name] = true
	}
}

// checkAttachments reads every file of an interview.
func (s *Store) checkAttachments(ctx context.Context, q querier, e *entry) error {
	all, err := s.attachmentsOf(ctx, q, e)
	if err != nil {
		return err
	}
	for _, a := range all {
		err := s.readParts(ctx, e, a, io.Discard, func(read func(context.Context, querier) error) error { return read(ctx, q) })
		if err != nil {
			return err
		}
	}
	return nil
}
