package interview

import (
	"slices"

	"anketa/survey"
	"anketa/survey/xpath"
)

// A plan is what all interviews of a form share. It is made once and does not
// change.
type plan struct {
	form    *survey.Form
	root    *spec
	specs   []*spec          // by Item.Index
	at      map[string]*spec // by path without positions
	cells   []cell           // by rank
	lists   map[*survey.List]*choiceList
	tongue  []*cell                   // cells that the interview's language can change
	quick   map[xpath.Expr]xpath.Expr // see lookup
	lookups map[string]*lookup        // by the names of their instances
	sums    map[string]*total         // by the names of their instances
	// candidates says, while expressions are copied, in how many predicates one
	// stands: there ${name} is meant as seen from the candidate.
	candidates int
	qid        bool // the form numbers its questions (column qid)
}

// A spec is an item as an interview uses it.
//
// What lies once in the record, or once in an instance of a repeat, is a
// frame: an array of nodes in which an item has a fixed place.
type spec struct {
	item    *survey.Item
	path    survey.Path // without positions
	rel     survey.Path // from its frame
	local   int         // its place in its frame; a repeat's own instances have theirs at 0
	parent  int         // the place of its parent there
	chain   []*spec     // the repeats around it, outermost first
	kids    []*spec
	members []*spec // of a repeat and the root: the frame's items in form order, itself first
	ranks   [survey.Properties]int32

	calculated bool // its value is computed whenever what it reads changes
	stored     bool // a record keeps it
	open       bool // see survey.Form.Open
	inward     bool // of a repeat: whether it is relevant is decided by each instance
	decides    bool // its answer decides, at whatever remove, what else is asked
	codes      [survey.NotApplicable + 1]string
	totalled   bool    // its answers are added up over a repeat: see total
	totals     int     // of a repeat: how many questions in it are
	fires      []*spec // whose calculation runs when this answer changes
	span       span    // of a range
	choices    *choiceList
	filter     *filter // of its choices, where an index serves it
}

// A cell is a vertex of the form's graph and who reads it.
type cell struct {
	spec     *spec
	property survey.Property
	edges    []edge
}

type edge struct {
	reader   *spec
	property survey.Property
	within   *spec // see survey.Edge; nil is the whole record
}

type planKey struct{}

func planOf(f *survey.Form) *plan {
	return f.Derived(planKey{}, func() any { return newPlan(f) }).(*plan)
}

func newPlan(f *survey.Form) *plan {
	p := &plan{form: f, at: map[string]*spec{}, lists: map[*survey.List]*choiceList{}, quick: map[xpath.Expr]xpath.Expr{}, lookups: map[string]*lookup{}, sums: map[string]*total{}}
	p.specs = make([]*spec, len(f.Items))
	p.root = &spec{item: f.Root}
	p.root.members = []*spec{p.root}
	for i := range p.root.ranks {
		p.root.ranks[i] = -1
	}
	p.lay(p.root, p.root)
	p.quicken()
	for _, s := range p.specs {
		p.prepare(s)
	}
	for _, c := range f.Order() {
		p.cells = append(p.cells, cell{spec: p.specs[c.Item.Index], property: c.Property})
	}
	for i := range p.cells {
		p.connect(&p.cells[i])
	}
	for i := range p.cells {
		if c := &p.cells[i]; speaks(c) {
			p.tongue = append(p.tongue, c)
		}
	}
	p.follow()
	return p
}

// follow finds the answers that decide what else is asked: from the last cell
// to the first, those whose readers decide.
func (p *plan) follow() {
	decides := make([]bool, len(p.cells))
	for i := len(p.cells) - 1; i >= 0; i-- {
		c := &p.cells[i]
		decides[i] = c.property == survey.Relevant || c.property == survey.Count
		for _, e := range c.edges {
			decides[i] = decides[i] || decides[e.reader.ranks[e.property]]
		}
		if c.property == survey.Value {
			c.spec.decides = decides[i]
		}
	}
}

