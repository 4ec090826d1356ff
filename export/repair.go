package export

import (
	"slices"
	"strings"

	"anketa/survey"
)

// A Repair is a cell that a spreadsheet changed by itself, and of which the
// evidence says what it was: the hash of its interview agrees again with what
// stands in Is, and with nothing else.
type Repair struct {
	Sheet  string
	Row    int    // as Excel counts
	Column string // its name
	Key    string // of the row
	Seen   string // what the cell says
	Is     string // what it said when it was written
}

// A suspect is a cell that may not be what it was, with what it may have been.
type suspect struct {
	row      *row
	column   *column
	seen     cell
	readings []string
}

// Bounds of what is tried: a row's cells against its hash.
const (
	mostAttempts = 1_000  // for one interview
	mostTried    = 20_000 // for one workbook, those that found something not counted
)

// repair looks for what the rows of an interview were before a spreadsheet
// changed them; nil where nothing that spreadsheets do explains them. Only the
// hash decides.
func (rd *reading) repair(top *row, want survey.Hash) (*survey.Record, []Repair) {
	family := rd.family(top)
	for _, w := range family {
		w.repairStates()
	}
	var doubtful []suspect
	for _, w := range family {
		doubtful = append(doubtful, w.suspects(func(s *suspect) []string { return s.column.kind.readings(s.seen) })...)
	}
	try := attempt{left: mostTried - rd.tried, most: mostAttempts, want: want, gather: func() (*survey.Record, error) { return rd.gather(top) }}
	r := try.try(doubtful)
	if r == nil {
		doubtful, r = try.tryOneMore(family, doubtful)
	}
	rd.tried = mostTried - try.left
	if r == nil {
		return nil, nil
	}
	return r, repairs(doubtful)
}

// suspects are the cells of a row that are not what _check says, each with
// those of its readings that are.
func (w *row) suspects(readings func(*suspect) []string) []suspect {
	var out []suspect
	said := w.text(checkColumn)
	for _, c := range w.changed() {
		s := suspect{row: w, column: c, seen: w.cells[c.at]}
		all := readings(&s)
		for _, text := range all {
			if w.letterWith(c, text) == said[w.table.letterAt(c)] {
				s.readings = append(s.readings, text)
			}
		}
		if len(s.readings) == 0 && instants[c.name] {
			s.readings = w.withOffset(all)
		}
		out = append(out, s)
	}
	return out
}

// instants are compared by the second, so that the letter of one with a
// fraction says nothing.
var instants = setOf("_started _finished _saved")

// withOffset keeps those readings of an instant that have the offset of
// another one of the row.
func (w *row) withOffset(readings []string) []string {
	for name := range instants {
		t, err := instant(w.text(name))
		if err != nil || t.IsZero() {
			continue
		}
		return slices.DeleteFunc(slices.Clone(readings), func(text string) bool {
			u, err := instant(text)
			return err != nil || u.Format("Z07:00") != t.Format("Z07:00") || strings.Contains(text, ".")
		})
	}
	return nil
}

// letterAt is the place of a column's letter in _check.
func (t *table) letterAt(c *column) int {
	i := 0
	for _, before := range t.cols[:c.at] {
		if before.checked() {
			i++
		}
	}
	return i
}

// letterWith is the letter that a cell would have with another answer in it.
func (w *row) letterWith(c *column, text string) byte {
	now := w.cells[c.at]
	w.cells[c.at] = c.kind.put(text)
	letter := w.letter(c)
	w.cells[c.at] = now
	return letter
}

// An attempt tries readings against a hash, as often as it may.
type attempt struct {
	left   int // hashes that may still be made
	most   int // of one interview
	gather func() (*survey.Record, error)
	want   survey.Hash
}

