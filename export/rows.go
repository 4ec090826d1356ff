package export

import (
	"bytes"
	"strconv"

	"anketa/survey/message"
	"anketa/survey/ooxml"
)

// A rowReader is a sheet in the middle of being read.
type rowReader struct {
	grid  *grid
	part  string
	take  func(int, []cell) error
	line  int
	cells []cell

	texts texts

	column int // of the cell, from 0
	kind   string
	style  style
	value  []byte
	inline []byte
	mute   bool // inside the pronunciation of a text
	quick  ooxml.Cell
	inRow  bool
	inCell bool
}

var errNested = message.New("its rows and cells are not in their places")

func (r *rowReader) tag(s *ooxml.Scanner) error {
	t := &s.Tag
	switch {
	case t.Is("row"):
		if err := r.row(t); err != nil {
			return err
		}
		return r.usual(s)
	case t.Is("c"):
		if err := r.cell(t); err != nil {
			return err
		}
		return r.usual(s)
	case t.Is("rPh"):
		r.mute = !t.End
	case t.End && r.inCell && t.Is("v"):
		return more(&r.value, s, r.part)
	case t.End && r.inCell && t.Is("t") && !r.mute:
		return more(&r.inline, s, r.part)
	}
	return nil
}

// usual takes the cells that are written as nearly all are.
func (r *rowReader) usual(s *ooxml.Scanner) error {
	if !r.inRow || r.inCell {
		return nil
	}
	for s.Cell(&r.quick) {
		if err := r.place(r.quick.Place); err != nil {
			return err
		}
		r.style = r.grid.look(r.quick.Style)
		if len(r.quick.Value) == 0 {
			continue
		}
		r.kind, r.value, r.inline = kindWord(r.quick.Kind), append(r.value[:0], r.quick.Value...), r.inline[:0]
		if err := r.put(); err != nil {
			return err
		}
	}
	return nil
}

// kindWord is the kind of a cell without a copy for the usual ones.
func kindWord(b []byte) string {
	switch string(b) {
	case "":
		return ""
	case "s":
		return "s"
	case "n":
		return "n"
	}
	return string(b)
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
			return damaged(r.part, message.New("a row after row %d has no possible number", r.line-1))
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
		if err := r.place(t.Raw("r")); err != nil {
			return err
		}
		r.kind, r.value, r.inline, r.inCell = t.Attr("t"), r.value[:0], r.inline[:0], true
		r.style = r.grid.look(t.Raw("s"))
	}
	if !t.End {
		return nil
	}
	r.inCell = false
	return r.put()
}

// place goes to the column of a cell; one that says none is the next.
func (r *rowReader) place(at []byte) error {
	r.column++
	if len(at) > 0 {
		column, line := placeOf(at)
		if r.column = column - 1; line != r.line {
			r.column = -1
		}
	}
	if r.column < 0 || r.column >= mostColumns {
		return damaged(r.part, message.New("a cell in row %d has no possible place", r.line))
	}
	return nil
}

// put puts what was found into the row.
func (r *rowReader) put() error {
	c, err := r.finish()
	if err != nil || c.kind == blankCell {
		return err
	}
	for len(r.cells) <= r.column {
		r.cells = append(r.cells, cell{})
	}
	if r.cells[r.column].kind != blankCell {
		return damaged(r.part, message.New("a cell in row %d is there twice", r.line))
	}
	r.cells[r.column] = c
	return nil
}

func (g *grid) look(s []byte) style {
	if i, ok := smallNumber(s); ok && i < len(g.dates) {
		return g.dates[i]
	}
	return noStyle
}

// smallNumber reads what has digits alone, and not many.
func smallNumber(b []byte) (int, bool) {
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, len(b) > 0 && len(b) < 10
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
	c := cell{numberCell, r.style, r.texts.keep(bytes.TrimSpace(r.value))}
	if r.grid.date1904 && c.style != noStyle {
		c.text = from1904(c.text)
	}
	return c.orBlank(), nil
}

func (r *rowReader) sharedText() (cell, error) {
	if len(r.value) == 0 {
		return cell{}, nil
	}
	i, ok := smallNumber(bytes.TrimSpace(r.value))
	if !ok || i >= len(r.grid.strings.spans) {
		return cell{}, damaged(r.part, message.New("a cell in row %d has a text that is not there", r.line))
	}
	text, sum := r.grid.strings.text(i)
	if sum {
		return cell{sumCell, noStyle, text}, nil
	}
	return cell{textCell, noStyle, text}.orBlank(), nil
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
func placeOf(at []byte) (column, line int) {
	i := 0
	for ; i < len(at) && column <= mostColumns; i++ {
		c := at[i] | 0x20
		if c < 'a' || c > 'z' {
			break
		}
		column = column*26 + int(c-'a') + 1
	}
	line, ok := smallNumber(at[i:])
	if !ok {
		return 0, 0
	}
	return column, line
}
