package xpath

import "iter"

// An Expr is a parsed expression. Its members are *Literal, *Ref, *Path,
// *Filter, *Call, *Unary and *Binary; nobody else may implement it. It is
// immutable but for Ref.Slot and may be evaluated by any number of
// interviews.
type Expr interface {
	Pos() int                 // byte offset in the author's text
	String() string           // canonical spelling: Parse(x.String()) gives x again
	eval(*Context) Value      // a node that cannot evaluate itself does not compile
	children() iter.Seq[Expr] // operands, arguments, predicates
}

// A Ref is ${name} or ${last-saved#name}.
type Ref struct {
	At        int
	Name      string
	LastSaved bool
	Slot      int // given once by whoever resolves names (survey.Form.Link); 0 until then
}
