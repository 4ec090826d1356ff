package storage

import (
	"context"
	"database/sql"
	"errors"
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
