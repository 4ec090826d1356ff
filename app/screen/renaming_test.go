package screen_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"anketa/app/screen"
	"anketa/export"
	"anketa/storage/storagetest"
	"anketa/survey"
	"anketa/survey/interview"
	"anketa/survey/xlsform"
)

const worksBefore = `
| survey  |
|         | type                | name   | label                   |
|         | select_one sex      | sex    | Are you a man or woman? |
|         | select_one yn       | paid   | Were you paid?          |
|         | integer             | hours  | How many hours a day?   |
|         | text                | pet    | Name of the dog         |
|         | text                | remark | Remarks                 |
| choices |
|         | list_name | name | label |
|         | sex       | m    | Man   |
|         | sex       | f    | Woman |
|         | yn        | 1    | Yes   |
|         | yn        | 2    | No    |
| settings |
|          | form_id | version |
|          | works   | 1       |
`

const worksNow = `
| survey  |
|         | type              | name       | label                      |
|         | select_one gender | gender     | Are you a man or a woman?  |
|         | select_one yn     | paid       | Were you paid?             |
|         | integer           | hours_day  | How many hours each day?   |
|         | integer           | hours_week | How many hours a week?     |
|         | text              | remark     | Remarks                    |
| choices |
|         | list_name | name | label |
|         | gender    | 1    | Man   |
|         | gender    | 2    | Woman |
|         | yn        | 1    | No    |
|         | yn        | 2    | Yes   |
| settings |
|          | form_id | version |
|          | works   | 2       |
`

func readForm(t *testing.T, tables string) *survey.Form {
	t.Helper()
	form, faults := xlsform.ReadMarkdown(tables, xlsform.Options{Name: "works"})
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	return form
}

