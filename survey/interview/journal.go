package interview

import "anketa/survey"

// touch has a node's answer journalled.
func (iv *Interview) touch(n *node) {
	if !n.touched && (n.spec.stored || n.instance()) {
		n.touched = true
		iv.touched = append(iv.touched, n)
	}
}

// touchAll has a new frame journalled: the instance itself, then a place for
// every answer in it, in form order, so that the order of a draft does not
// tell the order of events.
func (iv *Interview) touchAll(f *frame) {
	for i := range f.nodes {
		n := &f.nodes[i]
		if !n.touched && (n.spec.stored || n.spec.hollow() || n.instance() && f.roster != nil) {
			n.touched = true
			iv.touched = append(iv.touched, n)
		}
	}
}

// hollow says whether s is a group that no answer in it makes by the way.
func (s *spec) hollow() bool {
	if s.item.Type.Kind != survey.GroupKind || s.item.Parent == nil {
		return false
	}
	for _, k := range s.kids {
		if k.stored || k.item.Type.Kind == survey.GroupKind && !k.hollow() {
			return false
		}
	}
	return true
}

// Edits gives what changed since the last call, as facts for the journal: the
// first call after New gives everything.
func (iv *Interview) Edits() []survey.Edit {
	iv.flush()
	edits := iv.edits
	iv.edits = nil
	return edits
}

// flush turns what was touched into edits. Instances are only ever added at
// the end of their repeat meanwhile, so positions are those of before, too.
func (iv *Interview) flush() {
	for _, n := range iv.touched {
		n.touched = false
		if !n.frame.gone && !n.frame.lies() {
			iv.journal(n)
		}
	}
	clear(iv.touched)
	iv.touched = iv.touched[:0]
}

// lies says whether a frame lies in one that is gone.
func (f *frame) lies() bool {
	for ; f.roster != nil; f = f.roster.frame {
		if f.gone {
			return true
		}
	}
	return false
}

func (iv *Interview) journal(n *node) {
	now := n.fact()
	path := n.path()
	if !n.written && n.instance() {
		iv.edits = append(iv.edits, survey.Edit{Op: survey.Insert, Path: path, Key: n.frame.key})
		n.written = true
	}
	was := n.recorded
	plain := now
	plain.parked, plain.confirmed = was.parked, was.confirmed
	if !n.written || plain != was || was.parked && !now.parked || was.confirmed && !now.confirmed {
		iv.edits = append(iv.edits, survey.Edit{Op: survey.Put, Path: path, State: now.state, Text: now.text})
		was.parked, was.confirmed = false, false
	}
	if now.confirmed && !was.confirmed {
		iv.edits = append(iv.edits, survey.Edit{Op: survey.Confirm, Path: path})
	}
	if now.parked && !was.parked {
		iv.edits = append(iv.edits, survey.Edit{Op: survey.Park, Path: path})
	}
	n.recorded, n.written = now, true
}

// fact is what a draft keeps of a node. A blank answer is not parked: there is
// nothing to keep.
func (n *node) fact() fact {
	if n.instance() {
		return fact{parked: n.frame.roster != nil && n.frame.at > n.frame.roster.count}
	}
	f := fact{text: n.text, state: n.state(), confirmed: n.confirmed}
	if n.text != "" && f.state == survey.NotReached {
		f.state = survey.Given // of a choice that is not offered now
	}
	f.parked = !n.relevant && f.state != survey.NotReached
	return f
}
