package interview

import (
	"regexp/syntax"
	"strings"

	"anketa/survey"
	"anketa/survey/xpath"
)

// remarks are what a respondent says where a text is free.
var remarks = []string{"да", "ничего", "всё нормально", "no comment", "работа далеко от дома", "спасибо", "12", "К. и двое детей"}

// text gives a text that matches a pattern of the constraint, where it has
// one.
func (r *respondent) text(n *node, try int) string {
	patterns := patternsOf(n.spec.item.Rules[survey.Valid])
	if len(patterns) == 0 {
		return remarks[r.rng.IntN(len(remarks))]
	}
	re, err := syntax.Parse(patterns[try%len(patterns)], syntax.Perl)
	if err != nil { // look-around, which only the other engine knows
		return remarks[r.rng.IntN(len(remarks))]
	}
	var b strings.Builder
	r.match(re, &b)
	return b.String()
}

// foreign says whether a constraint has a pattern that only the expression
// language's other engine reads, so that no text can be made to match it.
func foreign(n *node) bool {
	for _, p := range patternsOf(n.spec.item.Rules[survey.Valid]) {
		if _, err := syntax.Parse(p, syntax.Perl); err != nil {
			return true
		}
	}
	return false
}

// patternsOf gives the patterns that regex() is called with.
func patternsOf(rule *survey.Rule) []string {
	if rule == nil {
		return nil
	}
	var out []string
	for x := range xpath.Walk(rule.Expr) {
		if call, ok := x.(*xpath.Call); ok && call.Name == "regex" && len(call.Args) == 2 {
			if lit, ok := call.Args[1].(*xpath.Literal); ok {
				out = append(out, lit.Value.Str())
			}
		}
	}
	return out
}

// match writes a text that a pattern matches.
func (r *respondent) match(re *syntax.Regexp, b *strings.Builder) {
	switch re.Op {
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
	case syntax.OpCharClass:
		b.WriteRune(r.letter(re.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteByte(byte('a' + r.rng.IntN(26)))
	case syntax.OpCapture, syntax.OpConcat:
		for _, sub := range re.Sub {
			r.match(sub, b)
		}
	case syntax.OpAlternate:
		r.match(re.Sub[r.rng.IntN(len(re.Sub))], b)
	case syntax.OpStar:
		r.several(re.Sub[0], 0, 3, b)
	case syntax.OpPlus:
		r.several(re.Sub[0], 1, 4, b)
	case syntax.OpQuest:
		r.several(re.Sub[0], 0, 1, b)
	case syntax.OpRepeat:
		most := re.Max
		if most < 0 {
			most = re.Min + 3
		}
		r.several(re.Sub[0], re.Min, most, b)
	}
}

func (r *respondent) several(re *syntax.Regexp, fewest, most int, b *strings.Builder) {
	for range fewest + r.rng.IntN(most-fewest+1) {
		r.match(re, b)
	}
}

// letter picks from a class, which is given as pairs of first and last; of
// those that a keyboard has, where there are any.
func (r *respondent) letter(class []rune) rune {
	var plain []rune
	for i := 0; i+1 < len(class); i += 2 {
		if low, high := max(class[i], ' '), min(class[i+1], '~'); low <= high {
			plain = append(plain, low, high)
		}
	}
	if len(plain) > 0 {
		class = plain
	}
	if len(class) == 0 {
		return 'a'
	}
	i := 2 * r.rng.IntN(len(class)/2)
	return class[i] + rune(r.rng.IntN(int(class[i+1]-class[i])+1))
}
