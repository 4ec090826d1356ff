package report

import (
	"anketa/survey"
)

// A node is an item of the form with what the records hold for it.
type node struct {
	item     *survey.Item
	children map[string]*node
	unit     *unit             // what its questions are counted by
	by       *survey.Item      // the select_one question that parts its figures; nil where none
	tallies  map[string]*tally // by the code of that question; "" where there is none
	codes    map[string]bool   // that the form has for it
}

// A unit is what questions are counted by: interviews, or the instances of a
// repeat.
type unit struct {
	repeat *survey.Item // nil for interviews
	n      int
	parts  map[*survey.Item]map[string]int // how many of them, by the code of a parting question
}

// plan builds the tree that a record is walked along.
func plan(form *survey.Form) *node {
	p := planner{byName: map[string]*survey.Item{}}
	for it := range form.Root.Walk() {
		if it.Type.Kind == survey.SelectOneKind && it.Repeat() == nil {
			p.byName[it.Name] = it
		}
	}
	return p.node(form.Root, &unit{parts: map[*survey.Item]map[string]int{}})
}

type planner struct {
	byName map[string]*survey.Item // select_one questions outside of repeats
}

func (p planner) node(it *survey.Item, u *unit) *node {
	n := &node{item: it, unit: u}
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
		u = &unit{repeat: it, parts: map[*survey.Item]map[string]int{}}
		n.unit = u
	}
	n.children = make(map[string]*node, len(it.Items))
	for _, c := range it.Items {
		n.children[c.Name] = p.node(c, u)
	}
	return n
}

// add counts one more unit of a record.
func (u *unit) add(r *survey.Record) {
	u.n++
	for by, codes := range u.parts {
		codes[part(r, by)]++
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
func part(r *survey.Record, by *survey.Item) string {
	if a := r.Find(by.Path()); a != nil && a.State == survey.Given && by.List.Choice(a.Text) != nil {
		return a.Text
	}
	return ""
}

// count walks a group or instance of a record.
func (n *node) count(r *survey.Record, group *survey.Answer) {
	for _, a := range group.Children {
		c := n.children[a.Name]
		switch {
		case c == nil || a.Parked:
		case c.item.Type.Kind == survey.RepeatKind:
			c.unit.add(r)
			c.count(r, a)
		case c.item.Type.Holds():
			c.count(r, a)
		default:
			c.tally(r).add(c, a)
		}
	}
}

// tally gives what the answers of a record are counted in.
func (n *node) tally(r *survey.Record) *tally {
	key := ""
	if n.by != nil {
		key = part(r, n.by)
	}
	t := n.tallies[key]
	if t == nil {
		t = &tally{}
		n.tallies[key] = t
	}
	return t
}
