package export

import (
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// dataSheet and the others are the sheets that have no other name.
const (
	readmeSheet   = "README"
	dataSheet     = "data"
	labelsSheet   = "data_labels"
	codebookSheet = "codebook"
	codesSheet    = "codes"
	versionsSheet = "_versions"
	formsSheet    = "_forms"
	filesSheet    = "_files"
	exportSheet   = "_export"
)

// ownSheets are the names that nothing else can have; Excel keeps the first
// for itself.
var ownSheets = []string{"History", readmeSheet, dataSheet, labelsSheet, codebookSheet, codesSheet, versionsSheet, formsSheet, filesSheet, mappingSheet, exportSheet, correctionsSheet, outsideSheet}

// formSheets are the sheets of an XLSForm that travel with the answers, and
// Anketa's extensions of it.
var formSheets = []string{"survey", "choices", "settings", "external_choices", "entities", "osm", "checks", "quotas", "indicators", "reports"}

// newLayout is the union of the forms: the newest one's order, and what only
// older ones have behind that, in the group where it stood.
func newLayout(forms []*survey.Form) (*layout, error) {
	l := &layout{root: &place{kind: groupPlace}, asked: map[string]bool{}}
	if len(forms) > 0 {
		l.form, l.title = forms[0].ID, forms[0].Title
	}
	for _, f := range forms {
		l.merge(l.root, f.Root, formName{f.Version, versionName(f, forms)})
	}
	names := slices.Concat(ownSheets, formSheets)
	for _, f := range forms {
		for _, s := range f.Sheets {
			names = append(names, s.Name)
		}
	}
	data := newTable(dataSheet, nil, nil)
	l.tables = []*table{data}
	sheets := newNamer(31, names...)
	l.lay(l.root, data, sheets)
	data.words = labelsSheet
	for _, t := range l.tables[1:] {
		t.words = sheets.give(t.sheet + "_labels")
	}
	for _, t := range l.tables {
		t.finish()
		if err := t.narrow(); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// formName is the version that a form claims, and what it is called where
// another one claims the same.
type formName struct{ claim, unique string }

// merge adds the items of a form below p.
func (l *layout) merge(p *place, group *survey.Item, form formName) {
	if group == nil {
		return
	}
	for _, it := range group.Items {
		k := placeKindOf(it)
		if k == questionPlace && !recorded(it) || !writable(it.Name) {
			continue
		}
		if k != questionPlace && p.kid(it.Name, groupPlace+repeatPlace-k) != nil {
			continue // a group that was a repeat: the newest form decides
		}
		l.asked[strings.ToLower(machine(it.Name))] = true
		next := p.kid(it.Name, k)
		if next == nil {
			next = p.grow(it.Name, k)
		}
		if k == questionPlace {
			next.meet(it, form)
			l.split = l.split || len(next.columns) > 1
			continue
		}
		l.merge(next, it, form)
	}
}

// meet notes that a version of the form has this question. Answers of
// different kinds never share a column.
func (p *place) meet(it *survey.Item, form formName) {
	i := slices.IndexFunc(p.columns, func(c *column) bool { return SameKind(c.items[0], it) })
	if i < 0 {
		i = len(p.columns)
		p.columns = append(p.columns, &column{path: p.path, kind: kindOf(it)})
	}
	c := p.columns[i]
	c.items, c.versions, c.claims = append(c.items, it), append(c.versions, form.unique), append(c.claims, form.claim)
	if it.List == nil {
		return
	}
	for _, choice := range it.List.Choices {
		if !slices.ContainsFunc(c.choices, func(o *survey.Choice) bool { return o.Name == choice.Name }) {
			c.choices = append(c.choices, choice)
		}
	}
}

func placeKindOf(it *survey.Item) placeKind {
	switch it.Type.Kind {
	case survey.GroupKind:
		return groupPlace
	case survey.RepeatKind:
		return repeatPlace
	}
	return questionPlace
}

// recorded says whether a record can hold something for the item: a note only
// where it shows something that was worked out.
func recorded(it *survey.Item) bool {
	return it.Type.Kind != survey.NoteKind || it.Rule(survey.Value) != nil || it.Default != nil || it.DefaultText != ""
}

// writable says whether a name can stand in the sheet _export and be read
// back. What an XLSForm can name always can; what cannot is kept whole in
// the sheet _versions.
func writable(name string) bool {
	return name != "" && len(name) < 1000 && settle(name) == name && !strings.ContainsAny(name, "/[] \t\n")
}

// kindOf chooses numbers and dates for what is counted with, and text for
// codes, identifiers and every instant with an offset. A calculation is a
// number wherever it comes to one.
func kindOf(it *survey.Item) kind {
	t := it.Type
	switch {
	case t.Selects():
		return plain
	case t.Kind == survey.RangeKind, t.Data == survey.IntegerData, t.Data == survey.DecimalData:
		return number
	case t.Data == survey.DateData:
		return day
	case t.Kind == survey.CalculateKind && t.Meta == "" && t.Data == survey.TextData:
		return number
	}
	return plain
}

// lay gives every place below p its column or table.
func (l *layout) lay(p *place, t *table, sheets *namer) {
	for _, kid := range p.kids {
		kid.table = t
		switch kid.kind {
		case questionPlace:
			for i, c := range kid.columns {
				t.question(c, i, l.asked)
			}
		case groupPlace:
			l.lay(kid, t, sheets)
		default:
			kid.table = newTable(sheets.give(machine(kid.name), machine(kid.path)), kid, t)
			kid.table.above = below(t, kid.path)
			l.tables = append(l.tables, kid.table)
			l.lay(kid, kid.table, sheets)
		}
	}
}

// below is the path of a repeat as seen from a row of t.
func below(t *table, path string) string {
	if t.repeat == nil {
		return path
	}
	return path[len(t.repeat.path)+1:]
}

// question adds a column of a question, the nth of it, and those derived from
// it.
func (t *table) question(c *column, n int, asked map[string]bool) {
	last := survey.Path(c.path)
	name, _ := last.Last()
	if n == 0 {
		c.name = t.names.give(machine(name), machine(c.path))
	} else {
		c.name = t.names.give(olderName(name, c.versions[0], asked))
	}
	t.add(c)
	d := derivationOf(c)
	for _, code := range d.codes(c) {
		t.add(&column{
			name: t.names.give(c.name + "__" + tail(code)), path: c.path, kind: number,
			derived: d, of: c, code: code,
			items: c.items, versions: c.versions, claims: c.claims,
		})
	}
}

// narrow leaves the derived columns out where the sheet would be too wide for
// Excel, and refuses where that is not enough.
func (t *table) narrow() error {
	if len(t.cols) > mostColumns {
		all := t.cols
		t.cols, t.index = nil, map[string]int{}
		for _, c := range all {
			if c.of == nil {
				t.add(c)
			}
		}
	}
	if len(t.cols) > mostColumns {
		return &Error{Part: "sheet " + t.sheet, Why: message.New("the form has more questions than a sheet can have columns."), Hint: message.New("Divide the form.")}
	}
	return nil
}
