package xpath

import (
	"math/rand/v2"
	"time"
)

// A Node is one place in the data: an element of a live interview
// (survey/interview), of a choice list, or of an XML document.
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
	// Refer appends every node that r stands for as seen from a node: one
	// in this instance where both share a repeat, else all instances.
	Refer(from Node, r *Ref, dst []Node) []Node
	// Instance gives the root element of a secondary instance.
	Instance(id string) (Node, bool)
	// ChoiceName gives the label, in the interview's language, of a choice of
	// the question r as seen from a node; "" where there is none.
	ChoiceName(from Node, r *Ref, value string) string
	// Property gives metadata: deviceid, username, version, …
	Property(name string) string
}

// A Context is everything that an evaluation may consult. There are no
// globals and no hidden clock.
type Context struct {
	Node      Node // .
	Current   Node // current(): where the expression stands
	Pos, Size int  // position() and last() inside a predicate
	Data      Data // may be nil: then there is no ${name} and no instance()
	Now       func() time.Time
	Rand      *rand.Rand
	Language  string      // for %a and %b of format-date: "ru", "en"
	Report    func(error) // soft faults: several nodes as a scalar, an unreadable date; may be nil
}
