package xpath

import (
	"strings"
	"testing"
	"time"
)

// Input of any shape is answered, soon, by a value or a fault.
func TestParseLimits(t *testing.T) {
	deep := "this expression is nested too deeply"
	for _, c := range []struct{ name, text, want string }{
		{"parentheses", strings.Repeat("(", 5000) + "1" + strings.Repeat(")", 5000), deep},
		{"open parentheses", strings.Repeat("(", 50000), deep},
		{"minuses", strings.Repeat("-", 5000) + "1", deep},
		{"predicates", strings.Repeat("a[", 5000) + "1" + strings.Repeat("]", 5000), deep},
		{"functions", strings.Repeat("not(", 5000) + "1" + strings.Repeat(")", 5000), deep},
		{"right operands", strings.Repeat("1+(", 5000) + "1" + strings.Repeat(")", 5000), deep},
		{"too long", strings.Repeat(" ", maxText) + "1", "this expression is too long"},
		{"some parentheses", strings.Repeat("(", 400) + "1" + strings.Repeat(")", 400), ""},
		{"a long sum", strings.Repeat("1+", 30000) + "1", ""},
		{"a long or", strings.Repeat("0 or ", 25000) + "1", ""},
		{"a long path", strings.Repeat("../", 40000) + "..", ""},
		{"many predicates", "a" + strings.Repeat("[1]", 40000), ""},
		{"many arguments", "concat(" + strings.Repeat("1,", 40000) + "1)", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			x, err := Parse(c.text)
			if err != nil {
				if got := err.(*Error).Msg.String(); got != c.want {
					t.Errorf("got %q, want %q", got, c.want)
				}
				return
			}
			if c.want != "" {
				t.Fatalf("is read, but %s", c.want)
			}
			Check(x)
			playground(t).Eval(x)
			if again, err := Parse(x.String()); err != nil || again.String() != x.String() {
				t.Errorf("printed it is another: %v", err)
			}
		})
	}
}

// Lists inside lists end, and the author is told.
func TestEvalLimits(t *testing.T) {
	root, err := ParseXML(strings.NewReader("<root>" + strings.Repeat("<item><a>1</a></item>", 3000) + "</root>"))
	if err != nil {
		t.Fatal(err)
	}
	list := "instance('l')/root/item"
	for _, text := range []string{
		"count(" + list + "[count(" + list + "[count(" + list + "[a = 2]) = 1]) = 1])",
		"sum(" + list + "[sum(" + list + "/a/../a/../a) = 7]/a)",
		"count(" + list + "/a/.. | " + list + "[count(" + list + "/a) = " + list + "[2]])",
		list + "[pulldata('l', 'a', 'a', 2) = pulldata('l', 'a', 'a', 3)]",
		"count(" + list + "[regex('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab', '(a+)+\\1c')])",
		"count(" + list + "[intersects(join(' 1;', " + list + "/a))])",
		"count(//*[count(//*) = 1])",
		"count(//a/preceding::*/following::*)",
		"join(join('-', " + list + "/a, " + list + "/a), " + list + "/a, " + list + "/a)",
	} {
		x, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		var reports []string
		c := &Context{
			Node: root, Data: &Document{Root: root, Instances: map[string]Node{"l": root}},
			Report: func(err error) { reports = append(reports, reportText(err)) },
		}
		start := time.Now()
		if v := c.Eval(x); v.Str() != "" {
			t.Errorf("%s: half of a value", text)
		}
		if d := time.Since(start); d > 20*time.Second {
			t.Errorf("%s takes %v", text, d)
		}
		if len(reports) == 0 || len(reports) > mostReports+1 {
			t.Errorf("%s: %d reports", text, len(reports))
		}
	}
}

// The usual expressions of a form do not allocate: an interview evaluates them
// at every key.
func TestNoAllocations(t *testing.T) {
	c := ready(t)
	for _, text := range ordinary {
		x, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if n := testing.AllocsPerRun(200, func() { c.Eval(x) }); n > 0 {
			t.Errorf("%s: %v allocations", text, n)
		}
	}
}

// ordinary expressions come to numbers, booleans and dates.
var ordinary = []string{
	". >= 0 and . <= 130",
	"${age} >= 18",
	"${age} >= 18 and selected(${langs}, 'ky')",
	"${sex} = 'f' or not(selected(${langs}, 'ru')) and count-selected(${langs}) > 1",
	"int((today() - ${born}) div 365.25)",
	"if(${age} > 17, ${age} * 12, 0)",
	"coalesce(${blank}, ${age}) + 1",
	"sum(${pay}) div count(${member})",
	"max(${pay})",
	"round(${age} div 7)",
	"/data/member/pay + ../pay",
	"position(..) = 2",
	"count(${member}[pay > 100]) > 1",
	"${born} < today()",
	"date('2020-01-31') > ${born}",
	"regex(${code}, '[A-Z]{2}[0-9]+')",
	"string-length(${langs}) = 8",
	"boolean-from-string('true')",
	"checklist(1, 2, ${age} > 1, ${age} > 99)",
}

const readyData = `<data><age type="number">41</age><sex>f</sex><langs>ru ky uz</langs><born type="date">1990-05-02</born>
<blank/><code>AB123</code>
<member><pay type="number">10</pay></member><member><pay type="number">200</pay></member><member><pay type="number">300</pay></member></data>`

// ready is a context as an interview has one: its Data answers without
// allocating.
func ready(t testing.TB) *Context {
	root, err := ParseXML(strings.NewReader(readyData))
	if err != nil {
		t.Fatal(err)
	}
	typed(root.(*element))
	d := &indexed{Document: Document{Root: root}, named: map[string][]Node{}}
	for part := range strings.FieldsSeq("age sex langs born blank code member pay") {
		d.named[part] = below(root, part, nil)
	}
	at := d.named["pay"][1]
	return &Context{Node: at, Current: at, Data: d, Now: testClock}
}

// indexed is a Document that knows where its elements are, as an interview
// does; it gives every instance.
type indexed struct {
	Document
	named map[string][]Node
}

func (d *indexed) Refer(_ Node, r *Ref, dst []Node) []Node { return append(dst, d.named[r.Name]...) }
