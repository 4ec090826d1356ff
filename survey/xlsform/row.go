package xlsform

import (
	"iter"
	"slices"

	"anketa/survey"
	"anketa/survey/message"
)

// row is one row below the headings.
type row struct {
	*table
	n     int // as Excel counts
	tidy  bool
	cells []string
}

// records gives the rows that are not blank, and ends where pyxform does.
func (r *reader) records(t *table, tidy bool) iter.Seq[row] {
	return func(yield func(row) bool) {
		if t == nil {
			return
		}
		blanks := 0
		for i, cells := range t.rows[min(1, len(t.rows)):] {
			if blankRow(cells) {
				blanks++
				continue
			}
			if blanks > maxBlankRows {
				r.warn(t.at(i+2, 0), "ROWS_001", message.New("The sheet is read no further: more than %d blank rows stand before this one.", maxBlankRows), message.New("Delete the blank rows, or what stands below them."))
				return
			}
			blanks = 0
			if !yield(row{t, i + 2, tidy, cells}) {
				return
			}
		}
	}
}

// column gives the cell below a column.
func (w row) column(c column) string {
	if c.col > len(w.cells) {
		return ""
	}
	s := clean(w.cells[c.col-1])
	if w.tidy {
		s = oneSpace(s)
	}
	return s
}

// get gives the cell of a key, "" where there is none.
func (w row) get(key string) string {
	if i, ok := w.first[key]; ok {
		return w.column(w.columns[i])
	}
	return ""
}

// place is where the cell of a key stands; the row where there is no such
// column.
func (w row) place(key string) survey.Position {
	if i, ok := w.first[key]; ok {
		return w.at(w.n, w.columns[i].col)
	}
	return w.at(w.n, 0)
}

// here is the row as a whole.
func (w row) here() survey.Position { return w.at(w.n, 0) }

// texts gives each wording of a key with its place.
func (w row) texts(key string) iter.Seq2[column, string] {
	return func(yield func(column, string) bool) {
		for _, c := range w.columns {
			if c.key == key && c.wording && !yield(c, w.column(c)) {
				return
			}
		}
	}
}

// filled says whether any wording of a key has text.
func (w row) filled(keys ...string) bool {
	for _, c := range w.columns {
		if slices.Contains(keys, c.key) && w.column(c) != "" {
			return true
		}
	}
	return false
}
