package xpath

import (
	"iter"
	"slices"
)

// Walk gives x and everything below it, each expression before its parts and
// parts in the order in which they are written.
func Walk(x Expr) iter.Seq[Expr] {
	return func(yield func(Expr) bool) { walk(x, yield) }
}

func walk(x Expr, yield func(Expr) bool) bool {
	if x == nil {
		return true
	}
	if !yield(x) {
		return false
	}
	for part := range x.children() {
		if !walk(part, yield) {
			return false
		}
	}
	return true
}

// Refs gives every ${…} in x, also the quoted one of jr:choice-name.
func Refs(x Expr) iter.Seq[*Ref] {
	return func(yield func(*Ref) bool) {
		for part := range Walk(x) {
			if r, ok := part.(*Ref); ok && !yield(r) {
				return
			}
		}
	}
}

func none(func(Expr) bool) {}

func (x *Literal) children() iter.Seq[Expr] { return none }
func (x *Ref) children() iter.Seq[Expr]     { return none }
func (x *Call) children() iter.Seq[Expr]    { return slices.Values(x.Args) }

func (x *Unary) children() iter.Seq[Expr] {
	return func(yield func(Expr) bool) { yield(x.X) }
}

func (x *Binary) children() iter.Seq[Expr] {
	return func(yield func(Expr) bool) { _ = yield(x.X) && yield(x.Y) }
}

func (x *Filter) children() iter.Seq[Expr] {
	return func(yield func(Expr) bool) { _ = yield(x.Base) && each(x.Predicates, yield) }
}

func (x *Path) children() iter.Seq[Expr] {
	return func(yield func(Expr) bool) {
		if x.Base != nil && !yield(x.Base) {
			return
		}
		for _, s := range x.Steps {
			if !each(s.Predicates, yield) {
				return
			}
		}
	}
}

func each(xs []Expr, yield func(Expr) bool) bool {
	for _, x := range xs {
		if !yield(x) {
			return false
		}
	}
	return true
}
