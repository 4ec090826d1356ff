package export

import (
	"context"
	"strconv"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// A statement is the sheet _export as it was read.
type statement struct {
	layout   *layout
	facts    map[string]string // those of which there is one
	versions []string          // of the forms, newest first
	rows     map[string]int    // by sheet
	digests  map[string]string
	numbers  []Numbers
	sent     []Sending
}

// readManifest reads the sheet _export.
func readManifest(ctx context.Context, g *grid) (*statement, error) {
	if !g.has(exportSheet) {
		return nil, &Error{Part: "sheet " + exportSheet, Code: "otherbook", Why: message.New("it is not there, so this workbook was not written by Anketa."),
			Hint: message.New("If it was, put the sheet back or take the workbook as it was exported.")}
	}
	m := &manifestReader{statement: &statement{
		layout: &layout{root: &place{kind: groupPlace}}, facts: map[string]string{}, rows: map[string]int{}, digests: map[string]string{},
	}}
	m.layout.tables = []*table{newTable(dataSheet, nil, nil)}
	m.places = map[string]*place{"": m.layout.root}
	m.layout.root.table = m.layout.tables[0]
	err := g.rows(ctx, exportSheet, m.line)
	if err != nil {
		return nil, err
	}
	for _, t := range m.layout.tables {
		t.finish()
	}
	return m.statement, m.check()
}

// check refuses a workbook of another program's, or of a newer Anketa's.
func (m *manifestReader) check() error {
	format, ours := strings.CutPrefix(m.facts[formatItem], formatFamily)
	switch _, counted := m.rows[dataSheet]; {
	case !ours:
		return broken(message.New("it does not say which format the workbook has"))
	case formatFamily+format != formatName && formatFamily+format != splitFormat:
		return &Error{Part: "sheet " + exportSheet, Code: "newerbook", Why: message.New("a newer Anketa wrote this workbook."), Hint: message.New("Install the newest version and try again.")}
	case m.bad != nil:
		return broken(m.bad)
	case !counted:
		return broken(message.New("it does not say how many rows were written"))
	}
	return nil
}

func broken(what *message.Text) error {
	return &Error{Part: "sheet " + exportSheet, Code: "changedbook", Why: message.New("%s: it was changed.", what), Hint: message.New("Take the workbook as it was exported; Anketa reads everything else by this sheet.")}
}

type manifestReader struct {
	*statement
	head   []string
	places map[string]*place // groups and repeats by path
	last   *column           // the question that derived columns follow
	bad    *message.Text     // the first thing that is wrong
}

// mostStatements is far more than the questions of any form.
const mostStatements = 300_000

// line takes one statement.
func (m *manifestReader) line(line int, cells []cell) error {
	if line > mostStatements {
		return bomb("sheet " + exportSheet)
	}
	if m.head == nil {
		for i := range cells {
			m.head = append(m.head, textAt(cells, i))
		}
		return nil
	}
	text := map[string]string{}
	for i, name := range m.head {
		text[name] = textAt(cells, i)
	}
	m.take(text["item"], text["sheet"], text["column"], text["kind"], text["path"], text["value"])
	return nil
}

func (m *manifestReader) take(item, sheet, column, kind, path, value string) {
	switch item {
	case versionItem:
		m.versions = append(m.versions, value)
	case rowsItem:
		n, err := strconv.Atoi(value)
		if err != nil {
			m.fault(message.New("a count is no number"))
		}
		m.rows[sheet] = n
	case elsewhereItem:
		m.elsewhereLine(kind, path, value)
	case sendingItem:
		m.sendingLine(column, kind, path, value)
	case digestItem:
		m.digests[sheet] = value
	case groupPlace.String(), repeatPlace.String():
		m.holder(item, sheet, path)
	case questionPlace.String():
		m.question(column, kind, path)
	case derivedItem:
		m.derived(column, kind, path, value)
	default:
		m.facts[item] = value
	}
}

func (m *manifestReader) fault(what *message.Text) {
	if m.bad == nil {
		m.bad = what
	}
}

// parent finds what a path stands in.
func (m *manifestReader) parent(path string) (*place, string) {
	p := survey.Path(path)
	name, _ := p.Last()
	above := m.places[string(p.Parent())]
	if above == nil || name == "" {
		m.fault(message.New("a question has no place"))
		return nil, ""
	}
	return above, name
}

func (m *manifestReader) holder(item, sheet, path string) {
	above, name := m.parent(path)
	if above == nil {
		return
	}
	k := groupPlace
	if item == repeatPlace.String() {
		k = repeatPlace
	}
	if above.kid(name, k) != nil || m.places[path] != nil {
		m.fault(message.New("a group is there twice"))
		return
	}
	p := above.grow(name, k)
	p.table = above.table
	if k == repeatPlace {
		p.table = newTable(sheet, p, above.table)
		p.table.above = below(above.table, path)
		m.layout.tables = append(m.layout.tables, p.table)
	}
	m.places[path] = p
}

func (m *manifestReader) question(name, kind, path string) {
	above, last := m.parent(path)
	if above == nil {
		return
	}
	k, known := kindOfName(kind)
	p := above.kid(last, questionPlace)
	if !known || !m.free(above.table, name) || p != nil && m.facts[formatItem] != splitFormat {
		m.fault(message.New("a column is there twice or has no kind"))
		return
	}
	if p == nil {
		p = above.grow(last, questionPlace)
		p.table = above.table
	}
	m.last = p.table.add(&column{name: name, path: path, kind: k})
	p.columns = append(p.columns, m.last)
}

func (m *manifestReader) derived(name, kind, path, code string) {
	d := original
	for i, n := range derivationNames {
		if n == kind {
			d = derivation(i)
		}
	}
	above, _ := m.parent(path)
	if above == nil || m.last == nil || m.last.path != path || d == original || !m.free(above.table, name) {
		m.fault(message.New("a column follows from none"))
		return
	}
	above.table.add(&column{name: name, path: path, kind: number, derived: d, of: m.last, code: code})
}

// free says whether a table can have another column of that name.
func (m *manifestReader) free(t *table, name string) bool {
	return name != "" && len(t.cols) < mostColumns && t.names.take(name)
}

func kindOfName(name string) (kind, bool) {
	for i, n := range kindNames {
		if n == name {
			return kind(i), true
		}
	}
	return 0, false
}
