package export

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"anketa/survey"
)

// edit has another program change a workbook and save it anew.
func edit(t testing.TB, path string, change func(f *excelize.File)) string {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	change(f)
	again := filepath.Join(t.TempDir(), "again.xlsx")
	if err := f.SaveAs(again); err != nil {
		t.Fatal(err)
	}
	return again
}

// at names the cell of a column in a row.
func at(t testing.TB, f *excelize.File, sheet, column string, row int) string {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.Index(rows[0], column)
	if i < 0 {
		t.Fatalf("no column %s in %s", column, sheet)
	}
	return fmt.Sprintf("%s%d", survey.ColumnName(i+1), row)
}

// small is one interview with what the tests change.
func small() (*survey.Form, []*survey.Record) {
	f := parseForm("household", "2", household)
	given := func(name, text string) *survey.Answer {
		return &survey.Answer{Name: name, State: survey.Given, Text: text}
	}
	member := func(key, name string) *survey.Answer {
		return &survey.Answer{Name: "members", Key: key, Children: []*survey.Answer{given("name", name), given("age", "7")}}
	}
	records := newSource(1, false).records(parseForm("household", "2", ""), 3)
	for i, r := range records {
		r.Parents, r.Reason = nil, ""
		r.Root.Children = []*survey.Answer{
			given("who", "=1+1"),
			{Name: "g_work", Children: []*survey.Answer{
				given("age", fmt.Sprint(30+i)), {Name: "wage", State: survey.Refused}, given("since", "2024-02-29"),
				{Name: "langs", State: survey.Given, Text: "uz ru", Confirmed: true}}},
			given("status", "01"), {Name: "worst", State: survey.NotReached}, given("where", "51.1 71.4 300 5"), given("met", "2026-03-18T09:26:53.000+05:00"),
			given("score", "3.5"), member("k1", "Алия"), member("k2", "Тимур"),
		}
	}
	return f, records
}

func TestOpensInAnotherProgram(t *testing.T) {
	f, records := small()
	path := write(t, records, Options{Forms: []*survey.Form{f}, Language: 1})
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	if got, want := strings.Join(book.GetSheetList(), " "), "README data members jobs data_labels members_labels jobs_labels codebook codes _versions _export"; got != want {
		t.Errorf("sheets %s, want %s", got, want)
	}
	for _, c := range []struct {
		sheet, column, raw, shown string
		kind                      excelize.CellType
	}{
		{"data", "who", "=1+1", "=1+1", excelize.CellTypeSharedString},
		{"data", "age", "30", "30", excelize.CellTypeUnset},
		{"data", "wage", "", "", excelize.CellTypeUnset},
		{"data", "since", "45351", "2024-02-29", excelize.CellTypeUnset},
		{"data", "status", "01", "01", excelize.CellTypeSharedString},
		{"data", "langs", "uz ru", "uz ru", excelize.CellTypeSharedString},
		{"data", "langs__ru", "1", "1", excelize.CellTypeUnset},
		{"data", "langs__kk", "0", "0", excelize.CellTypeUnset},
		{"data", "worst__pay", "", "", excelize.CellTypeUnset},
		{"data", "where__longitude", "71.4", "71.4", excelize.CellTypeUnset},
		{"data", "met", "2026-03-18T09:26:53.000+05:00", "2026-03-18T09:26:53.000+05:00", excelize.CellTypeSharedString},
		{"data", "score", "3.5", "3.5", excelize.CellTypeUnset},
		{"data", "_states", "not_reached: worst; refused: wage; confirmed: langs", "not_reached: worst; refused: wage; confirmed: langs", excelize.CellTypeSharedString},
		{"data", "_conflict", "0", "0", excelize.CellTypeUnset},
		{"members", "position", "1", "1", excelize.CellTypeUnset},
		{"members", "name", "Алия", "Алия", excelize.CellTypeSharedString},
		{"data_labels", "Question wage", "refused", "refused", excelize.CellTypeSharedString},
		{"data_labels", "Question langs", "label uz; label ru", "label uz; label ru", excelize.CellTypeSharedString},
		{"data_labels", "Question met", "46099.3936689815", "2026-03-18 09:26:53", excelize.CellTypeUnset},
	} {
		place := at(t, book, c.sheet, c.column, 2)
		raw, _ := book.GetCellValue(c.sheet, place, excelize.Options{RawCellValue: true})
		shown, _ := book.GetCellValue(c.sheet, place)
		kind, _ := book.GetCellType(c.sheet, place)
		if raw != c.raw || shown != c.shown || kind != c.kind {
			t.Errorf("%s!%s (%s) is %q, shown %q, of type %d; want %q, %q, %d", c.sheet, place, c.column, raw, shown, kind, c.raw, c.shown, c.kind)
		}
	}
	if area, _ := book.GetSheetDimension("members"); area != "A1:G7" {
		t.Errorf("the sheet members says that it is %s, want A1:G7", area)
	}
}

