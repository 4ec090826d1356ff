package xlsform

import (
	"strconv"
	"strings"
	"time"

	"anketa/survey/message"
	"anketa/survey/ooxml"
)

// mark is what a cell is that has no text to read. Other cells have none.
type mark struct{ kind markKind }

type markKind uint8

const (
	errorValue markKind = iota // #REF!, #N/A …
	uncomputed                 // a formula without a saved value
)

// cellAt is a cell's place, row and column counted from 1.
type cellAt struct{ row, col int }

// maxCells is how many cells a sheet may have, blank ones before the last of
// a row included.
const maxCells = 4 << 20

// scan reads a sheet's XML. It refuses what would have to be dropped or moved:
// rows or cells out of order, texts that are not there, rows of thousands of
// blanks.
type scan struct {
	texts *texts
	looks looks
	out   *sheet

	data   int // 0 before the cells, 1 among them, 2 behind them
	top    int // how deep sheetData lies
	at     cellAt
	total  int
	row    []string
	room   []string // for cells of rows to come
	cell   cell
	inside string // v, is or rPh
}

// cell is the one that is being read.
type cell struct {
	kind            string
	style           int
	text            []byte
	formula, valued bool
}

// Depths of the elements that hold cells, below sheetData.
const (
	rowDepth = iota + 1
	cellDepth
	valueDepth
)

// tag follows the cells; what stands before and behind them is no matter.
func (s *scan) tag(x *ooxml.Scanner) error {
	t := &x.Tag
	switch {
	case s.data == 1 && t.End:
		return s.ends(x)
	case s.data == 1:
		return s.begins(x)
	case t.Begins("sheetData") && s.data == 2:
		return message.New("sheetData stands twice")
	case t.Begins("sheetData"):
		s.data, s.top = 1, x.Depth()
		s.out.marks = map[cellAt]mark{}
	case t.Begins("row") && s.data == 0:
		return message.New("row before sheetData")
	}
	return nil
}

func (s *scan) begins(x *ooxml.Scanner) error {
	t, depth := &x.Tag, x.Depth()-s.top
	isRow, isCell := t.Is("row"), t.Is("c")
	switch {
	case isRow != (depth == rowDepth), isCell != (depth == cellDepth):
		return message.New("element %s at a strange place", t.Name)
	case isRow:
		return s.startRow(t)
	case isCell:
		return s.startCell(t)
	case depth == valueDepth && t.Is("f"):
		s.cell.formula = true
	case depth == valueDepth && (t.Is("v") || t.Is("is")):
		if s.cell.valued {
			return message.New("cell with two values")
		}
		s.cell.valued, s.inside = true, string(t.Name)
	case s.inside == "is" && t.Is("rPh"):
		s.inside = "rPh"
	}
	return nil
}

func (s *scan) ends(x *ooxml.Scanner) error {
	t := &x.Tag
	switch depth := x.Depth() - s.top + 1; {
	case depth == 0:
		s.data = 2
	case depth == rowDepth:
		s.endRow()
	case depth == cellDepth:
		return s.endCell()
	case s.inside == "v" || s.inside == "is" && t.Is("t"):
		s.cell.text = append(s.cell.text, x.Text...)
		fallthrough
	case depth == valueDepth:
		if depth == valueDepth {
			s.inside = ""
		}
	case s.inside == "rPh" && t.Is("rPh"):
		s.inside = "is"
	}
	return nil
}

func (s *scan) startRow(t *ooxml.Tag) error {
	next := s.at.row + 1
	if r := t.Raw("r"); r != nil {
		n, err := strconv.Atoi(string(r))
		if err != nil || n < next || n > 1<<20 {
			return message.New("row %q after row %d", r, s.at.row)
		}
		next = n
	}
	s.at = cellAt{row: next}
	s.row = s.row[:0]
	return nil
}

// endRow keeps the cells without blank ones at the end.
func (s *scan) endRow() {
	n := len(s.row)
	for n > 0 && s.row[n-1] == "" {
		n--
	}
	for len(s.out.rows) < s.at.row-1 {
		s.out.rows = append(s.out.rows, nil)
	}
	if len(s.room) < n {
		s.room = make([]string, max(n, 4096))
	}
	copy(s.room, s.row[:n])
	s.out.rows = append(s.out.rows, s.room[:n:n])
	s.room = s.room[n:]
}

func (s *scan) startCell(t *ooxml.Tag) error {
	col := s.at.col + 1
	if r := t.Raw("r"); r != nil {
		at, ok := parseCell(r)
		if !ok || at.row != s.at.row || at.col < col {
			return message.New("cell %q in row %d", r, s.at.row)
		}
		col = at.col
	}
	if s.total += col - s.at.col; s.total > maxCells {
		return message.New("more than %d cells", maxCells)
	}
	s.at.col = col
	s.cell = cell{text: s.cell.text[:0], kind: kindOf(t.Raw("t"))}
	if style := t.Raw("s"); style != nil {
		s.cell.style, _ = strconv.Atoi(string(style))
	}
	return nil
}

// kindOf is a cell's type; the usual ones need no memory.
func kindOf(raw []byte) string {
	switch string(raw) {
	case "", "n":
		return "n"
	case "s":
		return "s"
	case "inlineStr":
		return "inlineStr"
	}
	return string(raw)
}

func (s *scan) endCell() error {
	c := &s.cell
	text := ""
	switch {
	case c.formula && !c.valued:
		s.out.marks[s.at] = mark{uncomputed}
	case c.kind == "s" && len(c.text) > 0:
		n, err := strconv.Atoi(strings.TrimSpace(string(c.text)))
		shared, there := s.texts.get(n)
		if err != nil || !there {
			return message.New("cell in row %d: text %q of %d", s.at.row, c.text, len(s.texts.ends))
		}
		text = shared
	case c.kind == "e":
		s.out.marks[s.at] = mark{errorValue}
		text = string(c.text)
	case len(c.text) > 0:
		text = s.value(string(c.text))
	}
	if text == "" {
		return nil
	}
	for len(s.row) < s.at.col-1 {
		s.row = append(s.row, "")
	}
	s.row = append(s.row, text)
	return nil
}

// value is a stored value as the text that pyxform would read.
func (s *scan) value(stored string) string {
	switch s.cell.kind {
	case "n":
		return s.looks.text(stored, s.cell.style)
	case "b":
		return map[bool]string{true: "TRUE", false: "FALSE"}[stored == "1" || strings.EqualFold(stored, "true")]
	case "d":
		return isoDate(stored)
	}
	return ooxml.Unescape(stored)
}

// isoDate is a date of a workbook in the strict form of ISO/IEC 29500.
func isoDate(stored string) string {
	for layout, shown := range map[string]string{"2006-01-02": "2006-01-02", "2006-01-02T15:04:05": "2006-01-02 15:04:05", "2006-01-02T15:04:05Z": "2006-01-02 15:04:05", "15:04:05": "15:04:05"} {
		if t, err := time.Parse(layout, stored); err == nil {
			return t.Round(time.Second).Format(shown)
		}
	}
	return stored
}

// parseCell reads a reference such as AB12.
func parseCell(r []byte) (cellAt, bool) {
	var at cellAt
	i := 0
	for ; i < len(r) && i < 3 && r[i]|0x20 >= 'a' && r[i]|0x20 <= 'z'; i++ {
		at.col = at.col*26 + int(r[i]|0x20-'a') + 1
	}
	n, err := strconv.Atoi(string(r[i:]))
	at.row = n
	return at, err == nil && i > 0 && n > 0 && n <= 1<<20 && at.col <= 1<<14
}
