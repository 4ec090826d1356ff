package xpath

import (
	"slices"
	"strings"
)

// The axes and node tests that forms do not have. They are made of what every
// Node offers, so that they serve on any tree; a blank leaf has no text().

// text is the text() of a Node that holds no others.
type text struct{ Node }

func (t text) Name() string                         { return "" }
func (t text) Parent() Node                         { return t.Node }
func (t text) Position() int                        { return 1 }
func (t text) Children(_ string, dst []Node) []Node { return dst }

// fits says whether a step looks for such a node.
func (s *Step) fits(n Node) bool {
	_, words := n.(text)
	switch s.Test {
	case Named:
		return !words && named(n, s.Name)
	case AnyNode:
		return true
	}
	return s.Test == TextNode && words
}

func named(n Node, name string) bool {
	if name == "*" || n.Name() == name {
		return true
	}
	prefix, any := strings.CutSuffix(name, ":*")
	return any && strings.HasPrefix(n.Name(), prefix+":")
}

// plain says whether Children and Attributes know what the step looks for.
func (s *Step) plain() bool { return s.Test == Named && !strings.HasSuffix(s.Name, ":*") }

// children pushes the children of n that a step looks for.
func (c *Context) children(n Node, s *Step) {
	if s.plain() {
		c.run.nodes = n.Children(s.Name, c.run.nodes)
		return
	}
	mark := c.mark()
	c.run.nodes = contents(n, c.run.nodes)
	c.keep(mark, s.fits)
}

// attributes pushes the attributes of n that a step looks for.
func (c *Context) attributes(n Node, s *Step) {
	b, ok := n.(Bearer)
	if !ok {
		return
	}
	if s.plain() {
		c.run.nodes = b.Attributes(s.Name, c.run.nodes)
		return
	}
	mark := c.mark()
	c.run.nodes = b.Attributes("*", c.run.nodes)
	c.keep(mark, s.fits)
}

// contents appends all that n holds: elements, or its text.
func contents(n Node, dst []Node) []Node {
	if _, words := n.(text); words || isAttribute(n) {
		return dst
	}
	start := len(dst)
	dst = n.Children("*", dst)
	if len(dst) == start && n.Value().Str() != "" {
		dst = append(dst, text{n})
	}
	return dst
}

func isAttribute(n Node) bool {
	b, ok := n.Parent().(Bearer)
	if !ok {
		return false
	}
	for _, a := range b.Attributes(n.Name(), nil) {
		if a == n {
			return true
		}
	}
	return false
}

// backward says whether an axis counts positions against document order.
func (a Axis) backward() bool {
	switch a {
	case Ancestor, AncestorOrSelf, PrecedingSibling, Preceding:
		return true
	}
	return false
}

// reach pushes the nodes of one of the axes that forms do not have, the
// nearest first.
func (c *Context) reach(n Node, s *Step) {
	if s.Axis == DescendantOrSelf || s.Axis == AncestorOrSelf {
		if s.fits(n) && (s.Test == AnyNode || !isAttribute(n)) {
			c.push(n)
		}
	}
	switch s.Axis {
	case Descendant, DescendantOrSelf:
		c.below(n, s)
	case Ancestor, AncestorOrSelf:
		for p := n.Parent(); p != nil; p = p.Parent() {
			c.pick(p, s)
		}
	case FollowingSibling, PrecedingSibling:
		c.beside(n, s.Axis, func(sibling Node) { c.pick(sibling, s) })
	case Following:
		for ; n != nil; n = n.Parent() {
			c.beside(n, FollowingSibling, func(sibling Node) {
				c.pick(sibling, s)
				c.below(sibling, s)
			})
		}
	case Preceding:
		for ; n != nil; n = n.Parent() {
			c.beside(n, PrecedingSibling, func(sibling Node) {
				start := c.mark()
				c.pick(sibling, s)
				c.below(sibling, s)
				slices.Reverse(c.run.nodes[start:])
			})
		}
	}
}

func (c *Context) pick(n Node, s *Step) {
	if s.fits(n) {
		c.push(n)
	}
}

// below pushes what lies under n, in document order.
func (c *Context) below(n Node, s *Step) {
	for _, child := range contents(n, nil) {
		if c.spend(1) {
			return
		}
		c.pick(child, s)
		c.below(child, s)
	}
}

// beside visits the siblings on one side of n, the nearest first.
func (c *Context) beside(n Node, side Axis, visit func(Node)) {
	p := n.Parent()
	if p == nil || isAttribute(n) {
		return
	}
	siblings := contents(p, nil)
	at := slices.Index(siblings, n)
	if at < 0 || c.spend(len(siblings)) {
		return
	}
	if side == FollowingSibling {
		for _, s := range siblings[at+1:] {
			visit(s)
		}
		return
	}
	for _, s := range slices.Backward(siblings[:at]) {
		visit(s)
	}
}

// deep takes the first step, descendant:: or descendant-or-self::, of an
// absolute path, from above the root element, which is the only node above
// mark. Of //name the root itself can be one.
func (c *Context) deep(mark int, steps []Step) {
	first := steps[0]
	first.Axis = DescendantOrSelf
	root := c.run.nodes[mark]
	if !first.isDeep() || len(steps) == 1 || steps[1].Axis != Child {
		c.step(mark, &first)
		c.walk(mark, steps[1:])
		c.arrange(mark)
		return
	}
	c.drop(mark)
	c.pick(root, &steps[1])
	c.filter(mark, steps[1].Predicates)
	others := c.mark()
	c.push(root)
	c.step(others, &first)
	c.step(others, &steps[1])
	c.arrange(mark)
	c.walk(mark, steps[2:])
	c.arrange(mark)
}

// arrange brings the nodes above mark into document order, each once. Nodes
// of several documents stay together.
func (c *Context) arrange(mark int) {
	nodes := slices.Clone(c.run.nodes[mark:])
	if len(nodes) < 2 {
		return
	}
	wanted := make(map[Node]bool, len(nodes))
	for _, n := range nodes {
		wanted[n] = true
	}
	c.drop(mark)
	for _, n := range nodes {
		if wanted[n] {
			c.emit(top(n), wanted)
		}
		if wanted[n] { // not relevant, and so not to be found from above
			delete(wanted, n)
			c.push(n)
		}
	}
}

// emit pushes those wanted nodes that n is or holds.
func (c *Context) emit(n Node, wanted map[Node]bool) {
	if len(wanted) == 0 || c.spend(1) {
		return
	}
	for _, n := range append([]Node{n}, attributesOf(n)...) {
		if wanted[n] {
			delete(wanted, n)
			c.push(n)
		}
	}
	for _, child := range contents(n, nil) {
		c.emit(child, wanted)
	}
}

func attributesOf(n Node) []Node {
	if b, ok := n.(Bearer); ok {
		return b.Attributes("*", nil)
	}
	return nil
}