func TestTheColumns(t *testing.T) {
	f, records := small()
	book, err := excelize.OpenFile(write(t, records, Options{Forms: []*survey.Form{f}}))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	for sheet, want := range map[string]string{
		"data": "KEY who age wage since langs langs__ru langs__kk langs__uz langs__98 status worst worst__pay worst__hours worst__boss " +
			"where where__latitude where__longitude where__altitude where__accuracy met woke score " +
			"_form _form_version _kind _number _device _interviewer _language _started _finished _parents _author _reason _saved _states _conflict _check _hash",
		"members": "PARENT_KEY KEY position name age _states _check",
		"jobs":    "PARENT_KEY KEY position title began _states _check",
	} {
		rows, _ := book.GetRows(sheet)
		if got := strings.Join(rows[0], " "); got != want {
			t.Errorf("%s has the columns\n%s, want\n%s", sheet, got, want)
		}
	}
}

// What people do to a workbook on the way, and what is said of it. A dash is
// an interview that is taken; the others are refused as written.
func TestWhatPeopleDoToAWorkbook(t *testing.T) {
	set := func(sheet, column string, row int, value any) func(*testing.T, *excelize.File) {
		return func(t *testing.T, f *excelize.File) {
			if err := f.SetCellValue(sheet, at(t, f, sheet, column, row), value); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, c := range []struct {
		name   string
		change func(*testing.T, *excelize.File)
		taken  int
		want   []string
	}{
		{"nothing", func(*testing.T, *excelize.File) {}, 3, nil},
		{"the same number again", set("data", "age", 2, 30), 3, nil},
		{"the same number as text", set("data", "age", 2, "30"), 3, nil},
		{"the same date as people write it", set("data", "since", 2, "29.02.2024"), 3, nil},
		{"blanks behind a text", set("members", "name", 2, "Алия \u00a0"), 3, nil},
		{"a decomposed letter", set("members", "name", 3, "Тимур"), 3, nil},
		{"a code that became a number", set("data", "status", 2, 1), 3, nil},
		{"an answer", set("data", "age", 3, 99), 2, []string{"data row 3: A cell was changed: data!C3 (age)."}},
		{"an answer in a repeat", set("members", "age", 4, 99), 2, []string{"data row 3: A cell was changed: members!E4 (age)."}},
		{"an answer where none was asked", set("data", "woke", 2, "x"), 2, []string{"data row 2: A cell was changed: data!"}},
		{"a zero for refused", set("data", "wage", 4, 0), 2, []string{"data row 4: A cell was changed: data!D4 (wage)."}},
		{"a state", set("data", "_states", 2, "refused: wage"), 2, []string{"data row 2: 2 cells were changed: data!"}},
		{"a word that is no state", set("data", "_states", 2, "bored: wage"), 2, []string{"data row 2: The row cannot be read: the column _states"}},
		{"who asked", set("data", "_interviewer", 2, "KZ08"), 2, []string{"data row 2: A cell was changed: data!"}},
		{"when", set("data", "_started", 2, "yesterday"), 2, []string{"data row 2: The row cannot be read: its column _started"}},
		{"a derived column", set("data", "langs__kk", 2, 1), 3, nil},
		{"a hash", set("data", "_hash", 2, strings.Repeat("0", 64)), 2, []string{"data row 2: Something of the interview", "data: Its rows are not the ones"}},
		{"no hash", set("data", "_hash", 2, ""), 2, []string{"data row 2: The row has no _hash", "data: Its rows are not the ones"}},
		{"a key", set("data", "KEY", 2, "uuid:x"), 2, []string{"data row 2: A cell was changed: data!A2 (KEY).", "members row 2: No row of the sheet data has its PARENT_KEY.", "members row 3: No row"}},
		{"a row typed in by hand", func(t *testing.T, f *excelize.File) {
			f.SetCellValue("data", "A5", "uuid:mine")
			f.SetCellValue("data", "C5", 44)
		}, 3, []string{"data row 5: The row has no _hash", "data: 4 rows are here, and 3 were written."}},
		{"a line of totals", func(t *testing.T, f *excelize.File) { f.SetCellValue("data", "C5", 93) }, 3, []string{"data row 5: The row has no KEY.", "data: 4 rows are here"}},
		{"a remark beside the table", func(t *testing.T, f *excelize.File) { f.SetCellValue("data", "AZ2", "call back") }, 3, nil},
		{"a row taken out", func(t *testing.T, f *excelize.File) { f.RemoveRow("data", 3) }, 2,
			[]string{"data: 2 rows are here, and 3 were written.", "members row 4: No row", "members row 5: No row"}},
		{"a row of a repeat taken out", func(t *testing.T, f *excelize.File) { f.RemoveRow("members", 2) }, 2,
			[]string{"members: 5 rows are here, and 6 were written.", "data row 2: Something of the interview is not as Anketa wrote it: a row of its repeats"}},
		{"a row copied", func(t *testing.T, f *excelize.File) { f.DuplicateRow("data", 2) }, 3, []string{"data: 4 rows are here"}},
		{"a row of a repeat copied", func(t *testing.T, f *excelize.File) { f.DuplicateRow("members", 2) }, 2,
			[]string{"members: 7 rows are here", "data row 2: The row cannot be read: its sheet members has one KEY twice."}},
		{"rows above the heading", func(t *testing.T, f *excelize.File) {
			f.InsertRows("data", 1, 2)
			f.SetCellValue("data", "A1", "Our survey")
		}, 3, nil},
		{"a heading with blanks", set("data", "KEY", 1, "\u00a0key "), 3, nil},
		{"no heading", func(t *testing.T, f *excelize.File) { f.RemoveRow("data", 1) }, 3, nil},
		{"no heading and no hashes", func(t *testing.T, f *excelize.File) {
			f.RemoveRow("data", 1)
			for _, column := range []string{"A", "B"} {
				f.RemoveCol("data", column)
			}
		}, 0, []string{"data: None of the first 20 rows has a cell KEY"}},
		{"a column taken out", func(t *testing.T, f *excelize.File) { f.RemoveCol("data", "C") }, 0,
			[]string{"data row 1: The column age is missing.", "data row 2: A cell was changed: data row 2 (age).", "data row 3: A cell", "data row 4: A cell"}},
		{"a derived column taken out", func(t *testing.T, f *excelize.File) { f.RemoveCol("data", "G") }, 3, nil},
		{"a column added between", func(t *testing.T, f *excelize.File) {
			f.InsertCols("data", "C", 1)
			f.SetCellValue("data", "C1", "note")
			f.SetCellValue("data", "C2", "odd")
		}, 3, nil},
		{"two columns of one name", func(t *testing.T, f *excelize.File) { f.SetCellValue("data", "AZ1", "age") }, 3, []string{"data row 1: Two columns are called age"}},
		{"a sheet added", func(t *testing.T, f *excelize.File) { f.NewSheet("pivot") }, 3, nil},
		{"the words taken out", func(t *testing.T, f *excelize.File) { f.DeleteSheet("data_labels"); f.DeleteSheet("README") }, 3, nil},
		{"a repeat's sheet taken out", func(t *testing.T, f *excelize.File) { f.DeleteSheet("members") }, 0,
			[]string{"members: The sheet is not there.", "data row 2:", "data row 3:", "data row 4:"}},
		{"the versions taken out", func(t *testing.T, f *excelize.File) { f.DeleteSheet("_versions") }, 3, []string{"_versions: The sheet is not there."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			form, records := small()
			path := edit(t, write(t, records, Options{Forms: []*survey.Form{form}}), func(f *excelize.File) { c.change(t, f) })
			b := mustRead(t, path)
			if len(b.Records) != c.taken {
				t.Errorf("%d interviews were taken, want %d", len(b.Records), c.taken)
			}
			var got []string
			for _, r := range b.Left() {
				key := fmt.Sprintf(" (%s)", r.Key)
				got = append(got, strings.Replace(r.String(), key, "", 1))
				for _, answer := range []string{"Алия", "KZ08", "yesterday", "bored"} {
					if strings.Contains(r.String(), answer) {
						t.Errorf("an answer is told: %s", r)
					}
				}
			}
			if len(got) != len(c.want) {
				t.Fatalf("refused\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
			for i, want := range c.want {
				if !slices.ContainsFunc(got, func(g string) bool { return strings.HasPrefix(g, want) }) {
					t.Errorf("refused\n%s\nwant %d to be\n%s", strings.Join(got, "\n"), i, want)
				}
			}
		})
	}
}

// TestEveryRowIsCounted holds that each row of the sheet data is taken, known
// as one that stands there already, or refused, and counted as such.
func TestEveryRowIsCounted(t *testing.T) {
	copyOf := func(t *testing.T, f *excelize.File, row int) {
		if err := f.DuplicateRow("data", row); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name                  string
		change                func(*testing.T, *excelize.File)
		heads, again, refused int
	}{
		{"as it was written", func(*testing.T, *excelize.File) {}, 3, 0, 0},
		{"a row pasted", func(t *testing.T, f *excelize.File) { copyOf(t, f, 3) }, 3, 1, 0},
		{"a row pasted twice", func(t *testing.T, f *excelize.File) { copyOf(t, f, 2); copyOf(t, f, 2) }, 3, 2, 0},
		{"a row pasted and changed", func(t *testing.T, f *excelize.File) {
			copyOf(t, f, 2)
			f.SetCellValue("data", at(t, f, "data", "age", 3), 77)
		}, 3, 0, 1},
		{"a line of totals", func(t *testing.T, f *excelize.File) { f.SetCellValue("data", "C5", 93) }, 3, 0, 1},
	} {
		form, records := small()
		b := mustRead(t, edit(t, write(t, records, Options{Forms: []*survey.Form{form}}), func(f *excelize.File) { c.change(t, f) }))
		refused := 0
		for _, r := range b.Left() {
			if r.Interview {
				refused++
			}
		}
		if b.Heads != c.heads || len(b.Repeated) != c.again || refused != c.refused {
			t.Errorf("%s: %d taken, %d again, %d refused; want %d, %d, %d", c.name, b.Heads, len(b.Repeated), refused, c.heads, c.again, c.refused)
		}
	}
}
