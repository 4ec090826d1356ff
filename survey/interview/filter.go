package interview

import "anketa/survey/xpath"

// A filter is a choice filter that an index answers, so that a list of ten
// thousand places costs no more than the few that fit:
//
//	filter = filter "or" filter | filter "and" filter
//	       | filter "and" rest | rest "and" filter
//	       | column comparison fixed | fixed comparison column | fixed
//
// in which fixed is an expression that does not look at the choice, and rest is
// anything: it is tried on those choices that the filter beside it lets
// through.
type filter struct {
	list   *choiceList
	op     xpath.Op // Or, And or a comparison
	x, y   *filter
	rest   xpath.Expr // of And in the place of y
	column *column    // of a comparison
	fixed  xpath.Expr // alone it is no operation
	whole  xpath.Expr // of a comparison, as it is written; nil where it is none of the language's
}

// compile gives the filter of an expression, nil where it is of another shape
// and has to be tried on each choice.
func compile(list *choiceList, x xpath.Expr) *filter {
	if isFixed(x) {
		return &filter{list: list, fixed: x}
	}
	b, ok := x.(*xpath.Binary)
	if !ok {
		return nil
	}
	switch b.Op {
	case xpath.Or, xpath.And:
		l, r := compile(list, b.X), compile(list, b.Y)
		switch {
		case l != nil && r != nil:
			return &filter{list: list, op: b.Op, x: l, y: r}
		case l != nil && b.Op == xpath.And:
			return &filter{list: list, op: xpath.And, x: l, rest: b.Y}
		case r != nil && b.Op == xpath.And:
			return &filter{list: list, op: xpath.And, x: r, rest: b.X}
		}
		return nil
	case xpath.Equal, xpath.NotEqual, xpath.Less, xpath.LessEqual, xpath.Greater, xpath.GreaterEqual:
		if col := list.columnOf(b.X); col != nil && isFixed(b.Y) {
			return &filter{list: list, op: b.Op, column: col, fixed: b.Y, whole: x}
		}
		if col := list.columnOf(b.Y); col != nil && isFixed(b.X) {
			return &filter{list: list, op: turned(b.Op), column: col, fixed: b.X, whole: x}
		}
	}
	return nil
}

// turned is a comparison from the other side.
func turned(op xpath.Op) xpath.Op {
	switch op {
	case xpath.Less:
		return xpath.Greater
	case xpath.LessEqual:
		return xpath.GreaterEqual
	case xpath.Greater:
		return xpath.Less
	case xpath.GreaterEqual:
		return xpath.LessEqual
	}
	return op
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
			if len(e.Args) == 0 && !alone[e.Name] || atNode[e.Name] {
				return false
			}
		}
	}
	return true
}

// Functions that need no argument and do not look at the choice, as most do
// that have none; and those that look at it, or take a chance, in any case.
var (
	alone  = map[string]bool{"true": true, "false": true, "pi": true, "today": true, "now": true, "current": true, "version": true}
	atNode = map[string]bool{"position": true, "last": true, "random": true, "uuid": true, "once": true, "lang": true, "id": true, "namespace-uri": true}
)

// looks says whether a filter looks anything up, and does not only decide for
// all choices alike.
func (f *filter) looks() bool {
	return f != nil && (f.column != nil || f.x.looks() || f.y.looks())
}

// pick gives the choices that a filter lets through, in the list's order; all
// means every one.
func (iv *Interview) pick(n *node, f *filter) (some []int32, all bool) {
	switch {
	case f.column != nil:
		if iv.several(n, f.fixed) { // the language says what that comes to
			if f.whole == nil {
				return nil, true
			}
			return iv.sift(n, f.list, f.whole, nil, true), false
		}
		return f.column.find(iv, f.op, iv.eval(n, f.fixed)), false
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
	if f.rest != nil {
		return iv.sift(n, f.list, f.rest, a, everyA), false
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

// several says whether an expression stands for more than one answer at n.
func (iv *Interview) several(n *node, x xpath.Expr) bool {
	if _, ok := x.(*xpath.Literal); ok {
		return false
	}
	c := iv.context(n, n)
	defer iv.release()
	return len(c.EvalNodes(x)) > 1
}

// sift tries an expression on some choices, or on every one.
func (iv *Interview) sift(n *node, list *choiceList, x xpath.Expr, some []int32, all bool) []int32 {
	doc := iv.list(list.list)
	size := len(doc.items)
	if all {
		some = everyChoice(size)
	}
	c := iv.context(n, n)
	defer iv.release()
	kept := make([]int32, 0, len(some))
	for _, i := range some {
		c.Node, c.Pos, c.Size = &doc.items[i], int(i)+1, size
		if c.Eval(x).Bool() {
			kept = append(kept, i)
		}
	}
	return kept
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
