package export

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// A Value is what stands for an answer: its text with its state.
type Value struct {
	State survey.State
	Text  string // canonical for the column's kind, as typed else
}

// An Edit is one answer that somebody changed outside of Anketa, a proposal
// until somebody accepts it.
type Edit struct {
	Sheet  string
	Row    int    // as Excel counts
	Column string // its name
	Key    string // of the row: the interview's, or the instance's
	Of     survey.Hash
	Path   survey.Path // in the version that was exported; "" of what is no answer
	Old    Value
	New    Value
	Fault  *message.Text // why it can be no correction, one sentence; nil where it can
}

// Tag names an edit for ever: the version, the place and what is to stand
// there. Who has decided about it once is not asked again.
func (e Edit) Tag() []byte {
	sum := sha256.New()
	for _, s := range []string{"anketa edit 1", e.Key, e.Of.String(), e.Column, string(e.Path), e.New.State.String(), e.New.Text} {
		fmt.Fprintf(sum, "%d:%s", len(s), s)
	}
	return sum.Sum(nil)
}

// Changes holds the rows against the version that was exported: what is
// another answer now, and what only a spreadsheet changed. They come in the
// order of the sheets.
func (e *Edited) Changes(original *survey.Record) ([]Edit, []Repair) {
	ch := &changing{e: e, before: map[string]*row{}, plain: map[string]*row{}, paths: map[string]survey.Path{}}
	if e.layout == nil || original.Hash() != e.Of || original.ID != e.Key {
		return nil, nil
	}
	for _, w := range e.layout.spread(original) {
		ch.plain[w.key] = w
	}
	rows := e.layout.spread(Map(e.layout.mapping, original))
	for _, w := range rows {
		ch.before[w.key] = w
		ch.paths[w.key] = ch.pathOf(w)
	}
	for _, w := range e.rows {
		ch.row(w)
	}
	for _, w := range rows {
		if w.parent != "" && !slices.ContainsFunc(e.rows, func(now *row) bool { return now.key == w.key }) && e.headings[w.table] != nil {
			ch.fault(w, keyColumn, ch.paths[w.key], message.New("Its row was taken out: instance %d of %s, which belongs to the row %d of the sheet %s. Take the instance out in Anketa, or put the row back.", w.position, w.table.sheet, ch.parentLine(w), ch.parentSheet(w)))
		}
	}
	return ch.edits, ch.repairs
}

type changing struct {
	e       *Edited
	before  map[string]*row // as it was written, by key
	plain   map[string]*row // the same without a mapping
	paths   map[string]survey.Path
	edits   []Edit
	repairs []Repair
}

// pathOf gives the place of a row in the record; rows come after those that
// they belong to.
func (ch *changing) pathOf(w *row) survey.Path {
	if w.parent == "" {
		return ""
	}
	return ch.paths[w.parent].Join(w.table.above).At(w.position)
}

// path is that of an answer in a row.
func (ch *changing) path(w *row, c *column) survey.Path {
	if c.path == "" {
		return ""
	}
	rest := c.path
	if w.table.repeat != nil {
		rest = strings.TrimPrefix(rest, w.table.repeat.path+"/")
	}
	return ch.paths[w.key].Join(rest)
}

func (ch *changing) fault(w *row, column string, at survey.Path, why *message.Text) {
	ch.edits = append(ch.edits, Edit{Sheet: w.table.sheet, Row: w.line, Column: column, Key: w.key, Of: ch.e.Of, Path: at, Fault: why})
}

// parentLine is where the row stands that a row belongs to; 0 where it is not
// there.
func (ch *changing) parentLine(w *row) int {
	for _, other := range ch.e.rows {
		if other.key == w.parent {
			return other.line
		}
	}
	return 0
}

func (ch *changing) parentSheet(w *row) string {
	if w.table.parent == nil {
		return w.table.sheet
	}
	return w.table.parent.sheet
}

// row compares one row with what it was.
func (ch *changing) row(now *row) {
	was := ch.before[now.key]
	if was == nil {
		ch.fault(now, keyColumn, "", message.New("The row was typed in by hand into %s: it belongs to the row %d of the sheet %s. Add the instance in Anketa.", now.table.sheet, ch.parentLine(now), ch.parentSheet(now)))
		return
	}
	h := ch.e.headings[now.table]
	if h.has(now.table.column(statesColumn)) {
		now.repairStates()
	} else {
		now.marks = slices.Clone(was.marks)
	}
	changed := map[*column]bool{}
	for _, c := range now.table.cols {
		if c.checked() && h.has(c) && ch.cell(now, was, c) {
			changed[c] = true
		}
	}
	for _, c := range now.table.cols {
		if c.of != nil && h.has(c) {
			ch.derived(now, was, c, changed)
		}
	}
}

