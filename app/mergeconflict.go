package app

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/survey"
)

// A conflictPage has one conflict at a time: what is in dispute, a line for
// each, with the sides in columns. A digit chooses a side.
type conflictPage struct {
	v    *mergeView
	all  []screen.Conflicted
	at   int
	list *field.List
	more *fyne.Container // the marked line, whole
	why  *field.Entry
}

func newConflictPage(v *mergeView) mergePage {
	p := &conflictPage{v: v, all: v.overview().Conflicts}
	for i, c := range p.all { // the first that waits
		if !p.complete(c) {
			p.at = i
			break
		}
	}
	return p
}

func (p *conflictPage) focus() fyne.Focusable { return p.list }

func (p *conflictPage) content() fyne.CanvasObject {
	a := p.v.app
	p.more = container.NewStack()
	p.list = field.NewList(p.count, p.newRow, p.showRow, keysOr{p.key, a})
	p.list.OnMarked = p.marked
	p.list.OnPicked = func(int) { p.step(1) }
	if len(p.all) == 0 {
		return container.NewStack(p.list, container.NewCenter(subtitleLow(a.T("conflicts.none"))))
	}
	p.why = field.NewEntry(a)
	p.why.SetText(cmp.Or(p.v.choices.Why, a.T("merge.why")))
	p.why.OnChanged = func(text string) { p.v.choices.Why = strings.TrimSpace(text) }
	head := container.NewVBox(boldLabel(p.title()), paragraph(a.T("conflicts.how")), p.heads(), widget.NewSeparator())
	var buttons []fyne.CanvasObject
	for i := range p.all[p.at].Heads {
		buttons = append(buttons, field.NewButton(a.T("conflicts.side", "side", i+1), func() { p.whole(i); a.window.Canvas().Focus(p.list) }, a))
	}
	buttons = append(buttons,
		field.NewButton(a.labelledKey(a.T("conflicts.later"), "0"), func() { p.later(); a.window.Canvas().Focus(p.list) }, a),
		field.NewButton(a.labelledKey(a.T("conflicts.next"), "Enter"), func() { p.step(1) }, a))
	why := container.NewBorder(nil, nil, widget.NewLabel(a.T("conflicts.why")), nil, p.why)
	p.marked(p.list.Marked())
	if p.v.low() {
		return container.NewBorder(container.NewVBox(boldLabel(p.title()), p.heads()), flow(buttons...), nil, nil, p.list)
	}
	return container.NewBorder(head, container.NewVBox(p.more, why, flow(buttons...)), nil, nil, p.list)
}

func (p *conflictPage) title() string {
	c := p.all[p.at]
	text := p.v.app.T("conflicts.title", "at", p.at+1, "of", len(p.all), "number", c.Number, "laptop", deviceName(c.Device))
	if p.complete(c) {
		text += " · " + p.v.app.T("conflicts.decided")
	}
	return text
}

func (p *conflictPage) complete(c screen.Conflicted) bool {
	return screen.Complete(c.Conflict, p.v.choices.Sides[c.ID])
}

func (p *conflictPage) count() int {
	if len(p.all) == 0 {
		return 0
	}
	return len(p.all[p.at].Rows)
}

// columns are the question, what stood there before, and a column for each side.
func (p *conflictPage) columns() columns {
	out := columns{0, 10}
	if len(p.all) == 0 {
		return out
	}
	for n := range p.all[p.at].Heads {
		out = append(out, max(8, 22-4*float32(n+1)))
	}
	return out
}

func (p *conflictPage) newRow() fyne.CanvasObject { c := p.columns(); return newCells(c, len(c)) }

// heads says of each side who made it and when.
func (p *conflictPage) heads() fyne.CanvasObject {
	a, c := p.v.app, p.all[p.at]
	cells := []string{a.T("conflicts.question"), a.T("conflicts.before")}
	for i, h := range c.Heads {
		cells = append(cells, fmt.Sprintf("%d  %s, %s", i+1, cmp.Or(h.Author, h.Interviewer, "—"), a.lang.moment(madeAt(h))))
	}
	row := p.newRow()
	showBalanceRow(row, balanceLine{cells: cells, bold: true})
	return row
}

