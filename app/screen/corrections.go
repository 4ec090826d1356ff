package screen

import (
	"context"
	"encoding/hex"
	"maps"
	"slices"
	"strings"

	"anketa/export"
	"anketa/export/merge"
	"anketa/survey/message"
)

// ListEdits reads workbooks and says what was changed in them; nothing is
// written.
func ListEdits(ctx context.Context, paths []string, p Progress) (*Outside, error) {
	m := &mergeJob{set: merge.New(), total: len(paths), progress: p}
	if err := m.read(ctx, paths); err != nil {
		return nil, err
	}
	return m.edited()
}

// WriteCorrections writes a list of corrections, but not over what it was made
// from.
func WriteCorrections(ctx context.Context, from []string, path string, list []export.Correction) error {
	if err := apart(path, from); err != nil {
		return err
	}
	return export.WriteCorrections(ctx, path, list)
}

// CorrectionsOf puts edits that nobody has decided about into a list, for
// somebody to fill in the action.
func CorrectionsOf(edits []Edit) []export.Correction {
	var out []export.Correction
	for _, e := range edits {
		if e.Verdict != export.Undecided {
			continue
		}
		c := e.Correction()
		c.Case, c.Label, c.File, c.Problem = e.Case, e.Label, baseName(e.File), e.Fault.String()
		out = append(out, c)
	}
	return out
}

// verdictIn is what a list says of an edit, and why in words. A line that
// proposes what the edit does is the edit's own; without one, a line which says
// that the value is right as it is refuses every edit of the cell.
func verdictIn(list []export.Correction, e *Edit) (export.Verdict, string) {
	out, why := export.Undecided, ""
	for _, c := range list {
		if !sameCell(c, e) || c.Value != e.Old.Text {
			continue
		}
		v, known := c.NewAnswer()
		own := known && sameAnswer(v, e.New)
		switch {
		case own && c.Action == export.Replace:
			return export.Accepted, c.Comments
		case own && c.Action == export.Okay:
			return export.Refused, c.Comments
		case own:
			return export.Undecided, ""
		case c.Action == export.Okay:
			out, why = export.Refused, c.Comments
		}
	}
	return out, why
}

func sameCell(c export.Correction, e *Edit) bool { return c.Key == e.Key && c.Variable == e.Column }

// sameAnswer says whether two answers are one: the state of one with text is given.
func sameAnswer(a, b export.Value) bool { return a == b || a.Text == b.Text && a.Text != "" }

// otherwise says whether a list puts something else in the place of an edit.
func otherwise(list []export.Correction, e *Edit) bool {
	return slices.ContainsFunc(list, func(c export.Correction) bool {
		v, known := c.NewAnswer()
		return sameCell(c, e) && c.Action == export.Replace && known && !sameAnswer(v, e.New)
	})
}

// consistent leaves out the lines that want different things in one cell, and
// tells them.
func (o MergeOptions) consistent(edits *Outside) []export.Correction {
	wants := func(c, d export.Correction) bool {
		a, _ := c.NewAnswer()
		b, _ := d.NewAnswer()
		return !sameAnswer(a, b)
	}
	at := map[[3]string][]export.Correction{}
	for _, c := range o.Corrections {
		if cell := [3]string{c.Key, c.Variable, c.Value}; c.Action == export.Replace {
			at[cell] = append(at[cell], c)
		}
	}
	var out []export.Correction
	for _, c := range o.Corrections {
		others := at[[3]string{c.Key, c.Variable, c.Value}]
		i := slices.IndexFunc(others, func(d export.Correction) bool { return wants(c, d) })
		if c.Action != export.Replace || i < 0 {
			out = append(out, c)
			continue
		}
		edits.fault(o, c.Line, c.Key, c.Variable, message.New("Row %d puts another value there. Leave replace in one of the two.", others[i].Line))
	}
	return out
}

// fault notes why a line of the list is not carried out.
func (out *Outside) fault(o MergeOptions, line int, key, variable string, why *message.Text) {
	out.Faults = append(out.Faults, message.New("%s, row %d (%s, %s): %s", baseName(o.List), line, key, variable, why))
}

