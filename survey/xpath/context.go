package xpath

import (
	"math/rand/v2"
	"time"
)

// A Node is one place in the data: an element of a live interview
// (survey/interview), of a choice list, or of an XML document. Two Nodes are
// the same place exactly when they are ==.
type Node interface {
	Name() string
	Value() Value  // by its bind type; the empty string while not relevant
	Parent() Node  // nil at the root
	Position() int // 1-based among its siblings of the same name
	// Children appends the relevant children of that name in document order
	// to dst; "*" means all.
	Children(name string, dst []Node) []Node
}

// Data is what an evaluation may ask about the form that it belongs to.
type Data interface {
	// Refer appends every node that r stands for as seen from a node, in
	// document order: those in this instance where both share a repeat, else
	// all instances. An instance of a repeat lies in itself, so that seen from
	// it r means its own answer; but a repeat's own name means all its
	// instances, also from inside.
	Refer(from Node, r *Ref, dst []Node) []Node
	// Instance gives the root element of a secondary instance.
	Instance(id string) (Node, bool)
	// ChoiceName gives the label, in the interview's language, of a choice of
	// the question r as seen from a node; "" where there is none.
	ChoiceName(from Node, r *Ref, value string) string
	// Wording gives a text of the form, in the interview's language, by its id
	// in the XForm that pyxform makes of it; "" where there is none.
	Wording(id string) string
	// Property gives metadata: deviceid, username, version, …
	Property(name string) string
}

// A Bearer is a Node that has attributes, as those of an XML document.
type Bearer interface {
	// Attributes appends the attributes of that name to dst; "*" means all.
	Attributes(name string, dst []Node) []Node
}

// A Context is everything that an evaluation may consult. There are no
// globals and no hidden clock. One Context serves any number of evaluations,
// one at a time; Data may evaluate with the same Context while it answers.
type Context struct {
	Node      Node // .
	Current   Node // current(): where the expression stands; nil means Node
	Pos, Size int  // position() and last() inside a predicate
	Data      Data // may be nil: then there is no ${name} and no instance()
	Now       func() time.Time
	Zone      *time.Location // of dates without an offset; nil means Now's zone
	Rand      *rand.Rand
	Language  string      // for %a and %b of format-date: "ru", "en"
	Report    func(error) // soft faults: several nodes as a scalar, an unreadable date; may be nil

	run *run // not nil while Eval is at work
}

// now is the interview's clock; the epoch where it has none.
func (c *Context) now() time.Time {
	if c.Now == nil {
		return time.Unix(0, 0).In(c.zone())
	}
	if c.Zone != nil {
		return c.Now().In(c.Zone)
	}
	return c.Now()
}

func (c *Context) zone() *time.Location {
	switch {
	case c.Zone != nil:
		return c.Zone
	case c.Now != nil:
		return c.Now().Location()
	}
	return time.UTC
}

// top is the root of the tree that n stands in.
func top(n Node) Node {
	for n != nil {
		p := n.Parent()
		if p == nil {
			return n
		}
		n = p
	}
	return nil
}
