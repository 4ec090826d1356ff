package report

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"anketa/survey"
)

// A tally is what is kept of the answers to one question while records pass
// by: never the text that a person typed.
type tally struct {
	base    Base
	crowds  crowds
	codes   map[string]int // selects: code; calculations: value, while they are few
	foreign int            // selects: answers with a code that the form does not have
	many    bool           // a calculation with more values than codes holds
	values  []float64      // numbers
}

// mostCategories is how many values a calculation may have to be shown value
// by value; past that it is no classification.
const mostCategories = 30

// add counts one answer of a unit.
func (t *tally) add(n *node, a *survey.Answer, m crowd) {
	state := a.State
	if state == survey.Given && a.Text == "" {
		state = survey.NotReached
	}
	at, counts := givenLine, true
	switch state {
	case survey.Given:
		if !t.given(n, a.Text, m) {
			at = unusableLine
		}
	case survey.DontKnow:
		at = dontKnowLine
	case survey.Refused:
		at = refusedLine
	case survey.NotApplicable:
		at = notApplicableLine
	case survey.NotReached:
		at = notReachedLine
	default:
		counts = false
	}
	if counts {
		t.line(at, m)
	}
}

func (t *tally) line(at int, m crowd) {
	*t.base.lines()[at]++
	t.crowds.lines[at] += m
}

// unusable counts one answer to a question that was of another kind then.
func (t *tally) unusable(a *survey.Answer, m crowd) {
	if a.State != survey.NotAsked {
		t.line(unusableLine, m)
	}
}

// given counts what was answered; false where it is no answer to the question.
func (t *tally) given(n *node, text string, m crowd) bool {
	switch n.item.Type.Kind {
	case survey.IntegerKind, survey.DecimalKind, survey.RangeKind:
		return t.number(text)
	case survey.CalculateKind:
		t.number(text)
		t.value(text, m)
	case survey.SelectOneKind, survey.AcknowledgeKind:
		t.chosen(n, m, text)
	case survey.SelectMultipleKind:
		t.chosen(n, m, strings.Fields(text)...)
	case survey.RankKind:
		first, _, _ := strings.Cut(text, " ")
		t.chosen(n, m, first)
	}
	return true
}

// chosen counts the codes of one answer, each once. A code that the form does
// not have may be anything that somebody typed and is not kept.
func (t *tally) chosen(n *node, m crowd, codes ...string) {
	foreign := 0
	for i, c := range codes {
		switch {
		case !n.codes[c]:
			foreign = 1
		case !slices.Contains(codes[:i], c):
			t.code(c, m)
		}
	}
	if t.foreign += foreign; foreign > 0 {
		t.crowds.code("", m)
	}
}

// number keeps a number; false where the text is none.
func (t *tally) number(text string) bool {
	v, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return false
	}
	t.values = append(t.values, v)
	return true
}

func (t *tally) code(name string, m crowd) {
	t.crowds.code(name, m)
	if t.codes == nil {
		t.codes = map[string]int{}
	}
	t.codes[name]++
}

// value keeps a calculation's value until there are too many different ones.
func (t *tally) value(text string, m crowd) {
	if t.many {
		return
	}
	if t.code(text, m); len(t.codes) > mostCategories {
		t.codes, t.many, t.crowds.codes = nil, true, nil
	}
}
