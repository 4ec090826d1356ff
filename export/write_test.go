package export

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"anketa/survey"
)

// A failed export leaves what was there and nothing beside it.
func TestAFailedExportLeavesNothing(t *testing.T) {
	f, records := small()
	broken := errors.New("the store cannot be read")
	for _, c := range []struct {
		name    string
		records func(cancel func()) iter.Seq2[*survey.Record, error]
		want    string
	}{
		{"the store fails", func(func()) iter.Seq2[*survey.Record, error] {
			return func(yield func(*survey.Record, error) bool) { _ = yield(records[0], nil) && yield(nil, broken) }
		}, "the store cannot be read"},
		{"the user cancels", func(cancel func()) iter.Seq2[*survey.Record, error] {
			return func(yield func(*survey.Record, error) bool) {
				for _, r := range records {
					if !yield(r, nil) {
						return
					}
					cancel()
				}
			}
		}, "context canceled"},
		{"the user cancels at the end", func(cancel func()) iter.Seq2[*survey.Record, error] {
			return func(yield func(*survey.Record, error) bool) { yield(records[0], nil); cancel() }
		}, "context canceled"},
		{"one interview twice", func(func()) iter.Seq2[*survey.Record, error] {
			return sequence([]*survey.Record{records[0], records[0]})
		}, "two interviews have the same key"},
		{"an interview without a key", func(func()) iter.Seq2[*survey.Record, error] {
			return sequence([]*survey.Record{{Root: &survey.Answer{}}})
		}, "or one has none"},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "book.xlsx")
			if _, err := Write(context.Background(), path, sequence(records), Options{Forms: []*survey.Form{f}}); err != nil {
				t.Fatal(err)
			}
			before, _ := os.ReadFile(path)
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			_, err := Write(ctx, path, c.records(cancel), Options{Forms: []*survey.Form{f}})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
			if data, _ := os.ReadFile(path); !bytes.Equal(data, before) {
				t.Error("the old file was touched")
			}
			if left, _ := os.ReadDir(folder); len(left) != 1 {
				t.Errorf("%d files are there, want 1", len(left))
			}
		})
	}
}

func TestAFolderThatCannotBeWritten(t *testing.T) {
	f, records := small()
	path := filepath.Join(t.TempDir(), "none", "book.xlsx")
	_, err := Write(context.Background(), path, sequence(records), Options{Forms: []*survey.Form{f}})
	want := path + ": nothing can be written there."
	var e *Error
	if !errors.As(err, &e) || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestAnExportReplacesTheOldFile(t *testing.T) {
	f, records := small()
	path := filepath.Join(t.TempDir(), "book.xlsx")
	for n := 1; n <= 3; n++ {
		written, err := Write(context.Background(), path, sequence(records[:n]), Options{Forms: []*survey.Form{f}, Now: noon})
		if err != nil {
			t.Fatal(err)
		}
		b := mustRead(t, path)
		if written.Records != n || written.Rows != 3*n || written.SHA256 != b.SHA256 || len(b.Records) != n {
			t.Errorf("written %+v, read %d of %s", written, len(b.Records), b.SHA256)
		}
	}
	if info, _ := os.Stat(path); runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("others may read it: %v", info.Mode())
	}
}

// The same records and the same hour give the same bytes.
func TestAnExportIsReproducible(t *testing.T) {
	f, records := small()
	o := Options{Forms: []*survey.Form{f}}
	a, _ := os.ReadFile(write(t, records, o))
	b, _ := os.ReadFile(write(t, records, o))
	if len(a) == 0 || string(a) != string(b) {
		t.Errorf("two exports of %d and %d bytes differ", len(a), len(b))
	}
}

func TestProgress(t *testing.T) {
	f := parseForm("household", "2", household)
	var told []string
	write(t, newSource(1, false).records(f, 120), Options{Forms: []*survey.Form{f}, Total: 120, Progress: func(done, total int) { told = append(told, fmt.Sprintf("%d/%d", done, total)) }})
	if got, want := strings.Join(told, " "), "50/120 100/120 120/120"; got != want {
		t.Errorf("told %s, want %s", got, want)
	}
}

// Versions of a form are one table: the newest one's columns, and behind them
// what only older ones have.
func TestVersionsOfAForm(t *testing.T) {
	newest := parseForm("f", "3", `
	group g
		text name
		integer size
	select status a b c
	group was_repeat
		text x
	text new
`)
	older := parseForm("f", "2", `
	text new_name
	group g
		text size
		text dropped
	select status b d
	repeat was_repeat
		text y
	integer name
`)
	var want []*survey.Record
	s := newSource(9, false)
	for range 20 {
		want = append(want, s.record(newest), s.record(older))
	}
	path := write(t, want, Options{Forms: []*survey.Form{newest, older}})
	same(t, mustRead(t, path), want)
	g := gridOf(t, path)
	var data []string
	for _, r := range listed(t, g, exportSheet) {
		if r["item"] == "question" {
			data = append(data, r["sheet"]+"."+r["column"]+":"+r["kind"])
		}
	}
	if got, want := strings.Join(data, " "), "data.name:text data.size:number data.size_v2:text data.dropped:text data.status:text data.x:text data.new:text data.new_name:text data.name_2:number"; got != want {
		t.Errorf("columns\n%s, want\n%s", got, want)
	}
	var versions []string
	for _, r := range listed(t, g, codebookSheet) {
		versions = append(versions, r["column"]+"="+r["form_versions"])
	}
	if got, want := strings.Join(versions, " "), "name=3 size=3 size_v2=2 dropped=2 status=3 2 x=3 new=3 new_name=2 name_2=2"; got != want {
		t.Errorf("codebook %s, want %s", got, want)
	}
	var codes []string
	for _, r := range listed(t, g, codesSheet) {
		codes = append(codes, r["code"])
	}
	if got := strings.Join(codes, ""); got != "abcd" {
		t.Errorf("codes %s, want those of both versions", got)
	}
}

