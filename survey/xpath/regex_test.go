package xpath

import (
	"testing"

	"github.com/dlclark/regexp2"
)

// Look-aheads in front of a pattern do not need the engine that backtracks,
// and match as it does.
func TestLookaheads(t *testing.T) {
	texts := []string{"", "a", "ab", "Ab1", "ab1", "0", "000", "012", "123", "a)b", "aaaaaaaab", "Ab345678", "x|y", "[a]"}
	for _, c := range []struct {
		pattern string
		fast    bool
	}{
		{`(?=.*\d)[a-z0-9]+`, true},
		{`^(?=.*[A-Z])(?=.*[a-z])(?=.*\d).{3,}$`, true},
		{`(?!000)(?!x)\d{3}`, true},
		{`(?=a)(a+)+b`, true},
		{`(?=.*[)])[a-z)]+`, true},
		{`(?=[](]?a).*`, true},
		{`(?=\(?a)(?:a|ab)+`, true},
		{`(?!)a`, true},
		{`(?=a)`, true},
		{`(?=a)a|b`, false},
		{`(?!0)\d{3}|0`, false},
		{`(?=a)*a`, false},
		{`(?=(a))\1b`, false},
		{`a(?=b)b`, false},
		{`(?=a(?!c))ab`, false},
		{`(?<!a)b`, false},
		{`a+`, true},
	} {
		p, err := compile(c.pattern)
		if err != nil {
			t.Errorf("%s: %v", c.pattern, err)
			continue
		}
		if fast := p.fast != nil; fast != c.fast {
			t.Errorf("%s goes to the other engine", c.pattern)
		}
		other := regexp2.MustCompile(`\A(?:`+c.pattern+`)\z`, regexp2.None)
		for _, s := range texts {
			want, err := other.MatchString(s)
			if err != nil {
				t.Fatal(err)
			}
			if got, _ := p.matches(&Context{run: &run{}}, s); got != want {
				t.Errorf("%s on %q: %v, want %v", c.pattern, s, got, want)
			}
		}
	}
}
