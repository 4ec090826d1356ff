package interview

import (
	"math"
	"strconv"

	"anketa/survey"
	"anketa/survey/xpath"
)

// A total is sum(${question}) over the instances of a repeat. They are added
// up in their order, as without it; up to the first one whose answer changed,
// what they came to is remembered, so that one more instance costs one more
// addition and not as many as there are.
type total struct {
	of *spec
	at int // its place among the subtotals of a roster
}

// totals gives the faster copy of a call, nil where it is no total.
func (p *plan) totals(x *xpath.Call) xpath.Expr {
	if x.Name != "sum" || len(x.Args) != 1 || p.candidates > 0 {
		return nil
	}
	ref, ok := x.Args[0].(*xpath.Ref)
	if !ok || ref.LastSaved {
		return nil
	}
	it := p.form.Item(ref.Slot)
	if it == nil || it.Type.Data != survey.IntegerData && it.Type.Data != survey.DecimalData {
		return nil
	}
	s := p.specs[it.Index]
	if len(s.chain) == 0 || s.members != nil {
		return nil
	}
	id := "\x00total" + strconv.Itoa(it.Index)
	if p.sums[id] == nil {
		repeat := s.chain[len(s.chain)-1]
		s.totalled = true
		p.sums[id] = &total{s, repeat.totals}
		repeat.totals++
	}
	return &xpath.Call{Name: "instance", Args: []xpath.Expr{&xpath.Literal{Value: xpath.String(id)}}}
}

// subtotals are what the first instances of a roster come to: of none first,
// then of one, and so on, as far as is known.
type subtotals []float64

// find gives the total, as a node, from where the expression stands.
func (t *total) find(iv *Interview) xpath.Node {
	f := iv.root
	if n, ok := iv.contexts[iv.depth-1].Current.(*node); ok {
		f = n.frame
	}
	for f.roster != nil && !t.of.isIn(f) {
		f = f.roster.frame
	}
	if f.depth()+1 == len(t.of.chain) && !iv.typed {
		return totalNode(f.nodes[t.of.chain[f.depth()].local].total(t))
	}
	sum := 0.0
	for _, n := range f.collect(t.of, nil) {
		sum += addend(n.(*node))
	}
	return totalNode(sum)
}

// total is that of the instances that there are.
func (n *node) total(t *total) float64 {
	for len(n.totals) <= t.at {
		n.totals = append(n.totals, subtotals{0})
	}
	known := n.totals[t.at]
	for len(known) <= n.count {
		x := &n.roster[len(known)-1].nodes[t.of.local]
		sum := known[len(known)-1]
		if x.relevant {
			sum += addend(x)
		}
		known = append(known, sum)
	}
	n.totals[t.at] = known
	return known[n.count]
}

// addend is what an answer adds: nothing where it is no number.
func addend(n *node) float64 {
	if f := n.Value().Num(); !math.IsNaN(f) {
		return f
	}
	return 0
}

// unfold forgets what the instances of a roster come to from a place on,
// counted from 0.
func (n *node) unfold(from int) {
	for i, known := range n.totals {
		n.totals[i] = known[:min(len(known), from+1)]
	}
}

// stir says that what n counts for is another than before.
func (n *node) stir() {
	if n.spec.totalled {
		n.frame.roster.unfold(n.frame.at - 1)
	}
}

// A totalNode is a number that stands for many answers.
type totalNode float64

func (n totalNode) Name() string                                     { return "total" }
func (n totalNode) Value() xpath.Value                               { return xpath.Number(float64(n)) }
func (n totalNode) Parent() xpath.Node                               { return nil }
func (n totalNode) Position() int                                    { return 1 }
func (n totalNode) Children(_ string, dst []xpath.Node) []xpath.Node { return dst }
