package xpath

import (
	"fmt"
	"strings"
)

// tree writes an expression with all its structure and without positions.
func tree(x Expr) string {
	switch x := x.(type) {
	case nil:
		return "nil"
	case *Literal:
		return fmt.Sprintf("%s:%s", x.Value.kind, x)
	case *Ref:
		return fmt.Sprintf("ref(%s %v)", x.Name, x.LastSaved)
	case *Path:
		s := fmt.Sprintf("path(%d", x.Root)
		if x.Base != nil {
			s += " " + tree(x.Base)
		}
		for _, step := range x.Steps {
			s += fmt.Sprintf(" (%d %d %s%s)", step.Axis, step.Test, step.Name, trees(step.Predicates))
		}
		return s + ")"
	case *Filter:
		return "filter(" + tree(x.Base) + trees(x.Predicates) + ")"
	case *Call:
		return "call(" + x.Name + trees(x.Args) + ")"
	case *Unary:
		return "minus(" + tree(x.X) + ")"
	case *Binary:
		return fmt.Sprintf("(%s %s %s)", tree(x.X), x.Op, tree(x.Y))
	}
	panic(fmt.Sprintf("%T", x))
}

func trees(xs []Expr) string {
	var b strings.Builder
	for _, x := range xs {
		b.WriteString(" [" + tree(x) + "]")
	}
	return b.String()
}
