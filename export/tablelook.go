package export

import (
	"anketa/survey"
)

// Colours of the tabs: the answers, what explains them, the form, Anketa's own.
const (
	answersTab = "2E7D6B"
	explainTab = "4F7CAC"
	formTab    = "B98A2F"
	ownTab     = "9AA5AB"
)

// tableLook is how a sheet with answers opens: the key in sight, each column
// as wide as its kind needs, and typed so that a code that is typed in stays
// a code.
func tableLook(t *table) look {
	l := look{tab: answersTab, frozen: 1, selected: false, asNumbers: true}
	if t.repeat != nil {
		l.frozen = len(repeatFront)
	}
	for _, c := range t.cols {
		l.widths = append(l.widths, c.width())
		l.columns = append(l.columns, c.look())
	}
	return l
}

func (c *column) width() float64 {
	named := max(10, float64(len(c.name))+4)
	switch {
	case c.name == keyColumn || c.name == parentColumn:
		return 24
	case c.own():
		return min(named, 16)
	case c.of != nil:
		return min(named, 14)
	case c.textual(), c.timed():
		return max(named, 30)
	}
	return named
}

// own says whether Anketa keeps the column.
func (c *column) own() bool { return c.path == "" }

// textual says whether the answers are sentences.
func (c *column) textual() bool {
	if len(c.items) == 0 {
		return false
	}
	t := c.items[0].Type
	return t.Kind == survey.TextKind || t.Multiple()
}

// timed says whether the answers are instants, which are long.
func (c *column) timed() bool {
	return len(c.items) > 0 && c.items[0].Type.Data == survey.DateTimeData
}

func (c *column) look() style {
	switch {
	case c.kind == number:
		return noStyle
	case c.own():
		return ownStyle
	case c.kind == day:
		return dateStyle
	}
	return codeStyle
}

func tableHead(t *table) []cell {
	cells := make([]cell, len(t.cols))
	for i, c := range t.cols {
		cells[i] = cell{textCell, headStyle, c.name}
		if c.own() || c.of != nil {
			cells[i].style = ownHeadStyle
		}
	}
	return cells
}

// ownLook is the look of a sheet that Anketa keeps.
func ownLook(widths ...float64) look {
	return look{tab: ownTab, widths: widths, asNumbers: true}
}
