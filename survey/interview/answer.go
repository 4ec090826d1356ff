package interview

import (
	"slices"

	"anketa/survey"
	"anketa/survey/message"
)

// What a caller may want to tell apart when an answer is not taken. Nothing
// has changed then.
var (
	ErrNoPlace  = message.New("there is no such place in the interview")
	ErrNotAsked = message.New("this is not a question")
	ErrReadOnly = message.New("this question cannot be answered by hand")
)

// Set answers a question as typed or chosen; blank takes the answer away. A
// text that is none of the question's type, or breaks its constraint, stays
// and is blank to everything else. A question that is not relevant now may be
// answered; the answer is parked.
func (iv *Interview) Set(p survey.Path, text string) ([]Change, error) {
	n, err := iv.question(p)
	if err != nil {
		return nil, err
	}
	if canonical, ok := survey.Canonical(n.spec.item.Type, text); ok {
		text = canonical
	}
	iv.answer(n, text, survey.NotReached)
	return iv.drain(), nil
}

// Mark answers with don't know, refused or not applicable: with the code that
// the question has for it, else with the state beside a blank answer.
// NotReached takes the answer away.
func (iv *Interview) Mark(p survey.Path, state survey.State) ([]Change, error) {
	n, err := iv.question(p)
	if err != nil {
		return nil, err
	}
	switch {
	case state == survey.NotReached:
		iv.answer(n, "", survey.NotReached)
	case state < survey.DontKnow || state > survey.NotApplicable:
		return nil, message.New("%s: %q is no answer", p, state)
	case n.takes(n.spec.codes[state]):
		iv.answer(n, n.spec.codes[state], survey.NotReached)
	default:
		iv.answer(n, "", state)
	}
	return iv.drain(), nil
}

// takes says whether a code can be given now: a filter may leave it out.
func (n *node) takes(code string) bool {
	if code == "" {
		return false
	}
	if !n.spec.item.Type.Selects() {
		return true
	}
	_, offered := n.offers(code)
	return offered
}

// Confirm records that an answer which the soft check doubts is right. It
// holds until the answer changes.
func (iv *Interview) Confirm(p survey.Path) ([]Change, error) {
	n := iv.find(p)
	if n == nil {
		return nil, message.New("%s: %w", p, ErrNoPlace)
	}
	if n.warns() && !n.confirmed {
		n.confirmed = true
		iv.touch(n)
		iv.note(n, survey.Plausible)
	}
	return iv.drain(), nil
}

// question gives the node of a question that can be answered by hand.
func (iv *Interview) question(p survey.Path) (*node, error) {
	n := iv.find(p)
	switch {
	case n == nil:
		return nil, message.New("%s: %w", p, ErrNoPlace)
	case !n.spec.item.Type.Asked():
		return nil, message.New("%s: %w", p, ErrNotAsked)
	case n.readonly:
		return nil, message.New("%s: %w", p, ErrReadOnly)
	}
	return n, nil
}

// answer stores an answer and brings up to date what follows from it; then
// what it triggers.
func (iv *Interview) answer(n *node, text string, mark survey.State) {
	if iv.give(n, text, mark) {
		iv.fire(n, nil)
	}
}

// give stores an answer and says whether what counts of it is another.
func (iv *Interview) give(n *node, text string, mark survey.State) bool {
	if n.text == text && n.mark == mark {
		return false
	}
	before := n.kept
	n.text, n.mark, n.confirmed = text, mark, false
	iv.touch(n)
	n.refresh()
	// The state can change without the value: the checks follow both.
	iv.changed(n, survey.Value)
	iv.settle()
	return n.kept != before
}

// fire runs the calculations that n triggers. They are no part of the graph:
// each is stored once, as if typed, with all that follows from it; a question
// that changes by it triggers in its turn, but not twice on one way
// (xlsform.md §4.4).
func (iv *Interview) fire(n *node, way []*spec) {
	if slices.Contains(way, n.spec) {
		return
	}
	way = append(way, n.spec)
	for _, s := range n.spec.fires {
		f := n.frame
		for f.roster != nil && !s.isIn(f) {
			f = f.roster.frame
		}
		f.each(s, func(target *node) {
			if iv.give(target, iv.calculate(target), survey.NotReached) && s.item.Visible() {
				iv.fire(target, way)
			}
		})
	}
}
