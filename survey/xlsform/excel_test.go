package xlsform

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"anketa/survey"
)

// workbook makes an .xlsx in which each sheet is filled by its function; the
// sheet survey is xl/worksheets/sheet2.xml.
func workbook(t testing.TB, sheets map[string]func(set func(cell string, value any), f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for _, name := range sheetNames {
		fill := sheets[name]
		if fill == nil {
			continue
		}
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		fill(func(cell string, value any) {
			if err := f.SetCellValue(name, cell, value); err != nil {
				t.Fatal(err)
			}
		}, f)
	}
	if err := f.DeleteSheet("Sheet1"); err != nil {
		t.Fatal(err)
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestCellTexts wants every kind of cell as pyxform reads it, whatever number
// format shows it on the screen.
func TestCellTexts(t *testing.T) {
	day := time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)
	cases := []struct {
		name   string
		value  any
		format string // of the cell; "" is General
		want   string
	}{
		{"text", "007", "", "007"},
		{"text of a number", "1.0", "", "1.0"},
		{"whole number", 1.0, "0.00", "1"},
		{"large number", 5000000000.0, "", "5000000000"},
		{"fraction", 0.1, "0%", "0.1"},
		{"negative", -98, `#,##0;[Red]\-#,##0`, "-98"},
		{"money", 12.5, `"dmy" #,##0.00`, "12.5"},
		{"true", true, "", "TRUE"},
		{"false", false, "", "FALSE"},
		{"date", day, "d/m/yy", "2024-05-01"},
		{"date and time", day.Add(14*time.Hour + 3*time.Minute), "d/m/yy hh:mm", "2024-05-01 14:03:00"},
		{"midnight", day, "d/m/yy hh:mm", "2024-05-01 00:00:00"},
		{"time", 0.5, "hh:mm", "12:00:00"},
		{"day without a leap", 59.0, "yyyy-mm-dd", "1900-02-28"},
		{"after Excel's leap day", 61.0, "yyyy-mm-dd", "1900-03-01"},
		{"just before midnight", 45413.9999999, "yyyy-mm-dd hh:mm", "2024-05-02 00:00:00"},
		{"no day of the calendar", -3.0, "yyyy-mm-dd", "-3"},
		{"hidden time", day.Add(14 * time.Hour), "dd.mm.yyyy", "2024-05-01 14:00:00"},
		{"no-break spaces", "\u00a0a\u00a0b ", "", "a b"},
		{"composed letters", "\u0438\u0306", "", "\u0439"},
		{"smart quotes", "‘a’ “b”", "", `'a' "b"`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			data := workbook(t, map[string]func(func(string, any), *excelize.File){
				"survey": func(set func(string, any), f *excelize.File) {
					set("A1", "type")
					set("B2", c.value)
					if c.format != "" {
						style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &c.format})
						if err != nil {
							t.Fatal(err)
						}
						if err := f.SetCellStyle("survey", "B2", "B2", style); err != nil {
							t.Fatal(err)
						}
					}
				}})
			a, fault := openArchive(data)
			if fault != nil {
				t.Fatal(fault)
			}
			b, fault := readBook(a, wanted)
			if fault != nil {
				t.Fatal(fault)
			}
			if got := clean(b.sheets[0].rows[1][1]); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestOddCells wants what few programs write, and what is no text of a cell
// left out.
func TestOddCells(t *testing.T) {
	for cell, want := range map[string]string{
		`<c t="inlineStr"><is><r><rPr><b/></rPr><t>Имя и</t></r><r><t xml:space="preserve"> имя</t></r><rPh sb="0" eb="1"><t>ня</t></rPh></is></c>`: "Имя и имя",
		`<c t="str"><f>A1</f><v>a_x000D_b &amp; c</v></c>`:                         "a\rb & c",
		`<c t="d"><v>2024-05-01T14:03:00Z</v></c>`:                                 "2024-05-01 14:03:00",
		`<c t="e"><v>#REF!</v></c>`:                                                "#REF!",
		`<c><v>1E3</v></c>`:                                                        "1000",
		`<c><v>0.30000000000000004</v></c>`:                                        "0.30000000000000004",
		`<c><v>007</v></c>`:                                                        "7",
		`<x:c><x:v>5</x:v><x:extLst><x:ext><x:t>no</x:t></x:ext></x:extLst></x:c>`: "5",
		`<c t="b"><v>true</v></c>`:                                                 "TRUE",
	} {
		data := edit(t, small(t), "xl/worksheets/sheet2.xml", func(string) string {
			return `<worksheet xmlns:x="x"><sheetData><row>` + cell + `</row></sheetData></worksheet>`
		})
		a, fault := openArchive(data)
		if fault != nil {
			t.Fatal(fault)
		}
		b, fault := readBook(a, wanted)
		if fault != nil {
			t.Errorf("%s: %v", cell, fault)
		} else if got := b.sheets[0].rows[0][0]; got != want {
			t.Errorf("%s: got %q, want %q", cell, got, want)
		}
	}
}

// TestSameAsExcelize reads a real workbook as a library of spreadsheets does.
func TestSameAsExcelize(t *testing.T) {
	data := shippedForm(t)
	a, fault := openArchive(data)
	if fault != nil {
		t.Fatal(fault)
	}
	b, fault := readBook(a, wanted)
	if fault != nil {
		t.Fatal(fault)
	}
	x, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	cells := 0
	for _, s := range b.sheets {
		want, err := x.GetRows(s.name)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range want {
			for j, text := range row {
				cells++
				got := ""
				if i < len(s.rows) && j < len(s.rows[i]) {
					got = s.rows[i][j]
				}
				if s.read && got != text {
					t.Errorf("%s row %d column %d: got %q, want %q", s.name, i+1, j+1, got, text)
				}
			}
		}
	}
	if cells < 5000 {
		t.Errorf("only %d cells were compared", cells)
	}
}

func TestDateCode(t *testing.T) {
	for code, want := range map[string][2]bool{
		"General": {false, false}, "0.00": {false, false}, `0 "days"`: {false, false}, `[Red]0`: {false, false}, "0_d": {false, false},
		"yyyy-mm-dd": {true, false}, "[$-419]d mmmm yyyy;@": {true, false}, "h:mm AM/PM": {true, true}, "[h]:mm:ss": {true, true}, `dd\.mm\.yy`: {true, false},
	} {
		isDate, clock := dateCode(code)
		if got := [2]bool{isDate, clock}; got != want {
			t.Errorf("%s: got %v, want %v", code, got, want)
		}
	}
}

// TestFormulas wants saved results and refuses a formula without one.
func TestFormulas(t *testing.T) {
	data := workbook(t, map[string]func(func(string, any), *excelize.File){
		"survey": func(set func(string, any), f *excelize.File) {
			for cell, v := range map[string]string{"A1": "type", "B1": "name", "C1": "label", "A2": "text", "B2": "a"} {
				set(cell, v)
			}
			if err := f.SetCellFormula("survey", "C2", `="A"&"B"`); err != nil {
				t.Fatal(err)
			}
		}})
	_, faults := Read(data, Options{})
	want := "error CELL_001: survey!C2 (label): The cell has a formula whose result was never saved. Open the workbook in Excel or LibreOffice and save it, or write the text itself.\n" +
		"error LABEL_003: survey!C2 (label): The question \"a\" has no label or hint. Write what the interviewer reads out.\n"
	if got := summary(nil, faults); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	saved := edit(t, data, "xl/worksheets/sheet2.xml", func(s string) string {
		return strings.Replace(s, "</f>", "</f><v>AB</v>", 1)
	})
	f, faults := Read(saved, Options{})
	if faults.Err() != nil || f.Root.Items[0].Label[0].String() != "AB" {
		t.Errorf("saved formula: %v", faults)
	}
}

// edit changes one part of a workbook, or adds it.
func edit(t testing.TB, data []byte, part string, change func(string) string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	put := func(name, text string) {
		w, err := out.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	found := false
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == part {
			found = true
			text = []byte(change(string(text)))
		}
		put(f.Name, string(text))
	}
	if !found {
		put(part, change(""))
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// small is a workbook with two questions.
func small(t testing.TB) []byte {
	return workbook(t, map[string]func(func(string, any), *excelize.File){
		"survey": func(set func(string, any), _ *excelize.File) {
			for i, row := range [][]any{{"type", "name", "label", "relevant"}, {"integer", "age", "Age", nil}, {"text", "job", "Job", "${age} > 15"}} {
				for j, v := range row {
					cell, _ := excelize.CoordinatesToCellName(j+1, i+1)
					set(cell, v)
				}
			}
		},
		"settings": func(set func(string, any), _ *excelize.File) {
			set("A1", "form_id")
			set("A2", "hh")
			set("B1", "version")
			set("B2", 20240501)
		}})
}

func TestSmallWorkbook(t *testing.T) {
	f, faults := Read(small(t), Options{Name: "x"})
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if f.ID != "hh" || f.Version != "20240501" || len(f.Items) != 2 {
		t.Errorf("got %s %s with %d items", f.ID, f.Version, len(f.Items))
	}
}

// codes are the codes of the faults.
func codes(faults survey.ErrorList) []string {
	var out []string
	for _, e := range faults {
		out = append(out, e.Code)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// TestEndOfSheet wants what pyxform leaves unread to be told.
func TestEndOfSheet(t *testing.T) {
	data := workbook(t, map[string]func(func(string, any), *excelize.File){
		"survey": func(set func(string, any), _ *excelize.File) {
			for cell, v := range map[string]string{"A1": "type", "B1": "name", "C1": "label", "A2": "text", "B2": "a", "C2": "A",
				"A3": "text", "B3": "b", "C3": "B", "A70": "text", "B70": "c", "C70": "C", "AA1": "constraint", "AA2": "1 = 1"} {
				set(cell, v)
			}
		}})
	f, faults := Read(data, Options{})
	want := `form form "" "form" default
  text a "A"
  text b "B"
warning HEADER_001: survey!AA1 (constraint): This column is not read: more than 20 columns without a heading stand before it. Move it next to the others.
warning ROWS_001: survey row 70: The sheet is read no further: more than 60 blank rows stand before this one. Delete the blank rows, or what stands below them.
`
	if got := summary(f, faults); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// TestDatesFrom1904 wants the dates of a workbook that was made on an old
// Macintosh.
func TestDatesFrom1904(t *testing.T) {
	data := workbook(t, map[string]func(func(string, any), *excelize.File){
		"survey": func(set func(string, any), _ *excelize.File) {
			set("A1", time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC))
		}})
	data = edit(t, data, "xl/workbook.xml", func(s string) string {
		if strings.Contains(s, "date1904") {
			t.Fatal("the workbook says already from when it counts")
		}
		return strings.Replace(s, "<workbookPr", `<workbookPr date1904="1"`, 1)
	})
	a, fault := openArchive(data)
	if fault != nil {
		t.Fatal(fault)
	}
	b, fault := readBook(a, wanted)
	if fault != nil {
		t.Fatal(fault)
	}
	if got, want := b.sheets[0].rows[0][0], "2028-05-02 12:00:00"; got != want {
		t.Errorf("got %s, want %s: 1462 days later than counted from 1900", got, want)
	}
}
