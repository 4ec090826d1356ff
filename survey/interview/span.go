package interview

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"anketa/survey"
	"anketa/survey/xpath"
)

// A span is the numbers that a range question takes.
type span struct{ from, to, step float64 }

// spanOf reads a range's parameters; what is not said is 1 to 10 by 1.
func spanOf(it *survey.Item) span {
	s := span{1, 10, 1}
	for key, at := range map[string]*float64{"start": &s.from, "end": &s.to, "step": &s.step} {
		if f, err := strconv.ParseFloat(it.Params[key], 64); err == nil {
			*at = f
		}
	}
	s.from, s.to, s.step = min(s.from, s.to), max(s.from, s.to), math.Abs(s.step)
	return s
}

// takes says whether a number is one of the span's steps.
func (s span) takes(f float64) bool {
	if !(f >= s.from && f <= s.to) {
		return false
	}
	steps := (f - s.from) / s.step
	return s.step == 0 || math.Abs(steps-math.Round(steps)) < 1e-6
}

// fits says whether a number of a range question can stand: it is in the span,
// or a code for don't know and the like.
func (n *node) fits(text string) bool {
	return n.spec.span.takes(xpath.String(text).Num()) || slices.Contains(n.spec.codes[:], text)
}

// fill puts the span into a message.
func (s span) fill(message string) string {
	return strings.NewReplacer("{from}", numberText(s.from), "{to}", numberText(s.to), "{step}", numberText(s.step)).Replace(message)
}
