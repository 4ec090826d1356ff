package export

import (
	"slices"

	"anketa/survey"
)

// A layout is where everything of a record stands in a workbook: a tree of
// places, as the form is one, and a table for the interviews and for each
// repeat. The writer makes it from the forms and the reader from the sheet
// _export; between records and rows both use the same.
type layout struct {
	root   *place
	tables []*table // the sheet data, then the repeats in form order
	split  bool     // a question has more than one column
	form   string   // id and title of the form that leads; "" when read
	title  string
	asked  map[string]bool // names of questions, as columns have them and in small letters; nil when read

	mapping []Mapped // see Options
}

// A table is a sheet with answers.
type table struct {
	sheet  string
	words  string // the sheet with the same rows in words; "" when read
	repeat *place // nil for the interviews
	parent *table // where the rows are that this one's rows belong to
	cols   []*column
	index  map[string]int // by name
	names  *namer
	free   []*row // that nobody holds, for newRow
	above  string // path of the repeat below the place of parent; "" for the interviews
}

// A column is one column of a table.
type column struct {
	name string
	path string // of the question; "" for a column that Anketa keeps
	kind kind
	at   int // in table.cols

	// A derived column repeats a part of another for those who count: whether
	// a code is among the answers, a coordinate.
	derived derivation
	of      *column
	code    string

	items    []*survey.Item   // the question in the forms that have it, newest first; nil when read
	versions []string         // the versions of those forms, each another one
	claims   []string         // the versions that those forms claim
	choices  []*survey.Choice // of all forms, newest first, each code once
}

// place is a question, group or repeat of the union of the forms.
type place struct {
	name    string
	path    string
	kind    placeKind
	columns []*column // of a question: one for each kind that it has in some version, the newest first
	table   *table    // of a repeat: its own; else the one that it stands in
	kids    []*place
	find    map[placeKey]*place // kids by name and kind
	mixed   bool                // two kids of different kinds have one name
}

// placeKey tells kids apart: what is a question in one version of the form
// may be a group in another.
type placeKey struct {
	name string
	kind placeKind
}

type placeKind uint8

const (
	questionPlace placeKind = iota
	groupPlace
	repeatPlace
)

var placeNames = [...]string{"question", "group", "repeat"}

func (k placeKind) String() string { return placeNames[k] }

// kid finds a place below p, nil where there is none.
func (p *place) kid(name string, k placeKind) *place { return p.find[placeKey{name, k}] }

// near finds the kid of a name where it is the only one and stands not far
// behind at, as the answers of a record do; -1 where it has to be looked for.
func (p *place) near(at int, name string) int {
	const far = 16
	for i := at; i < len(p.kids) && i < at+far && !p.mixed; i++ {
		if p.kids[i].name == name {
			return i
		}
	}
	return -1
}

// grow adds a place below p.
func (p *place) grow(name string, k placeKind) *place {
	kid := &place{name: name, path: string(survey.Path(p.path).Join(name)), kind: k}
	if p.find == nil {
		p.find = map[placeKey]*place{}
	}
	for other := range placeNames {
		p.mixed = p.mixed || p.find[placeKey{name, placeKind(other)}] != nil
	}
	p.find[placeKey{name, k}] = kid
	p.kids = append(p.kids, kid)
	return kid
}

// Names of the columns that Anketa keeps.
const (
	keyColumn      = "KEY"
	parentColumn   = "PARENT_KEY"
	positionColumn = "position"
	statesColumn   = "_states"
	conflictColumn = "_conflict"
	checkColumn    = "_check"
	hashColumn     = "_hash"
)

// front and back are the columns of the sheet data before and behind the
// questions, repeatFront and repeatBack those of a repeat. They belong to the
// format: a change here is a new formatName.
var (
	front       = []string{keyColumn}
	back        = []string{"_form", "_form_version", "_kind", "_number", "_device", "_interviewer", "_language", "_started", "_finished", "_parents", "_author", "_reason", "_saved", statesColumn, conflictColumn, checkColumn, hashColumn}
	repeatFront = []string{parentColumn, keyColumn, positionColumn}
	repeatBack  = []string{statesColumn, checkColumn}
)

var numeric = setOf("_number _conflict position")

// newTable begins a table with the columns that stand before the questions.
func newTable(sheet string, repeat *place, parent *table) *table {
	t := &table{sheet: sheet, repeat: repeat, parent: parent, index: map[string]int{}}
	before, behind := front, back
	if repeat != nil {
		before, behind = repeatFront, repeatBack
	}
	t.names = newNamer(32, slices.Concat(before, behind)...)
	t.keep(before)
	return t
}

// keep adds columns of Anketa's own.
func (t *table) keep(names []string) {
	for _, name := range names {
		c := &column{name: name}
		if numeric[name] {
			c.kind = number
		}
		t.add(c)
	}
}

func (t *table) add(c *column) *column {
	c.at = len(t.cols)
	t.cols = append(t.cols, c)
	t.index[c.name] = c.at
	return c
}

// finish adds the columns behind the questions.
func (t *table) finish() {
	if t.repeat != nil {
		t.keep(repeatBack)
		return
	}
	t.keep(back)
}

// column finds one of Anketa's own columns, which every table of its kind has.
func (t *table) column(name string) *column { return t.cols[t.index[name]] }
