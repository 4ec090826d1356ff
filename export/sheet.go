package export

import (
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"

	"anketa/export/press"
	"anketa/survey"
	"anketa/survey/message"
)

// A sheet is one sheet of a workbook being made, row by row.
type sheet struct {
	name    string
	look    look
	part    *part
	strings *stringTable
	ids     [styles]string // the workbook's number of each style
	rows    int
	columns int
	height  float64 // of the rows that follow, in points; 0 is the usual one
	letters []string
	buf     []byte
	places  []press.Cell // of the cells in buf
	proof   proof
	answers bool // a row for each interview or instance
}

// look is how a sheet is opened: what stays in sight, how wide, which colour.
type look struct {
	tab       string // colour of the tab, RRGGBB
	frozen    int    // columns that stay in sight beside the first row
	plain     bool   // text to be read: no heading, no filter
	widths    []float64
	columns   []style // of empty cells, so that what is typed there stays text
	selected  bool    // the sheet that is seen first
	asNumbers bool    // numbers stored as text are meant so
}

func newSheet(name string, l look, t *stringTable, ids [styles]string) *sheet {
	return &sheet{name: name, look: l, part: newRows(t.spill), strings: t, ids: ids}
}

// row appends a row. It fails where Excel's sheet ends.
func (s *sheet) row(cells []cell) error {
	if s.rows == mostRows || len(cells) > mostColumns {
		return tooLarge(s.name)
	}
	s.rows++
	s.columns = max(s.columns, len(cells))
	s.proof.made(s.rows, cells)
	number := strconv.Itoa(s.rows)
	s.buf = append(append(append(s.buf[:0], `<row r="`...), number...), '"')
	if s.height > 0 {
		s.buf = fmt.Appendf(s.buf, ` ht="%g" customHeight="1"`, s.height)
	}
	s.buf, s.places = append(s.buf, '>'), s.places[:0]
	for i := range cells {
		if cells[i].kind != blankCell {
			s.cell(i, number, &cells[i])
		}
	}
	return s.part.row(append(s.buf, "</row>"...), s.places)
}

func tooLarge(sheet string) error {
	return &Error{Part: "sheet " + sheet, Why: message.New("it would be larger than a sheet can be (%d rows, %d columns).", mostRows, mostColumns),
		Hint: message.New("Export fewer interviews at a time.")}
}

// cell appends one cell, all of whose text is shared.
func (s *sheet) cell(column int, row string, c *cell) {
	for len(s.letters) <= column {
		s.letters = append(s.letters, survey.ColumnName(len(s.letters)+1))
	}
	place := press.Cell{Column: column, Start: len(s.buf)}
	b := append(append(s.buf, `<c r="`...), s.letters[column]...)
	place.Digits = len(b)
	b = append(b, row...)
	place.Look = len(b)
	if id := s.ids[c.style]; id != "" {
		b = append(append(b, `" s="`...), id...)
	}
	b = append(b, cellKinds[c.kind]...)
	place.Value = len(b)
	if c.kind == textCell {
		number := s.strings.add(c.text)
		if !s.answers {
			s.strings.need(number)
		}
		b = strconv.AppendInt(b, int64(number), 10)
	} else {
		b = appendText(b, c.text)
	}
	place.End = len(b)
	s.buf, s.places = append(b, "</v></c>"...), append(s.places, place)
}

// cellKinds is what stands between the style of a cell and its value.
var cellKinds = [...]string{textCell: `" t="s"><v>`, numberCell: `"><v>`, boolCell: `" t="b"><v>`, errorCell: `" t="e"><v>`}

// head is the sheet's XML before its rows.
func (s *sheet) head() []byte {
	b := []byte(xmlHead + `<worksheet xmlns="` + mainSpace + `">`)
	if s.look.tab != "" {
		b = fmt.Appendf(b, `<sheetPr><tabColor rgb="FF%s"/></sheetPr>`, s.look.tab)
	}
	b = fmt.Appendf(b, `<dimension ref="%s"/>`, s.area())
	b = append(b, s.view()...)
	b = append(b, `<sheetFormatPr defaultRowHeight="15"/>`...)
	b = append(b, s.cols()...)
	return append(b, "<sheetData>"...)
}

