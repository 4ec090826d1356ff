package xpath

import (
	"math"
	"strings"
	"unicode/utf8"

	"anketa/survey/message"
)

var textFunctions = map[string]function{
	"string":           {0, 1, func(c *Context, x *Call) Value { return String(c.argument(x).Str()) }, nil},
	"concat":           {0, unbounded, func(c *Context, x *Call) Value { return c.join("", x.Args) }, nil},
	"join":             {1, unbounded, func(c *Context, x *Call) Value { return c.join(c.str(x.Args[0]), x.Args[1:]) }, nil},
	"substr":           {2, 3, substr, nil},
	"substring":        {2, 3, substring, nil},
	"substring-before": {2, 2, substringBefore, nil},
	"substring-after":  {2, 2, substringAfter, nil},
	"contains":         {2, 2, compareTexts(strings.Contains), nil},
	"starts-with":      {2, 2, compareTexts(strings.HasPrefix), nil},
	"ends-with":        {2, 2, compareTexts(strings.HasSuffix), nil},
	"translate":        {3, 3, translate, nil},
	"normalize-space":  {0, 1, normalizeSpace, nil},
	"string-length":    {0, 1, stringLength, nil},
	"regex":            {2, 2, regex, checkRegex},
}

// join puts texts together; every node of a set counts, blank ones too.
func (c *Context) join(separator string, args []Expr) Value {
	var b strings.Builder
	first := true
	for v := range c.spread(args) {
		if !first {
			b.WriteString(separator)
		}
		first = false
		b.WriteString(v.Str())
		if b.Len() > longestText {
			c.report(args[len(args)-1], whole, message.New("this text becomes too long"), nil)
			return Value{}
		}
	}
	return String(b.String())
}

// longestText is far more than an answer has; a long separator between the
// rows of a list must not fill the memory.
const longestText = 16 << 20

func compareTexts(holds func(s, t string) bool) func(*Context, *Call) Value {
	return func(c *Context, x *Call) Value {
		return Boolean(holds(c.str(x.Args[0]), c.str(x.Args[1])))
	}
}

// substr(s, start[, end]) counts characters from 0, or from the end where
// negative; end is the first that is left out.
func substr(c *Context, x *Call) Value {
	s := c.str(x.Args[0])
	n := utf8.RuneCountInString(s)
	end := n
	if a := x.arg(2); a != nil {
		end = fromEnd(c.num(a), n)
	}
	return String(cut(s, fromEnd(c.num(x.Args[1]), n), end))
}

// fromEnd brings a place in a text of n characters into 0…n. As in Java what
// is no number is 0.
func fromEnd(f float64, n int) int {
	if math.IsNaN(f) {
		return 0
	}
	f = math.Trunc(f)
	if f < 0 {
		f += float64(n)
	}
	return int(min(max(f, 0), float64(n)))
}

// cut gives the characters from start up to end.
func cut(s string, start, end int) string {
	if start >= end {
		return ""
	}
	from, to, i := len(s), len(s), 0
	for at := range s {
		if i == start {
			from = at
		}
		if i == end {
			to = at
			break
		}
		i++
	}
	return s[from:to]
}

// substring(s, start[, length]) is XPath's: it counts from 1 and rounds.
func substring(c *Context, x *Call) Value {
	s := c.str(x.Args[0])
	first := roundHalfUp(c.num(x.Args[1]))
	last := math.Inf(1)
	if a := x.arg(2); a != nil {
		last = first + roundHalfUp(c.num(a))
	}
	n := float64(utf8.RuneCountInString(s))
	if math.IsNaN(first) || math.IsNaN(last) {
		return String("")
	}
	return String(cut(s, int(min(max(first-1, 0), n)), int(min(max(last-1, 0), n))))
}

func substringBefore(c *Context, x *Call) Value {
	before, _, found := strings.Cut(c.str(x.Args[0]), c.str(x.Args[1]))
	if !found {
		return String("")
	}
	return String(before)
}

func substringAfter(c *Context, x *Call) Value {
	_, after, _ := strings.Cut(c.str(x.Args[0]), c.str(x.Args[1]))
	return String(after)
}

// translate(s, from, to): each character of from becomes that of to at its
// place, or nothing where to is shorter.
func translate(c *Context, x *Call) Value {
	s, from, to := c.str(x.Args[0]), []rune(c.str(x.Args[1])), []rune(c.str(x.Args[2]))
	becomes := make(map[rune]rune, len(from))
	for i, r := range from {
		if _, known := becomes[r]; known {
			continue
		}
		becomes[r] = -1
		if i < len(to) {
			becomes[r] = to[i]
		}
	}
	return String(strings.Map(func(r rune) rune {
		if t, ok := becomes[r]; ok {
			return t
		}
		return r
	}, s))
}

func normalizeSpace(c *Context, x *Call) Value {
	return String(strings.Join(strings.FieldsFunc(c.argument(x).Str(), blank), " "))
}

func blank(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }

func stringLength(c *Context, x *Call) Value {
	return Number(float64(utf8.RuneCountInString(c.argument(x).Str())))
}
