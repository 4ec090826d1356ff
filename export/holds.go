package export

import (
	"maps"
	"slices"
	"strconv"

	"anketa/survey"
)

// holds says whether the cells of rows give a record back: it is gather, with
// every answer compared instead of made. Where it says no, gather and the hash
// decide.
func (l *layout) holds(rows []*row, r *survey.Record) bool {
	if r.Root == nil || slices.ContainsFunc(rows, func(w *row) bool { return !w.isItsCells() }) {
		return false
	}
	said, err := rows[0].heard()
	if err != nil || !alikeHeads(said, r) {
		return false
	}
	h := &holding{rows: rows[1:]}
	return h.children(l.root, rows[0], r.Root.Children)
}

// isItsCells says whether a reader sees in the cells all that the row knows.
func (w *row) isItsCells() bool {
	if keyText(w.text(keyColumn)) != w.key {
		return false
	}
	if w.table.repeat != nil {
		n, err := strconv.Atoi(w.text(positionColumn))
		if err != nil || n != w.position || keyText(w.text(parentColumn)) != w.parent {
			return false
		}
	}
	text := w.text(statesColumn)
	if text == "" {
		return len(w.hollow) == 0 && !slices.ContainsFunc(w.marks, func(m mark) bool { return m != mark{} })
	}
	fresh := &row{table: w.table, marks: make([]mark, len(w.marks))}
	return fresh.readStates(text) == nil && slices.Equal(fresh.marks, w.marks) && maps.Equal(fresh.hollow, w.hollow)
}

// asRead gives rows as a reader has them: from their cells alone.
func asRead(rows []*row) []*row {
	out := make([]*row, len(rows))
	for i, w := range rows {
		out[i] = &row{table: w.table, key: keyText(w.text(keyColumn)), cells: w.cells, marks: make([]mark, len(w.marks))}
		if w.table.repeat != nil {
			out[i].parent = keyText(w.text(parentColumn))
			out[i].position, _ = strconv.Atoi(w.text(positionColumn))
		}
	}
	return out
}

type holding struct{ rows []*row } // of repeats

// children says whether what stands below a place of a row is these answers.
func (h *holding) children(p *place, from *row, all []*survey.Answer) bool {
	for _, kid := range p.kids {
		var ok bool
		switch kid.kind {
		case questionPlace:
			all, ok = h.question(kid, from, all)
		case groupPlace:
			all, ok = h.group(kid, from, all)
		default:
			all, ok = h.repeat(kid, from, all)
		}
		if !ok {
			return false
		}
	}
	return len(all) == 0
}

// question takes the answer to a question from the front.
func (h *holding) question(p *place, from *row, all []*survey.Answer) ([]*survey.Answer, bool) {
	a, asked, err := from.question(p)
	if err != nil || !asked {
		return all, err == nil
	}
	if len(all) == 0 || !alikeAnswers(&a, all[0]) {
		return nil, false
	}
	return all[1:], true
}

// group takes a group from the front, where the row has something of it.
func (h *holding) group(p *place, from *row, all []*survey.Answer) ([]*survey.Answer, bool) {
	if len(all) == 0 || !isHolder(all[0], p.name) || all[0].Key != "" {
		return all, !from.hollow[p.path] && h.children(p, from, nil)
	}
	g := all[0]
	if len(g.Children) == 0 && (g.Children != nil || !from.hollow[p.path]) {
		return nil, false
	}
	return all[1:], h.children(p, from, g.Children)
}

// repeat takes the instances of a repeat from the front.
func (h *holding) repeat(p *place, from *row, all []*survey.Answer) ([]*survey.Answer, bool) {
	position, keys := 0, map[string]bool(nil)
	for _, w := range h.rows {
		if w.table != p.table || w.parent != from.key {
			continue
		}
		key, ok := instanceOf(from.key, p.table.above, w.key)
		if !ok || key == "" || keys[key] || w.position <= position || len(all) == 0 || !isHolder(all[0], p.name) || all[0].Key != key {
			return nil, false
		}
		if keys == nil {
			keys = map[string]bool{}
		}
		position, keys[key] = w.position, true
		// An instance without answers has no list of them when it is gathered.
		if len(all[0].Children) == 0 && all[0].Children != nil || !h.children(p, w, all[0].Children) {
			return nil, false
		}
		all = all[1:]
	}
	return all, true
}

// isHolder says whether an answer is a group or an instance of that name, and
// nothing else.
func isHolder(a *survey.Answer, name string) bool {
	return a.Name == name && a.Text == "" && a.State == survey.NotReached && !a.Confirmed && !a.Parked
}
