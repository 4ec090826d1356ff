package survey

import (
	"iter"

	"anketa/survey/xpath"
)

// Exprs gives every expression of the form: rules, defaults, where choices come
// from, those in labels, hints, messages and choices, and the instance name.
func (f *Form) Exprs() iter.Seq[xpath.Expr] {
	return func(yield func(xpath.Expr) bool) {
		if f.InstanceName != nil && f.InstanceName.Expr != nil && !yield(f.InstanceName.Expr) {
			return
		}
		for _, it := range f.Items {
			if !it.exprs(yield) {
				return
			}
		}
	}
}

func (it *Item) exprs(yield func(xpath.Expr) bool) bool {
	for _, rule := range append(it.Rules[:], it.Default) {
		if rule != nil && rule.Expr != nil && !yield(rule.Expr) {
			return false
		}
	}
	if it.ItemsFrom != nil && !yield(it.ItemsFrom) || it.Seed != nil && !yield(it.Seed) {
		return false
	}
	for x := range wordings(it).exprs() {
		if !yield(x) {
			return false
		}
	}
	return true
}
