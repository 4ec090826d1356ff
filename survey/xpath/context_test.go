package xpath

import (
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"
)

// asking is Data that evaluates while it answers, with the same Context.
type asking struct {
	*Document
	c     *Context
	label Expr
}

func (a *asking) ChoiceName(from Node, _ *Ref, value string) string {
	node, current := a.c.Node, a.c.Current
	a.c.Node, a.c.Current = from.Parent(), nil
	defer func() { a.c.Node, a.c.Current = node, current }()
	return value + ":" + a.c.Eval(a.label).Str()
}

func TestDataMayEvaluate(t *testing.T) {
	c := playground(t)
	label, err := Parse("concat(name(), '/', join('+', current()/age))")
	if err != nil {
		t.Fatal(err)
	}
	c.Data = &asking{c.Data.(*Document), c, label}
	x, err := Parse("concat(join(',', /data/rep/name), jr:choice-name('x', '${name}'), name(current()), join(',', /data/rep/name[jr:choice-name(., '${name}') != '']))")
	if err != nil {
		t.Fatal(err)
	}
	if got, want := c.Eval(x).Str(), "Aida,Chinarax:rep/ageAida,Chinara"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// One expression serves many interviews at a time, each with its Context, and
// copies of a Context stand for themselves.
func TestManyContexts(t *testing.T) {
	x, err := Parse("count(/data/rep[name = 'Aida' or regex(name, 'Ch.*')]) + position(..)")
	if err != nil {
		t.Fatal(err)
	}
	first := playground(t)
	var wg sync.WaitGroup
	for range 8 {
		c := *first
		wg.Go(func() {
			for range 200 {
				if got := c.Eval(x).Str(); got != "4" {
					t.Errorf("got %s", got)
					return
				}
			}
		})
	}
	wg.Wait()
}

// An empty Context has no data, no clock and no chance; it still answers.
func TestEmptyContext(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"1 + 1", "2"},
		{".", ""},
		{"..", ""},
		{"/data", ""},
		{"/", ""},
		{"current()/a", ""},
		{"${a} = ''", "true"},
		{"count(${a})", "0"},
		{"instance('a')/root/item", ""},
		{"jr:choice-name('a', '${b}')", ""},
		{"today()", "1970-01-01"},
		{"now()", "1970-01-01"},
		{"random()", ""},
		{"uuid()", ""},
		{"randomize(a)", ""},
		{"position()", ""},
		{"last()", "1"},
		{"name()", ""},
		{"string-length()", "0"},
		{"once('a')", "a"},
		{"property('a')", ""},
		{"version()", ""},
		{"indexed-repeat(${a}, ${b}, 1)", ""},
		{"pulldata('a', 'b', 'c', 'd')", ""},
	} {
		x, err := Parse(c.text)
		if err != nil {
			t.Fatal(err)
		}
		if got := new(Context).Eval(x).Str(); got != c.want {
			t.Errorf("%s is %q, want %q", c.text, got, c.want)
		}
	}
}

// What a caller builds evaluates as what it parses.
func TestBuiltTrees(t *testing.T) {
	c := playground(t)
	age := &Path{Root: Current}
	for _, b := range []struct {
		x    Expr
		text string
		want string
	}{
		{&Call{Name: "current"}, "current()", ""},
		{&Binary{Op: Equal, X: &Literal{Value: String("a")}, Y: &Literal{Value: String("a")}}, "'a' = 'a'", "true"},
		{&Call{Name: "nothing"}, "nothing()", ""},
		{&Call{Name: "if"}, "if()", ""},
		{&Call{Name: choiceName, Args: []Expr{age, &Ref{Name: "q"}}}, "jr:choice-name(current(), '${q}')", ""},
		{&Literal{Value: String(`it's "it"`)}, `concat('it', "'", 's "it"')`, `it's "it"`},
		{&Literal{Value: Boolean(true)}, "'true'", "true"},
		{&Literal{Value: Number(-5)}, "-5", "-5"},
	} {
		if got := b.x.String(); got != b.text {
			t.Errorf("got %s, want %s", got, b.text)
		}
		if got := c.Eval(b.x).Str(); got != b.want {
			t.Errorf("%s is %q, want %q", b.text, got, b.want)
		}
	}
}

func TestReportsHoldNoAnswers(t *testing.T) {
	c := playground(t)
	var reports []string
	c.Report = func(err error) { reports = append(reports, err.Error()) }
	for _, text := range []string{
		"date(../name)", "area(../name)", "base64-decode(concat('*', ../name))", "format-date(../name, '%Y')",
		"regex('a', concat('(', ../name))", "digest('a', ../name)", "string(/data/rep/name)", "instance('nothing')",
	} {
		x, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		c.Eval(x)
	}
	all := strings.Join(reports, "\n")
	if len(reports) < 7 || strings.Contains(all, "Chinara") || strings.Contains(all, "Aida") {
		t.Errorf("%d reports:\n%s", len(reports), all)
	}
}

func TestRandomIsTheContexts(t *testing.T) {
	x, err := Parse("concat(uuid(), random(), join('', randomize(/data/*)))")
	if err != nil {
		t.Fatal(err)
	}
	value := func(seed uint64) string {
		c := playground(t)
		c.Rand = rand.New(rand.NewPCG(seed, 0))
		return c.Eval(x).Str()
	}
	if one, again, two := value(1), value(1), value(2); one != again || one == two {
		t.Error("chance does not come from the context")
	}
}

// Dates without an offset stand in the context's zone, whatever the clock's.
func TestZone(t *testing.T) {
	x, err := Parse("concat(today(), ' ', date-time('2026-05-01T23:30:00Z'))")
	if err != nil {
		t.Fatal(err)
	}
	c := &Context{
		Now:  func() time.Time { return time.Date(2026, 5, 1, 23, 30, 0, 0, time.UTC) },
		Zone: time.FixedZone("", 3*60*60),
	}
	if got, want := c.Eval(x).Str(), "2026-05-02 2026-05-02T02:30:00.000+03:00"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
