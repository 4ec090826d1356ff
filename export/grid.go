package export

import (
	"context"
	"path"
	"strconv"
	"strings"

	"anketa/survey/message"
	"anketa/survey/ooxml"
)

// A grid is a workbook as sheets of cells, whoever saved it.
type grid struct {
	*container
	names    []string // of the sheets, in order
	where    map[string]string
	strings  textList
	dates    []style // by the workbook's number of a style: dateStyle, … or noStyle
	date1904 bool

	proofs map[string]*proof // of the sheets that were read, by name in small letters; nil where nobody wants them
}

// openGrid reads what the sheets share. Where needed is not nil, of the other
// texts only sums are kept.
func openGrid(ctx context.Context, c *container, needed []bool) (*grid, error) {
	g := &grid{container: c, where: map[string]string{}}
	g.strings.needed = needed
	book, err := g.bookPart(ctx)
	if err != nil {
		return nil, err
	}
	relations, err := g.relations(ctx, book)
	if err != nil {
		return nil, err
	}
	if err := g.sheets(ctx, book, relations); err != nil {
		return nil, err
	}
	if part := c.named(relations["/sharedStrings"]); part != "" {
		if err := g.shared(ctx, part); err != nil {
			return nil, err
		}
	}
	if part := c.named(relations["/styles"]); part != "" {
		return g, g.styles(ctx, part)
	}
	return g, nil
}

// bookPart finds the part that lists the sheets. Nearly always it is
// xl/workbook.xml, and where nothing else is said that is it.
func (g *grid) bookPart(ctx context.Context) (string, error) {
	const first, usual = "_rels/.rels", "xl/workbook.xml"
	said := ""
	if g.named(first) != "" {
		err := g.scan(ctx, first, func(s *ooxml.Scanner) error {
			if s.Tag.Begins("Relationship") && strings.HasSuffix(s.Tag.Attr("Type"), "/officeDocument") {
				said = path.Join(".", strings.TrimPrefix(s.Tag.Attr("Target"), "/"))
			}
			return nil
		})
		if err != nil {
			return "", err
		}
	}
	if part := g.named(said); part != "" {
		return part, nil
	}
	return usual, nil
}

// relations gives the parts by the ids with which the workbook names them,
// and the two of which there is one by their type.
func (g *grid) relations(ctx context.Context, book string) (map[string]string, error) {
	part := path.Join(path.Dir(book), "_rels", path.Base(book)+".rels")
	if g.named(book) == "" || g.named(part) == "" {
		return nil, &Error{Code: "nobook", Why: message.New("it is an archive without a workbook in it."), Hint: message.New("Ask for the .xlsx that Anketa wrote.")}
	}
	out := map[string]string{}
	return out, g.scan(ctx, part, func(s *ooxml.Scanner) error {
		if !s.Tag.Begins("Relationship") {
			return nil
		}
		target, absolute := strings.CutPrefix(s.Tag.Attr("Target"), "/")
		if !absolute {
			target = path.Join(path.Dir(book), target)
		}
		if out[s.Tag.Attr("Id")] = target; len(out) > 2*mostParts {
			return bomb(part)
		}
		for _, kind := range []string{"/sharedStrings", "/styles"} {
			if strings.HasSuffix(s.Tag.Attr("Type"), kind) {
				out[kind] = target
			}
		}
		return nil
	})
}

func (g *grid) sheets(ctx context.Context, book string, relations map[string]string) error {
	return g.scan(ctx, book, func(s *ooxml.Scanner) error {
		switch {
		case s.Tag.Begins("sheet"):
			name := s.Tag.Attr("name")
			if _, twice := g.where[strings.ToLower(name)]; twice {
				return damaged(book, message.New("two sheets have one name"))
			}
			if g.names = append(g.names, name); len(g.names) > mostParts {
				return bomb(book)
			}
			g.where[strings.ToLower(name)] = relations[s.Tag.Attr("id")]
		case s.Tag.Begins("workbookPr"):
			v := s.Tag.Attr("date1904")
			g.date1904 = v == "1" || v == "true"
		}
		return nil
	})
}

// shared reads the texts that cells share. Of formatted text the letters
// count; the pronunciation in rPh is no text.
func (g *grid) shared(ctx context.Context, part string) error {
	if f := g.parts[part]; f.UncompressedSize64 > freelyAll+mostTextRatio*f.CompressedSize64 {
		return bomb(part)
	}
	text, reading := []byte{}, true
	return g.scan(ctx, part, func(s *ooxml.Scanner) error {
		switch t := &s.Tag; {
		case t.Begins("sst"):
			said, _ := smallNumber(t.Raw("uniqueCount"))
			g.strings.spans = make([]span, 0, min(uint64(said), g.parts[part].UncompressedSize64/shortestText))
		case t.Is("si"):
			if t.End {
				g.strings.add(text)
			}
			text = text[:0]
		case t.Is("rPh"):
			reading = t.End
		case t.Is("t") && t.End && reading:
			return more(&text, s, part)
		}
		return nil
	})
}

// mostTextRatio is how far texts may unpack that are all held in memory.
const mostTextRatio = 40

// shortestText is how much of the part one text takes at least: <si><t/></si>.
const shortestText = 13

// mostCell is the most bytes that the text of one cell may have: 32,767
// characters have 200 kB at the very most.
const mostCell = 4 << 20

// more adds the text before a tag to what a cell holds already.
func more(to *[]byte, s *ooxml.Scanner, part string) error {
	*to = append(*to, s.Text...)
	if len(*to) > mostCell {
		return damaged(part, message.New("it holds a text that no cell can hold"))
	}
	return nil
}

// mostLooks is more than a workbook can have number formats.
const mostLooks = 1 << 16

// styles notes which of the workbook's styles show a number as a date.
func (g *grid) styles(ctx context.Context, part string) error {
	own, inside := map[string]string{}, false
	return g.scan(ctx, part, func(s *ooxml.Scanner) error {
		switch t := &s.Tag; {
		case t.Begins("numFmt"):
			if own[t.Attr("numFmtId")] = t.Attr("formatCode"); len(own) > mostLooks {
				return bomb(part)
			}
		case t.Is("cellXfs"):
			inside = !t.End
		case t.Begins("xf") && inside:
			g.dates = append(g.dates, dateLook(t.Attr("numFmtId"), own))
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
	if g.proofs != nil {
		p := &proof{}
		g.proofs[strings.ToLower(sheet)], take = p, p.watch(take)
	}
	r := &rowReader{grid: g, part: part, take: take}
	return g.scan(ctx, part, r.tag)
}
