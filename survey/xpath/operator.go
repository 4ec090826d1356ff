package xpath

import (
	"cmp"
	"math"
	"slices"

	"anketa/survey/message"
)

// and, or, comparisons and arithmetic. The rules are JavaRosa's (XPathEqExpr,
// XPathCmpExpr, XPathArithExpr) with one addition: a text that is an ISO date
// counts as a date also where a number is wanted.

func (x *Binary) eval(c *Context) Value {
	switch x.Op {
	case Or:
		return Boolean(c.bool(x.X) || c.bool(x.Y))
	case And:
		return Boolean(c.bool(x.X) && c.bool(x.Y))
	case Union:
		return x.union(c)
	case Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual:
		return Boolean(x.compare(c))
	}
	a, b := c.num(x.X), c.num(x.Y)
	switch x.Op {
	case Add:
		return Number(a + b)
	case Subtract:
		return Number(a - b)
	case Multiply:
		return Number(a * b)
	case Divide:
		return Number(a / b)
	}
	return Number(math.Mod(a, b))
}

// compare holds for a set of several nodes where it holds for one of them.
func (x *Binary) compare(c *Context) bool {
	mark := c.mark()
	a, b := c.compared(x.X), c.compared(x.Y)
	if a.kind != NodesKind && b.kind != NodesKind {
		c.drop(mark)
		return c.related(x.Op, a, b)
	}
	if x.Op == Equal || x.Op == NotEqual {
		a, b = beside(a, b), beside(b, a)
	}
	holds := false
	for i := 0; i < a.len() && !holds; i++ {
		for j := 0; j < b.len() && !holds && !c.spend(1); j++ {
			holds = c.related(x.Op, a.at(i), b.at(j))
		}
	}
	c.drop(mark)
	return holds
}

// compared is a side of a comparison: one value, or several nodes.
func (c *Context) compared(x Expr) Value {
	x, v := c.wanted(x)
	if v.kind != NodesKind {
		return v
	}
	if len(v.nodes) > 1 {
		c.report(x, whole, severalAnswers, message.New("now it is enough that one of them compares so; use indexed-repeat() for one of them, or count(…[…])"))
		return v
	}
	return v.one()
}

// beside is v where it stands beside other: several nodes beside a boolean are
// one, whether any is true.
func beside(v, other Value) Value {
	if v.kind == NodesKind && other.kind == BooleanKind {
		return Boolean(v.Bool())
	}
	return v
}

// len and at take a value as a row of values.
func (v Value) len() int {
	if v.kind == NodesKind {
		return len(v.nodes)
	}
	return 1
}

func (v Value) at(i int) Value {
	if v.kind == NodesKind {
		return v.nodes[i].Value()
	}
	return v
}

func (c *Context) related(op Op, a, b Value) bool {
	switch op {
	case Equal:
		return c.equal(a, b)
	case NotEqual:
		return !c.equal(a, b)
	}
	x, y := c.numeric(a), c.numeric(b)
	switch op {
	case Less:
		return x < y
	case LessEqual:
		return x <= y
	case Greater:
		return x > y
	}
	return x >= y
}

// equal compares booleans if either side is one, else numbers if either is
// one, else days if one is a date and the other can be read as one, else
// texts. NaN equals nothing.
func (c *Context) equal(a, b Value) bool {
	switch {
	case a.kind == BooleanKind || b.kind == BooleanKind:
		return a.Bool() == b.Bool()
	case a.kind == NumberKind || b.kind == NumberKind:
		return near(c.numeric(a), c.numeric(b))
	case a.kind == DateKind || b.kind == DateKind:
		x, xok := c.asDate(a)
		y, yok := c.asDate(b)
		if xok && yok {
			return near(x.days(), y.days())
		}
	}
	return a.Str() == b.Str()
}

func near(a, b float64) bool { return a == b || math.Abs(a-b) < tiny }

// asDate reads a text as a date or a time of day.
func (c *Context) asDate(v Value) (Value, bool) {
	if v.kind == DateKind {
		return v, true
	}
	if d, ok := ParseDate(v.str, c.zone()); ok {
		return d, true
	}
	return ParseClock(v.str, c.zone())
}

// union gives the nodes of both sides, each once, in document order.
func (x *Binary) union(c *Context) Value {
	mark := c.mark()
	for _, side := range []Expr{x.X, x.Y} {
		if v := side.eval(c); v.kind != NodesKind {
			c.report(side, whole, message.New("a question or a path must stand here"), message.New("only these can be united by |"))
		}
	}
	nodes := c.run.nodes[mark:]
	slices.SortStableFunc(nodes, c.compareNodes)
	c.drop(mark + len(slices.Compact(nodes)))
	return c.since(mark)
}

// compareNodes orders two nodes as the document has them; nodes of different
// documents stay as they are.
func (c *Context) compareNodes(a, b Node) int {
	if a == b || c.spend(1) {
		return 0
	}
	as, bs := lineage(a), lineage(b)
	i := 0
	for i < len(as) && i < len(bs) && as[i] == bs[i] {
		i++
	}
	switch {
	case i == 0:
		return 0
	case i == len(as) || i == len(bs):
		return cmp.Compare(len(as), len(bs)) // the one holds the other
	case as[i].Name() == bs[i].Name() && as[i].Position() != bs[i].Position():
		return cmp.Compare(as[i].Position(), bs[i].Position())
	}
	siblings := append(attributesOf(as[i-1]), as[i-1].Children("*", nil)...)
	c.spend(len(siblings))
	c.spend(len(siblings))
	return cmp.Compare(slices.Index(siblings, as[i]), slices.Index(siblings, bs[i]))
}

// lineage gives the nodes from the root down to n.
func lineage(n Node) []Node {
	var line []Node
	for ; n != nil; n = n.Parent() {
		line = append(line, n)
	}
	slices.Reverse(line)
	return line
}
