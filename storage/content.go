package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"anketa/storage/seal"
	"anketa/survey"
	"anketa/survey/message"
)

// stamp is a text that two states of a store share only where they hold the
// same: how many rows there are (but for the history, which tells every unlocking), how often interviews were saved, which number
// was given out last, and a digest of the settings and the forms.
func stamp(ctx context.Context, q querier) (string, error) {
	text, err := counts(ctx, q, "chain", "event")
	if err != nil {
		return "", err
	}
	var number, saves int64
	if err := q.QueryRowContext(ctx, "SELECT number, (SELECT coalesce(sum(saves), 0) FROM interview) FROM laptop").Scan(&number, &saves); err != nil {
		return "", err
	}
	digest := sha256.New()
	for _, query := range stamped {
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

// stamped are the rows that change without their number changing. A passphrase
// that was wrong is no change.
var stamped = []string{
	"SELECT name, value FROM setting ORDER BY name", "SELECT tag, about FROM form ORDER BY tag",
	"SELECT name, value FROM open_setting ORDER BY name", "SELECT code, locked FROM slot ORDER BY id",
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
	Newest   time.Time // the latest time that an interview was begun or finished; zero where that was not read
}

// CheckAll reads everything that whoever is here can open, as far as it would
// be read while the store is used, beside what can be told without a key. The
// error is ErrDamaged where something cannot be read or is not what it was.
func (s *Store) CheckAll(ctx context.Context) (found Content, err error) {
	if found, err = s.examineAll(ctx); err == nil {
		found.Newest, err = s.readAll(ctx)
	}
	if err != nil {
		return found, message.New("read the store: %w", explain(err))
	}
	return found, nil
}

// readAll opens all that there is a key for, and gives the latest time in it.
func (s *Store) readAll(ctx context.Context) (newest time.Time, err error) {
	if err := s.look(ctx, "read forms and settings", s.readNames); err != nil {
		return newest, err
	}
	slot, err := s.slot(ctx)
	if err != nil {
		return newest, err
	}
	for at := int64(-1); err == nil && at != 0; {
		err = s.look(ctx, "read interview", func(ctx context.Context, tx *sql.Tx) error {
			e := &entry{}
			sealed, err := e.scan(tx.QueryRowContext(ctx, "SELECT "+entryColumns+" FROM interview WHERE owner = ? AND place > ? ORDER BY place LIMIT 1", slot, at))
			if at = e.place; errors.Is(err, sql.ErrNoRows) {
				return nil
			}
			if err == nil {
				err = s.openAbout(e, sealed)
			}
			for _, t := range []time.Time{e.about.Started, e.about.Finished} {
				if t.After(newest) {
					newest = t
				}
			}
			if err == nil {
				err = s.readInterview(ctx, tx, e)
			}
			return err
		})
	}
	return newest, err
}

// readNames reads the settings, the forms and their names.
func (s *Store) readNames(ctx context.Context, tx *sql.Tx) error {
	if _, err := s.forms(ctx, tx); err != nil {
		return err
	}
	err := eachPair(ctx, tx, "SELECT tag, workbook FROM form", func(tag, workbook []byte) error {
		_, err := s.openShared(workbookKind, string(tag), workbook)
		return err
	})
	if err != nil {
		return err
	}
	return eachPair(ctx, tx, "SELECT name, value FROM setting", func(name, value []byte) error {
		_, err := s.openShared(settingKind, string(name), value)
		return err
	})
}

// readInterview reads the draft, all rows of the journal and all versions.
func (s *Store) readInterview(ctx context.Context, q querier, e *entry) error {
	if e.draft {
		if _, err := s.replay(ctx, q, e); err != nil {
			return err
		}
	}
	if e.edits > 0 {
		if _, err := s.rowsAfter(ctx, q, e, 0); err != nil {
			return err
		}
	}
	if err := s.checkAttachments(ctx, q, e); err != nil {
		return err
	}
	return s.checkVersions(ctx, q, e)
}

// checkVersions reads all versions of an interview, and holds what stands in
// clear, which ones are replaced, against what they say themselves.
func (s *Store) checkVersions(ctx context.Context, q querier, e *entry) error {
	versions, err := versionsOf(ctx, q, e.place)
	if err != nil {
		return err
	}
	type replacing struct {
		n   int64
		tag string
	}
	want := map[replacing]bool{}
	for _, v := range versions {
		r, err := s.openVersion(e, v)
		if err != nil {
			return err
		}
		if r == nil {
			continue
		}
		for _, p := range r.Parents {
			want[replacing{v.n, string(s.versionTag(p))}] = true
		}
	}
	err = eachRow(ctx, q, "SELECT n, tag FROM replaced WHERE interview = ?", func(rows *sql.Rows) error {
		var n int64
		var tag []byte
		if err := rows.Scan(&n, &tag); err != nil {
			return err
		}
		if at := (replacing{n, string(tag)}); want[at] {
			delete(want, at)
			return nil
		}
		return unread("interview "+e.id, replacedKind, n, ErrForged)
	}, e.place)
	for at := range want {
		if err == nil {
			err = unread("interview "+e.id, replacedKind, at.n, ErrForged)
		}
	}
	return err
}

// checkSealed holds a version that is marked as sealed for the coordinator
// against what it is: the mark alone would take a readable one out of every
// export.
func (s *Store) checkSealed(e *entry, n int64, payload []byte) error {
	at := seal.Place{Kind: string(versionKind), Owner: e.id, N: n}
	if _, err := s.ring.secret.Shared.Open(at, payload); err != nil {
		return unread("interview "+e.id, versionKind, n, err)
	}
	return nil
}

// A storedVersion is a row of the table version.
type storedVersion struct {
	n, seq       int64
	sealed       bool
	tag, payload []byte
}

func versionsOf(ctx context.Context, q querier, place int64) (all []storedVersion, err error) {
	rows, err := q.QueryContext(ctx, "SELECT n, seq, sealed, tag, payload FROM version WHERE interview = ? ORDER BY n", place)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var v storedVersion
		if err := rows.Scan(&v.n, &v.seq, &v.sealed, &v.tag, &v.payload); err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}

// openVersion reads a version and holds it against the hash that it was kept
// under; nil where only the coordinator can open it.
func (s *Store) openVersion(e *entry, v storedVersion) (*survey.Record, error) {
	if v.sealed {
		return nil, s.checkSealed(e, v.n, v.payload)
	}
	r, err := s.openRecord(e, versionKind, v.n, v.payload)
	if err != nil {
		return nil, err
	}
	if string(s.versionTag(r.Hash())) != string(v.tag) {
		return nil, unread("interview "+e.id, versionKind, v.n, ErrForged)
	}
	return r, nil
}
