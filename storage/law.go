package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"maps"
	"slices"
	"strings"
	"sync"

	"anketa/survey/message"
)

// A law is what a file of one version may consist of: its tables and indexes,
// with the text that made each. Anything else in it was put there by somebody,
// and could run when a table is read or written.
type law map[string]string

// laws are those that were asked for, by the steps that make them.
var laws sync.Map

// lawOf makes the law of the version that some steps lead to.
func lawOf(ctx context.Context, steps []string) (law, error) {
	sum := sha256.Sum256([]byte(strings.Join(steps, "\x00")))
	if l, known := laws.Load(sum); known {
		return l.(law), nil
	}
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return nil, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, step := range steps {
		if _, err := db.ExecContext(ctx, step); err != nil {
			return nil, err
		}
	}
	l, err := readLaw(ctx, db)
	if err == nil {
		laws.Store(sum, l)
	}
	return l, err
}

func readLaw(ctx context.Context, q querier) (law, error) {
	l := law{}
	err := eachRow(ctx, q, "SELECT type, name, coalesce(sql, '') FROM sqlite_schema", func(rows *sql.Rows) error {
		var kind, name, text string
		err := rows.Scan(&kind, &name, &text)
		l[kind+" "+name] = text
		return err
	})
	return l, err
}

// lawful holds what a file consists of against what a store of its version
// does. It reads nothing but the list of that. The error is ErrForeign.
func lawful(ctx context.Context, q querier, steps []string) error {
	want, have, err := bothLaws(ctx, q, steps)
	if err != nil || want == nil {
		return err
	}
	for _, what := range slices.Sorted(maps.Keys(want)) {
		if made, there := have[what]; there && made != want[what] {
			return message.New("%w: its %s is not the one that Anketa makes", ErrForeign, what)
		}
	}
	for _, what := range slices.Sorted(maps.Keys(have)) {
		if _, known := want[what]; !known {
			return message.New("%w: somebody put the %.80q into it, which no store has", ErrForeign, what)
		}
	}
	for _, what := range slices.Sorted(maps.Keys(want)) {
		if _, there := have[what]; !there {
			return message.New("%w: its %s is missing", ErrDamaged, what)
		}
	}
	return nil
}

// legible says whether the tables of a damaged file are those of a store, so
// that rows may be read from them. What else is in it does not matter for that.
func legible(ctx context.Context, q querier, steps []string) error {
	want, have, err := bothLaws(ctx, q, steps)
	for what, text := range want {
		if made, there := have[what]; err == nil && strings.HasPrefix(what, "table ") && there && made != text {
			err = message.New("%w: its %s is not the one that Anketa makes", ErrForeign, what)
		}
	}
	for what := range have {
		if view, ok := strings.CutPrefix(what, "view "); err == nil && ok && want["table "+view] != "" {
			err = message.New("%w: its table %s is none", ErrForeign, view)
		}
	}
	return err
}

// bothLaws gives what a file must consist of and what it does; want is nil where
// the program does not know its version.
func bothLaws(ctx context.Context, q querier, steps []string) (want, have law, err error) {
	var version int
	if err := q.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil || version < 1 || version > len(steps) {
		return nil, nil, err
	}
	if want, err = lawOf(ctx, steps[:version]); err == nil {
		have, err = readLaw(ctx, q)
	}
	return want, have, err
}
