package xpath

import (
	"slices"

	"anketa/survey/message"
)

// A path is walked on the stack of nodes: each step puts what it finds above
// the nodes that it starts from, and then takes their place.

func (x *Path) eval(c *Context) Value {
	mark := c.mark()
	steps := x.Steps
	switch x.Root {
	case Relative:
		c.push(c.Node)
	case Current:
		c.push(c.run.current)
	case Absolute:
		c.push(top(c.run.current))
		c.descend(mark, steps)
		return c.since(mark)
	case Filtered:
		if v := x.Base.eval(c); v.kind != NodesKind {
			return c.report(x.Base, whole, message.New("a / can follow only a question or a path"), nil)
		}
		if call, ok := x.Base.(*Call); ok && call.Name == "instance" {
			c.descend(mark, steps)
			return c.since(mark)
		}
	}
	c.walk(mark, steps)
	return c.since(mark)
}

func (c *Context) push(n Node) {
	if n != nil {
		c.run.nodes = append(c.run.nodes, n)
	}
}

// descend walks an absolute path, from above the root element, which is the
// only node above mark.
func (c *Context) descend(mark int, steps []Step) {
	for len(steps) > 0 && steps[0].isSelf() {
		steps = steps[1:]
	}
	if len(steps) == 0 || c.mark() == mark {
		return
	}
	root := c.run.nodes[mark]
	switch s := &steps[0]; s.Axis {
	case Child:
		if !s.fits(root) {
			c.drop(mark)
			return
		}
		c.filter(mark, s.Predicates)
		c.walk(mark, steps[1:])
	case Descendant, DescendantOrSelf:
		c.deep(mark, steps)
	default:
		c.drop(mark)
	}
}

func (c *Context) walk(mark int, steps []Step) {
	far := false
	for i := range steps {
		several := c.mark()-mark > 1
		c.step(mark, &steps[i])
		if far = far || steps[i].Axis > Attribute; far && several {
			c.arrange(mark)
		}
	}
}

// step replaces the nodes above mark by those that the step leads to.
func (c *Context) step(mark int, s *Step) {
	end := c.mark()
	var parents once
	for i := mark; i < end; i++ {
		start := c.mark()
		n := c.run.nodes[i]
		switch s.Axis {
		case Child:
			c.children(n, s)
		case Parent:
			if p := n.Parent(); p != nil && s.fits(p) && parents.first(p) {
				c.push(p)
			}
		case Self:
			if s.fits(n) && (s.Test == AnyNode || !isAttribute(n)) {
				c.push(n)
			}
		case Attribute:
			c.attributes(n, s)
		default:
			c.reach(n, s)
		}
		if c.spend(1 + c.mark() - start) {
			c.drop(end)
			break
		}
		c.filter(start, s.Predicates)
		if s.Axis.backward() {
			slices.Reverse(c.run.nodes[start:])
		}
	}
	n := copy(c.run.nodes[mark:], c.run.nodes[end:])
	c.drop(mark + n)
}

// once tells the first time that a node comes along: many children have one
// parent. Most often they follow each other.
type once struct {
	last Node
	seen map[Node]bool // nil as long as there was only one
}

func (o *once) first(n Node) bool {
	switch {
	case n == o.last:
		return false
	case o.last == nil:
		o.last = n
		return true
	case o.seen == nil:
		o.seen = map[Node]bool{o.last: true}
	}
	o.last = n
	if o.seen[n] {
		return false
	}
	o.seen[n] = true
	return true
}

// filter keeps those nodes above start for which every predicate holds.
func (c *Context) filter(start int, predicates []Expr) {
	if len(predicates) == 0 {
		return
	}
	node, pos, size := c.Node, c.Pos, c.Size
	for _, p := range predicates {
		kept, end := start, c.mark()
		c.Size = end - start
		for i := start; i < end && !c.spend(1); i++ {
			c.Node, c.Pos = c.run.nodes[i], i-start+1
			if c.holds(p) {
				c.run.nodes[kept] = c.Node
				kept++
			}
		}
		c.drop(kept)
	}
	c.Node, c.Pos, c.Size = node, pos, size
}

// holds says whether a predicate keeps the context node. A number is a
// position, also where it is the answer to a question, [${n}]; but not where it
// is the candidate's own, [age], which asks whether there is one.
func (c *Context) holds(p Expr) bool {
	mark := c.mark()
	v := p.eval(c)
	if path, ok := p.(*Path); len(v.nodes) == 1 && !(ok && path.Root == Relative) {
		v = v.nodes[0].Value()
	}
	c.drop(mark)
	if v.kind == NumberKind {
		return near(v.num, float64(c.Pos))
	}
	return v.Bool()
}

// one evaluates a path where one value is wanted. A path from the root then
// means this instance of every repeat that it shares with the place where the
// expression stands, as in JavaRosa.
func (x *Path) one(c *Context) Value {
	switch {
	case x.Root == Absolute:
		return x.here(c)
	case x.Root == Relative && len(x.Steps) == 1 && x.Steps[0].isSelf() && c.Node != nil:
		return c.Node.Value()
	}
	return x.eval(c)
}

// isSelf says whether a step is a bare dot.
func (s *Step) isSelf() bool {
	return s.Axis == Self && s.Test == AnyNode && len(s.Predicates) == 0
}

// here walks an absolute path along the ancestors of the current node as long
// as they have the names of its steps, and from there on.
func (x *Path) here(c *Context) Value {
	mark := c.mark()
	for n := c.run.current; n != nil; n = n.Parent() {
		c.push(n)
	}
	var last Node
	steps := x.Steps
	for i := c.mark() - 1; i >= mark && len(steps) > 0; i-- {
		s := &steps[0]
		if s.Axis != Child || len(s.Predicates) > 0 || s.Name != c.run.nodes[i].Name() {
			break
		}
		last, steps = c.run.nodes[i], steps[1:]
	}
	c.drop(mark)
	if last == nil {
		return x.eval(c)
	}
	c.push(last)
	c.walk(mark, steps)
	return c.since(mark)
}

func (x *Filter) eval(c *Context) Value {
	mark := c.mark()
	if v := x.Base.eval(c); v.kind != NodesKind {
		return c.report(x.Base, whole, message.New("a [ ] can follow only a question or a path"), nil)
	}
	c.filter(mark, x.Predicates)
	return c.since(mark)
}
