package app

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/survey"
	"anketa/survey/message"
)

// A libraryView takes another form: it reads an XLSForm workbook, lists what
// the form check found, and makes the form the one in use.
type libraryView struct {
	common
	path    *field.Entry
	at      string // what stood there, when the window locked itself
	found   *fyne.Container
	checked *screen.Checked
	use     *field.Button
	cancel  func()
}

func newLibraryView(a *App) *libraryView { return &libraryView{common: common{a}} }

func (v *libraryView) name() string          { return "form" }
func (v *libraryView) focus() fyne.Focusable { return v.path }
func (v *libraryView) close()                { v.app.back() }

func (v *libraryView) leave() {
	if v.cancel != nil {
		v.cancel()
	}
}

func (v *libraryView) content() fyne.CanvasObject {
	a := v.app
	v.path = field.NewEntry(keysOr{v.pathKey, a})
	v.path.PlaceHolder = a.T("form.path")
	v.path.SetText(v.at)
	browse := field.NewButton(a.T("browse"), v.browse, a)
	shipped := field.NewButton(a.T("form.shipped"), func() { v.check("") }, a)
	check := field.NewButton(a.labelledKey(a.T("form.check"), "Enter"), func() { v.check(v.path.Text) }, a)
	v.use = field.NewButton(a.labelled("run", a.T("form.use")), v.run, a)
	v.use.Importance = widget.HighImportance
	v.found = container.NewStack()
	v.show()
	top := container.NewVBox(subtitle(a.T("form.title")), paragraph(a.T("form.how")),
		container.NewBorder(nil, nil, nil, container.NewHBox(browse, check), v.path), container.NewHBox(shipped))
	back := field.NewButton(a.labelled("close", a.T("back")), v.close, a)
	return container.NewPadded(container.NewBorder(top, buttonRow(back, v.use), nil, nil, v.found))
}

func (v *libraryView) pathKey(k *fyne.KeyEvent) bool {
	if k.Name != fyne.KeyReturn && k.Name != fyne.KeyEnter || v.path.Text == "" {
		return false
	}
	v.check(v.path.Text)
	return true
}

func (v *libraryView) browse() {
	v.app.openFile(v.app.desk.Settings.Folder, []string{".xlsx", ".xlsm", ".md"}, func(path string) {
		v.path.SetText(path)
		v.check(path)
	})
}

func (v *libraryView) dropped(paths []string) {
	if len(paths) > 0 {
		v.path.SetText(paths[0])
		v.check(paths[0])
	}
}

// check reads the form beside the window.
func (v *libraryView) check(path string) {
	v.leave()
	v.checked = nil
	v.found.Objects = []fyne.CanvasObject{paragraph(v.app.T("form.checking"))}
	v.found.Refresh()
	var checked *screen.Checked
	v.cancel = v.app.work.run(func(ctx context.Context, p screen.Progress) (err error) {
		checked, err = screen.CheckForm(ctx, path, p)
		return err
	}, nil, func(err error) {
		if v.app.shown() != view(v) {
			return
		}
		if err != nil {
			v.show()
			v.app.fault(err)
			return
		}
		v.checked = checked
		v.app.trace("checked", len(checked.Faults))
		v.show()
		if checked.Opens() {
			v.app.window.Canvas().Focus(v.use)
		}
	})
}

// show lists what the check found.
func (v *libraryView) show() {
	a, c := v.app, v.checked
	v.use.Disable()
	v.found.Objects = nil
	if c != nil {
		top := container.NewVBox(subtitle(v.verdict()))
		if c.Opens() {
			v.use.Enable()
			top.Add(paragraph(a.aboutForm(c.Form)))
		}
		list := field.NewList(func() int { return len(c.Faults) }, newFaultRow, func(i int, o fyne.CanvasObject) { a.showFaultRow(o, c.Faults[i]) }, a)
		list.OnPicked = func(i int) { a.tellAll(a.formFault(c.Faults[i])) }
		v.found.Objects = []fyne.CanvasObject{container.NewBorder(top, nil, nil, nil, list)}
	}
	v.found.Refresh()
}

func (v *libraryView) verdict() string {
	a, c := v.app, v.checked
	counts := a.T("form.errors", "n", c.Count(survey.Fault)) + ", " +
		a.T("form.warnings", "n", c.Count(survey.Warning)) + ", " + a.T("form.notices", "n", c.Count(survey.Notice))
	if c.Opens() {
		return a.T("form.opens", "counts", counts)
	}
	return a.T("form.closed", "counts", counts)
}

// run makes the form the one in use.
func (v *libraryView) run() {
	if v.checked == nil || !v.checked.Opens() {
		return
	}
	v.app.confirmed(v.checked.Form, func() {
		if err := v.app.desk.Use(context.Background(), v.checked.Form, v.checked.Faults); err != nil {
			v.app.fault(err)
			return
		}
		v.app.back()
	})
}

func newFaultRow() fyne.CanvasObject {
	place, text := widget.NewLabel(""), widget.NewLabel("")
	place.TextStyle.Bold, text.Truncation = true, fyne.TextTruncateEllipsis
	return container.NewBorder(nil, nil, container.NewHBox(widget.NewIcon(nil), place), nil, text)
}

func (a *App) showFaultRow(o fyne.CanvasObject, e *survey.Error) {
	parts := o.(*fyne.Container).Objects
	left := parts[1].(*fyne.Container).Objects
	parts[0].(*widget.Label).SetText(a.lang.says(message.Join(e.Msg, e.Hint)))
	left[0].(*widget.Icon).SetResource(severityIcon(e.Severity))
	left[1].(*widget.Label).SetText(a.lang.says(e.At))
}

func severityIcon(s survey.Severity) fyne.Resource {
	switch s {
	case survey.Fault:
		return theme.NewErrorThemedResource(theme.ErrorIcon())
	case survey.Warning:
		return theme.NewWarningThemedResource(theme.WarningIcon())
	}
	return theme.InfoIcon()
}
