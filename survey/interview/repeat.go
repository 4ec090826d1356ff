package interview

import (
	"math"
	"slices"
	"strconv"

	"anketa/survey"
	"anketa/survey/message"
)

// ErrCounted is given where the form itself says how many instances there are.
var ErrCounted = message.New("the form sets the number of instances")

// mostInstances bounds what a count can ask for: a slip of the finger is a
// number of six digits, and each instance costs memory.
const mostInstances = 1000

// Add makes another instance of a repeat, after the others.
func (iv *Interview) Add(repeat survey.Path) ([]Change, error) {
	n, err := iv.freeRepeat(repeat)
	if err != nil {
		return nil, err
	}
	if n.count >= mostInstances {
		return nil, message.New("%s: there are %d instances already", repeat, n.count)
	}
	iv.grow(n, n.count)
	iv.recount(n, n.count+1)
	iv.settle()
	return iv.drain(), nil
}

// Remove takes an instance away with all that it holds; those after it move up.
func (iv *Interview) Remove(instance survey.Path) ([]Change, error) {
	at := iv.find(instance)
	if at == nil || !at.instance() || at.frame.roster == nil {
		return nil, message.New("%s: %w", instance, ErrNoPlace)
	}
	f := at.frame
	n := f.roster
	if n.spec.item.Rules[survey.Count] != nil {
		return nil, message.New("%s: %w", instance, ErrCounted)
	}
	iv.flush() // what was answered before is at the positions of before
	iv.edits = append(iv.edits, survey.Edit{Op: survey.Remove, Path: at.path()})
	f.gone = true
	n.roster = slices.Delete(n.roster, f.at-1, f.at)
	n.number(f.at - 1)
	iv.recount(n, n.count-1)
	iv.settle()
	return iv.drain(), nil
}

func (iv *Interview) freeRepeat(p survey.Path) (*node, error) {
	n := iv.find(p)
	switch {
	case n == nil || n.spec.members == nil || n.instance():
		return nil, message.New("%s: %w", p, ErrNoPlace)
	case n.spec.item.Rules[survey.Count] != nil:
		return nil, message.New("%s: %w", p, ErrCounted)
	}
	return n, nil
}

// recount sets how many instances there are and tells whoever reads that.
func (iv *Interview) recount(n *node, count int) {
	n.count = count
	iv.changed(n, survey.Count)
}

// computeCount makes as many instances as the form asks for. Surplus ones are
// parked and come back; a blank keeps the number that there was
// (xlsform.md §4.6).
func (iv *Interview) computeCount(n *node) bool {
	rule := n.spec.item.Rules[survey.Count]
	if rule == nil {
		return false
	}
	wanted := iv.eval(n, rule.Expr).Num()
	if math.IsNaN(wanted) {
		return false
	}
	count := int(min(max(wanted, 0), mostInstances))
	for len(n.roster) < count {
		iv.grow(n, len(n.roster))
	}
	for _, f := range n.roster[min(n.count, count):max(n.count, count)] {
		iv.touch(&f.nodes[0]) // parked, or back again
	}
	return set(&n.count, count)
}

// grow makes an instance at a place in a roster, counted from 0.
func (iv *Interview) grow(n *node, at int) {
	f := newFrame(iv, n.spec, n)
	f.key = iv.newKey()
	n.roster = slices.Insert(n.roster, at, f)
	n.number(at)
	iv.begin(f)
	iv.pushAll(f)
}

// number tells the instances from a place on, counted from 0, where they are.
func (n *node) number(from int) {
	n.unfold(from)
	for i, f := range n.roster[from:] {
		f.at = from + i + 1
	}
}

// newKey gives a random key that no instance ever had.
func (iv *Interview) newKey() string {
	for {
		if key := strconv.FormatUint(iv.rand.Uint64(), 36); !iv.keys[key] {
			iv.keys[key] = true
			return key
		}
	}
}

// begin fills a new frame: metadata, static defaults, the first instance of
// each free repeat, then what is worked out once.
func (iv *Interview) begin(f *frame) {
	iv.touchAll(f)
	for i := range f.nodes[1:] {
		n := &f.nodes[i+1]
		it := n.spec.item
		n.text = iv.metadata(it.Type.Meta)
		if n.text == "" {
			n.text = it.DefaultText
		}
		if it.Type.Asked() {
			if canonical, ok := survey.Canonical(it.Type, n.text); ok {
				n.text = canonical
			}
		}
		n.refresh()
	}
	for i := range f.nodes[1:] {
		if n := &f.nodes[i+1]; n.spec.members != nil && n.spec.item.Rules[survey.Count] == nil {
			iv.grow(n, 0)
			n.count = 1
		}
	}
	for i := range f.nodes[1:] {
		if n := &f.nodes[i+1]; n.spec.item.Default != nil {
			n.text = textOf(iv.eval(n, n.spec.item.Default.Expr), n.spec.item.Type, iv.zone)
			n.refresh()
		}
	}
}
