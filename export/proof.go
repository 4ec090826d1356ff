package export

import (
	"context"
	"encoding/binary"
	"hash/maphash"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"anketa/survey"
	"anketa/survey/message"
)

// A proof sums up the cells of a sheet, row by row: the writer's those that it
// writes, the reader's those that it finds in the finished file. Where the two
// are equal, so is every cell, by place, kind and text: that another one has the
// same sum happens once in 2⁶⁴, and nobody can make it happen, as no two runs of
// the program sum up alike.
type proof struct {
	rows int
	sum  uint64
}

var proofSeed = maphash.MakeSeed()

// made adds a row that is written.
func (p *proof) made(line int, cells []cell) {
	for i := range cells {
		if c := &cells[i]; c.kind == textCell && !isSettled(c.text) && strings.ContainsFunc(c.text, illegal) {
			cells = slices.Clone(cells)
			cells[i].text = strings.Map(legal, c.text)
		}
	}
	p.row(line, cells)
}

// legal is what appendText makes of a character that no XML can hold.
func legal(r rune) rune {
	if r != '\r' && illegal(r) {
		return utf8.RuneError
	}
	return r
}

// row adds a row. Blank cells count as none, and a row of them as well.
func (p *proof) row(line int, cells []cell) {
	sum, filled := p.sum^uint64(line), false
	for i := range cells {
		c := &cells[i]
		if c.kind == blankCell || c.text == "" {
			continue
		}
		filled = true
		kind, text := c.kind, uint64(0)
		if kind == sumCell {
			kind, text = textCell, binary.LittleEndian.Uint64([]byte(c.text))
		} else {
			text = maphash.String(proofSeed, c.text)
		}
		what := uint64(i)<<16 | uint64(kind)<<8 | uint64(c.look())
		high, low := bits.Mul64(sum^text, what<<1^0x9e3779b97f4a7c15)
		sum = bits.RotateLeft64(sum, 7) + (high ^ low)
	}
	if filled {
		p.rows, p.sum = p.rows+1, sum
	}
}

// watch adds the rows that go by.
func (p *proof) watch(take func(int, []cell) error) func(int, []cell) error {
	return func(line int, cells []cell) error {
		p.row(line, cells)
		return take(line, cells)
	}
}

// look is what a reader sees of a cell's style: whether a number is a date.
func (c *cell) look() style {
	if c.kind == numberCell && (c.style == dateStyle || c.style == dateTimeStyle || c.style == timeStyle) {
		return c.style
	}
	return noStyle
}

// prove keeps the sums of all sheets, whose cells go.
func (w *writer) prove() {
	w.proofs, w.needed = map[string]proof{}, w.strings.needed
	for _, s := range w.sheets {
		w.proofs[s.name] = s.proof
	}
}

// compare reads the finished file, every part of it to its checksum, and holds
// it against what was to be written. That the rows of a record give it back was
// seen when they were made (keepWhole): so it is enough that every cell of
// every sheet is the one that was made, and that the columns are understood in
// the same way.
func (w *writer) compare(ctx context.Context, beside string) (string, error) {
	book := &Book{}
	others, sealed := w.others, w.sealed
	err := bookAt(ctx, beside, book, w.needed, func(rd *reading) error {
		rd.keep = func(_ *survey.Record, h survey.Hash, _ bool) error {
			if len(others) == 0 || others[0] != h {
				return unlikeWritten()
			}
			others = others[1:]
			return nil
		}
		rd.proving, rd.grid.proofs = true, map[string]*proof{}
		if err := rd.all(ctx); err != nil {
			return err
		}
		return w.proven(ctx, rd)
	})
	for _, r := range book.Sealed {
		if len(sealed) > 0 && sealed[0] == r.Hash() {
			sealed = sealed[1:]
		}
	}
	if err == nil && len(others)+len(sealed)+len(book.Refused) > 0 {
		err = unlikeWritten()
	}
	return book.SHA256, err
}

func unlikeWritten() error {
	return &Error{Why: message.New("what was written could not be read back."), Hint: message.New("Nothing was changed. Try another stick or folder.")}
}

// proven reads the sheets that nobody reads otherwise and compares all.
func (w *writer) proven(ctx context.Context, rd *reading) error {
	if len(rd.grid.names) != len(w.proofs) || !sameLayout(rd.said.layout, w.layout) {
		return unlikeWritten()
	}
	for _, name := range rd.grid.names {
		low := strings.ToLower(name)
		if rd.grid.proofs[low] == nil {
			if err := rd.grid.rows(ctx, name, func(int, []cell) error { return nil }); err != nil {
				return err
			}
		}
		if made, there := w.proofs[name]; !there || made != *rd.grid.proofs[low] {
			return unlikeWritten()
		}
	}
	return nil
}

// sameLayout says whether two layouts give the same records for the same cells.
func sameLayout(a, b *layout) bool {
	return slices.EqualFunc(a.tables, b.tables, func(a, b *table) bool {
		return a.sheet == b.sheet && a.above == b.above && (a.parent == nil) == (b.parent == nil) && (a.parent == nil || a.parent.sheet == b.parent.sheet) &&
			slices.EqualFunc(a.cols, b.cols, sameColumn)
	}) && samePlaces(a.root, b.root)
}

func sameColumn(a, b *column) bool {
	return a.name == b.name && a.path == b.path && a.kind == b.kind && a.derived == b.derived && a.code == b.code &&
		(a.of == nil) == (b.of == nil) && (a.of == nil || a.of.name == b.of.name)
}

func samePlaces(a, b *place) bool {
	return a.name == b.name && a.path == b.path && a.kind == b.kind && (a.kind != repeatPlace || a.table.sheet == b.table.sheet) &&
		slices.EqualFunc(a.columns, b.columns, sameColumn) && slices.EqualFunc(a.kids, b.kids, samePlaces)
}
