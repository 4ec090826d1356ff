package xpath

import "time"

// ValueKind says what a Value is.
type ValueKind uint8

const (
	StringKind ValueKind = iota // the zero Value is the empty string
	NumberKind
	BooleanKind
	DateKind  // an instant that reads as a date, a time or both
	NodesKind // a node-set, in document order
)

// A Value is what an expression comes to. It is passed by value; numbers and
// booleans never allocate.
type Value struct {
	kind  ValueKind
	whole bool // DateKind: a calendar day without a time
	num   float64
	str   string
	date  time.Time
	nodes []Node
}

func String(s string) Value  { return Value{str: s} }
func Number(f float64) Value { return Value{kind: NumberKind, num: f} }
func Boolean(b bool) Value {
	v := Value{kind: BooleanKind}
	if b {
		v.num = 1
	}
	return v
}

// Day is a calendar date; DateTime an instant with its offset.
func Day(t time.Time) Value      { return Value{kind: DateKind, whole: true, date: t} }
func DateTime(t time.Time) Value { return Value{kind: DateKind, date: t} }

// NodeSet is a set of nodes in document order.
func NodeSet(nodes []Node) Value { return Value{kind: NodesKind, nodes: nodes} }

func (v Value) Kind() ValueKind { return v.kind }
