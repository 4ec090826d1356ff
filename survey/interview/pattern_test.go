package interview

import (
	"math/rand/v2"
	"regexp"
	"testing"

	"anketa/survey"
	"anketa/survey/xpath"
)

// TestTextsMatchTheirPattern holds what respondents write to the patterns that
// forms use.
func TestTextsMatchTheirPattern(t *testing.T) {
	for _, pattern := range []string{
		`^[A-Z]{2}[0-9]{2,3}$`, `^[A-Za-z0-9-]{2,20}$`, `\d{3}-\d{4}`, `(yes|no|maybe)`, `a*b+c?d`, `[^0-9]{4}`,
		`.{3,}`, `\+7 ?\(?\d{3}\)? ?\d{7}`, `[а-яё]+`, `(?i)abc`, `\w+@\w+\.(org|net)`, `x{2}|y{3}`, ``, `\s\S`, `(?:ab){1,2}`,
	} {
		x, err := xpath.Parse("regex(., '" + pattern + "')")
		if err != nil {
			t.Fatal(err)
		}
		it := &survey.Item{Type: &survey.Type{Kind: survey.TextKind}}
		it.Rules[survey.Valid] = &survey.Rule{Expr: x}
		r := respondent{rng: rand.New(rand.NewPCG(1, 1))}
		whole := regexp.MustCompile("^(?:" + pattern + ")$")
		for try := range 50 {
			if text := r.text(&node{spec: &spec{item: it}}, try); !whole.MatchString(text) {
				t.Errorf("%s: %q does not match", pattern, text)
			}
		}
	}
}
