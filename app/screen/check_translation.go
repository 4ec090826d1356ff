package screen

import (
	"cmp"
	"maps"
	"slices"

	"anketa/survey"
	"anketa/survey/message"
)

// perColumn is the reader's notice of a column with gaps; the form check tells
// them for each language instead.
const perColumn = "LANGUAGE_003"

func withoutGaps(l survey.ErrorList) survey.ErrorList {
	return slices.DeleteFunc(slices.Clone(l), func(e *survey.Error) bool { return e.Code == perColumn })
}

// untranslated gives for each language one notice of the wordings that other
// languages have and it has not.
func untranslated(form *survey.Form) survey.ErrorList {
	gaps := make([]finding, len(form.Languages))
	look := func(t survey.Text, at survey.Position) {
		for i := range gaps {
			if !t.Empty() && (i >= len(t) || len(t[i]) == 0) {
				gaps[i].add(at, at)
			}
		}
	}
	for _, it := range form.Items {
		lookAtItem(it, look)
	}
	for _, l := range writtenLists(form) {
		for _, c := range l.Choices {
			look(c.Label, inCell(c.At, "label"))
		}
	}
	var found survey.ErrorList
	for i := range gaps {
		language := form.Languages[i].ID
		hint := message.New("There %s is shown.", form.Languages[form.Default].ID)
		if i == form.Default {
			hint = message.New("There nothing is shown, as this is the language that stands in for the others.")
		}
		n := len(gaps[i].places)
		found = append(found, gaps[i].say(survey.Notice, perColumn,
			message.New("%d text is not translated into %s", n, language), message.New("%d texts are not translated into %s", n, language), hint)...)
	}
	return found
}

func lookAtItem(it *survey.Item, look func(survey.Text, survey.Position)) {
	look(it.Label, inCell(it.At, "label"))
	look(it.Hint, inCell(it.At, "hint"))
	look(it.Guidance, inCell(it.At, "guidance_hint"))
	look(it.RequiredMessage, inCell(it.At, "required_message"))
	if rule := it.Rule(survey.Valid); rule != nil {
		look(rule.Message, inCell(it.At, "constraint_message"))
	}
	if rule := it.Rule(survey.Plausible); rule != nil {
		look(rule.Message, inCell(it.At, "warning_message"))
	}
}

// writtenLists are the lists of the sheet choices, in its order.
func writtenLists(form *survey.Form) []*survey.List {
	lists := slices.DeleteFunc(slices.Collect(maps.Values(form.Lists)), func(l *survey.List) bool { return l.File != "" })
	slices.SortFunc(lists, func(a, b *survey.List) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Name, b.Name)) })
	return lists
}
