package storage

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

// TestWhatDoesNotBelongIntoAStore: code that somebody left in the file, to be run
// by whatever reads or writes it, keeps the store from being opened, is named,
// and has not run.
func TestWhatDoesNotBelongIntoAStore(t *testing.T) {
	for _, c := range []struct{ what, statement, says string }{
		{"a trigger", "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM journal; END", `"trigger t"`},
		{"a trigger that runs when somebody is let in", "CREATE TRIGGER t AFTER UPDATE ON slot BEGIN UPDATE laptop SET number = 0; END", `"trigger t"`},
		{"a view", "CREATE VIEW v AS SELECT payload FROM journal", `"view v"`},
		{"a virtual table", "CREATE VIRTUAL TABLE v USING fts5(a)", `"table v`},
		{"a table", "CREATE TABLE other (n INTEGER)", `"table other"`},
		{"an index", "CREATE INDEX few ON journal (seq)", `"index few"`},
		{"a view in the place of a table", "DROP TABLE refusal; CREATE VIEW refusal AS SELECT tag FROM tombstone", `"view refusal"`},
		{"a table that differs", "DROP TABLE refusal; CREATE TABLE refusal (tag BLOB PRIMARY KEY, more INTEGER DEFAULT (random()))", "its table refusal is not the one"},
		{"a table less", "DROP TABLE refusal", "its table refusal is missing"},
	} {
		path := known(t)
		meddle(t, path, c.statement)
		_, err := unlocked(path, Options{})
		if !errors.Is(err, ErrForeign) && !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.what, err)
		}
		if d := must(Diagnose(ctx, path)); d.Fault == nil || !strings.Contains(d.Fault.Error(), c.says) {
			t.Errorf("%s: the doctor says %v", c.what, d.Fault)
		}
	}
}

// TestNothingIsTakenFromAForeignTable: what a restore reads is a store's.
func TestNothingIsTakenFromAForeignTable(t *testing.T) {
	path := known(t)
	meddle(t, path, "DROP TABLE refusal; CREATE VIEW refusal AS SELECT zeroblob(8) AS tag")
	out, err := Restore(ctx, path, Options{})
	if err != nil || out.Lost == 0 {
		t.Fatalf("%+v, %v", out, err)
	}
	s := reopened(t, path)
	var n int
	do(t, s.db.QueryRow("SELECT count(*) FROM refusal").Scan(&n))
	if n != 0 {
		t.Errorf("%d refusals", n)
	}
}

// TestEveryVersionOfTheLayoutIsKnown: what a store of an older layout consists
// of is held against that layout before it is converted.
func TestEveryVersionOfTheLayoutIsKnown(t *testing.T) {
	all := steps()
	for n := 2; n <= len(all); n++ {
		path := filepath.Join(t.TempDir(), "anketa.db")
		do(t, must(open(ctx, path, Options{}, all[:n])).Close())
	}
	path := filepath.Join(t.TempDir(), "older.db")
	s := must(open(ctx, path, Options{}, all[:2]))
	do(t, s.Close())
	meddle(t, path, "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM journal; END")
	if _, err := Open(ctx, path, Options{}); !errors.Is(err, ErrForeign) {
		t.Error(err)
	}
	if v := must(inspect(path, len(all))); v != 2 {
		t.Errorf("it was converted to version %d", v)
	}
}
