package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
)

// find opens the finder: a search over the questions that are asked now, by
// words, number or name. The keyboard stays in the entry.
func (v *interviewView) find() {
	v.commit()
	a := v.app
	o := &overlay{}
	rows := v.s.Find("")
	list := field.NewList(func() int { return len(rows) }, newFound, func(i int, c fyne.CanvasObject) { a.showFound(c, rows[i]) }, o)
	pick := func(i int) {
		if i >= 0 && i < len(rows) {
			o.close()
			v.jump(rows[i].Path)
		}
	}
	none := subtitleLow(a.T("find.none"))
	none.Hide()
	entry := field.NewEntry(o)
	entry.PlaceHolder = a.T("find.what")
	entry.OnChanged = func(words string) {
		rows = v.s.Find(words)
		list.Mark(0)
		none.Hidden = len(rows) > 0
		none.Refresh()
	}
	list.OnPicked = pick
	o.keys = func(k fyne.KeyName) bool {
		switch k {
		case fyne.KeyReturn, fyne.KeyEnter:
			pick(list.Marked())
			return true
		}
		return list.Step(k)
	}
	size := a.window.Canvas().Size()
	a.over(container.NewBorder(container.NewVBox(subtitle(a.T("find.title")), entry), buttonRow(field.NewButton(a.labelledKey(a.T("cancel"), "Esc"), o.close, o)), nil, nil, container.NewStack(list, container.NewCenter(none))), o,
		fyne.NewSize(min(letters(50), size.Width*0.9), size.Height*0.8), entry)
	list.Mark(v.indexIn(rows))
}

// indexIn is where the question that is shown stands in a list.
func (v *interviewView) indexIn(rows []screen.Row) int {
	for i, r := range rows {
		if r.Path == v.s.Focus() {
			return i
		}
	}
	return 0
}

func newFound() fyne.CanvasObject {
	code, label := widget.NewLabel(""), widget.NewLabel("")
	code.TextStyle.Bold = true
	label.Truncation = fyne.TextTruncateEllipsis
	return container.NewBorder(nil, nil, code, nil, label)
}

func (a *App) showFound(o fyne.CanvasObject, row screen.Row) {
	parts := o.(*fyne.Container).Objects // the centre comes first
	label := parts[0].(*widget.Label)
	label.Importance = widget.MediumImportance
	if row.Sensitive {
		label.Importance = widget.LowImportance
	}
	label.SetText(a.named(row))
	parts[1].(*widget.Label).SetText(row.Code)
}

// named is what a list shows of a question beside its code: its wording, or
// for a sensitive one the section where it stands.
func (a *App) named(row screen.Row) string {
	if !row.Sensitive {
		return orElse(row.Label, row.Section)
	}
	if row.Section == "" {
		return a.T("list.sensitive")
	}
	return row.Section + " · " + a.T("list.sensitive")
}
