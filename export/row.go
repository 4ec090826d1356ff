package export

import (
	"strconv"
	"strings"
	"time"

	"anketa/survey"
)

// A row is one row of a table: an interview, or an instance of a repeat.
type row struct {
	table    *table
	key      string
	parent   string          // key of the row that it belongs to; "" for an interview
	position int             // of an instance, from 1
	cells    []cell          // by column.at
	marks    []mark          // by column.at; what the cells cannot say
	hollow   map[string]bool // paths of groups that are there and have no list of answers
	line     int             // where it was read, as Excel counts
	used     bool            // of an instance: the row that it belongs to is there
}

// A mark is what stands beside an answer in the column _states.
type mark struct {
	said      bool // the state is not what the cell alone would mean
	state     survey.State
	confirmed bool
	parked    bool
}

func newRow(t *table, key string) *row {
	if n := len(t.free); n > 0 {
		w := t.blank(t.free[n-1])
		t.free, w.key = t.free[:n-1], key
		return w
	}
	return &row{table: t, key: key, cells: make([]cell, len(t.cols)), marks: make([]mark, len(t.cols))}
}

// spread lays a record out: the interview's row first, then the instances in
// the order of the record. What has no place in the layout is left out, which
// shows when the rows are gathered again.
func (l *layout) spread(r *survey.Record) []*row {
	top := newRow(l.tables[0], r.ID)
	top.set(keyColumn, r.ID)
	top.tell(r)
	s := &spreading{rows: []*row{top}, version: r.Version}
	if r.Root != nil {
		s.children(r.Root, l.root, top)
	}
	for _, w := range s.rows {
		w.derive()
		w.set(statesColumn, w.statesText())
		w.set(checkColumn, w.check())
	}
	return s.rows
}

type spreading struct {
	rows    []*row
	version string // of the record's form
}

func (s *spreading) children(a *survey.Answer, p *place, to *row) {
	var counts map[string]int
	next := 0
	for _, c := range a.Children {
		if c.Key != "" {
			if counts == nil {
				counts = map[string]int{}
			}
			counts[c.Name]++
			s.instance(c, p, to, counts[c.Name])
			continue
		}
		if i := p.near(next, c.Name); i >= 0 && p.kids[i].kind == questionPlace {
			to.answer(p.kids[i].columnOf(s.version, c.Text), c)
			next = i + 1
			continue
		}
		if q := p.kid(c.Name, questionPlace); q != nil {
			to.answer(q.columnOf(s.version, c.Text), c)
		}
		if g := p.kid(c.Name, groupPlace); g != nil {
			to.group(g, c)
			s.children(c, g, to)
		}
	}
}

func (s *spreading) instance(a *survey.Answer, p *place, parent *row, n int) {
	rep := p.kid(a.Name, repeatPlace)
	if rep == nil {
		return
	}
	w := newRow(rep.table, instanceKey(parent.key, rep.table.above, a.Key))
	w.parent, w.position = parent.key, n
	w.set(parentColumn, parent.key)
	w.set(keyColumn, w.key)
	w.set(positionColumn, strconv.Itoa(n))
	s.rows = append(s.rows, w)
	s.children(a, rep, w)
}

// instanceKey names an instance for ever: uuid:…/members[#k7]. ODK numbers
// them, and a number means another instance once one was removed.
func instanceKey(parent, above, key string) string {
	return parent + "/" + above + "[#" + key + "]"
}

// instanceOf is the way back; not ok where the key is none of the parent's.
func instanceOf(parent, above, key string) (string, bool) {
	rest, ok := strings.CutPrefix(key, parent+"/"+above+"[#")
	if !ok {
		return "", false
	}
	return strings.CutSuffix(rest, "]")
}

func (w *row) set(name, text string) {
	c := w.table.column(name)
	w.cells[c.at] = c.kind.put(text)
	if w.cells[c.at].kind == textCell {
		w.cells[c.at].style = ownStyle
	}
}

// answer puts a question's answer into its cell, and beside it what the cell
// cannot say.
func (w *row) answer(c *column, a *survey.Answer) {
	w.cells[c.at] = c.kind.put(a.Text)
	m := mark{confirmed: a.Confirmed, parked: a.Parked}
	if a.Text == "" || a.State != survey.Given {
		m.said, m.state = true, a.State
	}
	w.marks[c.at] = m
}

// group notes a group that holds nothing, which a record tells from one that
// is not there.
func (w *row) group(p *place, a *survey.Answer) {
	if a.Children != nil || a.Text != "" || a.State != survey.NotReached || a.Confirmed || a.Parked {
		return
	}
	if w.hollow == nil {
		w.hollow = map[string]bool{}
	}
	w.hollow[p.path] = true
}

// state is how the question of a column stands in the row.
func (w *row) state(c *column) survey.State {
	switch m := w.marks[c.at]; {
	case m.said:
		return m.state
	case w.cells[c.at].kind == blankCell:
		return survey.NotAsked
	}
	return survey.Given
}

func (w *row) derive() {
	for _, c := range w.table.cols {
		if c.of != nil {
			w.cells[c.at] = number.put(c.derive(w.cells[c.of.at].text, w.state(c.of)))
		}
	}
}

// tell puts in what the record says of itself.
func (w *row) tell(r *survey.Record) {
	parents := make([]string, len(r.Parents))
	for i, h := range r.Parents {
		parents[i] = h.String()
	}
	w.set("_form", r.Form)
	w.set("_form_version", r.Version)
	w.set("_kind", r.Kind.String())
	w.set("_number", strconv.Itoa(r.Number))
	w.set("_device", r.Device)
	w.set("_interviewer", r.Interviewer)
	w.set("_language", r.Language)
	w.set("_started", instantText(r.Started))
	w.set("_finished", instantText(r.Finished))
	w.set("_parents", strings.Join(parents, " "))
	w.set("_author", r.Author)
	w.set("_reason", r.Reason)
	w.set("_saved", instantText(r.Saved))
}

// instantText keeps the offset, which no date of a spreadsheet can. RFC 3339
// has no seconds in an offset; such a time is told in UTC.
func instantText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	if _, offset := t.Zone(); offset%60 != 0 {
		t = t.UTC()
	}
	return t.Format(time.RFC3339Nano)
}
