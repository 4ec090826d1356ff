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
	codes   map[string]int // selects: code; calculations: value, while they are few
	foreign int            // selects: answers with a code that the form does not have
	many    bool           // a calculation with more values than codes holds
	values  []float64      // numbers
}

// mostCategories is how many values a calculation may have to be shown value
// by value; past that it is no classification.
const mostCategories = 30

// add counts one answer.
func (t *tally) add(n *node, a *survey.Answer) {
	state := a.State
	if state == survey.Given && a.Text == "" {
		state = survey.NotReached
	}
	switch state {
	case survey.Given:
		t.base.Given++
		t.given(n, a.Text)
	case survey.DontKnow:
		t.base.DontKnow++
	case survey.Refused:
		t.base.Refused++
	case survey.NotApplicable:
		t.base.NotApplicable++
	case survey.NotReached:
		t.base.NotReached++
	}
}

// unusable counts one answer to a question that was of another kind then.
func (t *tally) unusable(a *survey.Answer) {
	if a.State != survey.NotAsked {
		t.base.Unusable++
	}
}

func (t *tally) given(n *node, text string) {
	switch n.item.Type.Kind {
	case survey.IntegerKind, survey.DecimalKind, survey.RangeKind:
		if !t.number(text) {
			t.base.Given--
			t.base.Unusable++
		}
	case survey.CalculateKind:
		t.number(text)
		t.value(text)
	case survey.SelectOneKind, survey.AcknowledgeKind:
		t.chosen(n, text)
	case survey.SelectMultipleKind:
		t.chosen(n, strings.Fields(text)...)
	case survey.RankKind:
		first, _, _ := strings.Cut(text, " ")
		t.chosen(n, first)
	}
}

// chosen counts the codes of one answer, each once. A code that the form does
// not have may be anything that somebody typed and is not kept.
func (t *tally) chosen(n *node, codes ...string) {
	foreign := 0
	for i, c := range codes {
		switch {
		case !n.codes[c]:
			foreign = 1
		case !slices.Contains(codes[:i], c):
			t.code(c)
		}
	}
	t.foreign += foreign
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

func (t *tally) code(name string) {
	if t.codes == nil {
		t.codes = map[string]int{}
	}
	t.codes[name]++
}

// value keeps a calculation's value until there are too many different ones.
func (t *tally) value(text string) {
	if t.many {
		return
	}
	if t.code(text); len(t.codes) > mostCategories {
		t.codes, t.many = nil, true
	}
}
