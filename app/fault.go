package app

import (
	"errors"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/survey"
)

// This file is how an error is told: in the words of the interface, with the
// name of the file that it is about, and below in small what the program
// itself says, for whoever is asked.

// mostFaults is how many faults of a form, or of files, are written out.
const mostFaults = 40

// fault tells of an error over the window.
func (a *App) fault(err error) {
	a.trace("fault", screen.Explain(err).Key)
	a.tellAll(a.faultTexts(err))
}

// tellAll says something that is more than a paragraph.
func (a *App) tellAll(texts []fyne.CanvasObject) {
	o := &overlay{}
	ok := field.NewButton(a.T("ok"), o.close, o)
	ok.Importance = widget.HighImportance
	a.say(container.NewVBox(texts...), o, ok, ok)
}

// faultTexts are the sentence of each error and its detail.
func (a *App) faultTexts(err error) (out []fyne.CanvasObject) {
	for i, one := range each(err) {
		if i == mostFaults {
			return append(out, paragraph("…"))
		}
		out = append(out, paragraph(a.explainOne(one)))
		out = append(out, a.details(one)...)
	}
	return out
}

// explain is what happened and what to do, in words.
func (a *App) explain(err error) string {
	var out []string
	for _, one := range each(err) {
		out = append(out, a.explainOne(one))
	}
	return strings.Join(out, "\n")
}

func (a *App) explainOne(err error) string {
	f := screen.Explain(err)
	text, hint := a.T("fault."+f.Key), "fault."+f.Key+".hint"
	if f.File != "" && f.File != screen.Shipped {
		text = filepath.Base(f.File) + ": " + text
	}
	if help := a.T(hint); help != hint {
		text += " " + help
	}
	return text
}

// each takes the errors of several files apart.
func each(err error) []error {
	var several screen.Several
	if errors.As(err, &several) {
		return several
	}
	return []error{err}
}

// details are what the program says of an error. Of a form it is each fault,
// with the author's line.
func (a *App) details(err error) []fyne.CanvasObject {
	var list survey.ErrorList
	if !errors.As(err, &list) {
		return []fyne.CanvasObject{detail(a.lang.says(err))}
	}
	var out []fyne.CanvasObject
	for i, e := range list {
		if i == mostFaults {
			return append(out, detail("…"))
		}
		out = append(out, a.formFault(e)...)
	}
	return out
}

// formFault is a fault of a form: where, what, and the line with the caret
// under the fault, in letters of one width that never wrap.
func (a *App) formFault(e *survey.Error) []fyne.CanvasObject {
	words := *e
	words.Excerpt = ""
	out := []fyne.CanvasObject{detail(a.lang.says(&words))}
	if e.Excerpt != "" {
		line := widget.NewLabel(e.Excerpt)
		line.TextStyle.Monospace, line.SizeName = true, theme.SizeNameCaptionText
		out = append(out, container.NewHScroll(line))
	}
	return out
}

// detail is what the program itself says of an error, for whoever is asked.
func detail(text string) *widget.Label {
	l := paragraph(text)
	l.SizeName = theme.SizeNameCaptionText
	return l
}
