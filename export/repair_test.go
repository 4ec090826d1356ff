package export

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"anketa/survey"
)

const edited = `
	text code
	integer age
	decimal wage
	date since
	select sector farm shop
	multiple langs ru kk uz
	dateTime met
	time woke
	text note
	repeat members
		text name
		integer age
`

// answered are interviews that differ in every answer.
func answered(n int) (*survey.Form, []*survey.Record) {
	f := parseForm("edited", "1", edited)
	given := func(name, text string) *survey.Answer {
		return &survey.Answer{Name: name, State: survey.Given, Text: text}
	}
	var out []*survey.Record
	for i := range n {
		member := func(key string, age int) *survey.Answer {
			return &survey.Answer{Name: "members", Key: key, Children: []*survey.Answer{given("name", fmt.Sprint("Алия ", i)), given("age", fmt.Sprint(age))}}
		}
		out = append(out, &survey.Record{
			ID: fmt.Sprintf("uuid:%04d", i), Form: "edited", Version: "1", Number: i + 1, Device: "laptop", Interviewer: "KZ07", Language: "ru",
			Started: noon, Finished: noon.Add(time.Hour), Saved: noon.Add(time.Hour), Author: "KZ07",
			Root: &survey.Answer{Children: []*survey.Answer{
				given("code", fmt.Sprintf("007%d", i)), given("age", fmt.Sprint(30+i)), given("wage", fmt.Sprintf("%d.5", 10+i)), given("since", fmt.Sprintf("2024-02-%02d", i+1)),
				given("sector", []string{"farm", "shop"}[i%2]), given("langs", "ru uz"), given("met", fmt.Sprintf("2026-03-18T09:26:%02d.000+05:00", i)),
				{Name: "woke", State: survey.Refused}, given("note", "a \"b\"\nc - d"), member("k1", 7), member("k2", 9),
			}},
		})
	}
	return f, out
}

// TestRepairs holds what spreadsheets do by themselves to a cell: the evidence
// says what it was, the interview is taken as it was written, and the cell is
// told.
func TestRepairs(t *testing.T) {
	date := time.Date(2024, 2, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name, question, was string
		now                 any
		seen                string
	}{
		{"leading zeros gone", "code", "0070", 70, "70"},
		{"many leading zeros gone", "code", "00000000000000012", 12, "12"},
		{"a plus gone", "code", "+77010000000", 77010000000, "77010000000"},
		{"an exponent that was copied", "code", "7701000000000", "7.701E+12", "7.701E+12"},
		{"digits behind the fifteenth", "code", "12345678901234567", 12345678901234500, "12345678901234500"},
		{"an apostrophe", "code", "0070", "'0070", "'0070"},
		{"a number with its own zeros", "code", "1.50", 1.5, "1.5"},
		{"a code that became a date", "code", "1.2", date, "45323"},
		{"a range that became a date", "code", "2-1", date, "45323"},
		{"blanks around", "code", "0070", " 0070\u00a0", " 0070\u00a0"},
		{"marks without width", "code", "0070", "00\u200b70", "00\u200b70"},
		{"truth", "code", "TRUE", true, "1"},
		{"falsehood in words", "code", "false", "FALSE", "FALSE"},
		{"Cyrillic letters in a code", "code", "K7-ABC", "К7-АВС", "К7-АВС"},
		{"a capital", "sector", "farm", "Farm", "Farm"},
		{"a hard blank in a choice", "langs", "ru uz", "ru\u00a0uz", "ru\u00a0uz"},
		{"Cyrillic letters in a choice", "sector", "shop", "shор", "shор"},
		{"quotes and dashes", "note", `a "b" - c...`, "a “b” – c…", "a “b” – c…"},
		{"a decimal comma with blanks", "wage", "12000.5", "12 000,5", "12 000,5"},
		{"thousands", "age", "12000", "12,000", "12,000"},
		{"a fraction of zeros", "age", "30", "30.0", "30.0"},
		{"a decimal that became a date", "wage", "1.2", date, "45323"},
		{"a day as text", "since", "2024-02-01", "2024-02-01 00:00:00", "2024-02-01 00:00:00"},
		{"a day with slashes", "since", "2024-02-01", "2/1/2024", "2/1/2024"},
		{"day and month changed places", "since", "2024-01-02", date, "2024-02-01"},
		{"a month in words", "since", "2024-02-01", "1 февраля 2024", "1 февраля 2024"},
		{"another calendar", "since", "2024-02-01", 45323 - 1462, "2020-01-31"},
		{"an instant that became a date", "met", "2026-03-18T09:26:53.000+05:00", time.Date(2026, 3, 18, 9, 26, 53, 0, time.UTC), "46099.3936689815"},
		{"an instant without its offset", "met", "2026-03-18T09:26:53.000+05:00", "2026-03-18 09:26:53", "2026-03-18 09:26:53"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, records := answered(3)
			records[1].Find(survey.Path(c.question)).Text = c.was
			path := edit(t, write(t, records, Options{Forms: []*survey.Form{f}}), func(book *excelize.File) {
				book.SetCellValue("data", at(t, book, "data", c.question, 3), c.now)
			})
			b := mustRead(t, path)
			same(t, b, records)
			if len(b.Edited) > 0 {
				t.Fatalf("it was taken for an edit: %v", b.Edited[0].Refusal())
			}
			want := fmt.Sprintf("[data 3 %s uuid:0001 %q %q]", c.question, c.seen, c.was)
			var got []string
			for _, r := range b.Repaired {
				got = append(got, fmt.Sprintf("%s %d %s %s %q %q", r.Sheet, r.Row, r.Column, r.Key, r.Seen, r.Is))
			}
			if fmt.Sprint(got) != want {
				t.Errorf("repaired %v, want %s", got, want)
			}
		})
	}
}

