package interview

import "anketa/survey"

// What a draft has and this version of the form has no question for is set
// aside, beside the node of the group, instance or question that it lies in.
// It stays in the draft at its place, so that an older version of the form
// finds it there, and goes into the finished record: an answer that was given
// is not lost because the form changed meanwhile.

// aside gives what is set aside at a node, to add to it. A group's own state
// and text are those of the question that it was.
func (iv *Interview) aside(n *node) *survey.Answer {
	a := iv.strays[n]
	if a == nil {
		a = &survey.Answer{}
		iv.strays[n] = a
	}
	return a
}

// holder gives the node of a group, or of the repeat's instance or the record
// that a frame is.
func (f *frame) holder(s *spec) *node {
	if f.spec == s {
		return &f.nodes[0]
	}
	return &f.nodes[s.local]
}

// bring gives an answer what is set aside at its node: children behind its own,
// and to a group the answer that it had as a question.
func (iv *Interview) bring(a *survey.Answer, n *node) *survey.Answer {
	aside := iv.strays[n]
	if aside == nil {
		return a
	}
	if n.spec.item.Type.Holds() {
		a.State, a.Text, a.Confirmed, a.Parked = aside.State, aside.Text, aside.Confirmed, a.Parked || aside.Parked
	}
	for _, c := range aside.Children {
		a.Children = append(a.Children, copyOf(c))
	}
	return a
}

// bringAnswered does the same for a finished record, which takes only what was
// answered and is not parked. It gives nil where a is nil and nothing is set
// aside.
func (iv *Interview) bringAnswered(a *survey.Answer, n *node) *survey.Answer {
	aside := iv.strays[n]
	if aside == nil {
		return a
	}
	left := answered(aside)
	if left == nil {
		return a
	}
	if a == nil {
		a = &survey.Answer{Name: n.spec.item.Name}
	}
	if n.spec.item.Type.Holds() {
		a.State, a.Text, a.Confirmed = left.State, left.Text, left.Confirmed
	}
	a.Children = append(a.Children, left.Children...)
	return a
}

func copyOf(a *survey.Answer) *survey.Answer {
	c := *a
	if a.Children != nil {
		c.Children = make([]*survey.Answer, len(a.Children))
	}
	for i, inner := range a.Children {
		c.Children[i] = copyOf(inner)
	}
	return &c
}

// answered copies what of an answer counts: nil where it was not answered and
// nothing in it was.
func answered(a *survey.Answer) *survey.Answer {
	c := &survey.Answer{Name: a.Name, Key: a.Key}
	if holds(a) && !a.Parked {
		c.State, c.Text, c.Confirmed = a.State, a.Text, a.Confirmed
	}
	for _, inner := range a.Children {
		if inner.Key != "" && inner.Parked {
			continue
		}
		if kept := answered(inner); kept != nil {
			c.Children = append(c.Children, kept)
		}
	}
	if !holds(c) && c.Children == nil {
		return nil
	}
	return c
}

// holds says whether a is an answer itself.
func holds(a *survey.Answer) bool { return a.Text != "" || a.State != survey.NotReached }
