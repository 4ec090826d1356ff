package interview

import (
	"cmp"
	"slices"

	"anketa/survey"
	"anketa/survey/xpath"
)

// Where a form names no codes of its own, these stand for don't know, refused
// and not applicable: numbers have a minus, as 98 hours a week is a real
// answer.
var (
	usualChoices = [survey.NotApplicable + 1]string{survey.DontKnow: "98", survey.Refused: "99", survey.NotApplicable: "97"}
	usualNumbers = [survey.NotApplicable + 1]string{survey.DontKnow: "-98", survey.Refused: "-99", survey.NotApplicable: "-97"}
)

var settingOf = [survey.NotApplicable + 1]string{survey.DontKnow: "dont_know", survey.Refused: "refused", survey.NotApplicable: "not_applicable"}

// manyChoices is the length from which a list is one of numbered things, where
// 98 is a thing like any other.
const manyChoices = 90

// codesOf gives the codes that stand for answer states in a question: those of
// the form's settings, else the usual ones, and only where the question's list
// or constraint names them. A number without a constraint takes the settings'.
func codesOf(f *survey.Form, it *survey.Item) (codes [survey.NotApplicable + 1]string) {
	for s := survey.DontKnow; s <= survey.NotApplicable; s++ {
		said := f.Settings[settingOf[s]] != ""
		switch it.Type.Kind {
		case survey.SelectOneKind, survey.SelectMultipleKind:
			code := cmp.Or(f.Special.Choice[s], usualChoices[s])
			if it.List.Choice(code) != nil && (said || len(it.List.Choices) < manyChoices) {
				codes[s] = code
			}
		case survey.IntegerKind, survey.DecimalKind, survey.RangeKind:
			code := cmp.Or(f.Special.Number[s], usualNumbers[s])
			rule := it.Rules[survey.Valid]
			if rule == nil && said || rule != nil && slices.Contains(numbersIn(rule.Expr), code) {
				codes[s] = code
			}
		}
	}
	return codes
}

// numbersIn gives the numbers that are written in an expression, with their
// sign.
func numbersIn(x xpath.Expr) []string {
	var out []string
	negated := map[xpath.Expr]bool{}
	for e := range xpath.Walk(x) {
		switch e := e.(type) {
		case *xpath.Unary:
			negated[e.X] = true
		case *xpath.Literal:
			if f := e.Value.Num(); f == f {
				if negated[e] {
					f = -f
				}
				out = append(out, xpath.Number(f).Str())
			}
		}
	}
	return out
}