// cell compares one cell, and says whether it is an edit.
func (ch *changing) cell(now, was *row, c *column) bool {
	before, text := c.kind.take(was.cells[c.at]), c.kind.take(now.cells[c.at])
	marked := now.marks[c.at] != was.marks[c.at]
	switch {
	case c.name == keyColumn || c.name == parentColumn:
		return false // it is by them that the row was found
	case text == before && !marked, instants[c.name] && sameInstant(text, before):
		return false
	case !marked && slices.ContainsFunc(c.kind.readings(now.cells[c.at]), func(text string) bool {
		return text == before || instants[c.name] && sameInstant(text, before)
	}):
		ch.repairs = append(ch.repairs, now.repaired(c, now.cells[c.at], was.cells[c.at]))
		return false
	}
	e := Edit{
		Sheet: now.table.sheet, Row: now.line, Column: c.name, Key: now.key, Of: ch.e.Of, Path: ch.path(was, c),
		Old: was.value(c), New: now.valueAfter(c, was),
	}
	switch {
	case c.path == "":
		e.Path, e.Fault = "", message.New("Anketa keeps this column itself. Put it back; only answers can be corrected.")
	case ch.mapped(was, c):
		e.Fault = message.New("The answer was given to another version of the form and stands here by a mapping. Correct it in Anketa.")
	case c.kind == number && twoNumbers(now.cells[c.at]):
		e.New.Text = settle(now.cells[c.at].text)
		e.Fault = message.New("Its comma or point may divide thousands or begin a fraction, and nothing says which. Type the number without thousands marks, as a number.")
	case e.Old == e.New:
		e.Fault = message.New("Whether an answer was confirmed cannot be corrected outside of Anketa.")
	}
	ch.edits = append(ch.edits, e)
	return true
}

// twoNumbers says whether a text may be one number or a thousand times that:
// 1,200 and 1.200 are both to somebody. A cell that holds a number is one.
func twoNumbers(c cell) bool {
	digits := strings.TrimPrefix(settle(c.text), "-")
	at := strings.IndexAny(digits, ",.")
	return c.kind == textCell && at > 0 && at <= 3 && len(digits) == at+4 && digits[0] != '0' &&
		allDigits(digits[:at]) && allDigits(digits[at+1:])
}

func sameInstant(a, b string) bool {
	s, err := instant(a)
	t, err2 := instant(b)
	return err == nil && err2 == nil && s.Unix() == t.Unix()
}

// mapped says whether a cell shows what another question was answered with, or
// another code.
func (ch *changing) mapped(was *row, c *column) bool {
	plain := ch.plain[was.key]
	return plain == nil || plain.value(c) != was.value(c)
}

// value is how a question stands in a row.
func (w *row) value(c *column) Value {
	return Value{w.state(c), c.kind.take(w.cells[c.at])}
}

// valueAfter is what an edited cell says. A state that stood beside a blank
// goes where an answer is typed in, and a cell that was cleared is an answer
// taken away, unless the column _states says more.
func (w *row) valueAfter(c *column, was *row) Value {
	text := c.kind.take(w.cells[c.at])
	if now := w.marks[c.at]; now != was.marks[c.at] && now.said {
		return Value{now.state, text}
	}
	if text == "" {
		return Value{survey.NotReached, ""}
	}
	return Value{survey.Given, text}
}

// derived compares a column that follows from another. Where only it was
// changed, its original is taken to be meant.
func (ch *changing) derived(now, was *row, c *column, changed map[*column]bool) {
	text, before := number.take(now.cells[c.at]), number.take(was.cells[c.at])
	switch {
	case text == before || text == c.derive(c.of.kind.take(now.cells[c.of.at]), now.state(c.of)):
		return
	case slices.Contains(number.readings(now.cells[c.at]), before):
		ch.repairs = append(ch.repairs, now.repaired(c, now.cells[c.at], was.cells[c.at]))
		return
	case changed[c.of] || c.derived != chosen || text != "0" && text != "1":
		ch.fault(now, c.name, ch.path(was, c.of), message.New("The column follows from %s. Change that column instead.", c.of.name))
		return
	}
	if ch.mapped(was, c.of) {
		ch.fault(now, c.name, ch.path(was, c.of), message.New("The answer stands here by a mapping. Correct it in Anketa."))
		return
	}
	e := Edit{Sheet: now.table.sheet, Row: now.line, Column: c.of.name, Key: now.key, Of: ch.e.Of, Path: ch.path(was, c.of), Old: was.value(c.of)}
	for i, old := range ch.edits {
		if old.Key == e.Key && old.Column == e.Column { // another choice of the same question
			ch.edits[i].New = ticked(ch.edits[i].New.Text, c.code, text == "1")
			return
		}
	}
	e.New = ticked(e.Old.Text, c.code, text == "1")
	ch.edits = append(ch.edits, e)
}

// ticked adds a choice to several, or takes it out.
func ticked(codes, code string, yes bool) Value {
	all := slices.DeleteFunc(strings.Fields(codes), func(c string) bool { return c == code })
	if yes {
		all = append(all, code)
	}
	if len(all) == 0 {
		return Value{State: survey.NotReached}
	}
	return Value{survey.Given, strings.Join(all, " ")}
}
