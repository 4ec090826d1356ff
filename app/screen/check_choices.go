package screen

import (
	"maps"
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
	"anketa/survey/xpath"
)

// missingCodes gives the lists that have no code for don't know, or for
// refused, where other lists of the form have one: as a rule one was
// forgotten.
func missingCodes(form *survey.Form) survey.ErrorList {
	lists := askedLists(form)
	var l survey.ErrorList
	for _, s := range []survey.State{survey.DontKnow, survey.Refused} {
		code := form.Special.Choice[s]
		var without finding
		have := 0
		for _, list := range lists {
			if list.Choice(code) != nil {
				have++
			} else {
				without.add(list.At, message.New("%s (%s)", list.Name, inCell(list.At, "")))
			}
		}
		if code == "" || have == 0 {
			continue
		}
		others := counted(have, message.New("%d other list has", have), message.New("%d other lists have", have))
		n, state := len(without.places), message.New("refused")
		if s == survey.DontKnow {
			state = message.New("don't know")
		}
		l = append(l, without.say(survey.Notice, "CHOICES_010",
			message.New("%d list is without the code %s (%s), which %s", n, code, state, others),
			message.New("%d lists are without the code %s (%s), which %s", n, code, state, others),
			message.New("The key for it still works there, and stores a state without a code."))...)
	}
	return l
}

// askedLists are the lists of the sheet choices that a question offers.
func askedLists(form *survey.Form) []*survey.List {
	asked := map[*survey.List]bool{}
	for _, it := range form.Items {
		if it.Type.Kind == survey.SelectOneKind || it.Type.Kind == survey.SelectMultipleKind {
			asked[it.List] = true
		}
	}
	return slices.DeleteFunc(writtenLists(form), func(l *survey.List) bool { return !asked[l] })
}

// absentChoices gives the conditions that compare a question with a code that
// its list does not have.
func absentChoices(form *survey.Form) survey.ErrorList {
	var l survey.ErrorList
	for _, it := range form.Items {
		for _, rule := range it.Rules {
			if rule != nil {
				l = append(l, absentIn(form, rule)...)
			}
		}
	}
	return l
}

func absentIn(form *survey.Form, rule *survey.Rule) survey.ErrorList {
	var l survey.ErrorList
	for x := range xpath.Walk(rule.Expr) {
		ref, code := comparison(x)
		if ref == nil || ref.LastSaved || code == "" {
			continue
		}
		it := form.Item(ref.Slot)
		if it == nil || it.List == nil || it.List.File != "" || it.ItemsFrom != nil || offers(it, code) {
			continue
		}
		hint := message.New("Its list %s has %s.", it.List.Name, firstCodes(it.List))
		if near := survey.Nearest(code, codesOf(it.List)); near != "" {
			hint = message.New("Did you mean %s?", near)
		}
		l = append(l, &survey.Error{At: rule.At, Severity: survey.Warning, Code: "CHOICES_011",
			Msg: message.New("${%s} is compared with %s, which is none of its choices.", it.Name, code), Hint: hint, Excerpt: rule.Expr.String()})
	}
	return l
}

// comparison gives the question and the code of ${q} = 'code', ${q} != 'code'
// and selected(${q}, 'code'); a nil question for another expression.
func comparison(x xpath.Expr) (*xpath.Ref, string) {
	switch x := x.(type) {
	case *xpath.Binary:
		if x.Op != xpath.Equal && x.Op != xpath.NotEqual {
			return nil, ""
		}
		if ref, ok := x.X.(*xpath.Ref); ok {
			return ref, literal(x.Y)
		}
		ref, _ := x.Y.(*xpath.Ref)
		return ref, literal(x.X)
	case *xpath.Call:
		if x.Name == "selected" && len(x.Args) == 2 {
			ref, _ := x.Args[0].(*xpath.Ref)
			return ref, literal(x.Args[1])
		}
	}
	return nil, ""
}

func literal(x xpath.Expr) string {
	if l, ok := x.(*xpath.Literal); ok {
		return strings.TrimSpace(l.Value.Str())
	}
	return ""
}

// offers says whether a code, or each of several of a select_multiple, can be
// an answer.
func offers(it *survey.Item, codes string) bool {
	for code := range strings.FieldsSeq(codes) {
		number := xpath.String(code).Num()
		if !slices.ContainsFunc(it.List.Choices, func(c *survey.Choice) bool {
			return c.Name == code || xpath.String(c.Name).Num() == number
		}) {
			return false
		}
	}
	return true
}

func codesOf(l *survey.List) func(yield func(string) bool) {
	codes := map[string]bool{}
	for _, c := range l.Choices {
		codes[c.Name] = true
	}
	return maps.Keys(codes)
}

func firstCodes(l *survey.List) *message.Text {
	var f finding
	for _, c := range l.Choices {
		f.add(c.At, c.Name)
	}
	return f.list()
}
