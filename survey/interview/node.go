package interview

import (
	"anketa/survey"
	"anketa/survey/xpath"
)

// A frame is what exists once in the record, or once in one instance of a
// repeat.
type frame struct {
	iv     *Interview
	spec   *spec  // the repeat, or the root
	roster *node  // the repeat of which it is an instance; nil for the record
	nodes  []node // by spec.local; the first is the instance, or the record, itself
	key    string
	at     int // 1-based among the roster's instances
	gone   bool
}

// A node is an item in one frame. A repeat has a node of its own, its roster,
// in the frame around it, and one in each instance.
type node struct {
	spec  *spec
	frame *frame

	text      string       // as typed, chosen or worked out; canonical where it is of the type
	mark      survey.State // don't know and the like, where no code stands for it
	confirmed bool         // the soft check was confirmed

	kept  string      // what of text counts: of the type, and offered
	value xpath.Value // kept, as expressions read it
	bad   bool        // text is none of the type
	lost  bool        // a choice in text is not offered now

	relevant, readonly, required bool
	invalid                      bool // the constraint does not hold
	doubt                        bool // the soft check does not hold

	offered  []int32     // choices by place in their list, where a filter chooses
	names    []string    // choices that come from a repeat
	words    string      // of Wording: what it last came to
	totals   []subtotals // of a repeat: by total.at
	roster   []*frame    // of a repeat: the instances, those beyond count parked
	count    int
	dirty    uint16 // by property: waits in the queue
	noted    uint16 // by property: among the changes of this call
	touched  bool   // waits to be journalled
	written  bool   // the journal has it
	recorded fact   // as the journal has it
}

// A fact is what a journal keeps of a node.
type fact struct {
	text              string
	state             survey.State
	confirmed, parked bool
}

func newFrame(iv *Interview, s *spec, roster *node) *frame {
	f := &frame{iv: iv, spec: s, roster: roster, nodes: make([]node, len(s.members))}
	for i, m := range s.members {
		n := &f.nodes[i]
		n.spec, n.frame, n.relevant = m, f, true
	}
	return f
}

// depth is how many repeats a frame lies in, its own counted.
func (f *frame) depth() int {
	if f.roster == nil {
		return 0
	}
	return len(f.spec.chain) + 1
}

// instance says whether n is an instance of a repeat, or the record.
func (n *node) instance() bool { return n == &n.frame.nodes[0] }

// up gives the node that n lies in: of an instance what its repeat lies in.
func (n *node) up() *node {
	if !n.instance() {
		return &n.frame.nodes[n.spec.parent]
	}
	if n.frame.roster == nil {
		return nil
	}
	return n.frame.roster.up()
}

// active gives the instances that there are.
func (n *node) active() []*frame { return n.roster[:n.count] }

// path gives the place of n with the positions of the moment.
func (n *node) path() survey.Path {
	switch {
	case n.instance() && n.frame.roster == nil:
		return ""
	case n.instance():
		return n.frame.roster.path().At(n.frame.at)
	case n.frame.roster == nil:
		return n.spec.path
	}
	return n.frame.nodes[0].path().Join(string(n.spec.rel))
}

// Name, Value, Parent, Position and Children make a node one place of the
// data (xpath.Node).
func (n *node) Name() string {
	if n.spec.item.Parent == nil {
		return n.frame.iv.form.Name
	}
	return n.spec.item.Name
}

// Value is blank while n is not relevant, and where its answer breaks its
// constraint. A constraint itself sees what was typed; a calculation sees its
// own value in any case, as once() asks.
func (n *node) Value() xpath.Value {
	iv := n.frame.iv
	if !n.relevant && n != iv.self || n.invalid && !n.spec.open && !iv.typed {
		return xpath.Value{}
	}
	return n.value
}

func (n *node) Parent() xpath.Node {
	if up := n.up(); up != nil {
		return up
	}
	return nil
}

func (n *node) Position() int {
	if n.instance() && n.frame.roster != nil {
		return n.frame.at
	}
	return 1
}

func (n *node) Children(name string, dst []xpath.Node) []xpath.Node {
	for _, k := range n.spec.kids {
		if name != "*" && name != k.item.Name {
			continue
		}
		kid := &n.frame.nodes[k.local]
		if k.members == nil {
			if kid.relevant {
				dst = append(dst, kid)
			}
			continue
		}
		dst = kid.instances(dst)
	}
	return dst
}

// instances appends the relevant instances of a roster.
func (n *node) instances(dst []xpath.Node) []xpath.Node {
	for _, f := range n.active() {
		if f.nodes[0].relevant {
			dst = append(dst, &f.nodes[0])
		}
	}
	return dst
}

// find gives the node at a path, nil where there is none: a repeat without a
// position is its roster, with one the instance.
func (iv *Interview) find(p survey.Path) *node {
	if s := iv.plan.at[string(p)]; s != nil && len(s.chain) == 0 {
		return &iv.root.nodes[s.local]
	}
	n := &iv.root.nodes[0]
	for name, position := range p.Steps() {
		if n = n.child(name, position); n == nil {
			return nil
		}
	}
	return n
}

func (n *node) child(name string, position int) *node {
	if n.spec.members != nil && !n.instance() { // below a repeat there are its instances only
		return nil
	}
	for _, k := range n.spec.kids {
		if k.item.Name != name {
			continue
		}
		kid := &n.frame.nodes[k.local]
		switch {
		case position == 0:
			return kid
		case k.members == nil || position > kid.count:
			return nil
		}
		return &kid.roster[position-1].nodes[0]
	}
	return nil
}
