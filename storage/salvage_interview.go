package storage

import (
	"context"
	"database/sql"
	"errors"

	"anketa/storage/seal"
	"anketa/survey/message"
)

type sealedEntry struct {
	entry
	sealed []byte // its about
}

func (v *salvage) interviews(ctx context.Context) error {
	found, whole := bothWays(ctx, v.from, "SELECT "+entryColumns+" FROM interview", "place", func(rows *sql.Rows) (keyed[*sealedEntry], error) {
		e := &sealedEntry{}
		sealed, err := e.scan(rows)
		e.sealed = sealed
		return keyed[*sealedEntry]{e.id, e}, err
	})
	v.lostUnless(whole)
	for _, e := range found {
		if seal.Intact(e.sealed) != nil || len(e.key) > 0 && seal.Intact(e.key) != nil {
			v.out.Lost++
			continue
		}
		err := v.to.changeClear(ctx, "take over interview "+e.id, func(ctx context.Context, tx *sql.Tx) error {
			return v.interview(ctx, tx, e)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// interview takes over what the damaged file has of one interview, and then
// sees what it came to.
func (v *salvage) interview(ctx context.Context, tx *sql.Tx, e *sealedEntry) error {
	to, err := v.head(ctx, tx, e)
	if err != nil || to == nil {
		return err
	}
	for _, take := range []func(context.Context, *sql.Tx, *sealedEntry, *entry) error{v.journal, v.snapshot, v.versions, v.attachments} {
		if err := take(ctx, tx, e, to); err != nil {
			return err
		}
	}
	return v.settle(ctx, tx, to)
}

// head takes over the row of an interview where it was saved more often than
// that of the backup; nil where nobody is left who could read it.
func (v *salvage) head(ctx context.Context, tx *sql.Tx, e *sealedEntry) (*entry, error) {
	var owned bool
	if err := tx.QueryRowContext(ctx, "SELECT count(*) > 0 FROM slot WHERE id = ?", e.owner).Scan(&owned); err != nil {
		return nil, err
	}
	if !owned {
		v.out.Lost++
		return nil, nil
	}
	to := &entry{}
	_, err := to.scan(tx.QueryRowContext(ctx, "SELECT "+entryColumns+" FROM interview WHERE id = ?", e.id))
	switch {
	case errors.Is(err, sql.ErrNoRows):
		done, err := tx.ExecContext(ctx, `INSERT INTO interview (id, number, draft, versions, saves, edits, owner, key, about)
			VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?)`, e.id, e.number, e.draft, e.saves, e.edits, e.owner, keyOrNone(e.key), e.sealed)
		if err != nil {
			return nil, err
		}
		if e.draft {
			v.out.Interviews++
		}
		fresh := e.entry
		fresh.place, err = done.LastInsertId()
		return &fresh, err
	case err != nil:
		return nil, err
	case e.saves <= to.saves:
		return to, nil
	}
	_, err = tx.ExecContext(ctx, "UPDATE interview SET number = ?, draft = ?, saves = ?, edits = ?, owner = ?, key = ?, about = ? WHERE place = ?",
		e.number, e.draft, e.saves, e.edits, e.owner, keyOrNone(e.key), e.sealed, to.place)
	if err == nil && len(e.key) == 0 { // it was sealed since the backup
		err = forgetDraft(ctx, tx, to.place)
	}
	fresh := e.entry
	fresh.place = to.place
	return &fresh, err
}

// journal takes over the rows that the backup does not have.
func (v *salvage) journal(ctx context.Context, tx *sql.Tx, e *sealedEntry, to *entry) error {
	found, _ := bothWays(ctx, v.from, "SELECT n, seq, payload FROM journal WHERE interview = ?", "n", func(rows *sql.Rows) (keyed[[]any], error) {
		return scanAny(rows, 3)
	}, e.place)
	read := int64(0)
	for _, row := range found {
		n, ok := row[0].(int64)
		if !ok || n < 1 || n > to.edits || !isIntact(row, []int{2}) {
			continue
		}
		read++
		done, err := tx.ExecContext(ctx, "INSERT INTO journal (interview, n, seq, payload) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", to.place, row[0], row[1], row[2])
		if err != nil {
			return err
		}
		if added, _ := done.RowsAffected(); added > 0 && to.draft {
			v.out.Changes++
		}
	}
	var before int64 // lost to an earlier damage
	_ = v.from.QueryRowContext(ctx, "SELECT count(*) FROM lost WHERE interview = ?", e.place).Scan(&before)
	v.out.Lost += int(max(e.edits-read-before, 0))
	return nil
}

// snapshot takes over that of a draft where it is of a later row.
func (v *salvage) snapshot(ctx context.Context, tx *sql.Tx, e *sealedEntry, to *entry) error {
	if !e.draft {
		return nil
	}
	var upto int64
	var payload []byte
	err := v.from.QueryRowContext(ctx, "SELECT upto, payload FROM snapshot WHERE interview = ?", e.place).Scan(&upto, &payload)
	if err != nil || seal.Intact(payload) != nil || upto > to.edits {
		v.out.Lost++
		return nil
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO snapshot (interview, upto, payload) VALUES (?, ?, ?)
		ON CONFLICT (interview) DO UPDATE SET upto = excluded.upto, payload = excluded.payload WHERE excluded.upto > upto`, to.place, upto, payload)
	return err
}

// versions takes over those that the backup does not have, with what they
// replace.
func (v *salvage) versions(ctx context.Context, tx *sql.Tx, e *sealedEntry, to *entry) error {
	const columns = "n, seq, tag, sealed, merge, payload"
	scan := func(rows *sql.Rows) (keyed[[]any], error) { return scanAny(rows, 6) }
	found, whole := bothWays(ctx, v.from, "SELECT "+columns+" FROM version WHERE interview = ?", "n", scan, e.place)
	if !whole { // the way by the index is broken, or a page of the table
		found, _ = bothWays(ctx, v.from, "SELECT "+columns+" FROM version NOT INDEXED WHERE interview = ?", "rowid", scan, e.place)
	}
	missing := e.versions
	for _, row := range found {
		if !isIntact(row, []int{5}) {
			continue
		}
		missing--
		done, err := tx.ExecContext(ctx, "INSERT INTO version (interview, "+columns+") VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", append([]any{to.place}, row...)...)
		if err != nil {
			return err
		}
		if added, _ := done.RowsAffected(); added > 0 {
			v.out.Interviews++
		} else if same, err := hasVersionAt(ctx, tx, to.place, row[0], row[2]); err != nil || !same {
			if v.out.Lost++; err != nil { // another version has the number
				return err
			}
			continue
		}
		if err := v.replaced(ctx, tx, e.place, to.place, row[0]); err != nil {
			return err
		}
	}
	v.out.Lost += int(max(missing, 0))
	return nil
}

// hasVersionAt says whether version n of an interview is the one with a tag.
func hasVersionAt(ctx context.Context, q querier, place int64, n, tag any) (same bool, err error) {
	err = q.QueryRowContext(ctx, "SELECT count(*) > 0 FROM version WHERE interview = ? AND n = ? AND tag = ?", place, n, tag).Scan(&same)
	return same, err
}

// replaced takes over what version n replaces.
func (v *salvage) replaced(ctx context.Context, tx *sql.Tx, from, to int64, n any) error {
	tags, whole := bothWays(ctx, v.from, "SELECT tag FROM replaced WHERE interview = ? AND n = ?", "tag", func(rows *sql.Rows) (keyed[[]any], error) {
		return scanAny(rows, 1)
	}, from, n)
	v.lostUnless(whole)
	for _, row := range tags {
		if _, err := tx.ExecContext(ctx, "INSERT INTO replaced (interview, tag, n) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", to, row[0], n); err != nil {
			return err
		}
	}
	return nil
}

func (v *salvage) attachments(ctx context.Context, tx *sql.Tx, e *sealedEntry, to *entry) error {
	const columns = "n, seq, parts, sealed, payload"
	found, whole := bothWays(ctx, v.from, "SELECT n FROM attachment WHERE interview = ?", "n", func(rows *sql.Rows) (keyed[[]any], error) {
		return scanAny(rows, 1)
	}, e.place)
	v.lostUnless(whole)
	for _, at := range found { // one by one: a row is large
		row := make([]any, 5)
		err := v.from.QueryRowContext(ctx, "SELECT "+columns+" FROM attachment WHERE interview = ? AND n = ?", e.place, at[0]).Scan(&row[0], &row[1], &row[2], &row[3], &row[4])
		if err != nil || !isIntact(row, []int{4}) {
			v.out.Lost++
			continue
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO attachment (interview, "+columns+") VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", append([]any{to.place}, row...)...); err != nil {
			return err
		}
	}
	return v.closeAttachments(ctx, tx, to)
}

// closeAttachments takes away what is left of files of which a part was lost:
// what cannot be opened would keep the store from being whole.
func (v *salvage) closeAttachments(ctx context.Context, tx *sql.Tx, to *entry) error {
	for _, query := range []string{
		`DELETE FROM attachment WHERE interview = ?1 AND parts IS NOT NULL AND parts <> (` + partsOf + `)`,
		`DELETE FROM attachment WHERE interview = ?1 AND parts IS NULL AND NOT EXISTS (SELECT 1 FROM attachment c
			WHERE c.interview = ?1 AND c.parts IS NOT NULL AND attachment.n BETWEEN c.n - c.parts AND c.n)`,
	} {
		if _, err := tx.ExecContext(ctx, query, to.place); err != nil {
			return err
		}
	}
	return nil
}

// settle writes down what is missing now. A finish whose version was lost did
// not happen where the draft is still there; an interview of which nothing is
// left goes.
func (v *salvage) settle(ctx context.Context, tx *sql.Tx, to *entry) error {
	var versions int64
	var snapshot bool
	err := tx.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM version WHERE interview = ?1), (SELECT count(*) FROM snapshot WHERE interview = ?1)", to.place).Scan(&versions, &snapshot)
	if err != nil {
		return err
	}
	draft := snapshot && (to.draft || versions == 0)
	statements := []string{
		"UPDATE interview SET draft = ?2, versions = ?3 WHERE place = ?1",
		`WITH RECURSIVE row (n) AS (SELECT 1 WHERE ?4 > 0 UNION ALL SELECT n + 1 FROM row WHERE n < ?4)
			INSERT INTO lost (interview, n) SELECT ?1, n FROM row WHERE n NOT IN (SELECT n FROM journal WHERE interview = ?1) ON CONFLICT DO NOTHING`,
	}
	if !draft {
		statements = append(statements, "DELETE FROM snapshot WHERE interview = ?1")
	}
	if !draft && versions == 0 {
		statements = nil
		for _, table := range interviewTables {
			statements = append(statements, "DELETE FROM "+table+" WHERE interview = ?1")
		}
		statements = append(statements, "DELETE FROM interview WHERE place = ?1")
	}
	for _, s := range statements {
		if _, err := tx.ExecContext(ctx, s, to.place, draft, versions, to.edits); err != nil {
			return message.New("settle: %w", err)
		}
	}
	return nil
}
