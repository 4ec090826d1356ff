package export

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"strconv"
	"strings"
)

// A grid is a workbook as sheets of cells, whoever saved it.
type grid struct {
	*container
	names    []string // of the sheets, in order
	where    map[string]string
	strings  []string
	dates    []style // by the workbook's number of a style: dateStyle, … or noStyle
	date1904 bool
}

func openGrid(ctx context.Context, c *container) (*grid, error) {
	g := &grid{container: c, where: map[string]string{}}
	relations, err := g.relations(ctx)
	if err != nil {
		return nil, err
	}
	if err := g.sheets(ctx, relations); err != nil {
		return nil, err
	}
	if part := relations["/sharedStrings"]; part != "" && c.parts[part] != nil {
		if err := g.shared(ctx, part); err != nil {
			return nil, err
		}
	}
	if part := relations["/styles"]; part != "" && c.parts[part] != nil {
		return g, g.styles(ctx, part)
	}
	return g, nil
}

const (
	bookPart      = "xl/workbook.xml"
	relationsPart = "xl/_rels/workbook.xml.rels"
)

// relations gives the parts by the ids with which the workbook names them,
// and the two of which there is one by their type.
func (g *grid) relations(ctx context.Context) (map[string]string, error) {
	if g.parts[bookPart] == nil || g.parts[relationsPart] == nil {
		return nil, &Error{Why: "it is an archive without a workbook in it.", Hint: "Ask for the .xlsx that Anketa wrote."}
	}
	out := map[string]string{}
	return out, g.scan(ctx, relationsPart, func(s *scanner) error {
		if !s.tag.starts("Relationship") {
			return nil
		}
		target, absolute := strings.CutPrefix(s.tag.attr("Target"), "/")
		if !absolute {
			target = path.Join("xl", target)
		}
		out[s.tag.attr("Id")] = target
		for _, kind := range []string{"/sharedStrings", "/styles"} {
			if strings.HasSuffix(s.tag.attr("Type"), kind) {
				out[kind] = target
			}
		}
		return nil
	})
}

func (g *grid) sheets(ctx context.Context, relations map[string]string) error {
	return g.scan(ctx, bookPart, func(s *scanner) error {
		switch {
		case s.tag.starts("sheet"):
			name := s.tag.attr("name")
			if _, twice := g.where[strings.ToLower(name)]; twice {
				return damaged(bookPart, errors.New("two sheets have one name"))
			}
			g.names = append(g.names, name)
			g.where[strings.ToLower(name)] = relations[s.tag.attr("id")]
		case s.tag.starts("workbookPr"):
			v := s.tag.attr("date1904")
			g.date1904 = v == "1" || v == "true"
		}
		return nil
	})
}

// shared reads the texts that cells share. Of formatted text the letters
// count; the pronunciation in rPh is no text.
func (g *grid) shared(ctx context.Context, part string) error {
	text, reading := []byte{}, true
	return g.scan(ctx, part, func(s *scanner) error {
		switch t := s.tag; {
		case t.is("si"):
			if t.end {
				g.strings = append(g.strings, unescapeCell(string(text)))
			}
			text = text[:0]
		case t.is("rPh"):
			reading = t.end
		case t.is("t") && t.end && reading:
			return more(&text, s, part)
		}
		return nil
	})
}

// more adds the text before a tag to what a cell holds already.
func more(to *[]byte, s *scanner, part string) error {
	text, err := appendUnescaped(*to, s.text)
	if err == nil && len(text) > mostToken {
		err = errTooLong
	}
	if err != nil {
		return damaged(part, err)
	}
	*to = text
	return nil
}

// styles notes which of the workbook's styles show a number as a date.
func (g *grid) styles(ctx context.Context, part string) error {
	own, inside := map[string]string{}, false
	return g.scan(ctx, part, func(s *scanner) error {
		switch t := s.tag; {
		case t.starts("numFmt"):
			own[t.attr("numFmtId")] = t.attr("formatCode")
		case t.is("cellXfs"):
			inside = !t.end
		case t.starts("xf") && inside:
			g.dates = append(g.dates, dateLook(t.attr("numFmtId"), own))
		}
		return nil
	})
}

