package xpath

import (
	"iter"

	"anketa/survey/message"
)

// A function is a row of the table of functions.
type function struct {
	min, max int // arguments; max is unbounded for any number
	// call gets its arguments unevaluated, as if() evaluates only one of two.
	// A node-set that it gives lies on the stack as that of an Expr does.
	call func(c *Context, x *Call) Value
	// check finds more than wrong numbers of arguments before any evaluation;
	// may be nil.
	check func(x *Call) *Error
}

const unbounded = -1

// functions is the whole table; its parts stand beside what they call.
var functions = map[string]*function{}

func init() {
	for _, part := range []map[string]function{
		logicFunctions, textFunctions, numberFunctions, dateFunctions, nodeFunctions,
		choiceFunctions, geoFunctions, cryptoFunctions, formFunctions, documentFunctions,
	} {
		for name, f := range part {
			functions[name] = &f
		}
	}
}

func (x *Call) eval(c *Context) Value {
	f := x.function()
	switch {
	case f == nil:
		return c.report(x, len(x.Name), message.New("there is no function %s()", x.Name), nil)
	case !f.takes(len(x.Args)):
		return c.report(x, len(x.Name), f.counts(x.Name), nil)
	}
	mark := c.mark()
	v := f.call(c, x)
	if v.kind != NodesKind {
		c.drop(mark)
	}
	return v
}

func (x *Call) function() *function {
	if x.fn != nil {
		return x.fn
	}
	return functions[x.Name]
}

func (f *function) takes(n int) bool {
	return n >= f.min && (f.max == unbounded || n <= f.max)
}

// arg is argument i, nil where there is none.
func (x *Call) arg(i int) Expr {
	if i < len(x.Args) {
		return x.Args[i]
	}
	return nil
}

// argument is argument 0, the value of the context node where there is none.
func (c *Context) argument(x *Call) Value {
	if a := x.arg(0); a != nil {
		return c.scalar(a)
	}
	if c.Node == nil {
		return Value{}
	}
	return c.Node.Value()
}

// spread gives the value of every node of the arguments, and of every
// argument that is no node-set.
func (c *Context) spread(args []Expr) iter.Seq[Value] {
	return func(yield func(Value) bool) {
		for _, a := range args {
			mark := c.mark()
			v := a.eval(c)
			if v.kind != NodesKind {
				if !yield(v) {
					return
				}
				continue
			}
			for _, n := range v.nodes {
				if !yield(n.Value()) {
					c.drop(mark)
					return
				}
			}
			c.drop(mark)
		}
	}
}
