package report

import (
	"maps"
	"slices"
	"strconv"

	"anketa/survey"
)

// A finisher turns counts into the tables of a report.
type finisher struct {
	form  *survey.Form
	count *count
	small int
	label labeller
	words words

	shared map[*node]bool // of which it is not told how many were not asked
}

// of is a finisher for a question that another version of the form has: with its
// lists, and its labels in the language of the report as far as it has them.
func (f finisher) of(n *node) finisher {
	if n.form == f.form {
		return f
	}
	wanted := f.form.Languages[f.label.language]
	f.label = labeller{language: n.form.Default, fallback: n.form.Default}
	for i, l := range n.form.Languages {
		if l.Code != "" && l.Code == wanted.Code || l.Name == wanted.Name {
			f.label.language = i
			break
		}
	}
	f.form = n.form
	return f
}

func (f finisher) sections() []Section {
	var out []Section
	names := sheetNames{}
	for _, fixed := range []word{contents, sampleTitle} {
		names.give(f.words.say(fixed))
	}
	loose := Section{Label: f.words.say(outside)}
	for _, it := range f.count.root.items {
		n := f.count.root.children[it.Name]
		if !it.Type.Holds() {
			loose.Questions = append(loose.Questions, f.questions(n, "")...)
			continue
		}
		s := Section{Name: it.Name, Label: f.of(n).label.named(it)}
		if s.Questions = f.inside(n, ""); len(s.Questions) > 0 {
			out = append(out, s)
		}
	}
	if len(loose.Questions) > 0 {
		out = append(out, loose) // mostly calculations: after what was asked
	}
	for i := range out {
		out[i].Sheet = names.give(out[i].Label)
	}
	return out
}

// inside gives the questions of a group in form order.
func (f finisher) inside(n *node, under string) []Question {
	var out []Question
	for _, it := range n.items {
		c := n.children[it.Name]
		if it.Type.Holds() {
			out = append(out, f.inside(c, f.of(c).label.named(it))...)
		} else {
			out = append(out, f.questions(c, under)...)
		}
	}
	return out
}

// questions gives the tables of an item: none for notes and metadata, one for
// most, and one for each part where the form wants its figures apart.
func (f finisher) questions(n *node, under string) []Question {
	it := n.item
	if it.Type.Kind == survey.NoteKind || it.Type.Meta != "" || n.versions != nil && n.unanswered() {
		return nil
	}
	q := Question{Name: it.Name, Path: it.Path(), Label: f.of(n).label.text(it.Label), Versions: n.versions, Under: under, Type: it.Type.Name, Kind: it.Type.Kind, Sensitivity: it.Sensitivity}
	if q.Label == "" {
		q.Label = it.Columns["about"]
	}
	if n.unit.repeat != nil {
		q.Unit = f.of(n).label.named(n.unit.repeat)
	}
	if n.by == nil || len(n.tallies) == 0 {
		return []Question{f.question(q, n, "", n.unit.n)}
	}
	var out []Question
	parts := f.parts(n)
	hidden := f.hiddenParts(n, parts)
	for _, part := range parts {
		if q.Part = f.label.choice(n.by.List, part); q.Part == "" {
			q.Part = f.words.say(notStated)
		}
		told := f.question(q, n, part, n.unit.parts[n.by][part])
		if hidden[part] {
			told.Hidden, told.Base, told.Withheld, told.Rows, told.Partial, told.Numbers, told.Bins = true, Base{}, Lines{}, nil, false, nil, nil
		}
		out = append(out, told)
	}
	return out
}

// parts gives the codes by which an item's figures stand apart, in the order
// of their list and "" for the records without one at the end.
func (f finisher) parts(n *node) []string {
	var out []string
	for _, c := range n.by.List.Choices {
		if n.unit.parts[n.by][c.Name] > 0 {
			out = append(out, c.Name)
		}
	}
	if n.unit.parts[n.by][""] > 0 {
		out = append(out, "")
	}
	return out
}

// question fills in the figures of so many units.
func (f finisher) question(q Question, n *node, part string, units int) Question {
	d := f.decide(n, part, units)
	q.Table = d.table
	if d.hidden {
		q.Hidden = true
		return q
	}
	q.Base, q.Withheld, q.Rows = d.base, d.withheld, d.rows
	q.Partial = d.listed() && q.asked() && f.partial(n.item)
	if t := n.tallies[part]; t != nil && q.Table == Numeric {
		q.Numbers, q.Bins = describe(t.values), histogram(t.values)
		q.hideNumbers(t.values, f.small)
	}
	return q
}

