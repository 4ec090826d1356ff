package interview

import (
	"anketa/survey"
	"anketa/survey/xpath"
)

// Recompute brings everything up to date as if nothing were: what a change
// would cost without the graph.
func (iv *Interview) Recompute() {
	iv.pushAll(iv.root)
	iv.everyFrame(iv.root, iv.pushAll)
	iv.settle()
	iv.drain()
}

// Evaluate evaluates an expression that stands at an item outside of repeats.
func (iv *Interview) Evaluate(it *survey.Item, x xpath.Expr) xpath.Value {
	return iv.eval(&iv.root.nodes[iv.plan.specs[it.Index].local], x)
}
