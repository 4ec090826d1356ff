package xpath

import (
	"cmp"
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
	"time"

	"github.com/dlclark/regexp2"

	"anketa/survey/message"
)

// A pattern is a regular expression of regex(). Authors write Java's syntax.
// Go's engine never takes long, and does all but look-around and
// back-references. Look-aheads in front, as in (?=.*[0-9])(?!0).{8,}, it does
// one by one; the rest go to an engine that backtracks and is stopped in time.
type pattern struct {
	ahead []lookahead
	fast  *regexp.Regexp
	slow  *regexp2.Regexp
}

// A lookahead is what a text must begin with, or must not.
type lookahead struct {
	is   bool
	what *regexp.Regexp
}

// matchTimeout bounds a match by the engine that backtracks: far above what
// any sound pattern needs on a slow machine, as the value of an expression
// must not depend on what else the machine does.
const matchTimeout = 3 * time.Second

// compile makes a pattern that matches a whole text, as Java's
// Pattern.matches does.
func compile(text string) (*pattern, error) {
	text, err := fromJava(text)
	if err != nil {
		return nil, err
	}
	ahead, rest := lookaheads(text)
	if fast, err := wholeText(rest); err == nil {
		return &pattern{ahead: ahead, fast: fast}, nil
	}
	_, alone := regexp2.Compile(text, regexp2.None)
	slow, wrapped := regexp2.Compile(`\A(?:`+text+`)\z`, regexp2.None)
	if alone != nil || wrapped != nil {
		_, err = syntax.Parse(text, syntax.Perl)
		return nil, message.New("%s", strings.TrimPrefix(cmp.Or(err, alone, wrapped).Error(), "error parsing regexp: "))
	}
	slow.MatchTimeout = matchTimeout
	return &pattern{slow: slow}, nil
}

// wholeText compiles a pattern for Go's engine. It is tried alone first: a)(b
// is none, but would be one between the parentheses.
func wholeText(text string) (*regexp.Regexp, error) {
	if _, err := syntax.Parse(text, syntax.Perl); err != nil {
		return nil, err
	}
	return regexp.Compile(`\A(?:` + text + `)\z`)
}

// lookaheads takes the look-aheads off the front of a pattern, none where one
// of them, or what follows, needs the other engine.
func lookaheads(text string) (ahead []lookahead, rest string) {
	if strings.Contains(text, `\Q`) { // groupEnd does not read quotations
		return nil, text
	}
	for rest = strings.TrimPrefix(text, "^"); strings.HasPrefix(rest, "(?=") || strings.HasPrefix(rest, "(?!"); {
		end, _ := groupEnd(rest)
		if end == 0 {
			return nil, text
		}
		inside := rest[3 : end-1]
		what, err := regexp.Compile(`\A(?:` + inside + `)`)
		if _, alone := syntax.Parse(inside, syntax.Perl); err != nil || alone != nil {
			return nil, text
		}
		ahead = append(ahead, lookahead{rest[2] == '=', what})
		rest = rest[end:]
	}
	if _, alternatives := groupEnd("(" + rest + ")"); ahead == nil || alternatives || strings.HasPrefix(rest, "{") || strings.IndexAny(rest, "*+?") == 0 {
		return nil, text
	}
	return ahead, rest
}

// groupEnd is where the group with which a pattern begins ends, 0 where it
// does not, and whether it has alternatives of its own.
func groupEnd(text string) (end int, alternatives bool) {
	depth, class := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\':
			i++
		case class:
			class = c != ']'
		case c == '[':
			class = true
			i += classHead(text[i:]) - 1
		case c == '(':
			depth++
		case c == '|' && depth == 1:
			alternatives = true
		case c == ')':
			if depth--; depth == 0 {
				return i + 1, alternatives
			}
		}
	}
	return 0, alternatives
}

// matches says whether a whole text fits the pattern. A match that is stopped
// ends the evaluation, so that no list of texts can take for ever.
func (p *pattern) matches(c *Context, s string) (bool, error) {
	for _, a := range p.ahead {
		if a.what.MatchString(s) != a.is {
			return false, nil
		}
	}
	if p.fast != nil {
		return p.fast.MatchString(s), nil
	}
	ok, err := p.slow.MatchString(s)
	if err != nil {
		c.run.steps += maxSteps
	}
	return ok, err
}

// patterns keeps what was compiled: a constraint is checked at every key.
var patterns = struct {
	sync.RWMutex
	compiled map[string]*pattern
}{compiled: map[string]*pattern{}}

// mostPatterns is more than a form has; an expression that makes up patterns
// must not fill the memory.
const mostPatterns = 512

func cached(text string) (*pattern, error) {
	patterns.RLock()
	p := patterns.compiled[text]
	patterns.RUnlock()
	if p != nil {
		return p, nil
	}
	p, err := compile(text)
	if err != nil {
		return nil, err
	}
	patterns.Lock()
	defer patterns.Unlock()
	if len(patterns.compiled) >= mostPatterns {
		clear(patterns.compiled)
	}
	patterns.compiled[text] = p
	return p, nil
}

// regex(text, pattern) says whether the whole text matches.
func regex(c *Context, x *Call) Value {
	s := c.str(x.Args[0])
	p, err := cached(c.str(x.Args[1]))
	if err != nil {
		return c.report(x.Args[1], whole, patternRule, nil)
	}
	ok, err := p.matches(c, s)
	if err != nil {
		c.report(x.Args[1], whole, message.New("this pattern takes too long"), message.New("make it simpler: no repetition inside a repetition"))
	}
	return Boolean(ok && err == nil)
}

var patternRule = message.New("this pattern cannot be understood")

func checkRegex(x *Call) *Error {
	l, ok := x.literal(1)
	if !ok {
		return nil
	}
	if _, err := cached(l.Value.str); err != nil {
		return fault(l, whole, patternRule, message.New("%w", err))
	}
	return nil
}
