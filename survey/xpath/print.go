package xpath

import (
	"math"
	"strconv"
	"strings"
)

// Canonical spelling: one blank around operators and after commas, the short
// forms of steps, single quotes where they can be, and no parentheses but
// those that the tree needs.

func (x *Literal) String() string { return string(x.print(nil)) }
func (x *Ref) String() string     { return string(x.print(nil)) }
func (x *Path) String() string    { return string(x.print(nil)) }
func (x *Filter) String() string  { return string(x.print(nil)) }
func (x *Call) String() string    { return string(x.print(nil)) }
func (x *Unary) String() string   { return string(x.print(nil)) }
func (x *Binary) String() string  { return string(x.print(nil)) }

func (x *Literal) print(b []byte) []byte {
	if x.Value.kind == NumberKind && !math.IsNaN(x.Value.num) && !math.IsInf(x.Value.num, 0) {
		return strconv.AppendFloat(b, x.Value.num, 'f', -1, 64)
	}
	return printText(b, x.Value.Str())
}

// printText quotes a text. The language has no escapes: a text with both
// kinds of quote, which no author can have written, becomes a concat().
func printText(b []byte, s string) []byte {
	quote := "'"
	if strings.Contains(s, quote) {
		quote = `"`
	}
	if !strings.Contains(s, quote) {
		return append(append(append(b, quote...), s...), quote...)
	}
	b = append(b, "concat("...)
	for i, part := range strings.Split(s, "'") {
		if i > 0 {
			b = append(b, `, "'", `...)
		}
		b = append(append(append(b, '\''), part...), '\'')
	}
	return append(b, ')')
}

func (x *Ref) print(b []byte) []byte {
	b = append(b, "${"...)
	if x.LastSaved {
		b = append(b, lastSaved...)
	}
	return append(append(b, x.Name...), '}')
}

func (x *Path) print(b []byte) []byte {
	switch x.Root {
	case Absolute:
		if len(x.Steps) == 0 {
			return append(b, '/')
		}
	case Current:
		b = append(b, "current()"...)
	case Filtered:
		switch x.Base.(type) {
		case *Path, *Unary, *Binary:
			b = printGroup(b, x.Base)
		default:
			b = x.Base.print(b)
		}
	}
	for i := range x.Steps {
		if i > 0 || x.Root != Relative {
			b = append(b, '/')
			if x.Steps[i].isDeep() && i+1 < len(x.Steps) {
				continue // the / of the next step makes it //
			}
		}
		b = x.Steps[i].print(b)
	}
	return b
}

// isDeep says whether a step is what // stands for.
func (s *Step) isDeep() bool {
	return s.Axis == DescendantOrSelf && s.Test == AnyNode && len(s.Predicates) == 0
}

func (s *Step) print(b []byte) []byte {
	switch {
	case s.Axis == Self && s.Test == AnyNode:
		b = append(b, '.')
	case s.Axis == Parent && s.Test == AnyNode:
		b = append(b, ".."...)
	default:
		b = s.printTest(s.printAxis(b))
	}
	return printPredicates(b, s.Predicates)
}

func (s *Step) printAxis(b []byte) []byte {
	switch s.Axis {
	case Child:
		return b
	case Attribute:
		return append(b, '@')
	}
	return append(append(b, axisNames[s.Axis]...), "::"...)
}

func (s *Step) printTest(b []byte) []byte {
	if s.Test == Named {
		return append(b, s.Name...)
	}
	b = append(append(b, testNames[s.Test]...), '(')
	if s.Test == Instruction && s.Name != "*" {
		b = printText(b, s.Name)
	}
	return append(b, ')')
}

func printPredicates(b []byte, predicates []Expr) []byte {
	for _, p := range predicates {
		b = append(p.print(append(b, '[')), ']')
	}
	return b
}

func (x *Filter) print(b []byte) []byte {
	base, isPath := x.Base.(*Path)
	switch x.Base.(type) {
	case *Literal, *Ref, *Call:
		b = x.Base.print(b)
	default:
		if isPath && base.Root == Current && len(base.Steps) == 0 {
			b = base.print(b)
		} else {
			b = printGroup(b, x.Base)
		}
	}
	return printPredicates(b, x.Predicates)
}

func (x *Call) print(b []byte) []byte {
	b = append(append(b, x.Name...), '(')
	for i, a := range x.Args {
		if i > 0 {
			b = append(b, ", "...)
		}
		if _, ok := a.(*Ref); ok && x.quotes(i) {
			b = append(a.print(append(b, '\'')), '\'')
		} else {
			b = a.print(b)
		}
	}
	return append(b, ')')
}

// quotes says whether authors quote a reference as argument i, because the
// function wants the question and not its answer.
func (x *Call) quotes(i int) bool { return x.Name == choiceName && i == 1 }

func (x *Unary) print(b []byte) []byte {
	return printOperand(append(b, '-'), x.X, unaryLevel, false)
}

func (x *Binary) print(b []byte) []byte {
	op := operators[x.Op]
	b = printOperand(b, x.X, op.level, op.right)
	b = append(append(append(b, ' '), op.text...), ' ')
	return printOperand(b, x.Y, op.level, !op.right)
}

// printOperand puts parentheses around an operand that binds less than its
// operator, or equally on the side that does not lean to it.
func printOperand(b []byte, x Expr, level int, away bool) []byte {
	mine := math.MaxInt
	switch x := x.(type) {
	case *Binary:
		mine = operators[x.Op].level
	case *Unary:
		mine = unaryLevel
	case *Path:
		if x.Root == Absolute && len(x.Steps) == 0 {
			mine = 0 // / * 2 would be a path
		}
	}
	if mine < level || mine == level && away {
		return printGroup(b, x)
	}
	return x.print(b)
}

func printGroup(b []byte, x Expr) []byte {
	return append(x.print(append(b, '(')), ')')
}
