package storage

import (
	"context"
	"database/sql"
)

// What an answer costs beside the sync of the disk is mostly SQLite reading
// statements: these it reads once.
const (
	insertRow       = "INSERT INTO journal (interview, n, seq, payload) VALUES (?, ?, ?, ?)"
	insertEntry     = "INSERT INTO chain (seq, digest, link) VALUES (?, ?, ?)"
	updateInterview = "UPDATE interview SET draft = ?, versions = ?, saves = ?, edits = ?, about = ? WHERE place = ?"
)

// prepareStatements is for before a transaction, which would hold the one
// connection. One that cannot be prepared is read each time. It needs s.writing.
func (s *Store) prepareStatements(ctx context.Context) {
	if s.prepared != nil || s.ring == nil || s.db == nil {
		return
	}
	s.prepared = map[string]*sql.Stmt{}
	for _, query := range []string{insertRow, insertEntry, updateInterview} {
		if st, err := s.db.PrepareContext(ctx, query); err == nil {
			s.prepared[query] = st
		}
	}
}

// exec carries out a statement, prepared where it is.
func (s *Store) exec(ctx context.Context, tx *sql.Tx, query string, args ...any) (sql.Result, error) {
	if st := s.prepared[query]; st != nil {
		return tx.StmtContext(ctx, st).ExecContext(ctx, args...)
	}
	return tx.ExecContext(ctx, query, args...)
}
