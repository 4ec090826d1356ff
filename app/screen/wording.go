package screen

import (
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// mostWordings is how many places are told of which the wording changed.
const mostWordings = 8

// rewordings tells of forms that call themselves one version and word the same
// code, or the same question, otherwise: a code that means something else now
// is nothing that anybody would see in the data.
func rewordings(forms []*survey.Form) []*message.Text {
	by := map[string][]*survey.Form{}
	for _, f := range forms {
		by[f.Version] = append(by[f.Version], f)
	}
	var out []*message.Text
	for version, all := range by {
		var places []*message.Text
		for _, f := range all[1:] {
			places = append(places, reworded(all[0], f)...)
		}
		slices.SortFunc(places, func(a, b *message.Text) int { return strings.Compare(a.String(), b.String()) })
		places = slices.CompactFunc(places, func(a, b *message.Text) bool { return a.String() == b.String() })
		if more := len(places) - mostWordings; more > 0 {
			places = append(places[:mostWordings], message.New("and %d more", more))
		}
		if len(places) > 0 {
			out = append(out, message.New("Forms that call themselves version %s word the same otherwise: %s. See whether a code still means the same: answers were not changed, and the labels are those of one of the forms.",
				version, message.ListOf(places)))
		}
	}
	return out
}

// reworded gives the codes of lists and the questions that two forms have, with
// other words in a language that both have. Choices of attached files are left
// out.
func reworded(a, b *survey.Form) []*message.Text {
	var out []*message.Text
	for name, list := range a.Lists {
		other := b.Lists[name]
		if other == nil || list.File != "" || other.File != "" {
			continue
		}
		for _, c := range list.Choices {
			if o := other.Choice(c.Name); o != nil && otherWords(a, b, c.Label, o.Label) {
				out = append(out, message.New("code %s of the list %s", c.Name, name))
			}
		}
	}
	items := map[survey.Path]*survey.Item{}
	for _, it := range b.Items {
		items[it.Path()] = it
	}
	for _, it := range a.Items {
		if o := items[it.Path()]; o != nil && it.Type.Asked() && otherWords(a, b, it.Label, o.Label) {
			out = append(out, message.New("question %s", it.Name))
		}
	}
	return out
}

func otherWords(a, b *survey.Form, x, y survey.Text) bool {
	for i, l := range a.Languages {
		j := slices.IndexFunc(b.Languages, func(m survey.Language) bool { return m.ID == l.ID })
		if j < 0 || i >= len(x) || j >= len(y) {
			continue
		}
		if !slices.Equal(strings.Fields(x[i].String()), strings.Fields(y[j].String())) {
			return true
		}
	}
	return false
}