func TestOlderFormsTravel(t *testing.T) {
	f := shipped(t)
	older := *f
	older.Version = "0.9"
	b := mustRead(t, write(t, nil, Options{Forms: []*survey.Form{f, &older}}))
	if len(b.Older) != 1 {
		t.Fatalf("%d older forms came back, want 1", len(b.Older))
	}
	g := gridOf(t, asFile(t, b.Older[0]))
	if !slices.Equal(g.names, []string{"survey", "choices", "settings"}) {
		t.Errorf("it has the sheets %v", g.names)
	}
	for _, sheet := range g.names {
		if got, want := fmt.Sprint(listed(t, g, sheet)), fmt.Sprint(listed(t, gridOf(t, shippedPath), sheet)); got != want {
			t.Errorf("its sheet %s differs", sheet)
		}
	}
}

// Where there is no form, records are kept whole.
func TestRecordsWithoutAForm(t *testing.T) {
	want := newSource(2, true).records(parseForm("household", "2", household), 10)
	same(t, mustRead(t, write(t, want, Options{})), want)
}

func TestConflicts(t *testing.T) {
	f, records := small()
	first := records[0]
	version := func(reason string, parents ...*survey.Record) *survey.Record {
		r := *first
		r.Reason, r.Parents = reason, nil
		for _, p := range parents {
			r.Parents = append(r.Parents, p.Hash())
		}
		return &r
	}
	left := version("left", first)
	right := version("right", first)
	healed := version("healed", left, right)
	for _, c := range []struct {
		name   string
		head   *survey.Record
		others []*survey.Record
		want   string
	}{
		{"one version", first, nil, "0"},
		{"a correction", left, []*survey.Record{first}, "0"},
		{"two corrections", right, []*survey.Record{first, left}, "1"},
		{"two corrections and a decision", healed, []*survey.Record{first, left, right}, "0"},
	} {
		b := write(t, []*survey.Record{c.head, records[1]}, Options{Forms: []*survey.Form{f}, Others: c.others})
		rows := listed(t, gridOf(t, b), dataSheet)
		if rows[0][conflictColumn] != c.want || rows[1][conflictColumn] != "0" {
			t.Errorf("%s: _conflict is %s and %s, want %s and 0", c.name, rows[0][conflictColumn], rows[1][conflictColumn], c.want)
		}
		same(t, mustRead(t, b), append([]*survey.Record{c.head, records[1]}, c.others...))
	}
}

// Excel's limits are met without loss, or told before anything is written.
func TestLimits(t *testing.T) {
	wide := func(questions, codes int) *survey.Form {
		var b strings.Builder
		for i := range questions {
			fmt.Fprintf(&b, "\tmultiple q%d", i)
			for c := range codes {
				fmt.Fprintf(&b, " c%d", c)
			}
			b.WriteByte('\n')
		}
		return parseForm("wide", "1", b.String())
	}
	f := wide(100, 200)
	want := newSource(1, false).records(f, 2)
	path := write(t, want, Options{Forms: []*survey.Form{f}})
	same(t, mustRead(t, path), want)
	for _, r := range listed(t, gridOf(t, path), exportSheet) {
		if r["item"] == derivedItem {
			t.Fatal("20,000 columns for single codes were written, and no sheet holds as many")
		}
	}
	_, err := newLayout([]*survey.Form{wide(17_000, 0)})
	if err == nil || !strings.Contains(err.Error(), "more questions than a sheet can have columns") {
		t.Errorf("got %v", err)
	}
	many := Options{Forms: []*survey.Form{parseForm("f", "1", "\ttext who\n")}, Total: mostRows}
	_, err = Write(context.Background(), filepath.Join(t.TempDir(), "many.xlsx"), func(func(*survey.Record, error) bool) { t.Error("a record was asked for") }, many)
	if err == nil || !strings.Contains(err.Error(), "larger than a sheet can be") {
		t.Errorf("got %v", err)
	}
	s := newSheet("x", look{}, newStringTable(nil), [styles]string{})
	for range mostRows {
		if err := s.row(nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.row(nil); err == nil || !strings.Contains(err.Error(), "larger than a sheet can be") {
		t.Errorf("got %v", err)
	}
}
