package screen

import (
	"context"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"anketa/export"
	"anketa/export/merge"
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
		c.Case, c.Label, c.File, c.Comments = e.Case, e.Label, baseName(e.File), e.Fault
		out = append(out, c)
	}
	return out
}

// verdictOf is what a line of a list says of an edit.
func verdictOf(c export.Correction, e *Edit) export.Verdict {
	if c.Key != e.Key || c.Variable != e.Column || c.Value != e.Old.Text {
		return export.Undecided
	}
	switch v, ok := c.NewAnswer(); {
	case c.Action == export.Okay:
		return export.Refused
	case c.Action == export.Replace && ok && (v == e.New || v.Text == e.New.Text && v.Text != ""):
		return export.Accepted
	}
	return export.Undecided
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
		if why != "" {
			edits.Faults = append(edits.Faults, fmt.Sprintf("%s, row %d (%s, %s): %s", baseName(o.List), c.Line, c.Key, c.Variable, why))
			continue
		}
		if e != nil {
			e.File = o.List
			by[e.ID], said[e] = append(by[e.ID], e), c
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
			if e.Fault != "" {
				edits.Faults = append(edits.Faults, fmt.Sprintf("%s, row %d (%s, %s): %s", baseName(o.List), e.Row, e.Key, e.Column, e.Fault))
			}
		}
	}
	return nil
}

// line reads one line of a list: what it wants to be another answer, nil where
// nothing is to be done, and why it cannot be.
func (m *mergeJob) line(columns *export.Columns, c export.Correction, edits *Outside) (*Edit, string) {
	switch c.Action {
	case "", export.Okay:
		return nil, ""
	case export.Replace:
	case export.Drop:
		return nil, "A list drops no interview. Delete it in Anketa, which every merge then knows."
	default:
		return nil, "The action is none of replace, okay and drop."
	}
	for i := range edits.Edits {
		e := &edits.Edits[i]
		if verdictOf(c, e) == export.Accepted {
			return nil, e.Fault
		}
	}
	id := m.owner(c.Key)
	r, clear := m.set.Head(id)
	switch {
	case r == nil:
		return nil, "No interview of these workbooks has the key."
	case !clear:
		return nil, "The interview waits for a decision between two versions. Decide it first."
	}
	path, now, sheet, found := columns.Find(r, c.Key, c.Variable)
	wanted, known := c.NewAnswer()
	switch {
	case !found:
		return nil, "There is no such variable of a question in that row."
	case !known:
		return nil, "The column newstate holds a word that is no state."
	case now == wanted || now.Text == wanted.Text && wanted.Text != "":
		return nil, "" // done already
	case now.Text != c.Value:
		return nil, "The value is another one by now."
	}
	e := export.Edit{Sheet: sheet, Row: c.Line, Column: c.Variable, Key: c.Key, Of: r.Hash(), Path: path, Old: now, New: wanted}
	return &Edit{Edit: merge.Edit{Edit: e, ID: id, Tag: hex.EncodeToString(e.Tag()), Verdict: export.Undecided}}, ""
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