func (b Base) asked() int {
	return b.Given + b.DontKnow + b.Refused + b.NotApplicable + b.NotReached + b.Unusable
}

// table decides how an item is summed up.
func (f finisher) table(it *survey.Item, t *tally) Table {
	if it.AnalystExport == "drop" || it.ItemsFrom != nil {
		return Counted // the choices of ItemsFrom are answers that somebody typed
	}
	switch it.Type.Kind {
	case survey.SelectOneKind, survey.AcknowledgeKind:
		return Shares
	case survey.SelectMultipleKind:
		return Multiple
	case survey.RankKind:
		return Places
	case survey.IntegerKind, survey.DecimalKind, survey.RangeKind:
		return Numeric
	case survey.CalculateKind:
		return f.calculated(it, t)
	}
	return Counted
}

// mostListed is how many choices a list may have for all of them to be shown;
// of a longer one, as all towns of a country, only those are that somebody
// gave.
const mostListed = 300

func (f finisher) partial(it *survey.Item) bool {
	return it.List != nil && len(it.List.Choices) > mostListed
}

// rows gives a row for each choice that the form has, in its order, and one
// for all other codes together; the most frequent first where they are many.
// The codes for don't know and the like are states and no rows, unless somebody
// gave them beside others.
func (f finisher) rows(it *survey.Item, t *tally) []Row {
	if t.base.asked() == 0 {
		return nil
	}
	var out []Row
	for _, code := range f.codes(it, t) {
		out = append(out, row(code, f.named(it, code), t.codes[code], t.base.Given))
	}
	if t.foreign > 0 {
		out = append(out, row("", f.words.say(otherCodes), t.foreign, t.base.Given))
	}
	if len(out) > mostCharted { // nobody reads a scale of that length
		slices.SortStableFunc(out, func(a, b Row) int { return b.Count - a.Count })
	}
	return out
}

// row is a share of n; there is none where n is 0.
func row(code, label string, k, n int) Row {
	if n == 0 {
		return Row{Code: code, Label: label}
	}
	low, high := Wilson(k, n)
	return Row{Code: code, Label: label, Count: k, Share: float64(k) / float64(n), Low: low, High: high}
}

// named words a code. A calculation has the words of the list that has its
// name, if there is one, and says yes or no where it decides.
func (f finisher) named(it *survey.Item, code string) string {
	list := it.List
	if list == nil {
		list = f.form.Lists[it.Name]
	}
	switch {
	case list == nil && code == truths[0]:
		return f.words.say(trueWord)
	case list == nil && code == truths[1]:
		return f.words.say(falseWord)
	}
	return f.label.choice(list, code)
}

// codes gives the codes that get a row of their own.
func (f finisher) codes(it *survey.Item, t *tally) []string {
	if it.List == nil { // a calculation, or acknowledge with its "OK"
		return inOrder(f.possible(it, t))
	}
	partial, seen := f.partial(it), map[string]bool{}
	var out []string
	for _, c := range it.List.Choices {
		if !seen[c.Name] && (t.codes[c.Name] > 0 || !partial && !f.special(c.Name)) {
			out = append(out, c.Name)
		}
		seen[c.Name] = true // a filter may tell apart two choices of one code
	}
	return out
}

// possible gives the values of a calculation, those that it has nowhere with a
// 0, where they are few.
func (f finisher) possible(it *survey.Item, t *tally) map[string]int {
	all := maps.Clone(t.codes)
	values, ok := f.classesOf(it, map[*survey.Item]bool{})
	if it.Type.Kind != survey.CalculateKind || !ok {
		return all
	}
	for _, v := range values {
		if v != "" && !f.special(v) {
			all[v] += 0
		}
	}
	if len(all) > mostCategories {
		return t.codes
	}
	return all
}

func (f finisher) special(code string) bool {
	return code != "" && slices.Contains(f.form.Special.Choice[survey.DontKnow:survey.NotApplicable+1], code)
}

// inOrder sorts codes, as numbers where all are.
func inOrder(codes map[string]int) []string {
	out := slices.Sorted(maps.Keys(codes))
	value := func(s string) float64 { v, _ := strconv.ParseFloat(s, 64); return v }
	if slices.ContainsFunc(out, func(s string) bool { _, err := strconv.ParseFloat(s, 64); return err != nil }) {
		return out
	}
	slices.SortStableFunc(out, func(a, b string) int {
		switch va, vb := value(a), value(b); {
		case va < vb:
			return -1
		case va > vb:
			return 1
		}
		return 0
	})
	return out
}
