package xlsform

import (
	"maps"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
	"anketa/survey/xpath"
)

// attributes are the first words of grouped headings that write attributes of
// an XForm: their cells may name questions.
var attributes = []string{"bind::", "body::", "control::", "instance::"}

// noteRefs remembers a cell that names questions. Link sees only the
// expressions that could be read; as pyxform does, the names in every other
// cell are checked too.
func (r *reader) noteRefs(at survey.Position, text string) {
	if strings.Contains(text, "${") {
		r.loose = append(r.loose, written{at, text})
	}
}

// rowRefs remembers the cells of a row of the survey. Columns that nobody
// knows are the author's own; type, name and trigger are checked otherwise.
func (r *reader) rowRefs(w row) {
	for _, c := range w.table.columns {
		switch {
		case c.col > len(w.cells) || !strings.Contains(w.cells[c.col-1], "${"):
		case c.key == "type" || c.key == "name" || c.key == "trigger":
		case c.known || isAttribute(c.key):
			r.noteRefs(w.at(w.n, c.col), w.column(c))
		}
	}
}

func isAttribute(key string) bool {
	for _, a := range attributes {
		if strings.HasPrefix(key, a) {
			return true
		}
	}
	return false
}

// checkRefs reports, of the cells that were noted, references that are none
// or name no question or several, where nobody has done so.
func (r *reader) checkRefs() {
	told := map[written]bool{}
	for _, e := range r.faults {
		told[written{e.At, e.Code}] = true
	}
	for _, w := range r.written {
		if !strings.EqualFold(w.at.Sheet, surveySheet) {
			r.loose = append(r.loose, w)
		}
	}
	count := r.countNames()
	for _, cell := range r.loose {
		r.checkCell(cell, count, told)
	}
}

// countNames counts the items, and rows of external files, of each name.
func (r *reader) countNames() map[string]int {
	count := map[string]int{}
	for it := range r.form.Root.Walk() {
		if it != r.form.Root && it.Name != "" {
			count[it.Name]++
		}
	}
	for name := range r.externals {
		count[name]++
	}
	return count
}

func (r *reader) checkCell(cell written, count map[string]int, told map[written]bool) {
	if i := badRef(cell.text); i >= 0 && !told[written{cell.at, "PYREF_001"}] {
		r.badRef(cell.at, cell.text, i)
	}
	for i := strings.Index(cell.text, "${"); i >= 0; {
		ref := refForm.FindString(cell.text[i:])
		if code, msg, hint := r.nameFault(ref, count); code != "" && !told[written{cell.at, code}] {
			told[written{cell.at, code}] = true
			r.faults.AddExpr(cell.at, code, &xpath.Error{Text: cell.text, Pos: i, Len: len(ref), Msg: msg, Hint: hint})
		}
		next := strings.Index(cell.text[i+2:], "${")
		if next < 0 {
			return
		}
		i += 2 + next
	}
}

// nameFault says what is wrong with a reference, as Link does; code is ""
// where nothing is.
func (r *reader) nameFault(ref string, count map[string]int) (code string, msg, hint *message.Text) {
	if ref == "" {
		return "", nil, nil
	}
	name := strings.TrimPrefix(ref[2:len(ref)-1], "last-saved#")
	switch n := count[name]; {
	case n == 0 && !r.form.OwnBlock(name):
		if near := survey.Nearest(name, maps.Keys(count)); near != "" {
			hint = message.New("did you mean ${%s}?", near)
		}
		return "PYREF_003", message.New("there is no question named %q", name), hint
	case n > 1:
		return "PYREF_004", message.New("the name %q is given more than once", name), message.New("rename all but one")
	}
	return "", nil, nil
}
