package xpath

import (
	"math"
	"slices"
	"sync"

	"anketa/survey/message"
)

// run is the state of one evaluation. Node-sets live on a stack, so that
// evaluating allocates nothing once the stack has grown: whoever wants one
// value takes it from the set and drops the set again.
type run struct {
	nodes   []Node
	current Node // current()
	steps   int  // nodes visited so far
	reports int  // soft faults so far
}

var runs = sync.Pool{New: func() any { return new(run) }}

// maxSteps is how many nodes an evaluation may visit, some tenths of a
// second's worth: predicates inside predicates over long lists would
// otherwise never end.
const maxSteps = 5_000_000

var errSteps = message.New("this expression looks at too many nodes: make the lists that it searches shorter, or its conditions simpler")

// Eval evaluates x where one value is wanted and never panics. A node-set
// gives the value of its only node. What cannot be evaluated goes to c.Report
// and is the empty string; reports hold no answers.
//
// Numbers, booleans and dates do not allocate.
func (c *Context) Eval(x Expr) Value {
	outer, current := c.begin()
	v := c.scalar(x)
	if c.spend(0) {
		v = Value{}
	}
	c.end(outer, current)
	return v
}

// EvalNodes evaluates x where nodes are wanted: an expression that is no path
// gives none. The slice is the caller's.
func (c *Context) EvalNodes(x Expr) []Node {
	outer, current := c.begin()
	nodes := slices.Clone(x.eval(c).nodes)
	if c.spend(0) {
		nodes = nil
	}
	c.end(outer, current)
	return nodes
}

// begin starts an evaluation, or one inside another that Data asked for.
func (c *Context) begin() (outer *run, current Node) {
	if outer = c.run; outer == nil {
		c.run = runs.Get().(*run)
		c.run.steps, c.run.reports = 0, 0
	}
	current = c.run.current
	if c.run.current = c.Current; c.Current == nil {
		c.run.current = c.Node
	}
	return outer, current
}

func (c *Context) end(outer *run, current Node) {
	c.run.current = current
	if outer == nil {
		c.run.nodes = c.run.nodes[:0]
		runs.Put(c.run)
		c.run = nil
	}
}

// spend counts n nodes and says whether there are too many.
func (c *Context) spend(n int) bool {
	before := c.run.steps
	c.run.steps += n
	if c.run.steps <= maxSteps {
		return false
	}
	if before <= maxSteps && c.Report != nil {
		c.Report(errSteps)
	}
	return true
}

// mostReports is how many soft faults of one evaluation are told: a predicate
// may have the same one for every row of a list.
const mostReports = 20

// report tells of a soft fault at x, which covers length bytes. It gives what
// the expression then comes to.
func (c *Context) report(x Expr, length int, msg, hint *message.Text) Value {
	if c.run.reports++; c.Report == nil || c.run.reports > mostReports {
		return Value{}
	}
	c.Report(fault(x, length, msg, hint))
	return Value{}
}

// mark is the height of the stack of nodes; drop goes back to it.
func (c *Context) mark() int     { return len(c.run.nodes) }
func (c *Context) drop(mark int) { c.run.nodes = c.run.nodes[:mark] }

// since is the set of the nodes that lie above mark.
func (c *Context) since(mark int) Value {
	return NodeSet(c.run.nodes[mark:len(c.run.nodes):len(c.run.nodes)])
}

// scalar evaluates x where one value is wanted.
func (c *Context) scalar(x Expr) Value {
	mark := c.mark()
	x, v := c.wanted(x)
	if v.kind == NodesKind {
		v = c.only(x, v.nodes)
		c.drop(mark)
	}
	return v
}

// wanted evaluates x where one value is wanted, and gives the branch of an
// if() that it then is.
func (c *Context) wanted(x Expr) (Expr, Value) {
	for call, ok := x.(*Call); ok && call.Name == "if" && len(call.Args) == 3; call, ok = x.(*Call) {
		x = c.branch(call)
	}
	if p, ok := x.(*Path); ok {
		return x, p.one(c)
	}
	return x, x.eval(c)
}

// only is the value of the only node of a set.
func (c *Context) only(x Expr, nodes []Node) Value {
	switch {
	case len(nodes) == 0:
		return Value{}
	case len(nodes) == 1:
		return nodes[0].Value()
	case listed(x):
		c.report(x, whole, message.New("several rows of the list match, and the first is taken"), message.New("say in [ ] which one"))
		return nodes[0].Value()
	}
	return c.report(x, whole, severalAnswers, message.New("use indexed-repeat() for one of them, or sum(), max(), join() …"))
}

var severalAnswers = message.New("there are several answers here, as the question is repeated, and one is wanted")

// listed says whether the nodes of x are rows of a list: two rows may have the
// same code, where several instances of a repeat are a mistake.
func listed(x Expr) bool {
	switch x := x.(type) {
	case *Path:
		return x.Base != nil && listed(x.Base)
	case *Filter:
		return listed(x.Base)
	case *Call:
		return x.Name == "instance" || x.Name == "randomize" && len(x.Args) > 0 && listed(x.Args[0])
	}
	return false
}

// set evaluates x where nodes are wanted.
func (c *Context) set(x Expr) []Node {
	v := x.eval(c)
	if v.kind != NodesKind {
		c.report(x, whole, message.New("a question or a path must stand here"), nil)
	}
	return v.nodes
}

func (c *Context) bool(x Expr) bool  { return c.scalar(x).Bool() }
func (c *Context) str(x Expr) string { return c.scalar(x).Str() }

// num is x as a number where a date that is written as text counts as one.
func (c *Context) num(x Expr) float64 { return c.numeric(c.scalar(x)) }

func (c *Context) numeric(v Value) float64 {
	f := v.Num()
	if v.kind == StringKind && math.IsNaN(f) && looksLikeDate(v.str) {
		if d, ok := ParseDate(v.str, c.zone()); ok {
			return d.days()
		}
	}
	return f
}

func (x *Literal) eval(*Context) Value { return x.Value }

func (x *Ref) eval(c *Context) Value {
	mark := c.mark()
	if c.Data != nil {
		c.run.nodes = c.Data.Refer(c.from(), x, c.run.nodes)
	}
	if c.spend(1 + c.mark() - mark) {
		c.drop(mark)
	}
	return c.since(mark)
}

// from is the node as seen from which ${name} is meant. In a predicate over
// the form's own data it is the candidate; in one over a list, which knows no
// questions, it is where the expression stands.
func (c *Context) from() Node {
	if c.Node == c.run.current || top(c.Node) != top(c.run.current) {
		return c.run.current
	}
	return c.Node
}

func (x *Unary) eval(c *Context) Value { return Number(-c.num(x.X)) }
