package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"time"

	"anketa/survey"
)

// stamp is a text that two states of a store share only where they hold the
// same: how many rows there are, how often interviews were saved, which number
// was given out last, and a digest of the settings and the forms.
func stamp(ctx context.Context, q querier) (string, error) {
	text, err := counts(ctx, q)
	if err != nil {
		return "", err
	}
	var number, saves int64
	if err := q.QueryRowContext(ctx, "SELECT number, (SELECT coalesce(sum(saves), 0) FROM interview) FROM laptop").Scan(&number, &saves); err != nil {
		return "", err
	}
	digest := sha256.New()
	for _, query := range []string{"SELECT name, value FROM setting ORDER BY name", "SELECT tag, about FROM form ORDER BY tag"} {
		err := eachPair(ctx, q, query, func(name, value []byte) error {
			_, err := fmt.Fprintf(digest, "%d %d %s%s", len(name), len(value), name, value)
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%snumber %d, saves %d, %x", text, number, saves, digest.Sum(nil)), nil
}

// eachPair calls f with the two columns of every row.
func eachPair(ctx context.Context, q querier, query string, f func(a, b []byte) error) error {
	rows, err := q.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var a, b []byte
		if err := rows.Scan(&a, &b); err != nil {
			return err
		}
		if err := f(a, b); err != nil {
			return err
		}
	}
	return rows.Err()
}

// A Content is what a store was found to hold.
type Content struct {
	Drafts   int
	Finished int       // interviews with a finished version
	Newest   time.Time // the latest time that an interview was begun or finished
}

// readAll reads everything that a store holds, as far as it would be read
// while it is used: SQLite's own check does not see a byte that was changed
// inside an answer's row. The error is ErrDamaged where something cannot be
// read.
func (s *Store) readAll(ctx context.Context) (found Content, err error) {
	if err := s.readNames(ctx); err != nil {
		return found, err
	}
	for after, more := int64(0), true; more; {
		entries, sealed, err := s.listAfter(ctx, Filter{}, after)
		if err != nil {
			return found, err
		}
		for i, e := range entries {
			if err := s.readInterview(ctx, e, sealed[i]); err != nil {
				return found, err
			}
			after = e.place
			found.count(e)
		}
		more = len(entries) == listChunk
	}
	return found, nil
}

func (c *Content) count(e *entry) {
	if e.draft {
		c.Drafts++
	}
	if e.versions > 0 {
		c.Finished++
	}
	for _, t := range []time.Time{e.about.Started, e.about.Finished} {
		if t.After(c.Newest) {
			c.Newest = t
		}
	}
}

// readNames reads the settings and the names of the forms.
func (s *Store) readNames(ctx context.Context) error {
	if _, err := s.forms(ctx, s.db); err != nil {
		return err
	}
	return eachPair(ctx, s.db, "SELECT name, value FROM setting", func(name, value []byte) error {
		_, err := s.sealer.open(label{string(name), settingKind, 0}, value)
		return err
	})
}

func (s *Store) readInterview(ctx context.Context, e *entry, about []byte) error {
	if err := s.openAbout(e, about); err != nil {
		return err
	}
	if e.draft {
		if _, err := s.replay(ctx, s.db, e); err != nil {
			return err
		}
	}
	versions, err := versionsOf(ctx, s.db, e.place)
	if err != nil {
		return err
	}
	if int64(len(versions)) != e.versions {
		return fmt.Errorf("%w: interview %s has lost a version", ErrDamaged, e.id)
	}
	for _, v := range versions {
		if _, err := s.openVersion(e.id, v); err != nil {
			return err
		}
	}
	return nil
}

// A storedVersion is a row of the table version.
type storedVersion struct {
	n            int64
	tag, payload []byte
}

func versionsOf(ctx context.Context, q querier, place int64) ([]storedVersion, error) {
	rows, err := q.QueryContext(ctx, "SELECT n, tag, payload FROM version WHERE interview = ? ORDER BY n", place)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	return scanVersions(rows)
}

func scanVersions(rows *sql.Rows) (all []storedVersion, err error) {
	for rows.Next() {
		var v storedVersion
		if err := rows.Scan(&v.n, &v.tag, &v.payload); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}

// openVersion reads a version and holds it against the hash that it was kept
// under.
func (s *Store) openVersion(id string, v storedVersion) (*survey.Record, error) {
	clear, err := s.sealer.open(label{id, versionKind, v.n}, v.payload)
	if err != nil {
		return nil, fmt.Errorf("interview %s: %w", id, err)
	}
	r, err := survey.Decode(clear)
	if err != nil {
		return nil, fmt.Errorf("%w: interview %s: %w", ErrDamaged, id, err)
	}
	if string(s.versionTag(r.Hash())) != string(v.tag) {
		return nil, fmt.Errorf("%w: interview %s: a version is not what it was", ErrDamaged, id)
	}
	return r, nil
}