// try gives the record if some choice among the readings has the hash, and
// leaves the cells as they are then; else as they were.
func (a *attempt) try(doubtful []suspect) *survey.Record {
	ways := 1
	for _, s := range doubtful {
		if ways *= len(s.readings); ways == 0 || ways > a.most {
			return nil
		}
	}
	if len(doubtful) == 0 || ways > a.left {
		return nil
	}
	for way := range ways {
		choose(doubtful, way)
		if r, err := a.gather(); err == nil && r.Hash() == a.want {
			return r
		}
	}
	a.left -= ways
	putBack(doubtful)
	return nil
}

// tryOneMore looks for one more cell that was changed, and of which the letter
// is the same by chance: one of 62 is.
func (a *attempt) tryOneMore(family []*row, doubtful []suspect) ([]suspect, *survey.Record) {
	if slices.ContainsFunc(doubtful, func(s suspect) bool { return len(s.readings) == 0 }) {
		return nil, nil
	}
	for _, w := range family {
		for _, s := range w.agreeing() {
			if len(s.readings) < 2 {
				continue
			}
			more := append(slices.Clone(doubtful), s)
			if r := a.try(more); r != nil {
				return more, r
			}
		}
	}
	return nil, nil
}

// agreeing are the cells that are what _check says, with all of their readings
// that are.
func (w *row) agreeing() []suspect {
	said := w.text(checkColumn)
	var out []suspect
	at := -1
	for _, c := range w.table.cols {
		if !c.checked() {
			continue
		}
		if at++; at >= len(said) || w.cells[c.at].kind == blankCell || w.letter(c) != said[at] {
			continue
		}
		s := suspect{row: w, column: c, seen: w.cells[c.at]}
		for _, text := range c.kind.readings(s.seen) {
			if w.letterWith(c, text) == said[at] {
				s.readings = append(s.readings, text)
			}
		}
		out = append(out, s)
	}
	return out
}

func putBack(doubtful []suspect) {
	for _, s := range doubtful {
		s.row.cells[s.column.at] = s.seen
		s.row.rename()
	}
}

// choose puts one choice of readings into the cells: way counts through all of
// them.
func choose(doubtful []suspect, way int) {
	for _, s := range doubtful {
		n := len(s.readings)
		s.row.cells[s.column.at] = s.column.kind.put(s.readings[way%n])
		s.row.rename()
		way /= n
	}
}

// rename takes the key of a row from its cell.
func (w *row) rename() {
	if w.parent == "" {
		w.key = keyText(w.text(keyColumn))
	}
}

func (rd *reading) gather(top *row) (*survey.Record, error) {
	return rd.said.layout.gather(top, func(t *table, parent string) []*row { return rd.instances[t][parent] })
}

// repairStates reads the column _states where hard blanks or letters of
// another alphabet came into it: its words are Anketa's own.
func (w *row) repairStates() {
	text := w.text(statesColumn)
	if w.readStates(text) == nil {
		return
	}
	for _, better := range []string{tidy(text), swapLetters(tidy(text), cyrillicAlike, latinAlike)} {
		w.marks = make([]mark, len(w.marks))
		if w.readStates(better) == nil {
			w.set(statesColumn, better)
			return
		}
	}
	w.marks = make([]mark, len(w.marks))
	_ = w.readStates(text) // as far as it goes
}

// repairs tells of the cells that are not as they were read.
func repairs(cells []suspect) []Repair {
	var out []Repair
	for _, s := range cells {
		if s.column.kind.take(s.seen) == s.column.kind.take(s.row.cells[s.column.at]) {
			continue
		}
		out = append(out, s.row.repaired(s.column, s.seen, s.row.cells[s.column.at]))
	}
	return out
}

func (w *row) repaired(c *column, seen, is cell) Repair {
	return Repair{Sheet: w.table.sheet, Row: w.line, Column: c.name, Key: w.key, Seen: seen.shown(c.kind), Is: c.kind.take(is)}
}

// shown is what somebody sees who looks at the cell.
func (c cell) shown(k kind) string {
	if c.kind == textCell {
		return c.text
	}
	return k.take(c)
}
