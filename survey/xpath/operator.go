package xpath

import (
	"cmp"
	"math"
	"slices"
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
	case Equal:
		return Boolean(c.equal(c.scalar(x.X), c.scalar(x.Y)))
	case NotEqual:
		return Boolean(!c.equal(c.scalar(x.X), c.scalar(x.Y)))
	case Union:
		return x.union(c)
	}
	a, b := c.num(x.X), c.num(x.Y)
	switch x.Op {
	case Less:
		return Boolean(a < b)
	case LessEqual:
		return Boolean(a <= b)
	case Greater:
		return Boolean(a > b)
	case GreaterEqual:
		return Boolean(a >= b)
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
			c.report(side, whole, "a question or a path must stand here", "only these can be united by |")
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
	case as[i].Name() == bs[i].Name():
		return cmp.Compare(as[i].Position(), bs[i].Position())
	}
	siblings := as[i-1].Children("*", nil)
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
