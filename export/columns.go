package export

import "anketa/survey"

// Columns finds answers by what the tables of a workbook call them.
type Columns struct{ layout *layout }

// ColumnsOf lays out the columns of forms, the newest first, as Write does.
func ColumnsOf(forms []*survey.Form) (*Columns, error) {
	l, err := newLayout(forms)
	if err != nil {
		return nil, err
	}
	return &Columns{l}, nil
}

// Find gives the answer of a record that stands in a column of the row with a
// key, the interview's or an instance's, and the name of that sheet; false
// where there is none.
func (c *Columns) Find(r *survey.Record, key, column string) (survey.Path, Value, string, bool) {
	ch := &changing{paths: map[string]survey.Path{}}
	for _, w := range c.layout.spread(r) {
		ch.paths[w.key] = ch.pathOf(w)
		at, known := w.table.index[column]
		if w.key != key || !known {
			continue
		}
		col := w.table.cols[at]
		if col.path == "" || col.of != nil {
			return "", Value{}, "", false
		}
		return ch.path(w, col), w.value(col), w.table.sheet, true
	}
	return "", Value{}, "", false
}
