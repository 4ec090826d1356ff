package screen

import (
	"anketa/export/merge"
	"anketa/survey"
)

// A Conflicted is a conflict with the words to show it in.
type Conflicted struct {
	merge.Conflict
	Number int    // of the interview
	Device string // of the laptop
	Form   *survey.Form
	Rows   []DisputeRow // one for each of Disputes
}

// A DisputeRow is one dispute, side by side.
type DisputeRow struct {
	merge.Dispute
	Code  string   // of the question, or what the record says of itself: @kind
	Label string   // blank for sensitive questions
	Sides []string // of each head, in words; codes for sensitive questions; blank where it holds nothing

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
	for _, d := range c.Disputes {
		out.Rows = append(out.Rows, disputeRow(out.Form, items[merge.Names(d.Place)], d))
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
		switch {
		case a == nil || row.Instance:
		case a.State != survey.Given:
			row.Sides[i] = a.State.String()
		case it != nil && !row.Sensitive:
			row.Sides[i] = inWords(form, it, a.Text, form.Default)
		default:
			row.Sides[i] = a.Text
		}
	}
	return row
}
