package xpath

import (
	"math"
	"strings"

	"anketa/survey/message"
)

var nodeFunctions = map[string]function{
	"count":           {1, 1, func(c *Context, x *Call) Value { return Number(float64(len(c.set(x.Args[0])))) }, wantsNodes},
	"count-non-empty": {1, 1, countNonEmpty, wantsNodes},
	"sum":             {1, 1, sum, wantsNodes},
	"max":             {1, unbounded, maximum, nil},
	"min":             {1, unbounded, minimum, nil},
	"position":        {0, 1, position, wantsNodes},
	"last":            {0, 0, func(c *Context, _ *Call) Value { return Number(float64(max(c.Size, 1))) }, nil},
	"name":            {0, 1, nodeName, wantsNodes},
	"local-name":      {0, 1, localName, wantsNodes},
	"current":         {0, 0, current, nil},
	"instance":        {1, 1, instance, checkInstance},
	"indexed-repeat":  {3, 11, indexedRepeat, checkIndexedRepeat},
	"pulldata":        {4, 4, pulldata, nil},
	"randomize":       {1, 2, randomize, wantsNodes},
}

// countNonEmpty counts a group, and an instance of a repeat, that holds
// anything, as JavaRosa does: not whether something in it has an answer.
func countNonEmpty(c *Context, x *Call) Value {
	n := 0
	for _, node := range c.set(x.Args[0]) {
		if node.Value().Str() != "" || c.holdsNodes(node) {
			n++
		}
	}
	return Number(float64(n))
}

func (c *Context) holdsNodes(n Node) bool {
	mark := c.mark()
	c.run.nodes = n.Children("*", c.run.nodes)
	defer c.drop(mark)
	return c.mark() > mark
}

// sum adds what are numbers and leaves out the rest; of nothing it is 0.
func sum(c *Context, x *Call) Value {
	total := 0.0
	for _, node := range c.set(x.Args[0]) {
		if f := c.numeric(node.Value()); !math.IsNaN(f) {
			total += f
		}
	}
	return Number(total)
}

// maximum is of what are numbers; of nothing it is NaN.
func maximum(c *Context, x *Call) Value { return c.extreme(x, 1) }
func minimum(c *Context, x *Call) Value { return c.extreme(x, -1) }

// extreme is the number for which sign times it is greatest.
func (c *Context) extreme(x *Call, sign float64) Value {
	best := math.NaN()
	for v := range c.spread(x.Args) {
		if f := c.numeric(v); math.IsNaN(best) || sign*f > sign*best {
			best = f
		}
	}
	return Number(best)
}

// position([node]) is the place among the instances of a repeat; in a
// predicate and without argument, that of the candidate.
func position(c *Context, x *Call) Value {
	if a := x.arg(0); a != nil {
		nodes := c.near(a)
		if len(nodes) == 0 {
			return Value{}
		}
		return Number(float64(nodes[0].Position()))
	}
	switch {
	case c.Pos > 0:
		return Number(float64(c.Pos))
	case c.Node != nil:
		return Number(float64(c.Node.Position()))
	}
	return Value{}
}

// near evaluates x where one node is wanted.
func (c *Context) near(x Expr) []Node {
	if p, ok := x.(*Path); ok && p.Root == Absolute {
		return p.here(c).nodes
	}
	return c.set(x)
}

func nodeName(c *Context, x *Call) Value {
	n := c.Node
	if a := x.arg(0); a != nil {
		n = nil
		if nodes := c.near(a); len(nodes) > 0 {
			n = nodes[0]
		}
	}
	if n == nil {
		return Value{}
	}
	return String(n.Name())
}

func localName(c *Context, x *Call) Value {
	name := nodeName(c, x).Str()
	return String(name[strings.IndexByte(name, ':')+1:])
}

// current is the call that somebody built; a parsed one is a Path.
func current(c *Context, _ *Call) Value {
	mark := c.mark()
	c.push(c.run.current)
	return c.since(mark)
}

func instance(c *Context, x *Call) Value {
	root := c.instance(x, c.str(x.Args[0]))
	mark := c.mark()
	c.push(root)
	return c.since(mark)
}

// instance finds the root element of a list or document.
func (c *Context) instance(x *Call, id string) Node {
	if c.Data != nil {
		if root, ok := c.Data.Instance(id); ok {
			return root
		}
	}
	c.report(x, len(x.Name), message.New("there is no list or attached file of this name"), nil)
	return nil
}

