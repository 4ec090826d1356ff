package storage

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"anketa/survey/message"
)

//go:embed schema
var schemaFiles embed.FS

// application is what a store's header says of whose file it is: "Ankt".
const application = 0x416e6b74

// steps are what brings a file from version i to version i+1: schema/1.sql
// makes version 1 out of an empty file. A step that was shipped never changes.
func steps() []string {
	entries, err := schemaFiles.ReadDir("schema")
	if err != nil {
		panic("storage: " + err.Error())
	}
	out := make([]string, len(entries))
	for i := range out {
		text, err := schemaFiles.ReadFile(fmt.Sprintf("schema/%d.sql", i+1))
		if err != nil {
			panic("storage: " + err.Error())
		}
		out[i] = string(text)
	}
	return out
}

// convert brings a file to the newest version, each step in one transaction
// with the number that tells it was made.
func convert(ctx context.Context, db *sql.DB, from int, steps []string) error {
	for i := from; i < len(steps); i++ {
		if err := convertOnce(ctx, db, i+1, steps[i]); err != nil {
			return message.New("convert to version %d: %w", i+1, err)
		}
	}
	return nil
}

func convertOnce(ctx context.Context, db *sql.DB, version int, step string) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, stmt := range []string{
		step,
		fmt.Sprintf("PRAGMA application_id = %d", application),
		fmt.Sprintf("PRAGMA user_version = %d", version),
	} {
		if _, err := tx.ExecContext(ctx, stmt); err != nil {
			return err
		}
	}
	if err := sound(ctx, tx, "PRAGMA foreign_key_check", ""); err != nil {
		return err
	}
	return tx.Commit()
}

// querier is a database or a transaction on it.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// sound runs a check whose first row is "ok", or which gives no row, where all
// is well. What else it says may hold keys, so it is not passed on.
func sound(ctx context.Context, q querier, check, ok string) error {
	rows, err := q.QueryContext(ctx, check)
	if err != nil {
		return err
	}
	defer rows.Close()
	said := ""
	if rows.Next() {
		columns, err := rows.Columns()
		if err != nil {
			return err
		}
		first := make([]any, len(columns))
		for i := range first {
			first[i] = new(sql.RawBytes)
		}
		if err := rows.Scan(first...); err != nil {
			return err
		}
		said = string(*first[0].(*sql.RawBytes))
	}
	if err := rows.Err(); err != nil {
		return err
	}
	if said != ok {
		return message.New("%w: %s finds a fault", ErrDamaged, check)
	}
	return nil
}

// backup copies the file before it is converted, and reads the copy back. It
// stays for whoever has to go back to the older program.
func backup(ctx context.Context, db *sql.DB, path string, from int, now time.Time) error {
	dir := filepath.Join(filepath.Dir(path), "backup")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	name := fmt.Sprintf("%s-v%d-%s.db", stem(path), from, now.Format("20060102-150405.000"))
	target := filepath.Join(dir, name)
	// SQLite fills an empty file and refuses another; a new one it would let
	// everybody read.
	f, err := os.OpenFile(target, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, "VACUUM INTO ?", target); err != nil {
		return err
	}
	if err := verify(ctx, db, target, from); err != nil {
		os.Remove(target)
		return message.New("read back: %w", err)
	}
	return nil
}

func stem(path string) string {
	name := filepath.Base(path)
	return name[:len(name)-len(filepath.Ext(name))]
}

// verify compares a copy with its original, table by table.
func verify(ctx context.Context, db *sql.DB, path string, version int) error {
	copied, err := sql.Open("sqlite", readingOnly(path, runtime.GOOS == "windows"))
	if err != nil {
		return err
	}
	defer copied.Close()
	if err := sound(ctx, copied, "PRAGMA integrity_check", "ok"); err != nil {
		return err
	}
	var got int
	if err := copied.QueryRowContext(ctx, "PRAGMA user_version").Scan(&got); err != nil {
		return err
	}
	want, err := counts(ctx, db)
	if err != nil {
		return err
	}
	have, err := counts(ctx, copied)
	if err == nil && (got != version || have != want) {
		err = message.New("%w: the copy differs", ErrDamaged)
	}
	return err
}

// counts says how many rows each table has, but for some, as one text.
func counts(ctx context.Context, q querier, but ...string) (string, error) {
	rows, err := q.QueryContext(ctx, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
	if err != nil {
		return "", err
	}
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			rows.Close()
			return "", err
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil {
		return "", err
	}
	text := ""
	for _, name := range names {
		if slices.Contains(but, name) {
			continue
		}
		var n int
		if err := q.QueryRowContext(ctx, `SELECT count(*) FROM "`+name+`"`).Scan(&n); err != nil {
			return "", err
		}
		text += fmt.Sprintf("%s %d\n", name, n)
	}
	return text, nil
}