func (p *conflictPage) showRow(i int, o fyne.CanvasObject) {
	c := p.all[p.at]
	row := c.Rows[i]
	cells := []string{p.name(row), p.words(row, row.Was, nil, c.Before != nil)}
	chosen := p.chosen(row)
	for n := range row.Sides {
		mark := "○ "
		if n == chosen {
			mark = "● "
		}
		cells = append(cells, mark+p.words(row, row.Sides[n], row.Answers[n], row.Answers[n] != nil))
	}
	showBalanceRow(o, balanceLine{cells: cells})
	for n := range row.Sides {
		l := o.(*fyne.Container).Objects[0].(*fyne.Container).Objects[0].(*fyne.Container).Objects[n+2].(*widget.Label)
		l.TextStyle.Bold = n == chosen
		l.Refresh()
	}
}

func (p *conflictPage) name(row screen.DisputeRow) string {
	switch {
	case row.Label != "":
		return row.Label
	case row.Sensitive:
		return row.Code + " · " + p.v.app.T("list.sensitive")
	}
	return row.Code
}

func (p *conflictPage) words(row screen.DisputeRow, text string, a *survey.Answer, there bool) string {
	switch {
	case a != nil && !row.Instance && a.State != survey.Given:
		return p.v.app.T("answer." + a.State.String())
	case row.Instance && there:
		return p.v.app.T("conflicts.there")
	case row.Instance:
		return p.v.app.T("conflicts.removed")
	}
	return cmp.Or(text, "—")
}

// chosen is the side that counts as things stand; -1 for none.
func (p *conflictPage) chosen(row screen.DisputeRow) int {
	c := p.all[p.at]
	h, ok := p.v.choices.Sides[c.ID][row.Place]
	if !ok {
		return row.Proposed
	}
	for n, head := range c.Heads {
		if head.Hash() == h {
			return n
		}
	}
	return -1
}

// marked shows the marked line whole, below the list.
func (p *conflictPage) marked(i int) {
	if i < 0 || len(p.all) == 0 {
		return
	}
	row := p.all[p.at].Rows[i]
	lines := []string{p.name(row)}
	for n, text := range row.Sides {
		lines = append(lines, fmt.Sprintf("%d   %s", n+1, p.words(row, text, row.Answers[n], row.Answers[n] != nil)))
	}
	p.more.Objects = []fyne.CanvasObject{paragraph(strings.Join(lines, "\n"))}
	p.more.Refresh()
}

func (p *conflictPage) key(k *fyne.KeyEvent) bool {
	if len(p.all) == 0 || p.v.job.running {
		return false
	}
	d, digit := field.Digit(k.Name)
	switch {
	case digit && d == 0:
		p.later()
	case digit && d <= len(p.all[p.at].Heads):
		p.choose(p.list.Marked(), d-1)
		p.list.Mark(p.list.Marked() + 1)
		p.v.around()
	case k.Name == fyne.KeyRight:
		p.step(1)
	case k.Name == fyne.KeyLeft:
		p.step(len(p.all) - 1)
	default:
		return false
	}
	return true
}

func (p *conflictPage) choose(row, side int) {
	c := p.all[p.at]
	if p.v.choices.Sides[c.ID] == nil {
		p.v.choices.Sides[c.ID] = map[string]survey.Hash{}
	}
	p.v.choices.Sides[c.ID][c.Rows[row].Place] = c.Heads[side].Hash()
}

// whole takes everything of one side.
func (p *conflictPage) whole(side int) {
	for i := range p.all[p.at].Rows {
		p.choose(i, side)
	}
	p.list.Refresh()
	p.v.around()
}

// later leaves the conflict as it is.
func (p *conflictPage) later() {
	delete(p.v.choices.Sides, p.all[p.at].ID)
	p.list.Refresh()
	p.v.around()
}

// step shows another conflict.
func (p *conflictPage) step(n int) {
	if len(p.all) == 0 || p.v.job.running {
		return
	}
	p.at = (p.at + n) % len(p.all)
	p.v.found.Objects = []fyne.CanvasObject{p.content()}
	p.v.found.Refresh()
	p.v.around()
	p.v.app.window.Canvas().Focus(p.list)
}

// madeAt is when a version was made: saved, or the interview's end.
func madeAt(r *survey.Record) time.Time {
	if r.Saved.IsZero() {
		return r.Finished
	}
	return r.Saved
}
