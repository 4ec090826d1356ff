package export

import (
	"context"
	"slices"
	"strings"

	"anketa/survey/message"
)

// A heading is the row of names in a sheet as it is now: where each column of
// the table has gone.
type heading struct {
	line int
	at   []int // by column.at: the sheet's column from 0; -1 where it is missing
}

func (h *heading) has(c *column) bool { return h.at[c.at] >= 0 }

// lookFor is how many rows may stand above the heading.
const lookFor = 20

// table reads the rows of a table, however its columns were moved and its rows
// sorted, and gives how many there are. Columns that are not the table's are
// nobody's.
func (rd *reading) table(ctx context.Context, t *table, take func(*row, *heading) error) (int, error) {
	if !rd.grid.has(t.sheet) {
		rd.refuse(Refusal{Sheet: t.sheet, Why: message.New("The sheet is not there."), Hint: message.New("Take the workbook as it was exported.")})
		return 0, nil
	}
	var h *heading
	n := 0
	var spare *row // of a row that nobody keeps
	each := func(line int, cells []cell) error {
		w := t.read(h, line, cells, spare)
		if w == nil {
			return nil
		}
		if n++; t.repeat == nil {
			spare = w
		}
		if w.key == "" {
			if t.repeat != nil {
				rd.refuse(Refusal{Sheet: t.sheet, Row: line, Key: keyText(w.text(parentColumn)), Why: message.New("A row that belongs to it has no KEY, so Anketa did not write it."), Hint: message.New("If it was typed in by hand, add the instance in Anketa; put totals and remarks on a sheet of their own.")})
				return nil
			}
			rd.refuse(Refusal{Sheet: t.sheet, Row: line, Why: message.New("The row has no KEY."), Hint: message.New("If it was typed in by hand, enter it in Anketa; put totals and remarks on a sheet of their own."), Interview: t.parent == nil})
			return nil
		}
		return take(w, h)
	}
	f := &finder{rd: rd, t: t}
	begin := func(found *heading) error {
		if h = found; h == nil {
			return nil
		}
		rd.headings[t] = h
		for _, r := range f.rows {
			if err := each(r.line, r.cells); err != nil {
				return err
			}
		}
		f.rows = nil
		return nil
	}
	err := rd.grid.rows(ctx, t.sheet, func(line int, cells []cell) error {
		if h != nil {
			return each(line, cells)
		}
		return begin(f.row(line, cells))
	})
	if err == nil && h == nil {
		err = begin(f.settle())
	}
	if err == nil && h == nil {
		rd.refuse(Refusal{Sheet: t.sheet, Why: message.New("None of the first 20 rows has a cell KEY, so the columns have no names."), Hint: message.New("Put the row of names back.")})
	}
	return n, err
}

// heading takes a row as the heading if one of its cells is KEY. A column that is
// there twice is told, and read where it stands first.
func (rd *reading) heading(t *table, line int, cells []cell) *heading {
	first, again := map[string]int{}, map[string]bool{}
	for i := range cells {
		name := strings.ToLower(keyText(textAt(cells, i)))
		if _, there := first[name]; there {
			again[name] = true
			continue
		}
		first[name] = i
	}
	inLatin(first, cells, t)
	if _, there := first[strings.ToLower(keyColumn)]; !there {
		return nil
	}
	h := &heading{line: line, at: make([]int, len(t.cols))}
	for i, c := range t.cols {
		name := strings.ToLower(c.name)
		at, there := first[name]
		if !there {
			at = -1
		}
		h.at[i] = at
		if again[name] {
			rd.refuse(Refusal{Sheet: t.sheet, Row: line, Why: message.New("Two columns are called %s; the left one was read.", c.name), Hint: message.New("Give the other one another name.")})
		}
	}
	return h
}

// inLatin adds the names in which letters of the other alphabet stand for those
// that look like them, where nothing else has the name.
func inLatin(first map[string]int, cells []cell, t *table) {
	for i := range cells {
		name := keyText(textAt(cells, i))
		latin := strings.ToLower(swapLetters(name, cyrillicAlike, latinAlike))
		if _, there := first[latin]; !there && !slices.ContainsFunc(t.cols, func(c *column) bool { return strings.EqualFold(c.name, name) }) {
			first[latin] = i
		}
	}
}

// read makes the row of a line, in the memory of spare where that is not nil;
// nil where none of the table's columns has a cell there.
func (t *table) read(h *heading, line int, cells []cell, spare *row) *row {
	var w *row
	for i, at := range h.at {
		c := cellAt(cells, at)
		if c.kind == blankCell {
			continue
		}
		if w == nil {
			w = t.blank(spare)
		}
		w.cells[i] = c
	}
	if w != nil {
		w.line = line
		w.key = keyText(w.text(keyColumn))
	}
	return w
}

func (t *table) blank(spare *row) *row {
	if spare == nil {
		return newRow(t, "")
	}
	clear(spare.cells)
	clear(spare.marks)
	*spare = row{table: t, cells: spare.cells, marks: spare.marks}
	return spare
}

func byLine(rows []*row) {
	slices.SortFunc(rows, func(a, b *row) int { return a.line - b.line })
}
