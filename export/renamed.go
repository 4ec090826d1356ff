package export

import (
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// A finder looks for the row of names in a sheet, and for columns that are
// called otherwise than they were: renamed, translated, or all of them under a
// row of labels. What tells is where a column stands among those that are
// known, and whether its cells agree with the letters of _check. Rows wait
// until that is found out; what comes of it is held against the hash of each.
type finder struct {
	rd    *reading
	t     *table
	h     *heading // what is known so far; nil before a row of names or the first of answers
	names []cell   // the row above the answers
	above int      // its line
	rows  []sampled
	spent bool // nothing more can be found out
}

// A sampled row waits until it is known what its columns are.
type sampled struct {
	line  int
	cells []cell
}

// mostSampled is how many rows are looked at: by then a letter that agrees by
// chance has shown itself.
const mostSampled = 50

// row takes a line and gives the heading once it is known; the line itself
// waits then, if it is one of answers.
func (f *finder) row(line int, cells []cell) *heading {
	switch {
	case f.spent:
		return nil
	case f.h != nil:
		f.rows = append(f.rows, sampled{line, slices.Clone(cells)})
		if len(f.rows) < mostSampled {
			return nil
		}
		return f.settle()
	case line > lookFor:
		f.spent = true
		return nil
	}
	h := f.rd.heading(f.t, line, cells)
	switch {
	case h != nil && !slices.ContainsFunc(f.t.cols, func(c *column) bool { return !h.has(c) && c.of == nil }):
		return h
	case h == nil && f.t.answersIn(cells):
		f.h = f.t.unnamed(f.above)
		f.rows = append(f.rows, sampled{line, slices.Clone(cells)})
	default:
		f.h, f.names, f.above = h, slices.Clone(cells), line
	}
	return nil
}

// answersIn says whether a line is one of answers, whatever its columns are
// called.
func (t *table) answersIn(cells []cell) bool {
	key, hash := false, t.repeat != nil
	for i := range cells {
		text := textAt(cells, i)
		key = key || strings.HasPrefix(text, "uuid:") && (t.repeat == nil || strings.Contains(text, "/"+t.above+"[#"))
		hash = hash || isHash(text)
	}
	return key && hash
}

func isHash(text string) bool {
	_, err := survey.ParseHash(text)
	return err == nil
}

// unnamed is a heading of which nothing is known.
func (t *table) unnamed(line int) *heading {
	h := &heading{line: line, at: make([]int, len(t.cols))}
	for i := range h.at {
		h.at[i] = -1
	}
	return h
}

// settle finds the columns that are not known by name, and tells of them; nil
// where KEY is not and some cannot be found. Of a row of names that is not
// there only KEY is told.
func (f *finder) settle() *heading {
	if f.h == nil || f.spent {
		return nil
	}
	f.spent = true
	known := slices.Clone(f.h.at)
	f.byLook()
	f.byPlace()
	f.byLetters()
	key := f.t.column(keyColumn)
	if known[key.at] < 0 && slices.ContainsFunc(f.t.cols, func(c *column) bool { return !f.h.has(c) && c.of == nil }) {
		return nil // without the name of a single one, all are to be found
	}
	for i, c := range f.t.cols {
		switch {
		case c.of != nil || known[i] >= 0 || f.names == nil && c != key:
		case f.h.has(c):
			f.rd.book.Repaired = append(f.rd.book.Repaired, Repair{Sheet: f.t.sheet, Row: max(f.h.line, 1), Column: c.name, Seen: textAt(f.names, f.h.at[i]), Is: c.name})
		default:
			f.rd.refuse(Refusal{Sheet: f.t.sheet, Row: f.h.line, Why: message.New("The column %s is missing.", c.name), Hint: message.New("Put it back, or give it its name back.")})
		}
	}
	return f.h
}

// width is how many columns the sheet has.
func (f *finder) width() int {
	n := len(f.names)
	for _, r := range f.rows {
		n = max(n, len(r.cells))
	}
	return n
}

// free are the columns of the sheet that are none of the table's yet.
func (f *finder) free() []int {
	var out []int
	for u := range f.width() {
		if !slices.Contains(f.h.at, u) {
			out = append(out, u)
		}
	}
	return out
}

// mostly says whether nearly all rows that have a cell in a column have one
// that fits, and whether they are all different.
func (f *finder) mostly(u int, fits func(r sampled, text string) bool) (ok, distinct bool) {
	n, good, all := 0, 0, map[string]bool{}
	for _, r := range f.rows {
		text := textAt(r.cells, u)
		if text == "" {
			continue
		}
		n++
		all[text] = true
		if fits(r, text) {
			good++
		}
	}
	return n > 0 && nearlyAll(good, n), len(all) == n
}

// nearlyAll leaves room for what somebody edited.
func nearlyAll(good, n int) bool { return good*5 >= n*4 }

// byLook finds the columns of Anketa's own whose cells look like nothing else.
func (f *finder) byLook() {
	t := f.t
	find := func(name string, last bool, fits func(r sampled, text string) bool) {
		c := t.column(name)
		free := f.free()
		if last {
			slices.Reverse(free)
		}
		for _, u := range free {
			if ok, distinct := f.mostly(u, fits); !f.h.has(c) && ok && (distinct || name != keyColumn) {
				f.h.at[c.at] = u
			}
		}
	}
	if t.repeat != nil {
		find(keyColumn, false, func(_ sampled, text string) bool { return strings.Contains(text, "/"+t.above+"[#") })
		find(parentColumn, false, func(r sampled, text string) bool {
			key := f.h.at[t.column(keyColumn).at]
			return key >= 0 && strings.HasPrefix(textAt(r.cells, key), text+"/")
		})
	} else {
		find(keyColumn, false, func(_ sampled, text string) bool {
			return strings.HasPrefix(text, "uuid:") && !strings.Contains(text, "/")
		})
		find(hashColumn, true, func(_ sampled, text string) bool { return isHash(text) })
	}
	n := t.letterCount()
	find(checkColumn, true, func(_ sampled, text string) bool { return len(text) == n && strings.Trim(text, letters) == "" })
	find(statesColumn, true, func(_ sampled, text string) bool { return newRow(t, "").readStates(text) == nil })
}

// letterCount is how many letters _check has.
func (t *table) letterCount() int {
	n := 0
	for _, c := range t.cols {
		if c.checked() {
			n++
		}
	}
	return n
}

// byPlace fills gaps: as many columns between two that are known as are
// missing there, in their order, of which the letters do not say otherwise.
func (f *finder) byPlace() {
	cols := f.t.cols
	for from := 0; from < len(cols); from++ {
		if f.h.at[from] >= 0 {
			continue
		}
		to := from
		for to < len(cols) && f.h.at[to] < 0 {
			to++
		}
		left, right := -1, f.width()
		if from > 0 {
			left = f.h.at[from-1]
		}
		if to < len(cols) {
			right = f.h.at[to]
		}
		if right-left-1 == to-from && !slices.ContainsFunc(f.h.at, func(at int) bool { return at > left && at < right }) {
			f.fill(cols[from:to], left+1)
		}
		from = to
	}
}

// fill takes columns in a row, and gives those back that do not fit.
func (f *finder) fill(cols []*column, u int) {
	for i, c := range cols {
		f.h.at[c.at] = u + i
	}
	rows := f.read()
	for _, c := range cols {
		if !c.checked() {
			continue
		}
		if good, n, _ := agreement(rows, c, nil); n == 0 || !nearlyAll(good, n) {
			f.h.at[c.at] = -1
		}
	}
}

// byLetters finds columns by their letters alone, wherever they went.
func (f *finder) byLetters() {
	rows := f.read()
	for _, c := range f.t.cols {
		if f.h.has(c) || !c.checked() {
			continue
		}
		found := -1
		for _, u := range f.free() {
			good, n, distinct := agreement(rows, c, func(i int) cell { return cellAt(f.rows[i].cells, u) })
			if distinct < fewestDistinct || !nearlyAll(good, n) {
				continue
			}
			if found >= 0 {
				found = -1
				break
			}
			found = u
		}
		f.h.at[c.at] = found
	}
}

// fewestDistinct is how many answers that differ a column needs to be known by
// its letters: each agrees by chance once in 62.
const fewestDistinct = 3

// read makes rows of the lines as far as their columns are known.
func (f *finder) read() []*row {
	out := make([]*row, len(f.rows))
	for i, r := range f.rows {
		if out[i] = f.t.read(f.h, r.line, r.cells, nil); out[i] != nil {
			_ = out[i].readStates(out[i].text(statesColumn))
		}
	}
	return out
}

// agreement counts the rows whose cell of a column is what their _check says,
// those that say something, and how many answers differ. at gives the cells
// where the rows do not have them.
func agreement(rows []*row, c *column, at func(i int) cell) (good, n, distinct int) {
	seen := map[string]bool{}
	for i, w := range rows {
		if w == nil || len(w.text(checkColumn)) != w.table.letterCount() {
			continue
		}
		was := w.cells[c.at]
		if at != nil {
			w.cells[c.at] = at(i)
		}
		n++
		if w.letter(c) == w.text(checkColumn)[w.table.letterAt(c)] {
			good++
			if text := c.kind.take(w.cells[c.at]); text != "" {
				seen[text] = true
			}
		}
		w.cells[c.at] = was
	}
	return good, n, len(seen)
}
