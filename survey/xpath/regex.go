package xpath

import (
	"cmp"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
	"time"

	"github.com/dlclark/regexp2"
)

// A pattern is a regular expression of regex(). Authors write Java's syntax.
// Go's engine, which never takes long, does all but look-around and
// back-references; those go to one that backtracks and is stopped in time.
type pattern struct {
	fast *regexp.Regexp
	slow *regexp2.Regexp
}

// matchTimeout bounds a match by the engine that backtracks.
const matchTimeout = 200 * time.Millisecond

// compile makes a pattern that matches a whole text, as Java's
// Pattern.matches does. The pattern is tried alone first: a)(b is none, but
// would be one between the parentheses.
func compile(text string) (*pattern, error) {
	text, err := fromJava(text)
	if err != nil {
		return nil, err
	}
	whole := `\A(?:` + text + `)\z`
	if _, err = syntax.Parse(text, syntax.Perl); err == nil {
		if fast, err := regexp.Compile(whole); err == nil {
			return &pattern{fast: fast}, nil
		}
	}
	_, alone := regexp2.Compile(text, regexp2.None)
	slow, wrapped := regexp2.Compile(whole, regexp2.None)
	if alone != nil || wrapped != nil {
		return nil, fmt.Errorf("%s", strings.TrimPrefix(cmp.Or(err, alone, wrapped).Error(), "error parsing regexp: "))
	}
	slow.MatchTimeout = matchTimeout
	return &pattern{slow: slow}, nil
}

// matches counts the time of the engine that backtracks as nodes visited, so
// that no list of texts can take for ever.
func (p *pattern) matches(c *Context, s string) (bool, error) {
	if p.fast != nil {
		return p.fast.MatchString(s), nil
	}
	start := time.Now()
	ok, err := p.slow.MatchString(s)
	c.spend(int(time.Since(start) / timePerStep))
	return ok, err
}

// timePerStep lets an evaluation have a few patterns that take too long.
const timePerStep = 100 * time.Nanosecond

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
		return c.report(x.Args[1], whole, patternRule, "")
	}
	ok, err := p.matches(c, s)
	if err != nil {
		c.report(x.Args[1], whole, "this pattern takes too long", "make it simpler: no repetition inside a repetition")
	}
	return Boolean(ok && err == nil)
}

const patternRule = "this pattern cannot be understood"

func checkRegex(x *Call) *Error {
	l, ok := x.literal(1)
	if !ok {
		return nil
	}
	if _, err := cached(l.Value.str); err != nil {
		return fault(l, whole, patternRule, err.Error())
	}
	return nil
}
