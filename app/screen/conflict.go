package screen

import (
	"maps"

	"anketa/export/merge"
	"anketa/survey"
)

// A Conflicted is a conflict with the words to show it in.
type Conflicted struct {
	merge.Conflict
	Number int    // of the interview
	Device string // of the laptop
	Form   *survey.Form
	Rows   []DisputeRow   // one for each of Disputes
	Before *survey.Record // that all sides were made from; nil where it is not known
}

// A DisputeRow is one dispute, side by side.
type DisputeRow struct {
	merge.Dispute
	Code  string   // of the question, or what the record says of itself: @kind
	Label string   // blank for sensitive questions
	Sides []string // of each head, in words; codes for sensitive questions; blank where it holds nothing
	Was   string   // in the version that all were made from, in the same words

	Sensitive bool
	Instance  bool // an instance of a repeat: a side has it or has removed it
}

// conflicted finds the words for a conflict, in the form's default language.
func (m *Merging) conflicted(c merge.Conflict) Conflicted {
	last := c.Heads[len(c.Heads)-1]
	out := Conflicted{Conflict: c, Number: last.Number, Device: last.Device, Form: m.job.forms[0]}
	for _, f := range m.job.forms {
		if f.Version == last.Version {
			out.Form = f
			break
		}
	}
	items := map[string]*survey.Item{}
	for _, it := range out.Form.Items {
		items[string(it.Path())] = it
	}
	was := map[string]*survey.Answer{}
	if out.Before = m.job.set.Before(c); out.Before != nil {
		was = maps.Collect(merge.Places(out.Before))
	}
	for _, d := range c.Disputes {
		it := items[merge.Names(d.Place)]
		row := disputeRow(out.Form, it, d)
		row.Was = sideInWords(out.Form, it, was[d.Place], row)
		out.Rows = append(out.Rows, row)
	}
	return out
}

func disputeRow(form *survey.Form, it *survey.Item, d merge.Dispute) DisputeRow {
	name, position := d.Path.Last()
	row := DisputeRow{Dispute: d, Code: name, Sides: make([]string, len(d.Answers)), Instance: position > 0, Sensitive: it == nil && name[:1] != "@"}
	if it != nil {
		row.Code, row.Sensitive = code(it), it.Sensitivity >= codesOnly
		if !row.Sensitive {
			row.Label = words(it.Label, form.Default, form)
		}
	}
	for i, a := range d.Answers {
		row.Sides[i] = sideInWords(form, it, a, row)
	}
	return row
}

// sideInWords is what a version holds of something in dispute.
func sideInWords(form *survey.Form, it *survey.Item, a *survey.Answer, row DisputeRow) string {
	switch {
	case a == nil || row.Instance:
		return ""
	case a.State != survey.Given:
		return a.State.String()
	case it != nil && !row.Sensitive:
		return inWords(form, it, a.Text, form.Default)
	}
	return a.Text
}
