package storage

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"slices"
)

// Refuse remembers what somebody refused, so that nobody is asked again. The
// tag is the caller's: what it stands for is not kept, and cannot be found out
// from the file.
func (s *Store) Refuse(ctx context.Context, tag []byte) error {
	return s.change(ctx, "note a refusal", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO refusal (tag) VALUES (?)", s.ring.secret.Shared.Tag(tag))
		return err
	})
}

// RefuseIn is Refuse for what a merge refuses, or its workbooks say was refused:
// it is forgotten when the merge is undone, unless another one says it too.
func (s *Store) RefuseIn(ctx context.Context, merge int64, tags [][]byte) error {
	if len(tags) == 0 {
		return nil
	}
	return s.change(ctx, "note refusals", func(ctx context.Context, tx *sql.Tx) error {
		k, _, err := s.findMerge(ctx, tx, merge)
		if err != nil {
			return err
		}
		for _, tag := range tags {
			kept := s.ring.secret.Shared.Tag(tag)
			done, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO refusal (tag) VALUES (?)", kept)
			if err != nil {
				return err
			}
			n, err := done.RowsAffected()
			if err != nil {
				return err
			}
			if n > 0 {
				k.Refused = append(k.Refused, kept)
			} else {
				k.Again = append(k.Again, kept)
			}
		}
		return s.saveMerge(ctx, tx, k)
	})
}

// forgetRefusals takes back what only an undone merge has refused. What another
// one says too is its from then on.
func (s *Store) forgetRefusals(ctx context.Context, tx *sql.Tx, undone *keptMerge, all []*keptMerge) error {
	heir := func(tag []byte) *keptMerge {
		for _, k := range all {
			if k != undone && k.Undone.IsZero() && slices.ContainsFunc(k.Again, func(t []byte) bool { return bytes.Equal(t, tag) }) {
				return k
			}
		}
		return nil
	}
	for _, tag := range undone.Refused {
		if k := heir(tag); k != nil {
			k.Refused = append(k.Refused, tag)
			if err := s.saveMerge(ctx, tx, k); err != nil {
				return err
			}
			continue
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM refusal WHERE tag = ?", tag); err != nil {
			return err
		}
	}
	undone.Refused, undone.Again = nil, nil
	return nil
}

// Refused says whether something was refused.
func (s *Store) Refused(ctx context.Context, tag []byte) (refused bool, err error) {
	err = s.look(ctx, "look for a refusal", func(ctx context.Context, tx *sql.Tx) error {
		var one int
		err := tx.QueryRowContext(ctx, "SELECT 1 FROM refusal WHERE tag = ?", s.ring.secret.Shared.Tag(tag)).Scan(&one)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		refused = err == nil
		return err
	})
	return refused, err
}