// TestRepairsEverywhere holds that a whole column which a spreadsheet changed
// is repaired in every row, also where a letter of _check is the same by
// chance, with damage of other kinds beside it.
func TestRepairsEverywhere(t *testing.T) {
	f, records := answered(28)
	const n = 28
	path := edit(t, write(t, records, Options{Forms: []*survey.Form{f}}), func(book *excelize.File) {
		for row := 2; row < n+2; row++ {
			i := row - 2
			book.SetCellValue("data", at(t, book, "data", "code", row), 70+i)
			if i >= 10 {
				book.SetCellValue("data", at(t, book, "data", "code", row), 700+i)
			}
			book.SetCellValue("data", at(t, book, "data", "_started", row), noon)
			book.SetCellValue("data", at(t, book, "data", "langs__kk", row), "FALSE")
			book.SetCellValue("members", at(t, book, "members", "name", row), fmt.Sprintf("Алия\u00a0%d", (row-2)/2))
		}
		book.SetCellValue("data", at(t, book, "data", "_states", 4), "refused:\u00a0wоkе")
	})
	b := mustRead(t, path)
	same(t, b, records)
	if len(b.Repaired) < 3*n || len(b.Edited) > 0 {
		t.Errorf("%d cells were repaired and %d rows are edited", len(b.Repaired), len(b.Edited))
	}
}

// editsOf gives what somebody changed, in a line each.
func editsOf(b *Book, original func(survey.Hash) *survey.Record) (out []string) {
	for _, e := range b.Edited {
		r := e.Original
		if r == nil {
			r = original(e.Of)
		}
		edits, repairs := e.Changes(r)
		for _, d := range edits {
			s := fmt.Sprintf("%s %d %s: %s %s %q -> %s %q", d.Sheet, d.Row, d.Path, d.Column, d.Old.State, d.Old.Text, d.New.State, d.New.Text)
			if d.Fault != nil {
				s = fmt.Sprintf("%s %d %s: %s", d.Sheet, d.Row, d.Column, d.Fault)
			}
			out = append(out, s)
		}
		for _, d := range repairs {
			out = append(out, fmt.Sprintf("%s %d %s repaired", d.Sheet, d.Row, d.Column))
		}
	}
	return out
}

