package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
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
	again *field.Button
}

func newFaultView(a *App, err error) *faultView { return &faultView{app: a, err: err} }

func (v *faultView) name() string          { return "fault" }
func (v *faultView) focus() fyne.Focusable { return v.again }
func (v *faultView) close()                { v.app.quit() }

func (v *faultView) content() fyne.CanvasObject {
	a := v.app
	v.again = field.NewButton(a.T("fault.again"), v.retry, a)
	v.again.Importance = widget.HighImportance
	quit := field.NewButton(a.labelled("quit", a.T("action.quit")), a.quit, a)
	sign := widget.NewIcon(theme.NewErrorThemedResource(theme.ErrorIcon()))
	buttons := []fyne.CanvasObject{quit, v.again}
	if v.ofForm() {
		buttons = []fyne.CanvasObject{quit, field.NewButton(a.T("fault.shipped"), v.shipped, a), v.again}
	}
	head := container.NewBorder(nil, nil, sign, nil, subtitle(a.T("fault.title")))
	return a.page(container.NewVBox(append([]fyne.CanvasObject{head}, a.faultTexts(v.err)...)...), buttons...)
}

func (v *faultView) retry() {
	v.app.replace(&waitView{v.app})
	v.app.openDesk()
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
