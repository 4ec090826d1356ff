package interview

import (
	"slices"

	"anketa/survey"
	"anketa/survey/xpath"
)

// A choiceList is a list made ready: its choices by name and by the cells that
// filters look for.
type choiceList struct {
	list    *survey.List
	byName  map[string][]int32
	columns map[string]*column
}

// A column is one column of a choice list: its cells, and where each text
// stands in it.
type column struct {
	cells []string
	where map[string][]int32
}

func (p *plan) list(l *survey.List) *choiceList {
	if c := p.lists[l]; c != nil {
		return c
	}
	c := &choiceList{list: l, byName: map[string][]int32{}, columns: map[string]*column{}}
	for i, choice := range l.Choices {
		c.byName[choice.Name] = append(c.byName[choice.Name], int32(i))
	}
	p.lists[l] = c
	return c
}

func (c *choiceList) column(name string) *column {
	if name != "name" && !slices.Contains(c.list.Columns, name) {
		return nil
	}
	if col := c.columns[name]; col != nil {
		return col
	}
	col := &column{cells: make([]string, len(c.list.Choices)), where: map[string][]int32{}}
	for i, choice := range c.list.Choices {
		col.cells[i] = c.list.Value(choice, name)
		if name == "name" {
			col.cells[i] = choice.Name
		}
		col.where[col.cells[i]] = append(col.where[col.cells[i]], int32(i))
	}
	c.columns[name] = col
	return col
}

// A filter is a choice filter that an index answers, so that a list of ten
// thousand places costs no more than the few that fit:
//
//	filter = filter "or" filter | filter "and" filter
//	       | column "=" fixed | fixed "=" column | fixed
//
// in which fixed is an expression that does not look at the choice.
type filter struct {
	op     xpath.Op // Or, And, Equal
	x, y   *filter
	column *column    // of Equal
	fixed  xpath.Expr // alone it is no operation
}

// compile gives the filter of an expression, nil where it is of another shape
// and has to be tried on each choice.
func compile(list *choiceList, x xpath.Expr) *filter {
	if isFixed(x) {
		return &filter{fixed: x}
	}
	b, ok := x.(*xpath.Binary)
	if !ok {
		return nil
	}
	switch b.Op {
	case xpath.Or, xpath.And:
		l, r := compile(list, b.X), compile(list, b.Y)
		if l == nil || r == nil {
			return nil
		}
		return &filter{op: b.Op, x: l, y: r}
	case xpath.Equal:
		for _, side := range [][2]xpath.Expr{{b.X, b.Y}, {b.Y, b.X}} {
			if col := list.columnOf(side[0]); col != nil && isFixed(side[1]) {
				return &filter{op: xpath.Equal, column: col, fixed: side[1]}
			}
		}
	}
	return nil
}

// columnOf gives the column that a bare name means.
func (c *choiceList) columnOf(x xpath.Expr) *column {
	p, ok := x.(*xpath.Path)
	if !ok || p.Root != xpath.Relative || len(p.Steps) != 1 || p.Steps[0].Axis != xpath.Child || len(p.Steps[0].Predicates) > 0 {
		return nil
	}
	return c.column(p.Steps[0].Name)
}

// isFixed says whether an expression comes to the same for every choice: it
// has no path from the choice, no place among the choices and no chance.
func isFixed(x xpath.Expr) bool {
	for e := range xpath.Walk(x) {
		switch e := e.(type) {
		case *xpath.Path:
			if e.Root == xpath.Relative {
				return false
			}
		case *xpath.Call:
			switch e.Name {
			case "position", "last", "random", "uuid", "once", "string-length", "normalize-space", "name", "local-name", "number", "string":
				return false // without an argument, or at all, they look at the choice
			}
		}
	}
	return true
}

// pick gives the choices that a filter lets through, in the list's order; all
// means every one.
func (iv *Interview) pick(n *node, f *filter) (some []int32, all bool) {
	switch {
	case f.column != nil:
		return f.column.equal(iv, iv.eval(n, f.fixed)), false
	case f.fixed != nil:
		return nil, iv.eval(n, f.fixed).Bool()
	case f.op == xpath.Or:
		a, all := iv.pick(n, f.x)
		if all {
			return nil, true
		}
		b, all := iv.pick(n, f.y)
		return union(a, b), all
	}
	a, everyA := iv.pick(n, f.x)
	if !everyA && len(a) == 0 {
		return nil, false
	}
	b, everyB := iv.pick(n, f.y)
	switch {
	case everyA:
		return b, everyB
	case everyB:
		return a, false
	}
	return common(a, b), false
}

// equal gives the choices whose cell equals v: a text is looked up, anything
// else compared as the language compares it.
func (c *column) equal(iv *Interview, v xpath.Value) []int32 {
	if v.Kind() == xpath.StringKind {
		return c.where[v.Str()]
	}
	var out []int32
	cell := &xpath.Literal{}
	same := &xpath.Binary{Op: xpath.Equal, X: cell, Y: &xpath.Literal{Value: v}}
	for i, text := range c.cells {
		cell.Value = xpath.String(text)
		if iv.eval(&iv.root.nodes[0], same).Bool() {
			out = append(out, int32(i))
		}
	}
	return out
}

// union and common merge places that are in order.
func union(a, b []int32) []int32 {
	if len(a) == 0 {
		return b
	}
	out := make([]int32, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			out, a = append(out, a[0]), a[1:]
		case a[0] > b[0]:
			out, b = append(out, b[0]), b[1:]
		default:
			out, a, b = append(out, a[0]), a[1:], b[1:]
		}
	}
	return append(append(out, a...), b...)
}

func common(a, b []int32) []int32 {
	var out []int32
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case a[0] > b[0]:
			b = b[1:]
		default:
			out, a, b = append(out, a[0]), a[1:], b[1:]
		}
	}
	return out
}
