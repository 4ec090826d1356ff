package xlsform

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// mark is what a cell is beside its text. Cells that hold plain text have
// none.
type mark struct {
	kind  markKind
	style int // of a number: index of its format
}

type markKind uint8

const (
	plainText markKind = iota
	number
	boolean
	errorValue // #REF!, #N/A …
	uncomputed // a formula without a saved value
)

// cellAt is a cell's place, row and column counted from 1.
type cellAt struct{ row, col int }

// maxCells is how many cells a sheet may have, blank ones before the last of
// a row included: the reader fills them in.
const maxCells = 4 << 20

// scan walks a sheet's XML before the library reads it. It keeps what the
// library does not tell, the types of cells, and refuses what the library
// would drop or move without a word: rows or cells out of order, texts that
// are not there, rows of thousands of blanks.
type scan struct {
	strings int // how many shared texts there are
	marks   map[cellAt]mark

	at      cellAt
	cells   int
	data    int // 0 before the cells, 1 among them, 2 behind them
	depth   int // of elements, counted from sheetData
	reading bool
	kind    string
	style   int
	value   strings.Builder
	formula bool
	valued  bool
}

// Depths of the elements that hold cells, counted from sheetData.
const (
	rowDepth = iota + 2
	cellDepth
	valueDepth
)

func (s *scan) token(t xml.Token) error {
	switch t := t.(type) {
	case xml.StartElement:
		return s.start(t)
	case xml.EndElement:
		return s.endElement(t.Name.Local)
	case xml.CharData:
		if s.reading {
			s.value.Write(t)
		}
	}
	return nil
}

// start follows the cells; what stands before and behind them is left out, as
// the library does.
func (s *scan) start(e xml.StartElement) error {
	name := e.Name.Local
	if name == "sheetData" {
		if s.data > 0 {
			return fmt.Errorf("sheetData stands twice")
		}
		s.data = 1
	}
	if s.data != 1 {
		if name == "row" && s.data == 0 {
			return fmt.Errorf("row before sheetData")
		}
		return nil
	}
	s.depth++
	switch {
	case (name == "row") != (s.depth == rowDepth), (name == "c") != (s.depth == cellDepth):
		return fmt.Errorf("element %s at a strange place", name)
	case name == "row":
		return s.row(attr(e, "r"))
	case name == "c":
		return s.cell(e)
	case s.depth == valueDepth && name == "f":
		s.formula = true
	case s.depth == valueDepth && (name == "v" || name == "is"):
		if s.valued {
			return fmt.Errorf("cell with two values")
		}
		s.valued, s.reading = true, name == "v"
	}
	return nil
}

func (s *scan) endElement(name string) error {
	if s.data != 1 {
		return nil
	}
	s.depth--
	s.reading = false
	switch name {
	case "sheetData":
		s.data = 2
	case "c":
		return s.end()
	}
	return nil
}

func (s *scan) row(r string) error {
	next := s.at.row + 1
	if r != "" {
		n, err := strconv.Atoi(r)
		if err != nil || n < next {
			return fmt.Errorf("row %q after row %d", r, s.at.row)
		}
		next = n
	}
	s.cells += s.at.col
	s.at = cellAt{row: next}
	if s.cells > maxCells {
		return fmt.Errorf("more than %d cells", maxCells)
	}
	return nil
}

func (s *scan) cell(e xml.StartElement) error {
	col := s.at.col + 1
	if r := attr(e, "r"); r != "" {
		at, ok := parseCell(r)
		if !ok || at.row != s.at.row || at.col < col {
			return fmt.Errorf("cell %q in row %d", r, s.at.row)
		}
		col = at.col
	}
	s.at.col = col
	s.kind, s.style = attr(e, "t"), 0
	s.style, _ = strconv.Atoi(attr(e, "s"))
	s.formula, s.valued = false, false
	s.value.Reset()
	return nil
}

func (s *scan) end() error {
	switch {
	case s.formula && !s.valued:
		s.marks[s.at] = mark{kind: uncomputed}
	case s.kind == "b":
		s.marks[s.at] = mark{kind: boolean}
	case s.kind == "e":
		s.marks[s.at] = mark{kind: errorValue}
	case s.kind == "" || s.kind == "n":
		if s.value.Len() > 0 {
			s.marks[s.at] = mark{kind: number, style: s.style}
		}
	case s.kind == "s" && s.value.Len() > 0:
		if n, err := strconv.Atoi(strings.TrimSpace(s.value.String())); err != nil || n < 0 || n >= s.strings {
			return fmt.Errorf("cell in row %d: text %q of %d", s.at.row, s.value.String(), s.strings)
		}
	}
	return nil
}

// parseCell reads a reference such as AB12.
func parseCell(r string) (cellAt, bool) {
	var at cellAt
	i := 0
	for ; i < len(r) && i < 3 && r[i]|0x20 >= 'a' && r[i]|0x20 <= 'z'; i++ {
		at.col = at.col*26 + int(r[i]|0x20-'a') + 1
	}
	n, err := strconv.Atoi(r[i:])
	at.row = n
	return at, err == nil && i > 0 && n > 0 && n <= 1<<20 && at.col <= 1<<14
}
