package storage

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"strings"
)

// arrivedID gives the interview that a row of the table arrival is of; "" where
// it is of none, or cannot be read.
func (s *Store) arrivedID(k kind, tag, payload []byte) string {
	if k != waitingKind && k != auditKind {
		return ""
	}
	clear, err := s.openShared(k, hex.EncodeToString(tag), payload)
	if err != nil {
		return ""
	}
	return firstID(clear)
}

// firstID gives what stands first in the JSON of what arrived, its id: the
// journal behind it may be long.
func firstID(clear []byte) string {
	d := json.NewDecoder(bytes.NewReader(clear))
	for i := range 3 {
		t, err := d.Token()
		text, _ := t.(string)
		switch {
		case err != nil || i == 1 && !strings.EqualFold(text, "id"):
			return ""
		case i == 2:
			return text
		}
	}
	return ""
}

// arrivedOf finds the rows of the table arrival that are of some interviews.
func (s *Store) arrivedOf(ctx context.Context, q querier, ids []string) (tags [][]byte, err error) {
	wanted := make(map[string]bool, len(ids))
	for _, id := range ids {
		wanted[id] = id != ""
	}
	err = eachRow(ctx, q, "SELECT tag, kind, payload FROM arrival", func(rows *sql.Rows) error {
		var tag, payload []byte
		var k string
		if err := rows.Scan(&tag, &k, &payload); err != nil {
			return err
		}
		if wanted[s.arrivedID(kind(k), tag, payload)] {
			tags = append(tags, tag)
		}
		return nil
	})
	return tags, err
}

// eraseArrivals destroys what arrived, sealed, of some interviews, and counts
// the rows.
func (s *Store) eraseArrivals(ctx context.Context, tx *sql.Tx, ids ...string) (n int, err error) {
	if len(ids) == 0 {
		return 0, nil
	}
	tags, err := s.arrivedOf(ctx, tx, ids)
	if err == nil {
		err = deleteArrivals(ctx, tx, tags)
	}
	return len(tags), err
}

func deleteArrivals(ctx context.Context, tx *sql.Tx, tags [][]byte) error {
	for _, tag := range tags {
		if _, err := tx.ExecContext(ctx, "DELETE FROM arrival WHERE tag = ?", tag); err != nil {
			return err
		}
	}
	return nil
}

// arrivedIn finds such rows in a backup, where somebody is here who can read
// them.
func (s *Store) arrivedIn(ctx context.Context, q querier, ids []string) ([][]byte, error) {
	if there, err := hasTable(ctx, q, "arrival"); err != nil || !there || len(ids) == 0 {
		return nil, err
	}
	done, err := s.reading(ctx)
	if err != nil {
		return nil, nil // nobody is here any more: the next backup does it
	}
	defer done()
	return s.arrivedOf(ctx, q, ids)
}
