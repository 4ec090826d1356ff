package export

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"anketa/survey"
)

// A mutilation is something that people or programs do to a workbook on its
// way, and what is to be said of it.
type mutilation struct {
	name string
	do   func(t *testing.T, path string) string // gives the workbook that comes back
	want string                                 // what becomes of the interviews, as account says it
	told []string                               // what stands in what is told
}

// written is how many interviews the workbooks of the corpus hold.
const written = 6

// corpus tries a table of mutilations. Of each holds: no record comes out that
// was never written; each interview that was is taken, or told of by its key
// or its sheet; and no answer is in a refusal.
func corpus(t *testing.T, all []mutilation) {
	f, records := answered(written)
	path := write(t, records, Options{Forms: []*survey.Form{f}})
	for _, m := range all {
		t.Run(m.name, func(t *testing.T) { tried(t, m.do(t, path), records, m) })
	}
}

func tried(t *testing.T, path string, records []*survey.Record, m mutilation) {
	b, err := Read(context.Background(), path)
	holds(t, b, err, records)
	told := tellings(b, err, records)
	if got := account(b, err); got != m.want {
		t.Errorf("%s, want %s\n%s", got, m.want, strings.Join(told, "\n"))
	}
	for _, words := range m.told {
		if words != "" && !slices.ContainsFunc(told, func(line string) bool { return strings.Contains(line, words) }) {
			t.Errorf("told is not %q but\n%s", words, strings.Join(told, "\n"))
		}
	}
}

// strangers are interviews of another workbook.
func strangers() []*survey.Record {
	_, records := answered(written)
	for _, r := range records {
		r.ID = "uuid:1" + r.ID[len("uuid:0"):]
	}
	return records
}

// account counts what became of the interviews.
func account(b *Book, err error) string {
	if err != nil {
		return "unreadable"
	}
	s := fmt.Sprint(b.Heads, " taken")
	for _, n := range []struct {
		n    int
		what string
	}{{len(b.Repeated), "again"}, {len(b.Repaired), "repaired"}, {len(b.Edited), "edited"}, {len(b.Refused), "refused"}} {
		if n.n > 0 {
			s += fmt.Sprintf(", %d %s", n.n, n.what)
		}
	}
	return s
}

// tellings is everything that people are told of a workbook, in lines.
func tellings(b *Book, err error, records []*survey.Record) (out []string) {
	if err != nil {
		return []string{err.Error()}
	}
	for _, r := range b.Refused {
		out = append(out, r.String())
	}
	for _, r := range b.Repaired {
		out = append(out, fmt.Sprintf("%s %d %s: %q was %q", r.Sheet, r.Row, r.Column, r.Seen, r.Is))
	}
	for _, e := range b.Edited {
		if r := e.Refusal(); !e.Taken {
			out = append(out, r.String())
		}
	}
	return append(out, editsOf(b, func(h survey.Hash) *survey.Record {
		if i := slices.IndexFunc(records, func(r *survey.Record) bool { return r.Hash() == h }); i >= 0 {
			return records[i]
		}
		return &survey.Record{Root: &survey.Answer{}}
	})...)
}

func holds(t *testing.T, b *Book, err error, records []*survey.Record) {
	t.Helper()
	if err != nil {
		if e := new(*Error); !errors.As(err, e) || (*e).Why == nil {
			t.Errorf("no sentence: %v", err)
		}
		return
	}
	here := map[survey.Hash]bool{}
	for _, r := range b.Records {
		here[r.Hash()] = true
		if !slices.ContainsFunc(append(strangers(), records...), func(w *survey.Record) bool { return w.Hash() == r.Hash() }) {
			t.Errorf("%s was changed in silence", r.ID)
		}
	}
	named, whole := map[string]bool{}, false
	for _, r := range b.Left() {
		key, _, _ := strings.Cut(r.Key, "/")
		named[key] = true
		whole = whole || r.Row == 0
		for _, answer := range []string{"Алия", "farm", "2024-02-", "call back"} {
			if strings.Contains(r.String(), answer) {
				t.Errorf("an answer is told: %s", r)
			}
		}
	}
	for _, r := range records {
		if !here[r.Hash()] && !named[r.ID] && !whole {
			t.Errorf("%s is gone and nobody says so", r.ID)
		}
	}
}

// A seen is a cell as another program has it.
type seen struct {
	kind  excelize.CellType
	raw   string
	style int
}

// arrange has change lay out the rows of a sheet anew.
func arrange(sheet string, change func(rows [][]seen) [][]seen) func(*testing.T, string) string {
	return inExcel(func(t *testing.T, f *excelize.File) {
		old := cellsOf(t, f, sheet)
		for i, row := range old {
			for k := range row {
				f.SetCellValue(sheet, cellName(k, i), nil)
			}
		}
		for i, row := range change(old) {
			for k, c := range row {
				c.put(f, sheet, cellName(k, i))
			}
		}
	})
}

func (c seen) put(f *excelize.File, sheet, at string) {
	if c.kind == excelize.CellTypeSharedString {
		f.SetCellStr(sheet, at, c.raw)
	} else if c.raw != "" {
		f.SetCellDefault(sheet, at, c.raw)
	}
	f.SetCellStyle(sheet, at, at, c.style)
}

func cellsOf(t *testing.T, f *excelize.File, sheet string) [][]seen {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	out := make([][]seen, len(rows))
	for i, row := range rows {
		out[i] = make([]seen, len(rows[0]))
		for k := range row {
			kind, _ := f.GetCellType(sheet, cellName(k, i))
			style, _ := f.GetCellStyle(sheet, cellName(k, i))
			out[i][k] = seen{kind, row[k], style}
		}
	}
	return out
}

// cellName names a cell by its column and row from 0.
func cellName(column, row int) string { return fmt.Sprint(survey.ColumnName(column+1), row+1) }

// inExcel has another program change the workbook and save it anew.
func inExcel(change func(*testing.T, *excelize.File)) func(*testing.T, string) string {
	return func(t *testing.T, path string) string {
		return edit(t, path, func(f *excelize.File) { change(t, f) })
	}
}

// typing puts values into cells: the sheet data's where the name of the column
// names no other, in row 3.
func typing(values map[string]any) func(*testing.T, string) string {
	return inExcel(func(t *testing.T, f *excelize.File) {
		for name, v := range values {
			sheet, column := "data", name
			if s, c, other := strings.Cut(name, "."); other {
				sheet, column = s, c
			}
			if err := f.SetCellValue(sheet, at(t, f, sheet, column, 3), v); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// throughout changes each cell of a column.
func throughout(sheet, name string, change func(t *testing.T, f *excelize.File, at, raw string)) func(*testing.T, string) string {
	return inExcel(func(t *testing.T, f *excelize.File) {
		for row := 2; row < len(cellsOf(t, f, sheet))+1; row++ {
			place := at(t, f, sheet, name, row)
			raw, _ := f.GetCellValue(sheet, place, excelize.Options{RawCellValue: true})
			change(t, f, place, raw)
		}
	})
}
