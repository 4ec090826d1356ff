package xpath

import (
	"strings"
	"testing"
)

func TestParsePrints(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"1+2*3", "1 + 2 * 3"},
		{"(1+2)*3", "(1 + 2) * 3"},
		{"a or b or c and d", "a or b or c and d"},
		{"(a or b) or c", "(a or b) or c"},
		{"1 - (2 - 3) - 4", "1 - (2 - 3) - 4"},
		{"a = b != c", "a = b != c"},
		{"a = (b < c)", "a = b < c"},
		{"- -3", "--3"},
		{"-(1 + 2)", "-(1 + 2)"},
		{"-a|b", "-a | b"},
		{"(-a)|b", "(-a) | b"},
		{"2 * -3", "2 * -3"},
		{".5 + 12. + 0012", "0.5 + 12 + 12"},
		{"0.0000000000000001", "0.0000000000000001"},
		{"'it' != \"it's\"", "'it' != \"it's\""},
		{"${age}>17 and${last-saved#age}=1", "${age} > 17 and ${last-saved#age} = 1"},
		{"a-b - c -d", "a-b - c - d"},
		{"* * *", "* * *"},
		{"div div div", "div div div"},
		{"or or or", "or or or"},
		{"/", "/"},
		{"(/) * 2", "(/) * 2"},
		{"/data/g/q", "/data/g/q"},
		{"../../g/q", "../../g/q"},
		{". >= 0", ". >= 0"},
		{"./a/.", "./a/."},
		{"@id", "@id"},
		{"attribute::id", "@id"},
		{"child::a/parent::node()/self::node()", "a/../."},
		{"self::a/parent::b", "self::a/parent::b"},
		{"node()", "node()"},
		{"text()", "text()"},
		{"../text()/..", "../text()/.."},
		{"comment() | processing-instruction()", "comment() | processing-instruction()"},
		{"a/processing-instruction( \"b\" )", "a/processing-instruction('b')"},
		{"@node()", "@node()"},
		{"self::*/parent::*", "self::*/parent::*"},
		{"//a", "//a"},
		{"a//b//@c", "a//b//@c"},
		{"current()//a[1]", "current()//a[1]"},
		{"${r}//a", "${r}//a"},
		{"/descendant-or-self::node()/a", "//a"},
		{"descendant-or-self::node()/a", "descendant-or-self::node()/a"},
		{"/descendant-or-self::node()", "/descendant-or-self::node()"},
		{"a//descendant-or-self::node()", "a//descendant-or-self::node()"},
		{"ancestor :: a [1]/following-sibling::*", "ancestor::a[1]/following-sibling::*"},
		{"jr:*/@jr:*", "jr:*/@jr:*"},
		{"7 mod2 + 1 div.5 - 3 mod-2", "7 mod 2 + 1 div 0.5 - 3 mod -2"},
		{"1or 0and1", "1 or 0 and 1"},
		{"current()", "current()"},
		{"current()/../a", "current()/../a"},
		{"(current())/a", "(current())/a"},
		{"current()[1]", "current()[1]"},
		{"(../a)[1]", "(../a)[1]"},
		{"../a[1][b = 2]/c", "../a[1][b = 2]/c"},
		{"${rep}[position()=2]/q", "${rep}[position() = 2]/q"},
		{"(${rep}[1])[2]", "(${rep}[1])[2]"},
		{"(a | b)/c", "(a | b)/c"},
		{"instance('t')/root/item[name=current()/../q]/label", "instance('t')/root/item[name = current()/../q]/label"},
		{"jr:choice-name(${q}, '${q}')", "jr:choice-name(${q}, '${q}')"},
		{"jr:choice-name(${q},' ${q} ')", "jr:choice-name(${q}, '${q}')"},
		{"jr:choice-name(${q}, ${q})", "jr:choice-name(${q}, '${q}')"},
		{"concat('${q}', 'a')", "concat('${q}', 'a')"},
		{"count (  ${m} )", "count(${m})"},
		{"if(selected(${a},'x'),1,-2)", "if(selected(${a}, 'x'), 1, -2)"},
		{"${возраст} > 1", "${возраст} > 1"},
		{"orx:meta/orx:instanceID", "orx:meta/orx:instanceID"},
		{"a\u00a0+\u2003b\n\t", "a + b"},
	} {
		x, err := Parse(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if got := x.String(); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
		again, err := Parse(c.want)
		if err != nil || tree(again) != tree(x) {
			t.Errorf("%s: printed and read again it is another tree:\n%s\n%s (%v)", c.text, tree(x), tree(again), err)
		}
	}
}

// TestExtent holds every part to the author's own spelling of it.
func TestExtent(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{" 1+ 2 *3 ", "1+ 2 *3|1|2 *3|2|3"},
		{"a  or b or (c  or d)", "a  or b or (c  or d|a|b or (c  or d|b|c  or d|c|d"},
		{"-(1 + 2)", "-(1 + 2|1 + 2|1|2"},
		{"if( ${a} , 'x',\"y\" )", "if( ${a} , 'x',\"y\" )|${a}|'x'|\"y\""},
		{"jr:choice-name( ${a}, ' ${a} ' )", "jr:choice-name( ${a}, ' ${a} ' )|${a}|${a}"},
		{"instance( 't' )/root/item[ name = 1 ]/label = 2", "instance( 't' )/root/item[ name = 1 ]/label = 2|instance( 't' )/root/item[ name = 1 ]/label|instance( 't' )|'t'|name = 1|name|1|2"},
		{"${r}[ 1 ]/a", "${r}[ 1 ]/a|${r}[ 1 ]|${r}|1"},
		{"current()/../a + /", "current()/../a + /|current()/../a|/"},
		{"(a | b) [1]", "a | b) [1]|a | b|a|b|1"},
		{"current() + 1", "current() + 1|current()|1"},
	} {
		x, err := Parse(c.text)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for part := range Walk(x) {
			pos, length := extent(part)
			got = append(got, c.text[pos:pos+length])
		}
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, s, c.want)
		}
	}
}
