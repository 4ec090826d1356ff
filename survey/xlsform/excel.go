package xlsform

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"anketa/survey"
)

// This is the only file that knows excelize. The library reads damaged
// workbooks without an error, so it is only ever given parts that archive and
// scan have read to their ends.

// readBook reads the sheets of a workbook that wanted says yes to; of the
// others it gives the names.
func readBook(a *archive, wanted func(name string, only bool) bool) (*book, *survey.Error) {
	p, fault := a.plan(wanted)
	if fault != nil {
		return nil, fault
	}
	slim, err := a.slim()
	if err != nil {
		return nil, damaged("list of parts")
	}
	x, err := excelize.OpenReader(bytes.NewReader(slim), excelize.Options{RawCellValue: true, UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		return nil, damaged("xl/workbook.xml")
	}
	defer x.Close()
	dates := dateStyles(x)
	b := &book{}
	for _, s := range p.sheets {
		out := &sheet{name: s.name}
		if s.marks != nil {
			out.read = true
			n := numbers{dates: dates, from1904: p.from1904, marks: s.marks}
			if out.rows, err = n.rows(x, s.name); err != nil {
				return nil, damaged(s.part)
			}
			out.marks = s.marks
		}
		b.sheets = append(b.sheets, out)
	}
	return b, nil
}

// plan is what a workbook consists of, with every part that will be read
// unpacked and checked.
type plan struct {
	sheets   []plannedSheet
	from1904 bool
}

type plannedSheet struct {
	name, part string
	marks      map[cellAt]mark // nil where the sheet is not wanted
}

func (a *archive) plan(wanted func(name string, only bool) bool) (*plan, *survey.Error) {
	if a.has("content.xml") && a.has("mimetype") {
		return nil, refused("FILE_007", "The file is an OpenDocument spreadsheet (.ods).", "Open it in LibreOffice and save it as .xlsx.")
	}
	if a.has("xl/workbook.bin") {
		return nil, refused("FILE_008", "The file is a binary workbook (.xlsb).", "Open it in Excel and save it as .xlsx.")
	}
	main, fault := a.mainPart()
	if fault != nil {
		return nil, fault
	}
	for _, name := range []string{"[Content_Types].xml", "xl/styles.xml"} {
		if _, fault := a.checked(name, ignore); fault != nil {
			return nil, fault
		}
	}
	folder := path.Dir(main)
	relations, fault := a.relations(path.Join(folder, "_rels", path.Base(main)+".rels"), folder)
	if fault != nil {
		return nil, fault
	}
	texts, fault := a.countTexts()
	if fault != nil {
		return nil, fault
	}
	p, fault := a.workbook(main, relations)
	if fault != nil {
		return nil, fault
	}
	names := map[string]bool{}
	for i := range p.sheets {
		s := &p.sheets[i]
		if names[sheetKey(s.name)] {
			return nil, refused("FILE_016", fmt.Sprintf("The workbook has two sheets with the name %q.", s.name), "Rename or delete one of them.")
		}
		names[sheetKey(s.name)] = true
		if !wanted(s.name, len(p.sheets) == 1) {
			continue
		}
		sc := scan{strings: texts, marks: map[cellAt]mark{}}
		b, fault := a.checked(s.part, sc.token)
		if fault != nil {
			return nil, fault
		}
		if b == nil {
			return nil, damaged(s.part)
		}
		s.marks = sc.marks
	}
	return p, nil
}

// mainPart finds the part that lists the sheets; nearly always it is
// xl/workbook.xml.
func (a *archive) mainPart() (string, *survey.Error) {
	relations, fault := a.relations("_rels/.rels", "")
	if fault != nil {
		return "", fault
	}
	for _, r := range relations {
		if name := strings.TrimPrefix(r.target, "/"); r.kind == "officeDocument" && a.has(name) && strings.HasPrefix(name, "xl/") {
			return name, nil
		}
	}
	return "", refused("FILE_006", "The file is a zip archive and no Excel workbook.", "Choose the .xlsx file itself.")
}

// workbook reads the list of sheets.
func (a *archive) workbook(main string, relations map[string]relation) (*plan, *survey.Error) {
	p := &plan{}
	_, fault := a.checked(main, func(t xml.Token) error {
		e, ok := t.(xml.StartElement)
		if !ok {
			return nil
		}
		switch e.Name.Local {
		case "workbookPr":
			v := attr(e, "date1904")
			p.from1904 = v == "1" || v == "true"
		case "sheet":
			if r := relations[attr(e, "id")]; r.kind == "worksheet" {
				p.sheets = append(p.sheets, plannedSheet{name: attr(e, "name"), part: r.target})
			}
		}
		return nil
	})
	return p, fault
}

func (a *archive) countTexts() (n int, fault *survey.Error) {
	_, fault = a.checked("xl/sharedStrings.xml", func(t xml.Token) error {
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "si" {
			n++
		}
		return nil
	})
	return n, fault
}

func ignore(xml.Token) error { return nil }

// numbers turns stored values into the texts that pyxform would read.
type numbers struct {
	dates    map[int]dateForm
	from1904 bool
	marks    map[cellAt]mark
}

// rows gives the cells of every row; row 1 is at 0.
func (n numbers) rows(x *excelize.File, name string) ([][]string, error) {
	rows, err := x.Rows(name)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out [][]string
	for rows.Next() {
		cells, err := rows.Columns()
		if err != nil {
			return nil, err
		}
		for i, text := range cells {
			at := cellAt{len(out) + 1, i + 1}
			if m, ok := n.marks[at]; ok {
				cells[i] = n.text(text, m)
			}
		}
		out = append(out, cells)
	}
	return out, rows.Error()
}

func (n numbers) text(stored string, m mark) string {
	switch m.kind {
	case boolean:
		return map[bool]string{true: "TRUE", false: "FALSE"}[stored == "1" || strings.EqualFold(stored, "true")]
	case number:
		f, err := strconv.ParseFloat(strings.TrimSpace(stored), 64)
		if err != nil || math.IsInf(f, 0) {
			return stored
		}
		if form, ok := n.dates[m.style]; ok {
			return n.date(f, form, stored)
		}
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	return stored
}

// date writes a day count as a date, a date and a time, or a time of day.
func (n numbers) date(days float64, form dateForm, stored string) string {
	t, err := excelize.ExcelDateToTime(days, n.from1904)
	if err != nil {
		return stored
	}
	t = t.Round(time.Second)
	switch {
	case days < 1 && form.clock:
		return t.Format("15:04:05")
	case form.clock || days != math.Trunc(days):
		return t.Format("2006-01-02 15:04:05")
	}
	return t.Format("2006-01-02")
}

// dateForm is a number format that shows a date, a time or both.
type dateForm struct{ clock bool }

// dateStyles finds the cell styles whose number format is that of a date.
func dateStyles(x *excelize.File) map[int]dateForm {
	out := map[int]dateForm{}
	if x.Styles == nil || x.Styles.CellXfs == nil {
		return out
	}
	codes := map[int]string{}
	if x.Styles.NumFmts != nil {
		for _, f := range x.Styles.NumFmts.NumFmt {
			codes[f.NumFmtID] = f.FormatCode
		}
	}
	for style, xf := range x.Styles.CellXfs.Xf {
		if xf.NumFmtID == nil {
			continue
		}
		id := *xf.NumFmtID
		if code, own := codes[id]; own {
			if isDate, clock := dateCode(code); isDate {
				out[style] = dateForm{clock}
			}
		} else if id >= 14 && id <= 22 || id >= 45 && id <= 47 {
			out[style] = dateForm{clock: id >= 18}
		}
	}
	return out
}

// dateCode says whether a number format is a date's: it has letters of the
// calendar or the clock outside of quotes, escapes and colours.
func dateCode(code string) (isDate, clock bool) {
	for i := 0; i < len(code); i++ {
		switch c := code[i] | 0x20; {
		case code[i] == '"':
			i += 1 + max(0, strings.IndexByte(code[i+1:], '"'))
		case code[i] == '\\' || code[i] == '_' || code[i] == '*':
			i++
		case code[i] == '[' && !strings.HasPrefix(strings.ToLower(code[i:]), "[h") && !strings.HasPrefix(strings.ToLower(code[i:]), "[m"):
			i += max(0, strings.IndexByte(code[i:], ']'))
		case c == 'h' || c == 's':
			isDate, clock = true, true
		case c == 'y' || c == 'd' || c == 'm':
			isDate = true
		case c == 'g' && strings.HasPrefix(strings.ToLower(code[i:]), "general"):
			return false, false
		case code[i] == ';':
			return isDate, clock
		}
	}
	return isDate, clock
}
