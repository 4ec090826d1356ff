package app

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/storage"
)

// A waitView stands while the store opens.
type waitView struct{ app *App }

func (v *waitView) name() string          { return "wait" }
func (v *waitView) focus() fyne.Focusable { return nil }
func (v *waitView) content() fyne.CanvasObject {
	bar := widget.NewProgressBarInfinite()
	return container.NewCenter(container.NewVBox(widget.NewLabel(v.app.T("wait")), bar))
}

// A faultView says why the window cannot start, and lets it be tried again:
// the stick may be back, or the other window closed.
type faultView struct {
	app   *App
	err   error
	first *field.Button
}

func newFaultView(a *App, err error) *faultView { return &faultView{app: a, err: err} }

func (v *faultView) name() string          { return "fault" }
func (v *faultView) focus() fyne.Focusable { return v.first }
func (v *faultView) close()                { v.app.quit() }
func (v *faultView) quit()                 { v.app.quit() }

func (v *faultView) content() fyne.CanvasObject {
	a := v.app
	again := field.NewButton(a.T("fault.again"), v.retry, a)
	v.first = again
	quit := field.NewButton(a.labelled("quit", a.T("action.quit")), a.quit, a)
	sign := widget.NewIcon(theme.NewErrorThemedResource(theme.ErrorIcon()))
	buttons := []fyne.CanvasObject{quit, again}
	if v.ofForm() {
		buttons = []fyne.CanvasObject{quit, field.NewButton(a.T("fault.shipped"), v.shipped, a), again}
	}
	if ofPlace(v.err) && !v.ofForm() {
		buttons = append(buttons, field.NewButton(a.T("fault.elsewhere"), v.elsewhere, a))
	}
	if backup, ok := screen.Restorable(a.options.Store, v.err); ok {
		v.first = field.NewButton(a.T("restore.offer", "time", a.lang.moment(backup.Made)), v.restore, a)
		buttons = append(buttons, v.first)
	}
	v.first.Importance = widget.HighImportance
	texts := a.faultTexts(v.err)
	if n, ok := holder(a.options.Store, v.err); ok {
		texts = append(texts, paragraph(a.T("fault.holder", "process", n.Process, "time", a.lang.moment(n.Since))))
	}
	if ofPlace(v.err) && a.options.Store != "" && !v.ofForm() {
		texts = append(texts, paragraph(a.T("settings.store", "path", a.options.Store)))
	}
	head := container.NewBorder(nil, nil, sign, nil, subtitle(a.T("fault.title")))
	return a.page(container.NewVBox(append([]fyne.CanvasObject{head}, texts...)...), buttons...)
}

func (v *faultView) retry() {
	v.app.replace(&waitView{v.app})
	v.app.openDoor()
}

// restore goes back to the newest backup, with what the damaged file still
// has, and then opens it.
func (v *faultView) restore() {
	a := v.app
	a.replace(&waitView{a})
	var out *storage.Restored
	a.work.run(func(ctx context.Context, _ screen.Progress) (err error) {
		out, err = storage.Restore(ctx, a.options.Store, storage.Options{})
		return err
	}, nil, func(err error) {
		if err != nil {
			a.replace(newFaultView(a, err))
			return
		}
		a.replace(newRestoredView(a, out))
	})
}

// ofForm says whether it is the form named at the start that does not open.
func (v *faultView) ofForm() bool {
	form := v.app.options.Form
	return form != "" && form != screen.Shipped && screen.Explain(v.err).File == form
}

// shipped goes on with the questionnaire that comes with the program.
func (v *faultView) shipped() {
	v.app.options.Form = screen.Shipped
	v.retry()
}

// A restoredView says what was restored and what was not, before the start
// screen.
type restoredView struct {
	app   *App
	out   *storage.Restored
	start *field.Button
}

func newRestoredView(a *App, out *storage.Restored) *restoredView {
	return &restoredView{app: a, out: out}
}

func (v *restoredView) name() string          { return "restored" }
func (v *restoredView) focus() fyne.Focusable { return v.start }
func (v *restoredView) close()                { v.open() }

func (v *restoredView) open() {
	v.app.replace(&waitView{v.app})
	v.app.openDoor()
}

func (v *restoredView) content() fyne.CanvasObject {
	a := v.app
	v.start = field.NewButton(a.T("restore.start"), v.open, a)
	v.start.Importance = widget.HighImportance
	sign := widget.NewIcon(theme.NewSuccessThemedResource(theme.ConfirmIcon()))
	made := a.lang.moment(v.out.Backup.Made)
	texts := []fyne.CanvasObject{container.NewBorder(nil, nil, sign, nil, subtitle(a.T("restore.done", "time", made)))}
	add := func(key string, args ...any) { texts = append(texts, paragraph(a.T(key, args...))) }
	if v.out.Interviews > 0 {
		add("restore.interviews", "n", v.out.Interviews)
	}
	if v.out.Changes > 0 {
		add("restore.changes", "n", v.out.Changes)
	}
	if v.out.Lost > 0 {
		add("restore.lost", "time", made)
	} else {
		add("restore.whole")
	}
	if v.out.Aside != "" {
		add("restore.aside", "folder", v.out.Aside)
	}
	return a.page(container.NewVBox(texts...), v.start)
}
