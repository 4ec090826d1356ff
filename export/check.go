package export

import "anketa/survey"

// The column _check holds one letter for each column of the row, made from
// what the cell says. The hash tells that something was changed; the letters
// tell where to look, and what is not worth trying. They decide nothing.

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// letter sums up one cell with its mark (FNV-1a).
func (w *row) letter(c *column) byte {
	h := uint32(2166136261)
	add := func(b byte) { h = (h ^ uint32(b)) * 16777619 }
	text := c.kind.take(w.cells[c.at])
	for i := range len(text) {
		add(text[i])
	}
	if m := w.marks[c.at]; m != (mark{}) {
		add(1 + byte(m.state))
		for _, set := range []bool{m.said, m.confirmed, m.parked} {
			if set {
				add(1)
			} else {
				add(0)
			}
		}
	}
	return letters[h%uint32(len(letters))]
}

// checked says whether a column has a letter: not those that follow from
// others, nor those that say something of the row as a whole.
func (c *column) checked() bool {
	return c.of == nil && c.name != statesColumn && c.name != conflictColumn && c.name != checkColumn && c.name != hashColumn
}

func (w *row) check() string {
	b := make([]byte, 0, len(w.table.cols))
	for _, c := range w.table.cols {
		if c.checked() {
			b = append(b, w.letter(c))
		}
	}
	return string(b)
}

// changed gives the columns whose cells are not what the letters say; none
// where the letters are of no use.
func (w *row) changed() []*column {
	said := w.text(checkColumn)
	var out []*column
	i := 0
	for _, c := range w.table.cols {
		if !c.checked() {
			continue
		}
		if i < len(said) && said[i] != w.letter(c) {
			out = append(out, c)
		}
		i++
	}
	if i != len(said) {
		return nil
	}
	return out
}

// place names a cell as people do who have the sheet open.
func (rd *reading) place(w *row, c *column) survey.Position {
	p := survey.Position{Sheet: w.table.sheet, Row: w.line, Header: c.name}
	if h := rd.headings[w.table]; h != nil && h.has(c) {
		p.Column = h.at[c.at] + 1
	}
	return p
}

// family is a row with all rows of repeats below it.
func (rd *reading) family(w *row) []*row {
	out := []*row{w}
	for _, t := range rd.said.layout.tables[1:] {
		if t.parent != w.table {
			continue
		}
		for _, kid := range rd.instances[t][w.key] {
			out = append(out, rd.family(kid)...)
		}
	}
	return out
}