func (s *sheet) area() string {
	if s.rows == 0 || s.columns == 0 {
		return "A1"
	}
	return "A1:" + survey.ColumnName(s.columns) + strconv.Itoa(s.rows)
}

// view freezes the heading and the first columns.
func (s *sheet) view() string {
	selected := ""
	if s.look.selected {
		selected = ` tabSelected="1"`
	}
	if s.look.plain {
		return `<sheetViews><sheetView showGridLines="0"` + selected + ` workbookViewId="0"/></sheetViews>`
	}
	corner, pane, split := "A2", "bottomLeft", ""
	if s.look.frozen > 0 {
		corner, pane = survey.ColumnName(s.look.frozen+1)+"2", "bottomRight"
		split = fmt.Sprintf(` xSplit="%d"`, s.look.frozen)
	}
	return fmt.Sprintf(`<sheetViews><sheetView%s workbookViewId="0"><pane%s ySplit="1" topLeftCell="%s" activePane="%s" state="frozen"/>`+
		`<selection pane="%[4]s" activeCell="%[3]s" sqref="%[3]s"/></sheetView></sheetViews>`, selected, split, corner, pane)
}

// cols joins neighbours of one width and style.
func (s *sheet) cols() string {
	widths := s.look.widths
	if len(widths) == 0 {
		return ""
	}
	b := []byte("<cols>")
	for i := 0; i < len(widths); {
		k := i + 1
		for k < len(widths) && widths[k] == widths[i] && s.columnStyle(k) == s.columnStyle(i) {
			k++
		}
		b = fmt.Appendf(b, `<col min="%d" max="%d" width="%g" customWidth="1"`, i+1, k, widths[i])
		if id := s.ids[s.columnStyle(i)]; id != "" {
			b = fmt.Appendf(b, ` style="%s"`, id)
		}
		b = append(b, "/>"...)
		i = k
	}
	return string(append(b, "</cols>"...))
}

func (s *sheet) columnStyle(i int) style {
	if i < len(s.look.columns) {
		return s.look.columns[i]
	}
	return noStyle
}

// close writes the sheet's XML behind its rows.
func (s *sheet) close() error {
	b := []byte("</sheetData>")
	if s.filtered() {
		b = fmt.Appendf(b, `<autoFilter ref="%s"/>`, s.area())
	}
	b = append(b, `<pageMargins left="0.5" right="0.5" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>`...)
	if s.look.asNumbers && s.rows > 1 {
		b = fmt.Appendf(b, `<ignoredErrors><ignoredError sqref="%s" numberStoredAsText="1"/></ignoredErrors>`, s.area())
	}
	_, err := s.part.Write(append(b, "</worksheet>"...))
	return err
}

func (s *sheet) filtered() bool { return !s.look.plain && s.rows > 1 }

// headings makes a heading row.
func headings(names ...string) []cell {
	cells := make([]cell, len(names))
	for i, name := range names {
		cells[i] = cell{textCell, headStyle, name}
	}
	return cells
}

// words makes a row of texts; a blank one is a blank cell.
func words(look style, texts ...string) []cell {
	cells := make([]cell, len(texts))
	for i, t := range texts {
		if t != "" {
			cells[i] = cell{textCell, look, legible(t)}
		}
	}
	return cells
}

// fit gives each column the width of its longest cell, within reason.
func fit(rows [][]cell, least, most float64) []float64 {
	var widths []float64
	for _, cells := range rows {
		for i, c := range cells {
			if i == len(widths) {
				widths = append(widths, least)
			}
			widths[i] = min(most, max(widths[i], float64(utf8.RuneCountInString(c.text))+3))
		}
	}
	return slices.Clip(widths)
}
