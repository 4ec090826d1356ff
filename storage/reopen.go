package storage

import (
	"context"
	"database/sql"

	"anketa/survey"
	"anketa/survey/message"
)

// Reopen makes a draft of an interview that has finished versions, to correct
// it: draft names those that it replaces in Parents. The journal goes on where
// it was. What is there already as a draft is given back as it is. The error is
// ErrSealed where nobody here can read the interview.
func (s *Store) Reopen(ctx context.Context, id string, draft *survey.Record) (*survey.Record, error) {
	if draft.ID != id || draft.IsFinished() || len(draft.Parents) == 0 {
		return nil, message.New("it is no draft that corrects the interview")
	}
	var out *survey.Record
	err := s.change(ctx, "reopen interview", func(ctx context.Context, tx *sql.Tx) error {
		e, err := s.find(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case e.draft:
			now, err := s.replay(ctx, tx, e)
			if err == nil {
				out = now.record
			}
			return err
		case e.keyless():
			return ErrSealed
		}
		for _, p := range draft.Parents {
			if err := s.knows(ctx, tx, e, p); err != nil {
				return err
			}
		}
		s.live = nil
		number, edits, at := e.number, e.about.Edits, e.about.At
		e.draft = true
		e.about.describe(draft)
		e.about.Edits, e.about.At, e.about.Corrects = edits, at, edits+1
		e.about.At.Path, e.about.At.Language, e.about.At.Interviewer = "", draft.Language, ""
		if err := s.save(ctx, tx, e); err != nil {
			return err
		}
		r := *draft
		r.Number = number
		out, err = s.saveSnapshot(ctx, tx, e, &r)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// knows is an error where an interview has no version of that hash.
func (s *Store) knows(ctx context.Context, q querier, e *entry, h survey.Hash) error {
	var known int
	err := q.QueryRowContext(ctx, "SELECT count(*) FROM version WHERE interview = ? AND sealed = 0 AND tag = ?", e.place, s.versionTag(h)).Scan(&known)
	if err == nil && known == 0 {
		err = message.New("interview %s: no such version: %w", e.id, ErrNotFound)
	}
	return err
}

// dropCorrection takes the draft of a correction away. The journal of what was
// finished before stays; the rows since are erased, and their numbers are not
// given out again, so that no row of an older copy can stand for a newer one.
func (s *Store) dropCorrection(ctx context.Context, tx *sql.Tx, e *entry) error {
	from := e.about.Corrects
	var seqs []int64
	err := eachRow(ctx, tx, "SELECT seq FROM journal WHERE interview = ? AND n >= ? ORDER BY seq", func(rows *sql.Rows) error {
		var seq int64
		err := rows.Scan(&seq)
		seqs = append(seqs, seq)
		return err
	}, e.place, from)
	if err != nil {
		return err
	}
	if err := s.noteErased(ctx, tx, e, "correction discarded", seqs); err != nil {
		return err
	}
	for _, query := range []string{
		"INSERT OR IGNORE INTO lost (interview, n) SELECT interview, n FROM journal WHERE interview = ? AND n >= ?",
		"DELETE FROM journal WHERE interview = ? AND n >= ?",
	} {
		if _, err := tx.ExecContext(ctx, query, e.place, from); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM snapshot WHERE interview = ?", e.place); err != nil {
		return err
	}
	e.draft, e.about.Corrects = false, 0
	if err := s.describeHead(ctx, tx, e); err != nil {
		return err
	}
	return s.dropUnused(ctx, tx, e)
}
