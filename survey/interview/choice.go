package interview

import (
	"slices"

	"anketa/survey"
	"anketa/survey/xpath"
)

// A Choice is one answer that is offered now.
type Choice struct {
	Name    string
	Label   string            // in the interview's language; the name where there is no label
	Special survey.State      // DontKnow, Refused or NotApplicable where the code stands for it, else 0
	Media   map[string]string // image, audio, video → file name
}

// computeChoices finds what is offered and says whether that is anything else
// than before.
func (iv *Interview) computeChoices(n *node) bool {
	it := n.spec.item
	if it.ItemsFrom != nil {
		names := iv.namesFrom(n, it.ItemsFrom)
		if slices.Equal(names, n.names) {
			return false
		}
		n.names = names
		return true
	}
	rule := it.Rules[survey.Choices]
	if rule == nil || n.spec.choices == nil {
		return true // the seed of their order changed
	}
	offered := iv.offer(n, rule.Expr)
	if n.offered != nil && slices.Equal(offered, n.offered) {
		return it.Seed != nil
	}
	n.offered = offered
	return true
}

// namesFrom gives the answers that a select_one ${question} offers: those of
// all instances of the question's repeat, and where a repeat around that one
// holds the select too, of the same instance of it. Its filter looks at the
// instances, one after another.
func (iv *Interview) namesFrom(n *node, from *xpath.Ref) []string {
	of := iv.plan.specs[iv.form.Item(from.Slot).Index]
	f := n.frame
	for f.roster != nil && (!of.isIn(f) || f.depth() == len(of.chain)) {
		f = f.roster.frame
	}
	var names []string
	answers := f.collect(of, nil)
	for i, answer := range answers {
		if name := answer.Value().Str(); name != "" && iv.admits(n, answer.(*node), i+1, len(answers)) {
			names = append(names, name)
		}
	}
	return names
}

// admits says whether the filter of n lets the instance of an answer through.
func (iv *Interview) admits(n, answer *node, pos, size int) bool {
	rule := n.spec.item.Rules[survey.Choices]
	if rule == nil {
		return true
	}
	c := iv.context(&answer.frame.nodes[0], n)
	defer iv.release()
	c.Pos, c.Size = pos, size
	return c.Eval(rule.Expr).Bool()
}

// offer gives the choices that a filter lets through; never nil.
func (iv *Interview) offer(n *node, x xpath.Expr) []int32 {
	if n.spec.filter == nil {
		return iv.sift(n, n.spec.choices, iv.plan.fast(x), nil, true)
	}
	some, all := iv.pick(n, n.spec.filter)
	if all {
		return everyChoice(len(n.spec.choices.list.Choices))
	}
	return append([]int32{}, some...)
}

func everyChoice(size int) []int32 {
	all := make([]int32, size)
	for i := range all {
		all[i] = int32(i)
	}
	return all
}

// offers says whether a choice has that name, and whether it is offered now.
func (n *node) offers(name string) (known, offered bool) {
	if n.spec.item.ItemsFrom != nil {
		return true, slices.Contains(n.names, name) || n.spec.open
	}
	if n.spec.choices == nil { // the list is kept elsewhere
		return true, true
	}
	at := n.spec.choices.byName[name]
	if n.offered == nil || n.spec.open {
		return len(at) > 0, len(at) > 0
	}
	for _, i := range at {
		if _, found := slices.BinarySearch(n.offered, i); found {
			return true, true
		}
	}
	return len(at) > 0, false
}

// choicesOf gives what is offered at n, in the order in which it is shown.
func (iv *Interview) choicesOf(n *node) []Choice {
	it := n.spec.item
	switch {
	case it.ItemsFrom != nil:
		out := make([]Choice, len(n.names))
		for i, name := range n.names {
			out[i] = Choice{Name: name, Label: name}
		}
		return out
	case n.spec.choices == nil:
		return nil
	}
	offered := n.offered
	if offered == nil {
		offered = everyChoice(len(it.List.Choices))
	}
	if it.Params["randomize"] == "true" {
		offered = iv.shuffled(n, offered)
	}
	out := make([]Choice, len(offered))
	for i, at := range offered {
		out[i] = iv.choice(n, it.List.Choices[at])
	}
	return out
}

func (iv *Interview) choice(n *node, c *survey.Choice) Choice {
	out := Choice{Name: c.Name, Label: iv.labelOf(n, c)}
	for s := survey.DontKnow; s <= survey.NotApplicable; s++ {
		if n.spec.codes[s] == c.Name {
			out.Special = s
		}
	}
	if len(c.Media) > 0 {
		out.Media = iv.media(n, c.Media)
	}
	return out
}

func (iv *Interview) labelOf(n *node, c *survey.Choice) string {
	if label, _ := iv.render(n, c.Label); label != "" {
		return label
	}
	return c.Name
}

// choiceLabel gives the label of a choice that is offered at n.
func (iv *Interview) choiceLabel(n *node, name string) (string, bool) {
	known, offered := n.offers(name)
	switch {
	case !known || !offered || name == "":
		return "", false
	case n.spec.choices == nil:
		return name, n.spec.item.ItemsFrom != nil
	}
	for _, i := range n.spec.choices.byName[name] {
		if _, found := slices.BinarySearch(n.offered, i); found || n.offered == nil || n.spec.open {
			return iv.labelOf(n, n.spec.item.List.Choices[i]), true
		}
	}
	return "", false
}

// isOffered says whether the filter lets a choice of that name through now.
func (n *node) isOffered(name string) bool {
	for _, i := range n.spec.choices.byName[name] {
		if _, found := slices.BinarySearch(n.offered, i); found {
			return true
		}
	}
	return false
}
