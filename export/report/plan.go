package report

import (
	"maps"
	"slices"

	"anketa/export"
	"anketa/survey"
)

// A node is an item of the form with what the records hold for it.
type node struct {
	item     *survey.Item
	items    []*survey.Item // what it holds, in form order; behind that, what only other versions of the form have
	children map[string]*node
	form     *survey.Form      // that has it: the newest one
	versions []string          // of the form, newest first, where the newest form does not have it; else nil
	unit     *unit             // what its questions are counted by
	by       *survey.Item      // the select_one question that parts its figures; nil where none
	tallies  map[string]*tally // by the code of that question; "" where there is none
	codes    map[string]bool   // that the form has for it
	changes  changes
}

// changes say of an item in which versions of the form it is of another kind,
// as a number there that is a choice here: what was answered then cannot be
// counted with what is answered now.
type changes map[*survey.Item]map[string]bool

// changesOf compares a form with others of the same id. Where several call
// themselves one version, it is enough that the kind is the same in one.
func changesOf(form *survey.Form, others []*survey.Form) changes {
	same, other := changes{}, changes{}
	lead := map[survey.Path]*survey.Item{}
	for _, it := range form.Items {
		lead[it.Path()] = it
		same.note(it, form.Version)
	}
	for _, f := range others {
		for _, o := range f.Items {
			switch it := lead[o.Path()]; {
			case it == nil:
				lead[o.Path()] = o
				same.note(o, f.Version)
			case export.SameKind(it, o):
				same.note(it, f.Version)
			default:
				other.note(it, f.Version)
			}
		}
	}
	for it, versions := range other {
		maps.DeleteFunc(versions, func(v string, _ bool) bool { return same[it][v] })
	}
	return other
}

func (c changes) note(it *survey.Item, version string) {
	if c[it] == nil {
		c[it] = map[string]bool{}
	}
	c[it][version] = true
}

// A unit is what questions are counted by: interviews, or the instances of a
// repeat.
type unit struct {
	repeat  *survey.Item // nil for interviews
	n       int
	crowd   crowd
	parts   map[*survey.Item]map[string]int // how many of them, by the code of a parting question
	changes changes
}

// plan builds the tree that a record is walked along: of the form, and behind
// what it has, of the others, newest first.
func plan(form *survey.Form, others []*survey.Form) *node {
	p := planner{form: form, byName: map[string]*survey.Item{}, changes: changesOf(form, others)}
	for it := range form.Root.Walk() {
		if it.Type.Kind == survey.SelectOneKind && it.Repeat() == nil {
			p.byName[it.Name] = it
		}
	}
	root := p.node(form.Root, &unit{parts: map[*survey.Item]map[string]int{}, changes: p.changes})
	for _, p.form = range others {
		p.older = true
		p.further(root, p.form.Root)
	}
	return root
}

type planner struct {
	form    *survey.Form
	older   bool                    // it is another version of the form than the one that leads
	byName  map[string]*survey.Item // select_one questions outside of repeats
	changes changes
}

func (p planner) node(it *survey.Item, u *unit) *node {
	n := &node{item: it, items: slices.Clone(it.Items), form: p.form, unit: u, changes: p.changes}
	if p.older {
		n.versions = []string{p.form.Version}
	}
	if !it.Type.Holds() {
		n.tallies, n.codes = map[string]*tally{}, codes(it)
		if by := p.byName[it.Columns["report_by"]]; by != nil && by != it {
			n.by = by
			if u.parts[by] == nil {
				u.parts[by] = map[string]int{}
			}
		}
		return n
	}
	if it.Type.Kind == survey.RepeatKind {
		u = &unit{repeat: it, parts: map[*survey.Item]map[string]int{}, changes: p.changes}
		n.unit = u
	}
	n.children = make(map[string]*node, len(it.Items))
	for _, c := range it.Items {
		n.children[c.Name] = p.node(c, u)
	}
	return n
}

// further adds what another version of the form has in a group.
func (p planner) further(n *node, from *survey.Item) {
	for _, it := range from.Items {
		c := n.children[it.Name]
		switch {
		case c == nil:
			n.children[it.Name], n.items = p.node(it, n.unit), append(n.items, it)
			continue
		case c.versions != nil && c.item.Type.Holds() == it.Type.Holds() && !slices.Contains(c.versions, p.form.Version):
			c.versions = append(c.versions, p.form.Version)
		}
		if it.Type.Holds() && c.item.Type.Kind == it.Type.Kind {
			p.further(c, it)
		}
	}
}

// unanswered says whether no record has anything for a question.
func (n *node) unanswered() bool {
	for _, t := range n.tallies {
		if t.base.asked() > 0 {
			return false
		}
	}
	return true
}

// add counts one more unit of a record.
func (u *unit) add(r *survey.Record, m crowd) {
	u.n++
	u.crowd += m
	for by, codes := range u.parts {
		codes[u.changes.part(r, by)]++
	}
}

// codes gives what an answer to a select question may hold.
func codes(it *survey.Item) map[string]bool {
	if it.Type.Kind == survey.AcknowledgeKind {
		return map[string]bool{"OK": true}
	}
	if it.List == nil {
		return nil
	}
	out := make(map[string]bool, len(it.List.Choices))
	for _, c := range it.List.Choices {
		out[c.Name] = true
	}
	return out
}

// part gives the code that a record holds for a select_one question, "" where
// it holds none that the form has.
func (c changes) part(r *survey.Record, by *survey.Item) string {
	if c[by][r.Version] {
		return ""
	}
	if a := r.Find(by.Path()); a != nil && a.State == survey.Given && by.List.Choice(a.Text) != nil {
		return a.Text
	}
	return ""
}

// count walks a group or instance of a record.
func (n *node) count(r *survey.Record, group *survey.Answer, m crowd) {
	for i, a := range group.Children {
		c := n.children[a.Name]
		switch {
		case c == nil || a.Parked || c.item.Type.Holds() && c.changes[c.item][r.Version]:
		case c.item.Type.Kind == survey.RepeatKind:
			c.unit.add(r, m.instance(i))
			c.count(r, a, m.instance(i))
		case c.item.Type.Holds():
			c.count(r, a, m)
		case c.changes[c.item][r.Version]:
			c.tally(r).unusable(a, m)
		default:
			c.tally(r).add(c, a, m)
		}
	}
}

// tally gives what the answers of a record are counted in.
func (n *node) tally(r *survey.Record) *tally {
	key := ""
	if n.by != nil {
		key = n.changes.part(r, n.by)
	}
	t := n.tallies[key]
	if t == nil {
		t = &tally{}
		n.tallies[key] = t
	}
	return t
}
