package xpath

import (
	"strings"
	"testing"

	"anketa/survey/message"
)

// Faults are compared whole: message, line, caret and remedy.
func TestFaults(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "there is no expression here\n  \n  ^"},
		{"${agee", "this reference is not closed\n  ${agee\n  ^^     write } behind the name of the question"},
		{"${ age } > 1", "a reference is ${, then the name of a question, then }, without blanks\n  ${ age } > 1\n  ^^^^^^^^     write ${age}"},
		{"${1a}", "a reference is ${, then the name of a question, then }, without blanks\n  ${1a}\n  ^^^^^ names have letters, digits, _, - and . and begin with a letter or _"},
		{"$age", "a $ stands only in front of {\n  $age\n  ^    a question is written ${name}"},
		{"1 == 2", "expressions have no ==\n  1 == 2\n    ^^   write ="},
		{"a && b", "expressions have no &&\n  a && b\n    ^^   write and"},
		{"a || b", "expressions have no ||\n  a || b\n    ^^   write or"},
		{"a <> b", "expressions have no <>\n  a <> b\n    ^^   write !="},
		{"!a", "expressions have no !\n  !a\n  ^  write not(…)"},
		{"a = “b”", "expressions have no “\n  a = “b”\n      ^   write straight quotation marks: ' or \""},
		{"if(a; b)", "expressions have no ;\n  if(a; b)\n      ^    separate arguments by a comma"},
		{"a ~ b", "expressions have no ~\n  a ~ b\n    ^"},
		{"a AND b", "an operator is missing before this\n  a AND b\n    ^^^   write and in small letters"},
		{"1 2", "an operator is missing before this\n  1 2\n    ^ put an operator in front of it, or a comma between arguments"},
		{"1 andtrue()", "an operator is missing before this\n  1 andtrue()\n    ^^^^^^^   put an operator in front of it, or a comma between arguments"},
		{"(1", "this ( is not closed\n  (1\n  ^"},
		{"count(${a}", "this ( is not closed\n  count(${a}\n       ^"},
		{"a[1", "this [ is not closed\n  a[1\n   ^"},
		{"1)", "this ) closes nothing\n  1)\n   ^ take it out, or open it further left"},
		{"(1]", "this ] closes nothing\n  (1]\n    ^ take it out, or open it further left"},
		{"1,5", "this comma is not between the arguments of a function\n  1,5\n   ^  decimals are written with a point"},
		{"1 +", "the expression breaks off here\n  1 +\n     ^ something must follow"},
		{"+ 1", "something is missing before this +\n  + 1\n  ^"},
		{"if(a,,b)", "something is missing before this ,\n  if(a,,b)\n       ^"},
		{"1 + = 2", "something is missing before this =\n  1 + = 2\n      ^"},
		{"a/", "the expression breaks off here\n  a/\n    ^ something must follow"},
		{"a/[1]", "a question, a number, a text or a function must stand here\n  a/[1]\n    ^"},
		{"'abc", "this quotation mark is not closed\n  'abc\n  ^    texts stand between two of the same kind, ' or \""},
		{"a:", "a name must follow this :\n  a:\n   ^"},
		{"/data/below::q", "there is no axis below\n  /data/below::q\n        ^^^^^    write the steps with / and .."},
		{"../count()", "a function cannot be a step of a path\n  ../count()\n     ^^^^^"},
		{"node(1)", "an operator is missing before this\n  node(1)\n       ^  put an operator in front of it, or a comma between arguments"},
		{"//", "the expression breaks off here\n  //\n    ^ something must follow"},
		{"a//", "the expression breaks off here\n  a//\n     ^ something must follow"},
		{"a///b", "a question, a number, a text or a function must stand here\n  a///b\n     ^"},
		{"a\n= = 1", "something is missing before this =\n  = = 1\n    ^"},
		{"возраст > > 1", "something is missing before this >\n  возраст > > 1\n            ^"},
		{"1 + " + strings.Repeat("9", 400), "this number is too large\n  1 + " + strings.Repeat("9", 67) + "…\n      " + strings.Repeat("^", 68)},
		{"a\xff", "this expression is not text in UTF-8\n  a�\n  ^"},
	} {
		x, err := Parse(c.text)
		if err == nil {
			t.Errorf("%s is read as %s", c.text, x)
		} else if err.Error() != c.want {
			t.Errorf("%q\n got %s\nwant %s", c.text, err, c.want)
		}
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"if(selected(${a}, 'x'), 1, 2)", ""},
		{"cuont(${member}) > 2", "there is no function \"cuont\"\n  cuont(${member}) > 2\n  ^^^^^                did you mean count()?"},
		{"Count(${m})", "there is no function \"Count\"\n  Count(${m})\n  ^^^^^       did you mean count()?"},
		{"frobnicate()", "there is no function \"frobnicate\"\n  frobnicate()\n  ^^^^^^^^^^"},
		{"jr:choicename(a, '${a}')", "there is no function \"jr:choicename\"\n  jr:choicename(a, '${a}')\n  ^^^^^^^^^^^^^            did you mean jr:choice-name()?"},
		{"extract-signed(a, b)", "there is no function \"extract-signed\"\n  extract-signed(a, b)\n  ^^^^^^^^^^^^^^       signed codes cannot be read here; take the text apart with substr()"},
		{"1 + true(5)", "true() has no arguments\n  1 + true(5)\n      ^^^^"},
		{"number() + string(.)", ""},
		{"not()", "not() has 1 argument\n  not()\n  ^^^"},
		{"if(1, 2)", "if() has 3 arguments\n  if(1, 2)\n  ^^"},
		{"round(1, 2, 3)", "round() has 1 or 2 arguments\n  round(1, 2, 3)\n  ^^^^^"},
		{"indexed-repeat(${a})", "indexed-repeat() has 3 to 11 arguments\n  indexed-repeat(${a})\n  ^^^^^^^^^^^^^^"},
		{"join()", "join() has 1 argument or more\n  join()\n  ^^^^"},
		{"position('a') + count(/a) + name(1)", "position() wants a question or a path here\n  position('a') + count(/a) + name(1)\n           ^^^\nname() wants a question or a path here\n  position('a') + count(/a) + name(1)\n                                   ^"},
		{"//a", "forms have no //\n  //a\n  ^^  write every step, as /data/group/question"},
		{"/data//a", "forms have no //\n  /data//a\n       ^^  write every step, as /data/group/question"},
		{"${a} = /data/descendant::q[b/text() = 1]", "forms have no axis descendant\n  ${a} = /data/descendant::q[b/text() = 1]\n               ^^^^^^^^^^                  write the steps with / and ..\nforms have no text()\n  ${a} = /data/descendant::q[b/text() = 1]\n                               ^^^^        leave it out: a question is its text"},
		{"instance('t')/root/following-sibling::*", "forms have no axis following-sibling\n  instance('t')/root/following-sibling::*\n                     ^^^^^^^^^^^^^^^^^    write the steps with / and .."},
		{"../comment()", "forms have no comment()\n  ../comment()\n     ^^^^^^^   leave it out: a question is its text"},
		{"../orx:*", "forms have no * behind a prefix\n  ../orx:*\n     ^^^^^ write the name, or * alone"},
		{"id('a')/b", "forms have no id()\n  id('a')/b\n  ^^"},
		{"ib(1)", "there is no function \"ib\"\n  ib(1)\n  ^^"},
		{"child::node()/parent::node()/self::a/attribute::b", ""},
		{"indexed-repeat(${a}, ${r}, 1, ${s})", "indexed-repeat() has a position behind every repeat\n  indexed-repeat(${a}, ${r}, 1, ${s})\n  ^^^^^^^^^^^^^^                      as indexed-repeat(${question}, ${repeat}, 2)"},
		{"indexed-repeat(${a}, 2, ${r})", "indexed-repeat() wants a question or a repeat here\n  indexed-repeat(${a}, 2, ${r})\n                       ^        as indexed-repeat(${question}, ${repeat}, 2)"},
		{"regex(., '[0-9')", "this pattern cannot be understood\n  regex(., '[0-9')\n           ^^^^^^  missing closing ]: `[0-9`"},
		{"regex(., '(?=a)(')", "this pattern cannot be understood\n  regex(., '(?=a)(')\n           ^^^^^^^^  invalid or unsupported Perl syntax: `(?=`"},
		{"regex(., '[a-z&&[^b]]')", "this pattern cannot be understood\n  regex(., '[a-z&&[^b]]')\n           ^^^^^^^^^^^^^  && inside a [ ] is not understood; write the characters themselves"},
		{"regex(., '[a[bc]]')", "this pattern cannot be understood\n  regex(., '[a[bc]]')\n           ^^^^^^^^^  a [ ] inside a [ ] is not understood; write one class, or \\[ for the mark itself"},
		{"regex(., 'a)(b')", "this pattern cannot be understood\n  regex(., 'a)(b')\n           ^^^^^^  unexpected ): `a)(b`"},
		{"regex(., 'a++')", "this pattern cannot be understood\n  regex(., 'a++')\n           ^^^^^  invalid nested repetition operator: `++`"},
		{"regex(., ${pattern})", ""},
		{"format-date(today(), '%Y %B')", "a date has no %B\n  format-date(today(), '%Y %B')\n                       ^^^^^^^  there are %Y %y %m %n %b %d %e %a %W %H %h %M %S %3 and %%"},
		{"format-date-time(now(), '%й')", "a date has no %й\n  format-date-time(now(), '%й')\n                          ^^^^  there are %Y %y %m %n %b %d %e %a %W %H %h %M %S %3 and %%"},
		{"instance(${a})/root/item", "instance() wants the name of a list in quotes\n  instance(${a})/root/item\n           ^^^^            as instance('towns')"},
		{"count(${m} > 2)", "count() wants a question or a path here\n  count(${m} > 2)\n             ^    put the condition in [ ] behind the path"},
		{"sum(3)", "sum() wants a question or a path here\n  sum(3)\n      ^"},
		{"sum(${a} | ${b})", ""},
		{"digest(a, 'CRC')", "digest() knows MD5, SHA-1, SHA-256, SHA-384, SHA-512, as base64 or hex\n  digest(a, 'CRC')\n            ^^^^^"},
		{"digest(a, 'MD5', 'b64')", "digest() knows MD5, SHA-1, SHA-256, SHA-384, SHA-512, as base64 or hex\n  digest(a, 'MD5', 'b64')\n                   ^^^^^"},
		{"jr:choice-name(${a}, 'a')", "jr:choice-name() wants a question in quotes here\n  jr:choice-name(${a}, 'a')\n                       ^^^  as jr:choice-name(${town}, '${town}')"},
		{"weighted-checklist(1, 2, 3)", "weighted-checklist() has a weight behind every condition\n  weighted-checklist(1, 2, 3)\n  ^^^^^^^^^^^^^^^^^^"},
		{"a[b(1)] + c()/d[e()]", "there is no function \"b\"\n  a[b(1)] + c()/d[e()]\n    ^\nthere is no function \"c\"\n  a[b(1)] + c()/d[e()]\n            ^\nthere is no function \"e\"\n  a[b(1)] + c()/d[e()]\n                  ^"},
	} {
		x, err := Parse(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		var got []string
		for _, e := range Check(x) {
			got = append(got, e.Error())
		}
		if s := strings.Join(got, "\n"); s != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, s, c.want)
		}
	}
}

// TestAt marks a part that was parsed, one that was built into a parsed
// expression, and one that stands alone.
func TestAt(t *testing.T) {
	x, err := Parse("1 + ${agee}")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		in, part Expr
		want     string
	}{
		{x, x.(*Binary).Y, "no\n  1 + ${agee}\n      ^^^^^^^ yes"},
		{x, &Ref{At: 4, Name: "agee"}, "no\n  1 + ${agee}\n      ^^^^^^^ yes"},
		{&Ref{Name: "agee"}, &Ref{Name: "agee"}, "no\n  ${agee}\n  ^^^^^^^ yes"},
		{x, x, "no\n  1 + ${agee}\n    ^^^^^^^   yes"},
	} {
		e := At(c.in, c.part, 7, message.New("no"), message.New("yes"))
		if got := e.Error(); got != c.want {
			t.Errorf("got %s\nwant %s", got, c.want)
		}
		if !strings.Contains(strings.ReplaceAll(e.Error(), "\n  ", "\n"), e.Excerpt()) {
			t.Errorf("the excerpt is another: %s", e.Excerpt())
		}
	}
}
