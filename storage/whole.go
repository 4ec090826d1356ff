package storage

import (
	"context"
	"database/sql"
	"slices"

	"anketa/storage/seal"
	"anketa/survey/message"
)

// What can be told of a store without a key: SQLite's own check does not see a
// byte that was changed inside a row, but every payload carries a checksum, and
// how many rows there must be is counted.

// whole reads every payload, and counts. The error is ErrDamaged where one is
// not what was written, or missing.
func whole(ctx context.Context, q querier) (found Content, err error) {
	for _, c := range countings {
		if err := none(ctx, q, c.query, c.says); err != nil {
			return found, err
		}
	}
	if there, err := hasColumn(ctx, q, "attachment", "parts"); err != nil {
		return found, err
	} else if there {
		if err := none(ctx, q, "SELECT id FROM interview JOIN attachment ON interview = place WHERE parts <> ("+partsOf+")", message.New("has lost a part of a file")); err != nil {
			return found, err
		}
	}
	all := payloads
	if there, err := hasTable(ctx, q, "arrival"); err != nil {
		return found, err
	} else if there {
		all = append(slices.Clip(all), "SELECT 'what arrived as ' || kind, payload FROM arrival")
	}
	for _, query := range all {
		if err := ctx.Err(); err != nil {
			return found, err
		}
		if err := intact(ctx, q, query); err != nil {
			return found, err
		}
	}
	err = q.QueryRowContext(ctx, "SELECT coalesce(sum(draft <> 0), 0), coalesce(sum(versions > 0), 0) FROM interview").Scan(&found.Drafts, &found.Finished)
	return found, err
}

// payloads read everything that was sealed here, with a name of its place.
var payloads = []string{
	"SELECT 'setting ' || name, value FROM setting",
	"SELECT 'the name of form ' || place, about FROM form",
	"SELECT 'the workbook of form ' || place, workbook FROM form",
	"SELECT 'the lock of ' || code, locked FROM slot",
	"SELECT 'the printed code of ' || code, paper FROM slot WHERE paper IS NOT NULL",
	"SELECT 'event ' || seq, payload FROM event",
	"SELECT 'a tombstone', payload FROM tombstone",
	"SELECT 'an attachment of ' || id, payload FROM attachment JOIN interview ON place = interview",
	"SELECT 'export ' || number, payload FROM outgoing",
	"SELECT 'merge ' || id, payload FROM merge",
	"SELECT 'the key of interview ' || number || ' (' || id || ')', key FROM interview WHERE length(key) > 0",
	"SELECT 'the head of interview ' || number || ' (' || id || ')', about FROM interview",
	"SELECT 'the snapshot of interview ' || number || ' (' || id || ')', payload FROM snapshot JOIN interview ON place = interview",
	"SELECT 'journal row ' || n || ' of interview ' || number || ' (' || id || ')', payload FROM journal JOIN interview ON place = interview",
	"SELECT 'version ' || n || ' of interview ' || number || ' (' || id || ')', payload FROM version JOIN interview ON place = interview",
}

// countings find rows that are missing, or too many; each gives the id of an
// interview.
var countings = []struct {
	query string
	says  *message.Text
}{
	{"SELECT id FROM interview WHERE versions <> (SELECT count(*) FROM version WHERE interview = place)", message.New("has lost a version")},
	{"SELECT id FROM interview WHERE edits > 0 AND edits <> (SELECT count(*) FROM journal WHERE interview = place) + (SELECT count(*) FROM lost WHERE interview = place)", message.New("has lost a row of its journal")},
	{"SELECT id FROM interview JOIN journal ON interview = place WHERE n < 1 OR n > edits", message.New("has a row too many in its journal")},
	{"SELECT id FROM interview JOIN snapshot ON interview = place WHERE NOT draft", message.New("is no draft any more, and has a snapshot")},
	{"SELECT id FROM interview WHERE versions > 0 AND NOT EXISTS (SELECT 1 FROM version v WHERE v.interview = place AND NOT EXISTS (SELECT 1 FROM replaced r WHERE r.interview = place AND r.tag = v.tag))", message.New("has no newest version")},
	{"SELECT id FROM interview WHERE draft AND NOT EXISTS (SELECT 1 FROM snapshot WHERE interview = place AND upto <= edits)", message.New("has lost its snapshot")},
}

// partsOf counts the parts of the file that a row of attachment closes.
const partsOf = `SELECT count(*) FROM attachment p WHERE p.interview = attachment.interview AND p.parts IS NULL
	AND p.n >= attachment.n - attachment.parts AND p.n < attachment.n`

// hasColumn is hasTable for a column.
func hasColumn(ctx context.Context, q querier, table, column string) (has bool, err error) {
	err = q.QueryRowContext(ctx, "SELECT count(*) > 0 FROM pragma_table_info(?) WHERE name = ?", table, column).Scan(&has)
	return has, err
}

// hasTable says whether a file has a table, which one of an older version may
// not.
func hasTable(ctx context.Context, q querier, name string) (has bool, err error) {
	err = q.QueryRowContext(ctx, "SELECT count(*) > 0 FROM sqlite_schema WHERE type = 'table' AND name = ?", name).Scan(&has)
	return has, err
}

func none(ctx context.Context, q querier, query string, says *message.Text) error {
	rows, err := q.QueryContext(ctx, query+" LIMIT 1")
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		return rows.Err()
	}
	var id string
	if err := rows.Scan(&id); err != nil {
		return err
	}
	return message.New("%w: interview %s %s", ErrDamaged, id, says)
}

// intact holds every payload of a query against its checksum.
func intact(ctx context.Context, q querier, query string) error {
	rows, err := q.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	var place, payload sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&place, &payload); err != nil {
			return err
		}
		if err := seal.Intact(payload); err != nil {
			return message.New("%w: %s: %w", ErrDamaged, string(place), err)
		}
	}
	return rows.Err()
}
