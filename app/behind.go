package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/storage"
)

// A behindView says that the store is not the one that was closed here, as when
// an older copy was put in its place, and offers to restore it. It stands before
// the door, so that nobody works on what is not all.
type behindView struct {
	app   *App
	found *storage.Break
	first *field.Button
}

func newBehindView(a *App, found *storage.Break) *behindView {
	return &behindView{app: a, found: found}
}

func (v *behindView) name() string          { return "behind" }
func (v *behindView) focus() fyne.Focusable { return v.first }
func (v *behindView) close()                { v.app.quit() }

func (v *behindView) content() fyne.CanvasObject {
	a := v.app
	v.first = field.NewButton(a.T("behind.on"), v.goOn, a)
	buttons := []fyne.CanvasObject{field.NewButton(a.labelled("quit", a.T("action.quit")), a.quit, a), v.first}
	texts := []fyne.CanvasObject{
		container.NewBorder(nil, nil, widget.NewIcon(theme.NewErrorThemedResource(theme.ErrorIcon())), nil, subtitle(a.T("behind.title"))),
	}
	add := func(key string, args ...any) { texts = append(texts, paragraph(a.T(key, args...))) }
	if n := v.found.Missing; n > 0 {
		add("behind.missing", "n", int(n))
	} else {
		add("behind.other")
	}
	add("behind.known", "time", a.lang.moment(v.found.Known.Time))
	if b := v.found.Backup; b.Number > 0 {
		add("behind.backup", "time", a.lang.moment(b.Made))
		v.first = field.NewButton(a.T("restore.offer", "time", a.lang.moment(b.Made)), v.restore, a)
		buttons = append(buttons, v.first)
	} else {
		add("behind.none")
	}
	v.first.Importance = widget.HighImportance
	return a.page(container.NewVBox(texts...), buttons...)
}

// goOn takes the store as it is.
func (v *behindView) goOn() {
	v.app.door.GoOn()
	v.app.knock()
}

// restore brings back what is missing, together with what was done since.
func (v *behindView) restore() {
	a := v.app
	if err := a.door.Close(); err != nil {
		a.replace(newFaultView(a, err))
		return
	}
	a.door = nil
	(&faultView{app: a}).restore()
}