// renamingBook is a workbook with interviews of both forms.
func renamingBook(t *testing.T, dir string) string {
	t.Helper()
	older, newer := readForm(t, worksBefore), readForm(t, worksNow)
	var records []*survey.Record
	for i, of := range []struct {
		form    *survey.Form
		answers screen.Answers
	}{
		{older, screen.Answers{"sex": "m", "paid": "1", "hours": "8", "pet": "Rex", "remark": "r"}},
		{older, screen.Answers{"sex": "f", "paid": "2", "hours": "9", "remark": "r"}},
		{newer, screen.Answers{"gender": "1", "paid": "1", "hours_day": "7", "hours_week": "40", "remark": "r"}},
	} {
		at := time.Date(2026, 5, 1+i, 9, 0, 0, 0, time.UTC)
		filled, err := screen.Fill(of.form, of.answers, interview.Options{Now: func() time.Time { return at }, Seed: uint64(i + 1), Device: "laptop", Interviewer: "K1"})
		if err != nil {
			t.Fatal(err)
		}
		filled.Record.Number = i + 1
		records = append(records, filled.Record)
	}
	path := filepath.Join(dir, "both.xlsx")
	_, err := export.Write(context.Background(), path, func(yield func(*survey.Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}, export.Options{Forms: []*survey.Form{newer, older}, Now: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// renamed is a line for each renaming: what it is, how many answers it has, what
// stands for it, and the likeliest.
func renamed(all []screen.Renaming) string {
	var lines []string
	for _, r := range all {
		line := fmt.Sprintf("%s %s %d/%d", r.Path, r.Code, r.Interviews, r.Answers)
		switch {
		case r.Refused:
			line += " nothing"
		case r.To != nil:
			line += fmt.Sprintf(" is %s %s", r.To.Path, r.To.Code)
		case len(r.Candidates) > 0:
			line += fmt.Sprintf(" like %s %s %v", r.Candidates[0].Path, r.Candidates[0].Code, r.Likely())
		}
		lines = append(lines, strings.Join(strings.Fields(line), " "))
	}
	return strings.Join(lines, "\n")
}

// TestRenamings goes through what an older form calls otherwise, decides, and
// finds what was decided kept, in the workbook and in tables.
func TestRenamings(t *testing.T) {
	ctx, dir, store := context.Background(), t.TempDir(), storagetest.New(t)
	book := renamingBook(t, dir)
	m, err := screen.LookMerge(ctx, store, []string{book}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var said screen.Remapping
	want := func(m *screen.Merging, lines ...string) {
		t.Helper()
		if got := renamed(m.Renamings(said)); got != strings.Join(lines, "\n") {
			t.Errorf("got\n%s\nwant\n%s", got, strings.Join(lines, "\n"))
		}
	}
	of := func(path, code string) screen.Renaming {
		t.Helper()
		all := m.Renamings(said)
		i := slices.IndexFunc(all, func(r screen.Renaming) bool { return r.Path == path && r.Code == code })
		if i < 0 {
			t.Fatalf("%s %s is not among\n%s", path, code, renamed(all))
		}
		return all[i]
	}
	want(m, "sex 2/2 like gender true", "paid 1 1/1 like paid 2 true", "paid 2 1/1 like paid 1 true", "hours 2/2 like hours_day true", "pet 1/1")
	if r := of("hours", ""); len(r.Candidates) != 2 {
		t.Errorf("hours has the candidates %+v", r.Candidates)
	}
	sex := of("sex", "")
	said.Decide(sex, &sex.Candidates[0])
	want(m, "sex 2/2 is gender", "sex m 1/1 like gender 1 true", "sex f 1/1 like gender 2 true", "paid 1 1/1 like paid 2 true", "paid 2 1/1 like paid 1 true", "hours 2/2 like hours_day true", "pet 1/1")
	for _, code := range []string{"m", "f"} {
		r := of("sex", code)
		said.Decide(r, &r.Candidates[0])
	}
	said.Decide(of("hours", ""), nil)
	said.Decide(of("pet", ""), nil)
	said.Undo(of("hours", ""))
	decided := []string{"sex 2/2 is gender", "sex m 1/1 is gender 1", "sex f 1/1 is gender 2", "paid 1 1/1 like paid 2 true", "paid 2 1/1 like paid 1 true", "hours 2/2 like hours_day true", "pet 1/1 nothing"}
	want(m, decided...)
	out := filepath.Join(dir, "all.xlsx")
	if _, err := m.Carry(ctx, screen.Choices{Mapping: said}, out, nil); err != nil {
		t.Fatal(err)
	}
	said = screen.Remapping{}
	if m, err = screen.LookMerge(ctx, store, []string{book}, nil); err != nil {
		t.Fatal(err)
	}
	want(m, decided...)
	if _, err := screen.ExportCSV(ctx, store, "", filepath.Join(dir, "csv"), export.Dialect{}, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := screen.WorkbookToCSV(ctx, out, filepath.Join(dir, "again"), export.Dialect{}, nil); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"csv", "again"} {
		data, err := os.ReadFile(filepath.Join(dir, folder, "data.csv"))
		if text := string(data); err != nil || strings.Contains(text, `"m"`) || strings.Count(text, `,"1","1",7,`) != 1 || strings.Count(text, `,"1","1",,`) != 1 {
			t.Errorf("%s holds (%v)\n%s", folder, err, text)
		}
	}
	// Taking all of it back is kept too.
	for _, r := range m.Renamings(said) {
		said.Undo(r)
	}
	if _, err := m.Carry(ctx, screen.Choices{Mapping: said}, "", nil); err != nil {
		t.Fatal(err)
	}
	said = screen.Remapping{}
	if m, err = screen.LookMerge(ctx, store, []string{book}, nil); err != nil {
		t.Fatal(err)
	}
	want(m, "sex 2/2 like gender true", "paid 1 1/1 like paid 2 true", "paid 2 1/1 like paid 1 true", "hours 2/2 like hours_day true", "pet 1/1")
}
