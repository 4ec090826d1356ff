package xpath

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// A grower makes random trees of the kinds that a parser can make.
type grower struct {
	*rand.Rand
	names []string
	calls []string
}

func newGrower(seed uint64) grower {
	calls := slices.Sorted(maps.Keys(functions))
	calls = slices.DeleteFunc(calls, func(name string) bool { return name == "current" }) // a parsed one is a path
	return grower{
		rand.New(rand.NewPCG(seed, 1)),
		[]string{"a", "age", "rep", "or", "div", "mod", "and", "a-", "b.c", "text", "node", "возраст", "jr:x", "jr:*", "item"},
		append(calls, "nothing", "x:y"),
	}
}

func (g grower) pick(from []string) string { return from[g.IntN(len(from))] }

func (g grower) expr(depth int) Expr {
	if depth <= 0 {
		return g.leaf()
	}
	switch g.IntN(9) {
	case 0:
		return g.leaf()
	case 1:
		return &Unary{X: g.expr(depth - 1)}
	case 2:
		return &Filter{Base: g.expr(depth - 1), Predicates: g.exprs(1, depth)}
	case 3, 4:
		x := &Call{Name: g.pick(g.calls), Args: g.exprs(0, depth)}
		if x.Name == choiceName && len(x.Args) > 1 {
			x.Args[1] = &Ref{Name: "age"}
		}
		return x
	case 5:
		return g.path(depth)
	}
	return &Binary{Op: Op(g.IntN(len(operators))), X: g.expr(depth - 1), Y: g.expr(depth - 1)}
}

func (g grower) exprs(least, depth int) []Expr {
	var out []Expr
	for range least + g.IntN(3) {
		out = append(out, g.expr(depth-2))
	}
	return out
}

func (g grower) leaf() Expr {
	switch g.IntN(5) {
	case 0:
		return &Literal{Value: Number(float64(g.IntN(1e6)) / 1000)}
	case 1:
		return &Literal{Value: String(g.pick([]string{"", "x", "it's", `"`, "2020-01-01", "%Y", "(a", "rep", "1 2;3 4", "osh ala"}))}
	case 2:
		return &Ref{Name: g.pick([]string{"age", "rep", "name", "nobody"}), LastSaved: g.IntN(9) == 0}
	}
	return g.path(0)
}

func (g grower) path(depth int) Expr {
	x := &Path{Root: Root(g.IntN(4))}
	least := 0
	switch x.Root {
	case Relative:
		least = 1
	case Filtered:
		least = 1
		x.Base = g.expr(depth - 1)
		if depth <= 0 {
			x.Base = &Ref{Name: "rep"}
		}
	}
	for range least + g.IntN(3) {
		s := Step{Axis: Axis(g.IntN(len(axisNames))), Name: "*"}
		switch g.IntN(4) {
		case 0, 1:
			s.Name = g.pick(g.names)
		case 2:
			s.Test = Test(g.IntN(len(testNames)))
		}
		if depth > 1 && g.IntN(3) == 0 {
			s.Predicates = g.exprs(1, depth)
		}
		x.Steps = append(x.Steps, s)
	}
	return x
}

// TestPrintParses holds parse∘print to the identity on random trees.
func TestPrintParses(t *testing.T) {
	g := newGrower(3)
	for range 20000 {
		x := g.expr(1 + g.IntN(6))
		text := x.String()
		again, err := Parse(text)
		if err != nil {
			t.Fatalf("%s\n%s\n%v", tree(x), text, err)
		}
		if tree(again) != tree(x) || again.String() != text {
			t.Fatalf("%s\n was %s\n and is %s", text, tree(x), tree(again))
		}
	}
}

// TestEvalNeverPanics evaluates random trees, faulty ones too, and holds them
// to leaving nothing behind.
func TestEvalNeverPanics(t *testing.T) {
	g := newGrower(7)
	c := playground(t)
	reports := 0
	c.Report = func(err error) {
		reports++
		if err.Error() == "" {
			t.Error("an empty report")
		}
	}
	for range 20000 {
		x := g.expr(1 + g.IntN(5))
		Check(x)
		v := c.Eval(x)
		_, _, _ = v.Str(), v.Num(), v.Bool()
		c.EvalNodes(x)
		if c.run != nil || c.Pos != 0 || c.Size != 0 || c.Node != c.Current {
			t.Fatalf("%s changes its context", x)
		}
	}
	if reports < 1000 {
		t.Errorf("only %d reports: the trees are too tame", reports)
	}
}

const playgroundData = `<data id="d"><age>41</age><name>Bek</name><a><or>1</or><div>2</div></a>
<rep><age>17</age><name>Aida</name><text>2020-01-01</text></rep>
<rep><age/><name>Chinara</name><item><name>osh</name><label>Ош</label></item></rep></data>`

// playground is a small record for expressions that nobody thought about.
func playground(t testing.TB) *Context {
	root, err := ParseXML(strings.NewReader(playgroundData))
	if err != nil {
		t.Fatal(err)
	}
	d := &Document{Root: root, Instances: map[string]Node{"x": root, "rep": root, "__last-saved": root}}
	at := root.Children("rep", nil)[1].Children("age", nil)[0]
	return &Context{Node: at, Current: at, Data: d, Now: testClock, Rand: rand.New(rand.NewPCG(1, 2))}
}
