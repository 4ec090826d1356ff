package interview

import (
	"anketa/survey"
	"anketa/survey/xpath"
)

// mostPasses bounds how often the number of a repeat's instances may follow
// what they hold; a form in which each instance asks for two more would else
// go on for ever.
const mostPasses = 100

// settle brings every cell that reads a changed one up to date. One pass is
// enough but for late cells: the order puts a cell after all that it reads.
func (iv *Interview) settle() {
	q := &iv.queue
	for range mostPasses {
		for rank := q.next(); rank >= 0; rank = q.next() {
			q.at = rank
			c := &iv.plan.cells[rank]
			waiting := q.waiting[rank]
			for _, n := range waiting {
				n.dirty &^= 1 << c.property
				if !n.frame.gone && iv.compute(n, c.property) {
					iv.changed(n, c.property)
				}
			}
			clear(waiting)
			q.waiting[rank] = waiting[:0]
		}
		if !q.again() {
			return
		}
	}
	q.drop(iv.plan)
}

// changed tells that a property of a node is not what it was: whoever reads it
// has to follow.
func (iv *Interview) changed(n *node, p survey.Property) {
	iv.note(n, p)
	rank := n.spec.ranks[p]
	if rank < 0 {
		return
	}
	edges := iv.plan.cells[rank].edges
	for i := range edges {
		iv.mark(n, &edges[i])
	}
}

// mark queues the cells that one edge leads to from a node.
func (iv *Interview) mark(n *node, e *edge) {
	if n.spec == e.within && !n.instance() { // from a roster to what is read within an instance
		for _, f := range n.roster {
			iv.markIn(f, e)
		}
		return
	}
	f := n.frame
	for f.roster != nil && f.spec != e.within {
		f = f.roster.frame
	}
	iv.markIn(f, e)
}

// markIn queues the reader of an edge wherever it stands in f.
func (iv *Interview) markIn(f *frame, e *edge) {
	depth := f.depth()
	switch chain := e.reader.chain; {
	case len(chain) < depth: // the repeat itself: its cells are its roster's
		iv.queue.push(f.roster, e.property)
	case len(chain) == depth:
		iv.queue.push(&f.nodes[e.reader.local], e.property)
	default:
		for _, inner := range f.nodes[chain[depth].local].roster {
			iv.markIn(inner, e)
		}
	}
}

// pushAll queues every cell of a frame.
func (iv *Interview) pushAll(f *frame) {
	for i := range f.nodes {
		if i == 0 {
			continue // the instance's cells are its roster's
		}
		for p := range survey.Properties {
			iv.queue.push(&f.nodes[i], p)
		}
	}
}

// compute brings one property of a node up to date and says whether it is
// another than before.
func (iv *Interview) compute(n *node, p survey.Property) bool {
	switch p {
	case survey.Count:
		return iv.computeCount(n)
	case survey.Relevant:
		return iv.computeRelevant(n)
	case survey.Value:
		return iv.computeValue(n)
	case survey.Choices:
		return iv.computeChoices(n)
	case survey.ReadOnly:
		return iv.computeReadOnly(n)
	case survey.Required:
		return set(&n.required, iv.holds(n, p, false))
	case survey.Valid:
		iv.typed = true
		broken := n.kept != "" && !iv.holds(n, p, true)
		iv.typed = false
		if !set(&n.invalid, broken) {
			return false
		}
		n.stir()
		return true
	case survey.Plausible:
		doubtful := n.kept != "" && !n.invalid && n.state() == survey.Given && !iv.holds(n, p, true)
		return set(&n.doubt, doubtful)
	case survey.Wording:
		return iv.computeWording(n)
	}
	return false
}

func set[T comparable](at *T, v T) bool {
	if *at == v {
		return false
	}
	*at = v
	return true
}

// holds evaluates an item's condition; none where nothing was written.
func (iv *Interview) holds(n *node, p survey.Property, none bool) bool {
	rule := n.spec.item.Rules[p]
	if rule == nil {
		return none
	}
	return iv.eval(n, rule.Expr).Bool()
}

// eval evaluates an expression that stands at n. It may be called while
// another one is evaluated, as for the label of a choice.
func (iv *Interview) eval(n *node, x xpath.Expr) xpath.Value {
	c := iv.context(n, n)
	defer iv.release()
	return c.Eval(iv.plan.fast(x))
}

// context gives a context at a node for one evaluation. A context serves one
// at a time, so there are as many as are nested.
func (iv *Interview) context(at, current xpath.Node) *xpath.Context {
	if iv.depth == len(iv.contexts) {
		iv.contexts = append(iv.contexts, iv.newContext())
	}
	c := iv.contexts[iv.depth]
	c.Node, c.Current, c.Pos, c.Size, c.Language = at, current, 0, 0, iv.form.Languages[iv.language].Code
	iv.depth++
	return c
}

func (iv *Interview) newContext() *xpath.Context {
	c := &xpath.Context{Data: data{iv}, Now: iv.now, Zone: iv.zone, Rand: iv.rand}
	if iv.faults != nil {
		c.Report = func(err error) { iv.faults.add(iv, c.Current, err) }
	}
	return c
}

func (iv *Interview) release() { iv.depth-- }

// computeRelevant decides an item's own condition and those around it. A
// repeat decides for its instances too; those beyond its count are parked.
func (iv *Interview) computeRelevant(n *node) bool {
	s := n.spec
	relevant := n.up().relevant && (s.inward || iv.holds(n, survey.Relevant, true))
	changed := iv.setRelevant(n, relevant)
	for i, f := range n.roster {
		own := relevant && i < n.count && (!s.inward || iv.holds(&f.nodes[0], survey.Relevant, true))
		if iv.setRelevant(&f.nodes[0], own) {
			iv.changed(&f.nodes[0], survey.Relevant)
		}
	}
	return changed
}

// computeReadOnly decides whether n can be answered by hand; a repeat decides
// for its instances.
func (iv *Interview) computeReadOnly(n *node) bool {
	readonly := n.up().readonly || iv.holds(n, survey.ReadOnly, false)
	for _, f := range n.roster {
		if set(&f.nodes[0].readonly, readonly) {
			iv.changed(&f.nodes[0], survey.ReadOnly)
		}
	}
	return set(&n.readonly, readonly)
}

func (iv *Interview) setRelevant(n *node, relevant bool) bool {
	if n.relevant == relevant {
		return false
	}
	n.relevant = relevant
	n.stir()
	iv.touch(n)
	return true
}

// computeValue works a calculation out, and finds what of an answer counts.
func (iv *Interview) computeValue(n *node) bool {
	changed := false
	if n.spec.calculated {
		changed = iv.put(n, iv.calculate(n))
	}
	return n.refresh() || changed
}

// calculate gives the text of an item's calculation, "" where it has none.
func (iv *Interview) calculate(n *node) string {
	rule := n.spec.item.Rules[survey.Value]
	if rule == nil || rule.Expr == nil {
		return ""
	}
	outer := iv.self
	iv.self = n
	text := textOf(iv.eval(n, rule.Expr), n.spec.item.Type, iv.zone)
	iv.self = outer
	return text
}

// put stores a text that was worked out.
func (iv *Interview) put(n *node, text string) bool {
	if n.text == text && n.mark == survey.NotReached {
		return false
	}
	n.text, n.mark, n.confirmed = text, survey.NotReached, false
	iv.touch(n)
	return true
}
