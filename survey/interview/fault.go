package interview

import (
	"errors"

	"anketa/survey"
	"anketa/survey/message"
	"anketa/survey/xpath"
)

// A Fault is what an expression could not work out when it was evaluated:
// several answers where one is wanted, a date that cannot be read. The
// expression is blank then, and the interview goes on. No fault tells an
// answer.
type Fault struct {
	Item  *survey.Item // whose expression it is; the root for the form's own
	At    survey.Position
	Error *xpath.Error
	Times int // that it came up
}

// mostFaults is how many different faults an interview collects.
const mostFaults = 100

// faults are those of one interview, each once.
type faults struct {
	list []Fault
	told map[faultID]int // place in list
}

type faultID struct {
	item      *survey.Item
	text, msg string
	pos       int
}

// Faults gives what expressions could not work out so far, each fault once, in
// the order in which they came up; none where Options.Faults is false.
func (iv *Interview) Faults() []Fault {
	if iv.faults == nil {
		return nil
	}
	return append([]Fault(nil), iv.faults.list...)
}

func (f *faults) add(iv *Interview, at xpath.Node, err error) {
	n, ok := at.(*node)
	if !ok {
		return
	}
	e := new(xpath.Error)
	if !errors.As(err, &e) {
		e = &xpath.Error{Msg: message.New("%w", err)}
	}
	id := faultID{n.spec.item, e.Text, e.Msg.String(), e.Pos}
	if i, known := f.told[id]; known {
		f.list[i].Times++
		return
	}
	if len(f.list) == mostFaults {
		return
	}
	f.told[id] = len(f.list)
	f.list = append(f.list, Fault{Item: id.item, At: iv.cellOf(n), Error: e, Times: 1})
}

// cellOf gives the cell whose expression is evaluated at n: that of the
// property which is being brought up to date, else the question's own.
func (iv *Interview) cellOf(n *node) survey.Position {
	if rank := iv.queue.at; rank >= 0 && rank < len(iv.plan.cells) {
		c := &iv.plan.cells[rank]
		if rule := n.spec.item.Rules[c.property]; c.spec == n.spec && rule != nil {
			return rule.At
		}
	}
	return n.spec.item.At
}
