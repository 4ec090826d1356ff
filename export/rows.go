package export

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"

	"anketa/survey/ooxml"
)

// A rowReader is a sheet in the middle of being read.
type rowReader struct {
	grid  *grid
	part  string
	take  func(int, []cell) error
	line  int
	cells []cell

	column int // of the cell, from 0
	kind   string
	style  style
	value  []byte
	inline []byte
	mute   bool // inside the pronunciation of a text
	inRow  bool
	inCell bool
}

var errNested = errors.New("its rows and cells are not in their places")

func (r *rowReader) tag(s *ooxml.Scanner) error {
	t := &s.Tag
	switch {
	case t.Is("row"):
		return r.row(t)
	case t.Is("c"):
		return r.cell(t)
	case t.Is("rPh"):
		r.mute = !t.End
	case t.End && r.inCell && t.Is("v"):
		return more(&r.value, s, r.part)
	case t.End && r.inCell && t.Is("t") && !r.mute:
		return more(&r.inline, s, r.part)
	}
	return nil
}

func (r *rowReader) row(t *ooxml.Tag) error {
	if r.inCell || r.inRow != t.End {
		return damaged(r.part, errNested)
	}
	r.inRow = !t.End
	if t.End {
		if len(r.cells) == 0 {
			return nil
		}
		return r.take(r.line, r.cells)
	}
	r.line++
	if n := t.Attr("r"); n != "" {
		line, err := strconv.Atoi(n)
		if err != nil || line < r.line || line > mostRows {
			return damaged(r.part, fmt.Errorf("a row after row %d has no possible number", r.line-1))
		}
		r.line = line
	}
	r.cells, r.column = r.cells[:0], -1
	return nil
}

func (r *rowReader) cell(t *ooxml.Tag) error {
	if !r.inRow || r.inCell != t.End {
		return damaged(r.part, errNested)
	}
	if t.Begins("c") {
		r.column++
		if at := t.Attr("r"); at != "" {
			column, line := placeOf(at)
			if r.column = column - 1; line != r.line {
				r.column = -1
			}
		}
		if r.column < 0 || r.column >= mostColumns {
			return damaged(r.part, fmt.Errorf("a cell in row %d has no possible place", r.line))
		}
		r.kind, r.value, r.inline, r.inCell = t.Attr("t"), r.value[:0], r.inline[:0], true
		r.style = r.grid.look(t.Attr("s"))
	}
	if !t.End {
		return nil
	}
	r.inCell = false
	c, err := r.finish()
	if err != nil || c.kind == blankCell {
		return err
	}
	for len(r.cells) <= r.column {
		r.cells = append(r.cells, cell{})
	}
	if r.cells[r.column].kind != blankCell {
		return damaged(r.part, fmt.Errorf("a cell in row %d is there twice", r.line))
	}
	r.cells[r.column] = c
	return nil
}

func (g *grid) look(s string) style {
	if i, err := strconv.Atoi(s); err == nil && i >= 0 && i < len(g.dates) {
		return g.dates[i]
	}
	return noStyle
}

// finish makes the cell of what was found in it.
func (r *rowReader) finish() (cell, error) {
	switch r.kind {
	case "s":
		return r.sharedText()
	case "inlineStr":
		return cell{kind: textCell, text: ooxml.Unescape(string(r.inline))}.orBlank(), nil
	case "str", "d":
		return cell{kind: textCell, text: ooxml.Unescape(string(r.value))}.orBlank(), nil
	case "b":
		return cell{kind: boolCell, text: string(r.value)}.orBlank(), nil
	case "e":
		return cell{kind: errorCell, text: string(r.value)}.orBlank(), nil
	}
	c := cell{numberCell, r.style, string(bytes.TrimSpace(r.value))}
	if r.grid.date1904 && c.style != noStyle {
		c.text = from1904(c.text)
	}
	return c.orBlank(), nil
}

func (r *rowReader) sharedText() (cell, error) {
	if len(r.value) == 0 {
		return cell{}, nil
	}
	i, err := strconv.Atoi(string(bytes.TrimSpace(r.value)))
	if err != nil || i < 0 || i >= len(r.grid.strings) {
		return cell{}, damaged(r.part, fmt.Errorf("a cell in row %d has a text that is not there", r.line))
	}
	return cell{kind: textCell, text: r.grid.strings[i]}.orBlank(), nil
}

// from1904 counts a date of the other calendar in days of the usual one.
func from1904(digits string) string {
	f, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return digits
	}
	return strconv.FormatFloat(f+1462, 'g', mostDigits, 64)
}

// placeOf gives the column and row, from 1, of a place as AB12; 0 where it
// names none.
func placeOf(at string) (column, line int) {
	i := 0
	for ; i < len(at) && column <= mostColumns; i++ {
		c := at[i] | 0x20
		if c < 'a' || c > 'z' {
			break
		}
		column = column*26 + int(c-'a') + 1
	}
	line, err := strconv.Atoi(at[i:])
	if err != nil {
		return 0, 0
	}
	return column, line
}
