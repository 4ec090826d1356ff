package export

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// SameKind says whether answers to two questions can be counted together: a
// number with a number, whether whole or not; a choice out of a list only with
// another one of as many.
func SameKind(a, b *survey.Item) bool { return class(a.Type) == class(b.Type) }

// class names what an answer is.
func class(t *survey.Type) string {
	switch t.Kind {
	case survey.IntegerKind, survey.DecimalKind, survey.RangeKind:
		return "number"
	case survey.NoteKind, survey.CalculateKind:
		if t.Meta == "" && t.Data == survey.TextData {
			return "calculation"
		}
	case survey.TextKind, survey.DateKind, survey.TimeKind, survey.DateTimeKind:
	default:
		return fmt.Sprint("kind ", t.Kind)
	}
	return fmt.Sprint("data ", t.Data)
}

// KindChanges tells in a sentence each which questions are of one kind in one
// version of the form and of another in another, in the order of the forms.
func KindChanges(forms []*survey.Form) []*message.Text {
	first, told := map[survey.Path]*survey.Item{}, map[survey.Path]bool{}
	version := map[survey.Path]string{}
	var out []*message.Text
	for _, f := range forms {
		for _, it := range f.Items {
			p := it.Path()
			lead := first[p]
			if lead == nil {
				first[p], version[p] = it, versionName(f, forms)
				continue
			}
			if SameKind(lead, it) || told[p] {
				continue
			}
			told[p] = true
			out = append(out, message.New("The question %s is %s in the form version %s and %s in version %s: the answers have a column for each kind, and the report counts the first only.",
				it.Name, lead.Type.Name, version[p], it.Type.Name, versionName(f, forms)))
		}
	}
	return out
}

// columnOf gives the column for an answer of a record: the one that its
// version of the form has. Where several forms call themselves that version it
// is the first that takes the answer.
func (p *place) columnOf(version, text string) *column {
	var fallback *column
	for _, c := range p.columns {
		if len(p.columns) == 1 || !slices.Contains(c.claims, version) {
			continue
		}
		if c.takes(text) {
			return c
		}
		if fallback == nil {
			fallback = c
		}
	}
	if fallback != nil {
		return fallback
	}
	return p.columns[0]
}

// takes says whether an answer looks like one to the column's question.
func (c *column) takes(text string) bool {
	t := c.items[0].Type
	switch {
	case c.kind == number:
		return exactNumber(text)
	case !t.Selects() || c.items[0].List == nil:
		return true
	}
	for _, code := range t.Codes(text) {
		if !slices.ContainsFunc(c.choices, func(o *survey.Choice) bool { return o.Name == code }) {
			return false
		}
	}
	return true
}

// olderName is the name of a second column of a question: q_v1, with the
// version that had it last. It is none that a question has by itself.
func olderName(name, version string, asked map[string]bool) string {
	behind := "_v" + shorten(strings.Trim(machine("v" + version)[1:], "_"), 12)
	wish := shorten(machine(name), 32-len(behind)) + behind
	for i := 2; asked[strings.ToLower(wish)]; i++ {
		tail := behind + "_" + strconv.Itoa(i)
		wish = shorten(machine(name), 32-len(tail)) + tail
	}
	return wish
}
