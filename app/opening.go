package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
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
	v.again = field.NewButton(a.T("fault.again"), func() { a.replace(&waitView{a}); a.openDesk() }, a)
	v.again.Importance = widget.HighImportance
	quit := field.NewButton(a.labelled("quit", a.T("action.quit")), a.quit, a)
	sign := widget.NewIcon(theme.NewErrorThemedResource(theme.ErrorIcon()))
	return container.New(columnLayout{}, container.NewVBox(
		container.NewBorder(nil, nil, sign, nil, subtitle(a.T("fault.title"))),
		paragraph(a.explain(v.err)), detail(v.err.Error()), buttonRow(quit, v.again)))
}

// detail is what the program itself says of an error, for whoever is asked.
func detail(text string) *widget.Label {
	l := paragraph(text)
	l.SizeName = theme.SizeNameCaptionText
	l.Selectable = true
	return l
}