// TestEdits holds what is told of an answer that somebody changed: nothing is
// taken, and held against the version that was exported it is old and new side
// by side, whatever spreadsheets did to the same row.
func TestEdits(t *testing.T) {
	type cells map[string]any
	for _, c := range []struct {
		name     string
		data     cells
		members  cells
		want     []string
		original bool // the workbook itself tells what it was
	}{
		{name: "a text", data: cells{"note": "call back"}, want: []string{`data 3 note: note given "a \"b\"\nc - d" -> given "call back"`}},
		{name: "a number", data: cells{"age": 44}, want: []string{`data 3 age: age given "31" -> given "44"`}},
		{name: "a decimal, with a comma", data: cells{"wage": "7,25"}, want: []string{`data 3 wage: wage given "11.5" -> given "7.25"`}},
		{name: "a date, as people write it", data: cells{"since": "5.6.2025"}, want: []string{`data 3 since: since given "2024-02-02" -> given "2025-06-05"`}},
		{name: "a choice", data: cells{"sector": "farm"}, want: []string{`data 3 sector: sector given "shop" -> given "farm"`}},
		{name: "several choices", data: cells{"langs": "kk"}, want: []string{`data 3 langs: langs given "ru uz" -> given "kk"`}},
		{name: "several choices, in their columns", data: cells{"langs__kk": 1, "langs__ru": 0}, original: true, want: []string{`data 3 langs: langs given "ru uz" -> given "uz kk"`}},
		{name: "several choices, both", data: cells{"langs": "uz kk", "langs__kk": 1, "langs__ru": 0}, want: []string{`data 3 langs: langs given "ru uz" -> given "uz kk"`}},
		{name: "several choices, at odds", data: cells{"langs": "ru", "langs__kk": 1}, want: []string{`data 3 langs: langs given "ru uz" -> given "ru"`, `data 3 langs__kk: The column follows from langs. Change that column instead.`}},
		{name: "an answer cleared", data: cells{"age": nil}, want: []string{`data 3 age: age given "31" -> not reached ""`}},
		{name: "an answer to what was refused", data: cells{"woke": "07:00:00.000"}, want: []string{`data 3 woke: woke refused "" -> given "07:00:00.000"`}},
		{name: "another state", data: cells{"_states": "dont_know: woke"}, want: []string{`data 3 woke: woke refused "" -> don't know ""`}},
		{name: "refused after all", data: cells{"age": nil, "_states": "refused: woke age"}, want: []string{`data 3 age: age given "31" -> refused ""`}},
		{name: "in a repeat", members: cells{"age": 8}, want: []string{`members 4 members[1]/age: age given "7" -> given "8"`}},
		{name: "in both, and damage", data: cells{"age": 44, "code": 71}, members: cells{"name": "Тимур"}, want: []string{
			`data 3 age: age given "31" -> given "44"`, `members 4 members[1]/name: name given "Алия 1" -> given "Тимур"`, `data 3 code repaired`}},
		{name: "what Anketa keeps", data: cells{"_interviewer": "KZ08"}, want: []string{`data 3 _interviewer: Anketa keeps this column itself. Put it back; only answers can be corrected.`}},
		{name: "a row that cannot be read", data: cells{"_number": "x", "age": 5}, want: []string{`data 3 age: age given "31" -> given "5"`, `data 3 _number: Anketa keeps this column itself. Put it back; only answers can be corrected.`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, records := answered(4)
			path := edit(t, write(t, records, Options{Forms: []*survey.Form{f}}), func(book *excelize.File) {
				for column, v := range c.data {
					book.SetCellValue("data", at(t, book, "data", column, 3), v)
				}
				for column, v := range c.members {
					book.SetCellValue("members", at(t, book, "members", column, 4), v)
				}
			})
			b := mustRead(t, path)
			if len(b.Edited) != 1 || (b.Edited[0].Original != nil) != c.original || b.Edited[0].Taken != c.original {
				t.Fatalf("%d edited, refused %v", len(b.Edited), b.Refused)
			}
			for _, r := range b.Records {
				if !slices.ContainsFunc(records, func(w *survey.Record) bool { return w.Hash() == r.Hash() }) {
					t.Error("a record was taken that was never written")
				}
			}
			if got := editsOf(b, func(survey.Hash) *survey.Record { return records[1] }); !slices.Equal(got, c.want) {
				t.Errorf("told\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
			if got, _ := b.Edited[0].Changes(records[2]); got != nil {
				t.Error("another interview was taken for the original")
			}
		})
	}
}

// TestRowsOfRepeats holds that instances which were typed in or taken out are
// named and no correction.
func TestRowsOfRepeats(t *testing.T) {
	f, records := answered(2)
	path := edit(t, write(t, records, Options{Forms: []*survey.Form{f}}), func(book *excelize.File) {
		book.SetCellValue("members", at(t, book, "members", "PARENT_KEY", 3), "uuid:0001")
		book.SetCellValue("members", at(t, book, "members", "KEY", 3), "uuid:0001/members[#k9]")
	})
	b := mustRead(t, path)
	got := editsOf(b, func(h survey.Hash) *survey.Record {
		return records[slices.IndexFunc(records, func(r *survey.Record) bool { return r.Hash() == h })]
	})
	want := []string{"members 0 KEY: Its row was taken out: instance 2 of members, which belongs to the row 2 of the sheet data. Take the instance out in Anketa, or put the row back.", "members 3 KEY: The row was typed in by hand into members: it belongs to the row 3 of the sheet data. Add the instance in Anketa."}
	if !slices.Equal(got, want) {
		t.Errorf("told\n%s", strings.Join(got, "\n"))
	}
}

// TestTheWorkbookTells holds that a record which is kept whole behind its row
// is taken, and what was changed in the row is an edit of it.
func TestTheWorkbookTells(t *testing.T) {
	f, records := answered(2)
	records[0].Find("note").Text = "x\x01y" // which no cell can hold
	older := *records[1]
	older.Reason = "older"
	path := edit(t, write(t, records, Options{Forms: []*survey.Form{f}, Others: []*survey.Record{&older}}), func(book *excelize.File) {
		book.SetCellValue("data", at(t, book, "data", "age", 2), 77)
		book.SetCellValue("data", at(t, book, "data", "_hash", 3), older.Hash().String())
		book.SetCellValue("data", at(t, book, "data", "age", 3), 78)
	})
	b := mustRead(t, path)
	got := editsOf(b, func(survey.Hash) *survey.Record { return nil })
	want := []string{`data 2 age: age given "30" -> given "77"`, `data 3 age: age given "31" -> given "78"`, `data 3 _reason: Anketa keeps this column itself. Put it back; only answers can be corrected.`}
	if len(b.Edited) != 2 || !b.Edited[0].Taken || !slices.Equal(got, want) || b.Heads != 2 || b.Records[0].Hash() != records[0].Hash() {
		t.Errorf("%d records, told\n%s", b.Heads, strings.Join(got, "\n"))
	}
}

// TestRecover holds that the evidence and the form together tell what an
// answer was that somebody typed over.
func TestRecover(t *testing.T) {
	f, records := answered(4)
	path := edit(t, write(t, records, Options{Forms: []*survey.Form{f}}), func(book *excelize.File) {
		book.SetCellValue("data", at(t, book, "data", "age", 3), 77)
		book.SetCellValue("data", at(t, book, "data", "sector", 3), "farm")
		book.SetCellValue("data", at(t, book, "data", "note", 4), "gone for ever")
	})
	b := mustRead(t, path)
	b.Recover(func(path string) (out []string) {
		switch path {
		case "sector":
			return []string{"farm", "shop"}
		case "age":
			for i := range 120 {
				out = append(out, fmt.Sprint(i))
			}
		}
		return out
	})
	got := editsOf(b, func(survey.Hash) *survey.Record { return records[2] })
	want := []string{`data 3 age: age given "31" -> given "77"`, `data 3 sector: sector given "shop" -> given "farm"`, `data 4 note: note given "a \"b\"\nc - d" -> given "gone for ever"`}
	if !slices.Equal(got, want) || b.Heads != 3 || b.Records[2].Hash() != records[1].Hash() || b.Edited[1].Original != nil {
		t.Errorf("%d heads, told\n%s", b.Heads, strings.Join(got, "\n"))
	}
}

// TestSortedApart holds that a column which was sorted without the others is
// told as that, and gives no edits.
func TestSortedApart(t *testing.T) {
	for _, columns := range [][]string{{"age"}, {"age", "wage"}, {"note", "sector", "since"}} {
		f, records := answered(8)
		for i, r := range records {
			r.Find("note").Text = fmt.Sprint("note ", i*7%8)
		}
		path := edit(t, write(t, records, Options{Forms: []*survey.Form{f}}), func(book *excelize.File) {
			for _, c := range columns {
				var texts []any
				for row := 2; row < 10; row++ {
					s, _ := book.GetCellValue("data", at(t, book, "data", c, row), excelize.Options{RawCellValue: true})
					texts = append(texts, s)
				}
				texts = append(texts[1:], texts[0])
				for i, v := range texts {
					book.SetCellValue("data", at(t, book, "data", c, i+2), v)
				}
			}
		})
		b := mustRead(t, path)
		if len(b.Edited) > 0 || len(b.Records) > 1 || len(b.Refused) < 7 {
			t.Errorf("%v: %d edits, %d taken, %d refused", columns, len(b.Edited), len(b.Records), len(b.Refused))
		}
		for _, r := range b.Refused {
			if !strings.HasPrefix(r.Why.String(), "The columns were sorted apart: ") {
				t.Errorf("%v: %s", columns, r)
			}
		}
	}
}

// TestAnotherInterviewInARow holds that a row whose hash is another one's is no
// edit.
func TestAnotherInterviewInARow(t *testing.T) {
	f, records := answered(3)
	path := edit(t, write(t, records, Options{Forms: []*survey.Form{f}}), func(book *excelize.File) {
		for _, c := range []string{"code", "age", "wage", "since", "sector", "langs", "met", "note", "_number", "_interviewer", "_started", "_finished"} {
			book.SetCellValue("data", at(t, book, "data", c, 3), "other")
		}
	})
	b := mustRead(t, path)
	if len(b.Edited) != 0 || len(b.Refused) != 1 || !strings.HasPrefix(b.Refused[0].Why.String(), "Most of the row") {
		t.Errorf("%d edits, refused %v", len(b.Edited), b.Refused)
	}
}

// TestEditsOfMapped holds that an answer which stands in the column of another
// question is no edit of that one, and what was changed there is named.
func TestEditsOfMapped(t *testing.T) {
	newer, older := parseForm("f", "2", "\tinteger age\n\ttext town\n"), parseForm("f", "1", "\tinteger years\n\ttext town\n")
	r := &survey.Record{ID: "uuid:1", Form: "f", Version: "1", Number: 1, Started: noon, Finished: noon, Saved: noon, Root: &survey.Answer{Children: []*survey.Answer{
		{Name: "years", State: survey.Given, Text: "30"}, {Name: "town", State: survey.Given, Text: "Ош"}}}}
	o := Options{Forms: []*survey.Form{newer, older}, Mapping: []Mapped{{Version: "1", Question: "years", To: "age"}}}
	for _, c := range []struct {
		column string
		value  any
		want   []string
	}{
		{"town", "Бишкек", []string{`data 2 town: town given "Ош" -> given "Бишкек"`}},
		{"age", 31, []string{"data 2 age: The answer was given to another version of the form and stands here by a mapping. Correct it in Anketa."}},
	} {
		b := mustRead(t, edit(t, write(t, []*survey.Record{r}, o), func(book *excelize.File) {
			book.SetCellValue("data", at(t, book, "data", c.column, 2), c.value)
		}))
		if got := editsOf(b, nil); !slices.Equal(got, c.want) || len(b.Records) != 1 || b.Records[0].Hash() != r.Hash() {
			t.Errorf("%s: %d taken, told %v", c.column, len(b.Records), got)
		}
	}
}

// TestAnyCellsChanged holds that whatever is typed wherever, every row is
// taken, edited or refused, nothing is taken that was never written, and each
// edit held against its original is one of the cells that were changed.
func TestAnyCellsChanged(t *testing.T) {
	f, records := answered(6)
	written := map[survey.Hash]*survey.Record{}
	for _, r := range records {
		written[r.Hash()] = r
	}
	path := write(t, records, Options{Forms: []*survey.Form{f}})
	rnd := rand.New(rand.NewPCG(5, 6))
	values := []any{nil, 0, 1, 7.5, true, "x", "0070", " farm ", "2024-02-01", "01.02.2024", "ru kk", 45323, "refused: age", "uuid:0001", "#N/A", "1E+12", noon}
	rounds := 60
	if testing.Short() {
		rounds = 20
	}
	told := 0
	for round := range rounds {
		changed := map[string]bool{}
		damaged := edit(t, path, func(book *excelize.File) {
			for range 1 + rnd.IntN(6) {
				sheet, rows := "data", 6
				if rnd.IntN(3) == 0 {
					sheet, rows = "members", 12
				}
				head, err := book.GetRows(sheet)
				if err != nil {
					t.Fatal(err)
				}
				column, row := rnd.IntN(len(head[0])), 2+rnd.IntN(rows)
				changed[fmt.Sprint(sheet, head[0][column], row)] = true
				changed[fmt.Sprint(sheet, strings.Split(head[0][column], "__")[0], row)] = true
				if head[0][column] == "_states" || head[0][column] == "KEY" || head[0][column] == "PARENT_KEY" {
					changed[fmt.Sprint(sheet, row)] = true
				}
				book.SetCellValue(sheet, fmt.Sprintf("%s%d", survey.ColumnName(column+1), row), values[rnd.IntN(len(values))])
			}
		})
		b := mustRead(t, damaged)
		counted := b.Heads + len(b.Repeated)
		for _, r := range b.Left() {
			if r.Interview {
				counted++
			}
		}
		if counted != len(records) {
			t.Errorf("round %d: %d of %d rows are counted", round, counted, len(records))
		}
		for _, r := range b.Records {
			if written[r.Hash()] == nil {
				t.Errorf("round %d: a record was taken that was never written", round)
			}
		}
		for _, e := range b.Edited {
			original := written[e.Of]
			if original == nil {
				continue
			}
			edits, repairs := e.Changes(original)
			told += len(edits) + len(repairs)
			for _, d := range edits {
				if d.Row > 0 && d.Column != "KEY" && !changed[fmt.Sprint(d.Sheet, d.Column, d.Row)] && !changed[fmt.Sprint(d.Sheet, d.Row)] {
					t.Errorf("round %d: %s!%s %d is told as an edit: %s", round, d.Sheet, d.Column, d.Row, d.Fault)
				}
			}
		}
	}
	if told == 0 {
		t.Error("nothing was told: the test changes nothing that matters")
	}
}
