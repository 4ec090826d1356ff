package xpath

import (
	"math"
	"strings"
	"testing"
	"time"
)

// A node-set as a value is that of its only node.
func TestNodeSetValues(t *testing.T) {
	root, err := ParseXML(strings.NewReader("<a><b>7</b><b/><b>x</b></a>"))
	if err != nil {
		t.Fatal(err)
	}
	b := root.Children("b", nil)
	for _, c := range []struct {
		nodes []Node
		str   string
		num   float64
		bool  bool
		empty bool
	}{
		{nil, "", math.NaN(), false, true},
		{b[:1], "7", 7, true, false},
		{b[1:2], "", math.NaN(), false, true},
		{b, "", math.NaN(), true, true},
	} {
		v := NodeSet(c.nodes)
		if v.Kind() != NodesKind || len(v.Nodes()) != len(c.nodes) || v.Str() != c.str || v.Bool() != c.bool || v.IsEmpty() != c.empty ||
			v.Num() != c.num && !(math.IsNaN(v.Num()) && math.IsNaN(c.num)) {
			t.Errorf("%d nodes: %q %v %v %v", len(c.nodes), v.Str(), v.Num(), v.Bool(), v.IsEmpty())
		}
	}
}

func TestValueKinds(t *testing.T) {
	noon := time.Date(2026, 5, 1, 12, 0, 0, 0, ural)
	for _, c := range []struct {
		v    Value
		kind string
		time string
	}{
		{Value{}, "string", ""},
		{String("a"), "string", ""},
		{Number(1), "number", ""},
		{Boolean(true), "boolean", ""},
		{NodeSet(nil), "nodes", ""},
		{Day(noon), "date", "2026-05-01T00:00:00+05:00"},
		{DateTime(noon), "date", "2026-05-01T12:00:00+05:00"},
		{Clock(noon), "date", "1970-01-01T12:00:00+05:00"},
	} {
		at := ""
		if when := c.v.Time(); !when.IsZero() {
			at = when.Format(time.RFC3339)
		}
		if c.v.Kind().String() != c.kind || at != c.time {
			t.Errorf("%q is a %s at %s, want a %s at %s", c.v.Str(), c.v.Kind(), at, c.kind, c.time)
		}
	}
}

// What JavaRosa calls a seed of a text is the start of its SHA-256.
func TestSeeds(t *testing.T) {
	for _, c := range []struct {
		v    Value
		want int64
	}{
		{Number(42.9), 42},
		{Number(-42.9), -42},
		{Number(1e300), math.MaxInt64},
		{Number(-1e300), math.MinInt64},
		{Number(math.NaN()), 0},
		{Number(math.Inf(-1)), 0},
		{Boolean(true), 1},
		{String("12,5"), 12},
		{String(""), 0},
		{String("abc"), -5010229573455851542}, // ba7816bf8f01cfea
	} {
		if got := seedOf(c.v); got != c.want {
			t.Errorf("%s %q: %d, want %d", c.v.Kind(), c.v.Str(), got, c.want)
		}
	}
}
