package report

import (
	"maps"
	"slices"
	"strings"

	"anketa/survey"
)

// sampleQuestions are the questions by which a sample is described where the
// form has them: the names that the shipped questionnaire and most study forms
// give them.
var sampleQuestions = []string{
	"disposition", "country_survey", "country", "region", "site_type", "sampling_method",
	"interview_language", "sex", "gender", "age_group", "citizenship",
}

// breakdowns describe the interviews that are in. Every table adds up to them.
func (f finisher) breakdowns() []Breakdown {
	c := f.count
	if c.root.unit.n == 0 {
		return nil
	}
	out := []Breakdown{
		f.breakdown(byInterviewer, c.interviewers),
		f.breakdown(byDay, c.days),
		f.breakdown(byVersion, c.versions),
	}
	for _, name := range sampleQuestions {
		if n := c.root.find(name); n != nil {
			out = append(out, f.described(n))
		}
	}
	return out
}

func (f finisher) breakdown(title word, counts map[string]int) Breakdown {
	b := Breakdown{Title: f.words.say(title)}
	for _, key := range slices.Sorted(maps.Keys(counts)) {
		label := key
		if key == "" {
			label = f.words.say(blankWord)
		}
		b.Rows = append(b.Rows, f.part("", label, counts[key]))
	}
	return b
}

// described is a question as a property of the sample: shares are of all
// interviews, and those without an answer have a row.
func (f finisher) described(n *node) Breakdown {
	d := f.decide(n, "", f.count.root.unit.n)
	b := Breakdown{Title: f.label.text(n.item.Label)}
	if b.Title == "" {
		b.Title = strings.TrimSpace(n.item.Name + "  " + n.item.Columns["about"])
	}
	without := f.count.root.unit.n
	if d.table == Shares {
		without -= d.base.Given
		for _, r := range d.rows {
			b.Rows = append(b.Rows, f.describes(r))
		}
	}
	if d.hidden {
		b.Rows = []Row{{Label: f.words.say(hiddenTable), Hidden: true}}
	} else if without > 0 && !few(without, f.small) { // it follows from n; nobody needs it
		b.Rows = append(b.Rows, f.part("", f.words.say(notStated), without))
	}
	return b
}

// describes gives a row of a question as a part of all interviews. What is
// hidden there stays so.
func (f finisher) describes(r Row) Row {
	if r.Hidden {
		return r
	}
	return f.part(r.Code, r.Label, r.Count)
}

func (f finisher) part(code, label string, k int) Row {
	return Row{Code: code, Label: label, Count: k, Share: float64(k) / float64(f.count.root.unit.n)}
}

// find gives the select_one question or calculation of that name outside of
// repeats, nil where there is none or its figures are parted.
func (n *node) find(name string) *node {
	for _, it := range n.items {
		c := n.children[it.Name]
		switch {
		case it.Type.Kind == survey.GroupKind:
			if found := c.find(name); found != nil {
				return found
			}
		case it.Name == name && c.by == nil && (it.Type.Kind == survey.SelectOneKind || it.Type.Kind == survey.CalculateKind):
			return c
		}
	}
	return nil
}