// carryOut makes versions of what a list says of answers that nobody edited in
// a workbook.
func (m *mergeJob) carryOut(o MergeOptions, edits *Outside) error {
	if len(o.Corrections) == 0 {
		return nil
	}
	columns, err := export.ColumnsOf(m.forms)
	if err != nil {
		return err
	}
	by := map[string][]*Edit{}
	said := map[*Edit]export.Correction{}
	for _, c := range o.Corrections {
		e, why := m.line(columns, c, edits)
		if why != nil {
			edits.fault(o, c.Line, c.Key, c.Variable, why)
			continue
		}
		if e != nil {
			e.File = o.List
			by[e.ID], said[e] = append(by[e.ID], e), c
		} else if c.Action == export.Replace {
			m.answered(c, o, edits)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(by)) {
		group := by[id]
		comments := map[string]string{}
		for _, e := range group {
			comments[e.Tag] = said[e].Comments
		}
		if err := m.accept(group, o, comments, edits); err != nil {
			return err
		}
		for _, e := range group {
			if e.Fault != nil {
				edits.fault(o, e.Row, e.Key, e.Column, e.Fault)
				continue
			}
			m.answered(said[e], o, edits)
		}
	}
	return nil
}

// answered settles the edits of a cell for which a list had its say: what stands
// there now was accepted, and anything else refused.
func (m *mergeJob) answered(c export.Correction, o MergeOptions, edits *Outside) {
	v, _ := c.NewAnswer()
	for i := range edits.Edits {
		e := &edits.Edits[i]
		switch {
		case !sameCell(c, e) || e.Verdict != export.Undecided:
		case sameAnswer(v, e.New) && e.Fault == nil:
			m.judge(e, export.Accepted, o)
		case !sameAnswer(v, e.New):
			m.judge(e, export.Refused, o)
		}
	}
}

// line reads one line of a list: what it wants to be another answer, nil where
// nothing is to be done, and why it cannot be.
func (m *mergeJob) line(columns *export.Columns, c export.Correction, edits *Outside) (*Edit, *message.Text) {
	switch c.Action {
	case "", export.Okay:
		return nil, nil
	case export.Replace:
	case export.Drop:
		return nil, message.New("A list drops no interview. Delete it in Anketa, which every merge then knows.")
	default:
		return nil, message.New("The action is none of replace, okay and drop.")
	}
	for i := range edits.Edits {
		e := &edits.Edits[i]
		if v, _ := verdictIn([]export.Correction{c}, e); v == export.Accepted {
			return nil, e.Fault
		}
	}
	id := m.owner(c.Key)
	r, clear := m.set.Head(id)
	switch {
	case r == nil:
		return nil, message.New("No interview of these workbooks has the key.")
	case !clear:
		return nil, message.New("The interview waits for a decision between two versions. Decide it first.")
	}
	path, now, sheet, found := columns.Find(r, c.Key, c.Variable)
	wanted, known := c.NewAnswer()
	switch {
	case !found:
		return nil, message.New("There is no such variable of a question in that row.")
	case !known:
		return nil, message.New("The column newstate holds a word that is no state.")
	case now == wanted || now.Text == wanted.Text && wanted.Text != "":
		return nil, nil // done already
	case now.Text != c.Value:
		return nil, message.New("The value is another one by now.")
	}
	e := export.Edit{Sheet: sheet, Row: c.Line, Column: c.Variable, Key: c.Key, Of: r.Hash(), Path: path, Old: now, New: wanted}
	return &Edit{Edit: merge.Edit{Edit: e, ID: id, Tag: hex.EncodeToString(e.Tag()), Verdict: export.Undecided}}, nil
}

// owner gives the id of the interview to which a key belongs, its own or an
// instance's.
func (m *mergeJob) owner(key string) string {
	id, _, _ := strings.Cut(key, "/")
	if r, _ := m.set.Head(key); r != nil {
		return key
	}
	return id
}