// dateLook tells what a number format shows, from the built-in formats of
// ECMA-376 18.8.30 and the letters of an own one.
func dateLook(id string, own map[string]string) style {
	code, isOwn := own[id]
	if !isOwn {
		switch n, _ := strconv.Atoi(id); {
		case n >= 14 && n <= 17 || n >= 27 && n <= 31 || n >= 50 && n <= 58:
			return dateStyle
		case n >= 18 && n <= 21 || n >= 32 && n <= 35 || n >= 45 && n <= 47:
			return timeStyle
		case n == 22:
			return dateTimeStyle
		}
		return noStyle
	}
	letters := strings.ToLower(bare(code))
	day, clock := strings.ContainsAny(letters, "yd"), strings.ContainsAny(letters, "hs")
	switch {
	case day && clock:
		return dateTimeStyle
	case day:
		return dateStyle
	case clock:
		return timeStyle
	}
	return noStyle
}

// bare takes out of a number format what is shown as it stands: quoted and
// escaped text, and colours and languages in brackets.
func bare(code string) string {
	var out strings.Builder
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '\\', '_', '*':
			i++
		case '"', '[':
			close := map[byte]byte{'"': '"', '[': ']'}[c]
			end := strings.IndexByte(code[i+1:], close)
			if end < 0 {
				return out.String()
			}
			i += end + 1
		default:
			out.WriteByte(c)
		}
	}
	return out.String()
}

// has says whether there is a sheet of that name.
func (g *grid) has(sheet string) bool {
	_, there := g.where[strings.ToLower(sheet)]
	return there
}

// rows reads a sheet from top to bottom. The cells lie by column, from 0, and
// are the callee's until it returns. Rows without cells are left out.
func (g *grid) rows(ctx context.Context, sheet string, take func(line int, cells []cell) error) error {
	part := g.where[strings.ToLower(sheet)]
	r := &rowReader{grid: g, part: part, take: take}
	return g.scan(ctx, part, r.tag)
}

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

func (r *rowReader) tag(s *scanner) error {
	t := s.tag
	switch {
	case t.is("row"):
		return r.row(t)
	case t.is("c"):
		return r.cell(t)
	case t.is("rPh"):
		r.mute = !t.end
	case t.end && r.inCell && t.is("v"):
		return more(&r.value, s, r.part)
	case t.end && r.inCell && t.is("t") && !r.mute:
		return more(&r.inline, s, r.part)
	}
	return nil
}

func (r *rowReader) row(t tag) error {
	if r.inCell || r.inRow != (t.end && !t.empty) {
		return damaged(r.part, errNested)
	}
	r.inRow = !t.end
	if t.end && !t.empty {
		if len(r.cells) == 0 {
			return nil
		}
		return r.take(r.line, r.cells)
	}
	r.line++
	if n := t.attr("r"); n != "" {
		line, err := strconv.Atoi(n)
		if err != nil || line < r.line || line > mostRows {
			return damaged(r.part, fmt.Errorf("a row after row %d has no possible number", r.line-1))
		}
		r.line = line
	}
	r.cells, r.column = r.cells[:0], -1
	return nil
}

func (r *rowReader) cell(t tag) error {
	if !r.inRow || r.inCell != (t.end && !t.empty) {
		return damaged(r.part, errNested)
	}
	if t.starts("c") {
		r.column++
		if at := t.attr("r"); at != "" {
			column, line := placeOf(at)
			if r.column = column - 1; line != r.line {
				r.column = -1
			}
		}
		if r.column < 0 || r.column >= mostColumns {
			return damaged(r.part, fmt.Errorf("a cell in row %d has no possible place", r.line))
		}
		r.kind, r.value, r.inline, r.inCell = t.attr("t"), r.value[:0], r.inline[:0], true
		r.style = r.grid.look(t.attr("s"))
	}
	if !t.end {
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
		return cell{kind: textCell, text: unescapeCell(string(r.inline))}.orBlank(), nil
	case "str", "d":
		return cell{kind: textCell, text: unescapeCell(string(r.value))}.orBlank(), nil
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
