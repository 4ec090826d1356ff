package storage

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"anketa/storage/seal"
)

// A salvage brings into a store what a damaged copy of it has beyond that. It
// needs no key: rows move as they are sealed, where they are what was written.
// What is bound into them is the interview's id and their number, which stay. A
// row that cannot be read costs that row: tables are read from both ends, for
// SQLite goes no further at a page that is broken.
type salvage struct {
	from *sql.DB
	to   *Store
	out  *Restored
}

// run takes over everything that is readable. Its error is that of the store
// which is being filled; what is wrong with the damaged one is counted.
func (v *salvage) run(ctx context.Context) error {
	if err := v.number(ctx); err != nil {
		return err
	}
	for _, t := range salvagedTables {
		if err := v.table(ctx, t); err != nil {
			return err
		}
	}
	return v.interviews(ctx)
}

// lostUnless counts a table of which a part cannot be read.
func (v *salvage) lostUnless(whole bool) {
	if !whole {
		v.out.Lost++
	}
}

// number sees to it that no number is given out twice.
func (v *salvage) number(ctx context.Context) error {
	var number int64
	err := v.from.QueryRowContext(ctx, "SELECT number FROM laptop").Scan(&number)
	if err != nil || number < 0 || number >= mostNumber {
		v.out.Lost++
		return nil
	}
	return v.to.changeClear(ctx, "go on counting", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE laptop SET number = max(number, ?)", number)
		return err
	})
}

// A keyed row is one of a table that is read in the order of its key.
type keyed[T any] struct {
	key string
	row T
}

// bothWays reads rows forwards to the first fault, and then backwards to the
// next one; whole says that there was none. order is the key by which the query
// is put in order.
func bothWays[T any](ctx context.Context, q querier, query, order string, scan func(*sql.Rows) (keyed[T], error), args ...any) (all []T, whole bool) {
	read := func(direction string) (some []keyed[T], err error) {
		rows, err := q.QueryContext(ctx, query+" ORDER BY "+order+direction, args...)
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		for rows.Next() {
			row, err := scan(rows)
			if err != nil {
				return some, err
			}
			some = append(some, row)
		}
		return some, rows.Err()
	}
	ahead, err := read("")
	seen := map[string]bool{}
	for _, r := range ahead {
		all, seen[r.key] = append(all, r.row), true
	}
	if err == nil {
		return all, true
	}
	back, _ := read(" DESC") // its fault is the same one, or one more
	for i := len(back) - 1; i >= 0; i-- {
		if !seen[back[i].key] {
			all = append(all, back[i].row)
		}
	}
	return all, false
}

// A salvagedTable is one whose rows stand by themselves. The first column is
// the key; sealed are those of the others that have a checksum; what is newer
// replaces what the backup has.
type salvagedTable struct {
	name, columns string
	sealed        []int
	newer         string
}

// What people need to unlock the store comes first, for interviews refer to it.
var salvagedTables = []salvagedTable{
	{"slot", slotColumns, []int{2, 3}, "locked = excluded.locked, paper = excluded.paper, recovery = excluded.recovery, failed = excluded.failed, since = excluded.since"},
	{"open_setting", "name, value", nil, "value = excluded.value"},
	{"setting", "name, value", []int{1}, "value = excluded.value"},
	{"form", "tag, about, workbook", []int{1, 2}, "about = excluded.about, workbook = excluded.workbook"},
	{"merge", "id, payload", []int{1}, ""},
	{"chain", "seq, digest, link", nil, ""},
	{"event", "seq, payload", []int{1}, ""},
	{"tombstone", "tag, payload", []int{1}, ""},
	{"outgoing", "number, payload", []int{1}, ""},
	{"refusal", "tag", nil, ""},
	{"arrival", "tag, kind, payload", []int{2}, "payload = excluded.payload"},
}

func (v *salvage) table(ctx context.Context, t salvagedTable) error {
	if there, err := hasTable(ctx, v.from, t.name); err == nil && !there {
		return nil // the damaged file is of an older version
	}
	key, _, _ := strings.Cut(t.columns, ",")
	width := 1 + strings.Count(t.columns, ",")
	marks := "?" + strings.Repeat(", ?", width-1)
	found, whole := bothWays(ctx, v.from, "SELECT "+t.columns+" FROM "+t.name, key, func(rows *sql.Rows) (keyed[[]any], error) {
		return scanAny(rows, width)
	})
	v.lostUnless(whole)
	into := "INSERT INTO " + t.name + " (" + t.columns + ") VALUES (" + marks + ") ON CONFLICT DO NOTHING"
	if t.newer != "" {
		into = "INSERT INTO " + t.name + " (" + t.columns + ") VALUES (" + marks + ") ON CONFLICT (" + key + ") DO UPDATE SET " + t.newer
	}
	return v.to.changeClear(ctx, "take over "+t.name, func(ctx context.Context, tx *sql.Tx) error {
		for _, row := range found {
			if !isIntact(row, t.sealed) {
				v.out.Lost++
				continue
			}
			if _, err := tx.ExecContext(ctx, into, row...); err != nil {
				return err
			}
		}
		return nil
	})
}

func isIntact(row []any, sealed []int) bool {
	for _, i := range sealed {
		if b, ok := row[i].([]byte); row[i] != nil && (!ok || seal.Intact(b) != nil) {
			return false
		}
	}
	return true
}

// scanAny reads a row as it is stored. Its first column is the key.
func scanAny(rows *sql.Rows, width int) (keyed[[]any], error) {
	row, to := make([]any, width), make([]any, width)
	for i := range row {
		to[i] = &row[i]
	}
	err := rows.Scan(to...)
	return keyed[[]any]{fmt.Sprint(row[0]), row}, err
}
