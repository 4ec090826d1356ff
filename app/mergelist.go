package app

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/storage"
)

// A mergesPage lists the merges that the store has had. One can be taken back
// as a whole.
type mergesPage struct {
	v    *mergeView
	all  []storage.Merge // newest first
	list *field.List
	undo *field.Button
}

// mergeColumns are number, when, who, the form, workbooks, versions, and what
// became of it.
var mergeColumns = columns{5, 9, 6, 10, 5, 6, 0}

func newMergesPage(v *mergeView) mergePage {
	p := &mergesPage{v: v}
	var err error
	if p.all, err = v.app.desk.Store.Merges(context.Background()); err != nil {
		v.app.fault(err)
	}
	slices.Reverse(p.all)
	return p
}

func (p *mergesPage) focus() fyne.Focusable { return p.list }

func (p *mergesPage) content() fyne.CanvasObject {
	a := p.v.app
	p.undo = field.NewButton(a.labelledKey(a.T("merges.undo"), "Delete"), p.takeBack, a)
	p.list = field.NewList(func() int { return len(p.all) }, func() fyne.CanvasObject { return newCells(mergeColumns, len(mergeColumns)) }, func(i int, o fyne.CanvasObject) {
		showBalanceRow(o, p.line(p.all[i]))
	}, keysOr{p.key, a})
	p.list.OnMarked = p.marked
	p.list.OnPicked = p.details
	head := newCells(mergeColumns, len(mergeColumns))
	showBalanceRow(head, balanceLine{cells: []string{"№", a.T("merges.when"), a.T("merges.who"), a.T("merges.form"), a.T("merges.books"), a.T("merges.brought"), ""}, bold: true})
	p.marked(p.list.Marked())
	var middle fyne.CanvasObject = p.list
	if len(p.all) == 0 {
		middle = container.NewStack(p.list, container.NewCenter(subtitleLow(a.T("merges.none"))))
	}
	return container.NewBorder(container.NewVBox(paragraph(a.T("merges.how")), head, widget.NewSeparator()), flow(p.undo), nil, nil, middle)
}

func (p *mergesPage) line(m storage.Merge) balanceLine {
	a, state, ink := p.v.app, "", widget.MediumImportance
	switch {
	case !m.Undone.IsZero():
		state, ink = a.T("merges.undone", "when", a.lang.moment(m.Undone), "who", m.UndoneBy), widget.LowImportance
	case !m.Done:
		state, ink = a.T("merges.torn"), widget.WarningImportance
	}
	return balanceLine{cells: []string{a.T("number", "n", m.ID), a.lang.moment(m.When), m.Who, m.Form, a.T("count", "n", len(m.Files)), a.T("count", "n", m.Brought), state}, ink: ink}
}

func (p *mergesPage) marked(i int) {
	if i >= 0 && p.all[i].Undone.IsZero() {
		p.undo.Enable()
	} else {
		p.undo.Disable()
	}
}

func (p *mergesPage) key(k *fyne.KeyEvent) bool {
	if k.Name != fyne.KeyDelete {
		return false
	}
	p.takeBack()
	return true
}

// details tells which workbooks went into a merge.
func (p *mergesPage) details(i int) {
	a, m := p.v.app, p.all[i]
	texts := []fyne.CanvasObject{subtitle(a.T("number", "n", m.ID) + " · " + a.lang.moment(m.When) + " · " + m.Who)}
	for _, f := range m.Files {
		texts = append(texts, paragraph(f.Name), detail("SHA-256 "+f.SHA256))
	}
	if m.Out != "" {
		texts = append(texts, paragraph("→ "+m.Out), detail("SHA-256 "+m.SHA256))
	}
	a.tellAll(texts)
}

// takeBack takes the marked merge back, after asking.
func (p *mergesPage) takeBack() {
	i := p.list.Marked()
	if i < 0 || !p.all[i].Undone.IsZero() || p.v.job.running {
		return
	}
	p.v.app.ask("merges.ask", func() { p.takenBack(p.all[i].ID) }, "number", p.all[i].ID, "count", p.all[i].Brought)
}

func (p *mergesPage) takenBack(id int64) {
	v, a := p.v, p.v.app
	removed := 0
	v.job.run(func(ctx context.Context, _ screen.Progress) (err error) {
		_, removed, err = a.desk.Store.UndoMerge(ctx, id)
		return err
	}, func(err error) {
		if a.top() != view(v) {
			return
		}
		if err == nil { // what was looked at was made with what has gone
			v.plan, v.made, v.renamed = nil, nil, nil
		}
		v.show()
		a.give(v.page.focus())
		if err != nil {
			a.fault(err)
			return
		}
		a.trace("undone", id, removed)
		a.tell(a.T("merges.gone", "n", removed, "number", id), nil)
	})
}
