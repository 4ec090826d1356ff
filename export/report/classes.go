package report

import (
	"slices"

	"anketa/survey"
	"anketa/survey/xpath"
)

// calculated decides how a calculation is summed up. One that chooses between
// values which its author wrote sorts people into classes; others are shown
// where they give numbers alone, as any other text may hold what a person
// typed.
func (f finisher) calculated(it *survey.Item, t *tally) Table {
	switch {
	case t.base.Given == 0:
		return Counted
	case !t.many && f.sorts(it, t):
		return Shares
	case len(t.values) == t.base.Given:
		return Numeric
	}
	return Counted
}

// sorts says whether all values of a calculation are classes of it.
func (f finisher) sorts(it *survey.Item, t *tally) bool {
	classes, ok := f.classesOf(it, map[*survey.Item]bool{})
	if !ok {
		return false
	}
	for value := range t.codes {
		if !slices.Contains(classes, value) {
			return false
		}
	}
	return true
}

// classesOf gives the values between which a calculation, or a select_one
// question, chooses; ok is false where it comes to anything else. Above holds
// what is being asked for already, should a form refer to itself.
func (f finisher) classesOf(it *survey.Item, above map[*survey.Item]bool) (values []string, ok bool) {
	if it == nil || above[it] {
		return nil, false
	}
	if it.Type.Kind == survey.SelectOneKind && it.List != nil {
		for _, c := range it.List.Choices {
			values = append(values, c.Name)
		}
		return values, true
	}
	rule := it.Rule(survey.Value)
	if it.Type.Kind != survey.CalculateKind || rule == nil || rule.Expr == nil {
		return nil, false
	}
	above[it] = true
	defer delete(above, it)
	return f.classes(rule.Expr, above)
}

func (f finisher) classes(x xpath.Expr, above map[*survey.Item]bool) ([]string, bool) {
	switch x := x.(type) {
	case *xpath.Literal:
		return []string{x.Value.Str()}, true
	case *xpath.Ref:
		if x.LastSaved {
			return nil, false
		}
		return f.classesOf(f.form.Item(x.Slot), above)
	case *xpath.Binary:
		return truths, slices.Contains(decides, x.Op)
	case *xpath.Call:
		return f.chosen(x, above)
	}
	return nil, false
}

// truths is what the operators come to that decide between yes and no.
var (
	truths  = []string{"true", "false"}
	decides = []xpath.Op{
		xpath.Or, xpath.And, xpath.Equal, xpath.NotEqual, xpath.Less, xpath.LessEqual, xpath.Greater, xpath.GreaterEqual,
	}
)

// chosen gives the values of a function that gives back one of its arguments.
func (f finisher) chosen(x *xpath.Call, above map[*survey.Item]bool) ([]string, bool) {
	args := x.Args
	switch {
	case x.Name == "if" && len(args) == 3:
		args = args[1:]
	case x.Name != "coalesce" && x.Name != "once":
		return nil, false
	}
	var out []string
	for _, arg := range args {
		values, ok := f.classes(arg, above)
		if !ok {
			return nil, false
		}
		out = append(out, values...)
	}
	return out, true
}