// lay gives every item below s its place in the frame.
func (p *plan) lay(s, frame *spec) {
	for _, it := range s.item.Items {
		k := &spec{item: it, path: it.Path(), local: len(frame.members), chain: slices.Clip(frame.chain)}
		if s != frame {
			k.parent = s.local
		}
		if frame != p.root {
			k.chain = append(k.chain, frame)
		}
		k.rel = survey.Path(it.Name)
		if s != frame {
			k.rel = s.rel.Join(it.Name)
		}
		s.kids = append(s.kids, k)
		frame.members = append(frame.members, k)
		p.specs[it.Index], p.at[string(k.path)] = k, k
		if it.Type.Kind == survey.RepeatKind {
			k.members = []*spec{k}
			p.lay(k, k)
		} else {
			p.lay(k, frame)
		}
	}
}

// prepare finds what an item's type, rules and list come to.
func (p *plan) prepare(s *spec) {
	it := s.item
	for prop := range survey.Properties {
		s.ranks[prop] = int32(p.form.Rank(survey.Cell{Item: it, Property: prop}))
	}
	s.calculated = it.Rules[survey.Value] != nil && it.Trigger == nil
	s.stored = keeps(it)
	s.open = p.form.Open(it)
	p.qid = p.qid || it.Columns["qid"] != "" && !it.Type.Holds()
	for _, ref := range it.Trigger {
		if of := p.form.Item(ref.Slot); of != nil {
			from := p.specs[of.Index]
			from.fires = append(from.fires, s)
		}
	}
	if it.List != nil {
		s.choices = p.list(it.List)
		if rule := it.Rules[survey.Choices]; rule != nil {
			s.filter = compile(s.choices, p.fast(rule.Expr))
		}
	}
	s.codes = codesOf(p.form, it)
	s.span = spanOf(it)
	if rule := it.Rules[survey.Relevant]; rule != nil && it.Type.Kind == survey.RepeatKind {
		s.inward = p.looksInside(rule.Expr, it)
	}
}

// keeps says whether a record has a place for an item: a note has none unless
// it shows something that was worked out.
func keeps(it *survey.Item) bool {
	if it.Type.Holds() {
		return false
	}
	return it.Type.Kind != survey.NoteKind || it.Rules[survey.Value] != nil || it.Default != nil || it.DefaultText != ""
}

// looksInside says whether a repeat's condition is about what an instance
// holds, or about which instance it is.
func (p *plan) looksInside(x xpath.Expr, rep *survey.Item) bool {
	for e := range xpath.Walk(x) {
		switch e := e.(type) {
		case *xpath.Ref:
			if it := p.form.Item(e.Slot); it != nil && isInside(it, rep) {
				return true
			}
		case *xpath.Path:
			if e.Root == xpath.Relative && (len(e.Steps) == 0 || e.Steps[0].Axis != xpath.Parent) {
				return true
			}
		case *xpath.Call:
			if e.Name == "position" {
				return true
			}
		}
	}
	return false
}

func isInside(it, rep *survey.Item) bool {
	for p := it.Parent; p != nil; p = p.Parent {
		if p == rep {
			return true
		}
	}
	return false
}

func (p *plan) connect(c *cell) {
	for _, e := range p.form.Edges(survey.Cell{Item: c.spec.item, Property: c.property}) {
		if e.Sorts {
			continue
		}
		out := edge{reader: p.specs[e.Reader.Item.Index], property: e.Reader.Property}
		if e.Within != nil {
			out.within = p.specs[e.Within.Index]
		}
		c.edges = append(c.edges, out)
	}
}

// speaks says whether a cell depends on the interview's language: it asks for
// the label of a choice, or writes a date in words.
func speaks(c *cell) bool {
	rule := c.spec.item.Rules[c.property]
	if rule == nil || c.property == survey.Wording {
		return false
	}
	for x := range xpath.Walk(rule.Expr) {
		if call, ok := x.(*xpath.Call); ok {
			switch call.Name {
			case "jr:choice-name", "jr:itext", "instance", "pulldata", "format-date", "format-date-time":
				return true
			}
		}
	}
	return false
}
