package interview

import (
	"maps"
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/xpath"
)

// A View is what a field shows. The zero View stands for a place that is not
// there.
type View struct {
	Path  survey.Path
	Item  *survey.Item
	Form  *survey.Form // which has the media files
	Text  string       // as typed, also where it breaks its rule; without choices that are not offered
	State survey.State // NotAsked while not relevant

	Relevant, ReadOnly, Required bool
	Confirmed                    bool // the soft check's doubt was confirmed
	Fallback                     bool // the label is the default language's

	Choices               []Choice // of a select or rank
	Ticks                 []Choice // of a range: the numbers that have a label
	Label, Hint, Guidance string
	Media                 map[string]string // image, audio, video → file name
	Problem               string            // why the answer stops the finish; not that one is missing
	Warning               string            // what the soft check asks, until it is confirmed
}

// View gives what a field at p shows: a question, note, group, repeat (without
// a position) or instance.
func (iv *Interview) View(p survey.Path) View {
	n := iv.find(p)
	if n == nil {
		return View{}
	}
	it := n.spec.item
	v := View{
		Path: p, Item: it, Form: iv.form, Text: n.shown(), State: n.state(),
		Relevant: n.relevant, ReadOnly: n.readonly, Required: n.required && n.relevant,
		Confirmed: n.confirmed,
	}
	if !n.relevant {
		v.State = survey.NotAsked
	}
	v.Label, v.Fallback = iv.render(n, it.Label)
	v.Hint, _ = iv.render(n, it.Hint)
	v.Guidance, _ = iv.render(n, it.Guidance)
	if len(it.Media) > 0 {
		v.Media = iv.media(n, it.Media)
	}
	if it.Type.Selects() {
		v.Choices = iv.choicesOf(n)
	}
	if list := iv.form.Lists[it.Params["tick_labelset"]]; list != nil {
		for _, c := range list.Choices {
			v.Ticks = append(v.Ticks, Choice{Name: c.Name, Label: iv.labelOf(n, c)})
		}
	}
	if n.relevant {
		v.Problem, v.Warning = iv.problem(n), iv.warning(n)
	}
	return v
}

// shown is the text as a field shows it: what was typed, but of choices only
// those that are offered.
func (n *node) shown() string {
	if n.lost {
		return n.kept
	}
	return n.text
}

// render puts a text together in the interview's language, else in the form's
// default language.
func (iv *Interview) render(n *node, t survey.Text) (text string, fallback bool) {
	phrase, fallback := t.In(iv.language, iv.form.Default)
	if len(phrase) == 0 {
		return "", false
	}
	return phrase.Render(func(x xpath.Expr) string { return textOf(iv.eval(n, x), textType, iv.zone) }), fallback
}

var textType = &survey.Type{Name: "text", Kind: survey.TextKind}

func (iv *Interview) media(n *node, media map[string]survey.Text) map[string]string {
	out := map[string]string{}
	for kind, file := range media {
		if name, _ := iv.render(n, file); name != "" {
			out[kind] = name
		}
	}
	return out
}

// computeWording says whether any text with an expression in it reads
// otherwise than before. A repeat's texts are those of each instance.
func (iv *Interview) computeWording(n *node) bool {
	for _, f := range n.roster {
		if at := &f.nodes[0]; set(&at.words, iv.words(at)) {
			iv.note(at, survey.Wording)
		}
	}
	return set(&n.words, iv.words(n))
}

// words puts all the texts with expressions in them together.
func (iv *Interview) words(n *node) string {
	it := n.spec.item
	var b strings.Builder
	add := func(t survey.Text) {
		if t.Dynamic() {
			words, _ := iv.render(n, t)
			b.WriteString(words + "\x00")
		}
	}
	for _, t := range []survey.Text{it.Label, it.Hint, it.Guidance, it.RequiredMessage} {
		add(t)
	}
	for _, p := range []survey.Property{survey.Valid, survey.Plausible} {
		if rule := it.Rules[p]; rule != nil {
			add(rule.Message)
		}
	}
	files := func(media map[string]survey.Text) {
		for _, kind := range slices.Sorted(maps.Keys(media)) {
			add(media[kind])
		}
	}
	files(it.Media)
	if it.List != nil {
		for _, c := range it.List.Choices {
			add(c.Label)
			files(c.Media)
		}
	}
	return b.String()
}
