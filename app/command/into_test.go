package command_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anketa/app/command"
	"anketa/app/screen"
	"anketa/export"
	"anketa/survey"
)

// TestDecisions takes a conflict out of two workbooks in a table, and the
// decision back in one that a spreadsheet has saved in another way.
func TestDecisions(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	form, faults, err := screen.LoadForm("")
	if err != nil || faults.Err() != nil {
		t.Fatal(err, faults.Err())
	}
	var base *survey.Record
	if err := screen.Simulate(ctx, form, 1, 1, func(r *survey.Record) error { base = r; return nil }, nil); err != nil {
		t.Fatal(err)
	}
	write := func(name, code string) string {
		r, err := survey.Decode(survey.Encode(base))
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range r.All() {
			if a.Name == "interviewer_code" {
				a.Text = code
			}
		}
		r.Parents, r.Author, r.Reason, r.Saved = []survey.Hash{base.Hash()}, "C-"+code, "typing error", base.Saved.Add(time.Hour)
		path := filepath.Join(dir, name)
		_, err = export.Write(ctx, path, func(yield func(*survey.Record, error) bool) { yield(r, nil) },
			export.Options{Forms: []*survey.Form{form}, Others: []*survey.Record{base}, Now: base.Saved})
		if err != nil {
			t.Fatal(err)
		}
		return path
	}
	one, two := write("one.xlsx", "AA1"), write("two.xlsx", "BB2")
	table, out := filepath.Join(dir, "conflicts.csv"), filepath.Join(dir, "all.xlsx")
	run := func(want int, args ...string) string {
		t.Helper()
		var said bytes.Buffer
		if got := command.Run(ctx, command.Env{Stdout: &said, Stderr: &said}, args); got != want {
			t.Fatalf("%v ended with %d, want %d:\n%s", args, got, want, &said)
		}
		return said.String()
	}
	if said := run(0, "merge", one, two, "--conflicts", table); !strings.Contains(said, "1 conflict") || strings.Contains(said, "AA1") {
		t.Errorf("said %s", said)
	}
	take := func(code, separator string) {
		t.Helper()
		data, err := os.ReadFile(table)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff")))).ReadAll()
		if err != nil || len(rows) != 3 {
			t.Fatalf("%d lines (%v):\n%s", len(rows), err, data)
		}
		var b strings.Builder
		for _, row := range rows {
			if row[9] == code {
				row[11], row[12] = "x", "asked again"
			}
			b.WriteString(strings.Join(row, separator) + "\n")
		}
		if err := os.WriteFile(filepath.Join(dir, "decided.csv"), []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	decided := filepath.Join(dir, "decided.csv")
	for code, separator := range map[string]string{"AA1": ";", "BB2": "\t"} {
		take(code, separator)
		run(2, "merge", one, two, "-o", out, "--decide", decided)
		if said := run(0, "merge", one, two, "-o", out, "--decide", decided, "--user", "C9"); !strings.Contains(said, "0 in conflict") {
			t.Errorf("said %s", said)
		}
		book, err := export.Read(ctx, out)
		if err != nil {
			t.Fatal(err)
		}
		r := book.Records[0]
		got := ""
		for _, a := range r.All() {
			if a.Name == "interviewer_code" {
				got = a.Text
			}
		}
		if got != code || r.Author != "C9" || r.Reason != "asked again" || len(r.Parents) != 2 {
			t.Errorf("decided for %q by %q because %q", got, r.Author, r.Reason)
		}
	}
	if err := os.WriteFile(decided, []byte("interview,place,side\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if said := run(1, "merge", one, two, "-o", out, "--decide", decided, "--user", "C9"); !strings.Contains(said, "it has no column take") {
		t.Errorf("said %s", said)
	}
}
