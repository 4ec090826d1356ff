package xlsform

import (
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// readChoices reads the sheet choices, or external_choices, into lists. Lists
// may be interleaved; the order within one is that of the sheet.
func (r *reader) readChoices(t *table, lists map[string]*survey.List) {
	if t == nil || !t.has("list_name") || !t.has("name") {
		return
	}
	extra := r.extraColumns(t)
	seen := map[string]int{} // list and code → row
	for w := range r.records(t, false) {
		name := w.get("list_name")
		if name == "" {
			r.warn(w.place("list_name"), "CHOICES_001", message.New("The row has no list_name and is skipped."), message.New("Write the name of the list that the choice belongs to."))
			continue
		}
		l := lists[name]
		if l == nil {
			l = &survey.List{Name: name, At: w.place("list_name")}
			lists[name] = l
			for _, c := range extra {
				l.Columns = append(l.Columns, c.header)
			}
		}
		if c := r.choice(w, l, extra, seen); c != nil {
			l.Choices = append(l.Choices, c)
		}
	}
}

// choice reads one row; nil where it has no code.
func (r *reader) choice(w row, l *survey.List, extra []column, seen map[string]int) *survey.Choice {
	c := &survey.Choice{Name: w.get("name"), Label: r.text(w, "label"), Media: r.mediaOf(w), At: w.place("name")}
	if c.Name == "" {
		r.fault(c.At, "NAMES_006", message.New("A choice of the list %s has no name.", l.Name), message.New("Write the code that is stored when it is chosen."))
		return nil
	}
	id := l.Name + "\x00" + c.Name
	if first, twice := seen[id]; twice && !r.duplicates {
		r.fault(c.At, "NAMES_007", message.New("The list %s has the choice %q twice, here and in row %d.", l.Name, c.Name, first), message.New("Rename one; or, if a choice filter tells them apart, write yes into the setting allow_choice_duplicates."))
	}
	seen[id] = w.n
	if c.Label.Empty() && c.Media == nil && w.role != externalSheet {
		r.warn(w.place("label"), "LABEL_001", message.New("The choice %q of the list %s has no label; its name is shown.", c.Name, l.Name), message.New("Write what the interviewer reads."))
	}
	if c.Media["big-image"] != nil && c.Media["image"] == nil {
		r.fault(w.place("big-image"), "MEDIA_001", message.New("The choice %q has a big-image and no image.", c.Name), message.New("Fill the column image too."))
	}
	for _, col := range extra {
		c.Values = append(c.Values, w.column(col))
	}
	return c
}

// extraColumns are the author's own columns of a list, for choice filters. A
// heading that cannot be a name in an expression is dropped.
func (r *reader) extraColumns(t *table) []column {
	var out []column
	for _, c := range t.columns {
		switch {
		case c.known:
		case strings.ContainsAny(c.header, " "):
			r.warn(t.at(1, c.col), "HEADER_004", message.New("The column %q is dropped: headings of %s must not contain spaces.", c.header, t.name), message.New("Rename it %s.", strings.ReplaceAll(c.header, " ", "_")))
		default:
			out = append(out, c)
		}
	}
	return out
}
