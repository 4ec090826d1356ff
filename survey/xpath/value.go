package xpath

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// ValueKind says what a Value is.
type ValueKind uint8

const (
	StringKind ValueKind = iota // the zero Value is the empty string
	NumberKind
	BooleanKind
	DateKind  // a day, an instant or a time of day
	NodesKind // a node-set, in document order
)

var kindNames = [...]string{"string", "number", "boolean", "date", "nodes"}

func (k ValueKind) String() string { return kindNames[k] }

// precision says what of a DateKind value an author wrote.
type precision uint8

const (
	instant   precision = iota // num is milliseconds since 1970 in UTC
	dayOf                      // as instant, but only its day shows
	wholeDay                   // num is days since 1970-01-01
	timeOfDay                  // num is milliseconds since midnight in zone
)

// A Value is what an expression comes to. It is passed by value and fits the
// registers of one call; numbers, booleans and dates never allocate.
type Value struct {
	kind  ValueKind
	prec  precision // of DateKind
	known bool      // of StringKind: num is already what Num would find
	num   float64
	str   string
	zone  *time.Location // of DateKind
	nodes []Node
}

// String makes a text, Number a number and Boolean a truth.
func String(s string) Value  { return Value{str: s} }
func Number(f float64) Value { return Value{kind: NumberKind, num: f} }
func Boolean(b bool) Value {
	v := Value{kind: BooleanKind}
	if b {
		v.num = 1
	}
	return v
}

// Day is the calendar day that t has in its own zone, without a time.
func Day(t time.Time) Value {
	return dayValue(dayNumber(t), t.Location())
}

// DateTime is an instant, to the millisecond, in t's zone.
func DateTime(t time.Time) Value {
	return Value{kind: DateKind, num: float64(t.UnixMilli()), zone: t.Location()}
}

// Clock is the time of day that t has in its own zone, without a date.
func Clock(t time.Time) Value {
	h, m, s := t.Clock()
	ms := ((h*60+m)*60+s)*1000 + t.Nanosecond()/1e6
	return Value{kind: DateKind, prec: timeOfDay, num: float64(ms), zone: t.Location()}
}

// NodeSet is a set of nodes in document order.
func NodeSet(nodes []Node) Value { return Value{kind: NodesKind, nodes: nodes} }

func dayValue(days int, zone *time.Location) Value {
	return Value{kind: DateKind, prec: wholeDay, num: float64(days), zone: zone}
}

// Kind says what the value is.
func (v Value) Kind() ValueKind { return v.kind }

// Nodes gives the nodes of a node-set, nil for every other kind.
func (v Value) Nodes() []Node { return v.nodes }

// IsEmpty says whether the value leaves a question blank: an empty string, not
// a number, or no nodes.
func (v Value) IsEmpty() bool {
	switch v.kind {
	case StringKind:
		return v.str == ""
	case NumberKind:
		return math.IsNaN(v.num)
	case NodesKind:
		return v.one().IsEmpty()
	}
	return false
}

// one is the value as a scalar: that of the only node, and the empty string
// where there is none or more than one.
func (v Value) one() Value {
	if v.kind != NodesKind {
		return v
	}
	if len(v.nodes) != 1 {
		return Value{}
	}
	return v.nodes[0].Value()
}

// tiny is how near to zero a number counts as zero.
const tiny = 1e-12

// Bool is the value as a condition: a number that is neither 0 nor NaN, a text
// that is not empty (so 'false' and '0' are true), any date, a set in which a
// node's value is true.
func (v Value) Bool() bool {
	switch v.kind {
	case StringKind:
		return v.str != ""
	case NodesKind:
		for _, n := range v.nodes {
			if n.Value().Bool() {
				return true
			}
		}
		return false
	case DateKind:
		return true
	}
	return math.Abs(v.num) > tiny
}

// Num is the value as a number: NaN for a text that is none, whole days since
// 1970-01-01 for a date (a time of day is a fraction of one).
func (v Value) Num() float64 {
	switch v.kind {
	case StringKind:
		if v.known {
			return v.num
		}
		return parseNumber(v.str)
	case DateKind:
		return v.days()
	case NodesKind:
		return v.one().Num()
	}
	return v.num
}

// Str is the value as text. A number has no exponent, ever; a date at
// midnight is YYYY-MM-DD, any other an ISO date and time with milliseconds
// and offset.
func (v Value) Str() string {
	switch v.kind {
	case NumberKind:
		return formatNumber(v.num)
	case BooleanKind:
		if v.num != 0 {
			return "true"
		}
		return "false"
	case DateKind:
		return v.dateText()
	case NodesKind:
		return v.one().Str()
	}
	return v.str
}

// literalText is a string with its number already found.
func literalText(s string) Value {
	return Value{str: s, known: true, num: parseNumber(s)}
}

func formatNumber(f float64) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case math.IsInf(f, 1):
		return "Infinity"
	case math.IsInf(f, -1):
		return "-Infinity"
	case math.Abs(f) < tiny:
		return "0"
	case f == math.Trunc(f) && math.Abs(f) < 1<<53:
		return strconv.FormatInt(int64(f), 10)
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// parseNumber reads digits with at most one decimal point or comma and a
// minus in front; anything else, an exponent too, is NaN.
func parseNumber(s string) float64 {
	if s = strings.TrimSpace(s); s == "" {
		return math.NaN()
	}
	for i := range len(s) {
		if b := s[i]; (b < '0' || b > '9') && b != '.' && b != ',' && b != '-' {
			return math.NaN()
		}
	}
	if len(s) < 10 && isDigits(s) {
		return float64(smallInt(s))
	}
	f, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", "."), 64)
	if err != nil && !math.IsInf(f, 0) {
		return math.NaN()
	}
	return f
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// smallInt reads a string of fewer than ten digits.
func smallInt(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}