// checkInstance holds the name to a literal: whoever links a form must know
// which lists it needs.
func checkInstance(x *Call) *Error {
	if _, ok := x.literal(0); !ok {
		return fault(x.Args[0], whole, message.New("instance() wants the name of a list in quotes"), message.New("as instance('towns')"))
	}
	return nil
}

// pulldata(file, column, key column, key) is the cell of the first row whose
// key column equals the key.
func pulldata(c *Context, x *Call) Value {
	id := strings.TrimSuffix(c.str(x.Args[0]), ".csv")
	column, keyColumn, key := c.str(x.Args[1]), c.str(x.Args[2]), c.scalar(x.Args[3])
	root := c.instance(x, id)
	if root == nil {
		return Value{}
	}
	mark := c.mark()
	c.run.nodes = root.Children("item", c.run.nodes)
	for i, end := mark, c.mark(); i < end && !c.spend(1); i++ {
		if row := c.run.nodes[i]; c.equal(c.cell(row, keyColumn), key) {
			return c.cell(row, column)
		}
	}
	return Value{}
}

// cell is the value of the first child of that name.
func (c *Context) cell(row Node, name string) Value {
	mark := c.mark()
	c.run.nodes = row.Children(name, c.run.nodes)
	var v Value
	if c.mark() > mark {
		v = c.run.nodes[mark].Value()
	}
	c.drop(mark)
	return v
}

// indexedRepeat(question, repeat, i, …): the question in the ith instance of
// the repeat. Question and repeats are meant in the whole record. A repeat that
// is not named is that of the place where the expression stands.
func indexedRepeat(c *Context, x *Call) Value {
	mark := c.mark()
	c.everywhere(x.Args[0])
	for i := 1; i+1 < len(x.Args); i += 2 {
		at := c.num(x.Args[i+1])
		if !(at >= 1) {
			c.drop(mark)
			return c.report(x.Args[i+1], whole, message.New("positions in a repeat begin at 1"), nil)
		}
		c.keep(mark, func(n Node) bool { return placed(n, lastName(x.Args[i]), int(at)) })
	}
	if c.mark()-mark > 1 {
		c.nearest(mark)
	}
	return c.since(mark)
}

// everywhere pushes what x stands for in the whole record.
func (c *Context) everywhere(x Expr) {
	if r, ok := x.(*Ref); ok && c.Data != nil {
		c.run.nodes = c.Data.Refer(nil, r, c.run.nodes)
		return
	}
	c.set(x)
}

// keep drops the nodes above mark for which it does not hold.
func (c *Context) keep(mark int, holds func(Node) bool) {
	kept := mark
	for i := mark; i < c.mark() && !c.spend(1); i++ {
		if n := c.run.nodes[i]; holds(n) {
			c.run.nodes[kept] = n
			kept++
		}
	}
	c.drop(kept)
}

// placed says whether n lies in the instance of that number.
func placed(n Node, repeat string, at int) bool {
	for ; n != nil; n = n.Parent() {
		if n.Name() == repeat {
			return n.Position() == at
		}
	}
	return false
}

// nearest keeps the nodes above mark that share most with the current one.
func (c *Context) nearest(mark int) {
	here := lineage(c.run.current)
	most := 0
	for _, n := range c.run.nodes[mark:] {
		most = max(most, sharedDepth(n, here))
	}
	c.keep(mark, func(n Node) bool { return sharedDepth(n, here) == most })
}

// lastName is the name of the question or repeat that x leads to, "" where it
// has none.
func lastName(x Expr) string {
	switch x := x.(type) {
	case *Ref:
		return x.Name
	case *Path:
		if n := len(x.Steps); n > 0 && x.Steps[n-1].Axis == Child {
			return x.Steps[n-1].Name
		}
	}
	return ""
}

func checkIndexedRepeat(x *Call) *Error {
	if len(x.Args)%2 == 0 {
		return fault(x, len(x.Name), message.New("%s() has a position behind every repeat", x.Name), message.New("as indexed-repeat(${question}, ${repeat}, 2)"))
	}
	for i, a := range x.Args {
		if i != 0 && i%2 == 0 {
			continue
		}
		if lastName(a) == "" {
			return fault(a, whole, message.New("%s() wants a question or a repeat here", x.Name), message.New("as indexed-repeat(${question}, ${repeat}, 2)"))
		}
	}
	return nil
}
