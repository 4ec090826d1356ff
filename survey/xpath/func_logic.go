package xpath

import (
	"strings"

	"anketa/survey/message"
)

var logicFunctions = map[string]function{
	"if":       {3, 3, choose, nil},
	"coalesce": {2, 2, coalesce, nil},
	"once":     {1, 1, onceOnly, nil},
	"depend":   {1, unbounded, func(c *Context, x *Call) Value { return c.scalar(x.Args[0]) }, nil},
	"true":     {0, 0, func(*Context, *Call) Value { return Boolean(true) }, nil},
	"false":    {0, 0, func(*Context, *Call) Value { return Boolean(false) }, nil},
	"boolean":  {1, 1, func(c *Context, x *Call) Value { return Boolean(c.bool(x.Args[0])) }, nil},
	"not":      {1, 1, func(c *Context, x *Call) Value { return Boolean(!c.bool(x.Args[0])) }, nil},

	"boolean-from-string": {1, 1, booleanFromString, nil},
	"checklist":           {2, unbounded, checklist, nil},
	"weighted-checklist":  {2, unbounded, weightedChecklist, checkPairs},
}

// choose is if() where nodes are wanted.
func choose(c *Context, x *Call) Value { return c.branch(x).eval(c) }

// branch is the one of if() that is taken; the other is not evaluated.
func (c *Context) branch(x *Call) Expr {
	if c.bool(x.Args[0]) {
		return x.Args[1]
	}
	return x.Args[2]
}

func coalesce(c *Context, x *Call) Value {
	if v := c.scalar(x.Args[0]); !v.IsEmpty() {
		return v
	}
	return c.scalar(x.Args[1])
}

func onceOnly(c *Context, x *Call) Value {
	if c.Node != nil {
		if v := c.Node.Value(); !v.IsEmpty() {
			return v
		}
	}
	return c.scalar(x.Args[0])
}

func booleanFromString(c *Context, x *Call) Value {
	s := c.str(x.Args[0])
	return Boolean(s == "1" || strings.EqualFold(s, "true"))
}

// checklist(min, max, r…): -1 is no limit. A text counts as true unless it is
// empty, so 'no' does.
func checklist(c *Context, x *Call) Value {
	least, most := c.num(x.Args[0]), c.num(x.Args[1])
	n := 0.0
	for v := range c.spread(x.Args[2:]) {
		if v.Bool() {
			n++
		}
	}
	return Boolean((least < 0 || n >= least) && (most < 0 || n <= most))
}

// weightedChecklist(min, max, r, weight, …): as in Web Forms -1 is no upper
// limit; JavaRosa takes it literally, and then nothing passes.
func weightedChecklist(c *Context, x *Call) Value {
	least, most := c.num(x.Args[0]), c.num(x.Args[1])
	sum := 0.0
	if rs, weights := x.arg(2), x.arg(3); len(x.Args) == 4 {
		mark := c.mark()
		truths, factors := rs.eval(c), weights.eval(c)
		if truths.kind == NodesKind && factors.kind == NodesKind {
			sum = c.weigh(x, truths.nodes, factors.nodes)
			c.drop(mark)
			return Boolean(sum >= least && (most == -1 || sum <= most))
		}
		c.drop(mark)
	}
	for i := 2; i+1 < len(x.Args); i += 2 {
		if weight := c.num(x.Args[i+1]); c.bool(x.Args[i]) {
			sum += weight
		}
	}
	return Boolean(sum >= least && (most == -1 || sum <= most))
}

// weigh adds the weights whose partner is true.
func (c *Context) weigh(x *Call, truths, weights []Node) float64 {
	if len(truths) != len(weights) {
		c.report(x, len(x.Name), message.New("there must be as many weights as conditions"), nil)
	}
	sum := 0.0
	for i := range min(len(truths), len(weights)) {
		if truths[i].Value().Bool() {
			sum += c.numeric(weights[i].Value())
		}
	}
	return sum
}

func checkPairs(x *Call) *Error {
	if len(x.Args)%2 != 0 {
		return fault(x, len(x.Name), message.New("%s() has a weight behind every condition", x.Name), nil)
	}
	return nil
}
