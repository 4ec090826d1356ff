package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/survey"
)

// A finishView lists what is missing or wrong in an interview, each with a way
// to its question, and finishes it when nothing hard is left.
type finishView struct {
	common
	from   *interviewView
	rows   []screen.Row // problems
	notes  []screen.Row // below them: what is without a question, what a correction changed
	list   *field.List
	finish *field.Button
	busy   bool
}

func newFinishView(from *interviewView) *finishView {
	return &finishView{common: common{from.app}, from: from}
}

func (v *finishView) name() string { return "finish" }

func (v *finishView) focus() fyne.Focusable {
	if v.hard() > 0 {
		return v.list
	}
	return v.finish
}

func (v *finishView) content() fyne.CanvasObject {
	a := v.app
	v.rows, v.notes = v.from.s.Problems(), v.noted()
	v.list = field.NewList(func() int { return len(v.rows) + len(v.notes) }, newTrouble, v.showRow, a)
	v.list.OnPicked, v.list.Wraps = v.pick, true
	v.finish = field.NewButton(a.labelled("run", a.T("finish.do")), v.run, a)
	v.finish.Importance = widget.HighImportance
	if v.hard() > 0 {
		v.finish.Disable()
	}
	back := field.NewButton(a.labelled("close", a.T("finish.back")), v.close, a)
	top := container.NewVBox(a.practiceMark(v.from.s.Kind), subtitle(a.T("finish.title")), paragraph(v.summary()))
	return container.NewPadded(container.NewBorder(top, buttonRow(back, v.finish), nil, nil, v.list))
}

func (v *finishView) hard() (n int) {
	for _, r := range v.rows {
		if !r.Soft {
			n++
		}
	}
	return n
}

// summary says what is to be done before the interview is finished.
func (v *finishView) summary() string {
	hard := v.hard()
	soft := len(v.rows) - hard
	done, total := v.from.s.Progress()
	switch {
	case hard > 0:
		return v.app.T("finish.hard", "n", hard)
	case soft > 0:
		return v.app.T("finish.soft", "n", soft)
	}
	if v.from.s.Corrects() != nil {
		return v.app.T("finish.corrected", "n", len(v.from.s.Corrected()))
	}
	if v.from.s.Editable() {
		return v.app.T("finish.editable", "done", done, "total", total)
	}
	return v.app.T("finish.ready", "done", done, "total", total)
}

// pick goes to the question of a row.
func (v *finishView) pick(i int) {
	if i >= len(v.rows) && v.notes[i-len(v.rows)].State == survey.NotAsked {
		return // it has no question now
	}
	v.app.views = v.app.views[:len(v.app.views)-1]
	if i < len(v.rows) {
		v.from.s.Jump(v.rows[i].Path)
	} else {
		v.from.s.Jump(v.notes[i-len(v.rows)].Path)
	}
	v.app.show()
}

// close goes back to where one came from.
func (v *finishView) close() {
	v.from.s.Return()
	v.app.back()
}

// run finishes, once it is sure to whom the interview is sealed.
func (v *finishView) run() {
	if !v.busy && v.hard() == 0 {
		v.app.confirmed(v.from.s.Form(), v.commit)
	}
}

// commit finishes. What a soft check doubts was shown here and counts as
// confirmed.
func (v *finishView) commit() {
	for _, r := range v.rows {
		if _, err := v.from.s.Confirm(r.Path); err != nil {
			v.app.fault(err)
			return
		}
	}
	v.busy = true
	v.finish.Disable()
	code := v.from.s.Code()
	problems := v.from.s.Finish(func(err error) {
		if v.busy = false; err != nil {
			v.finish.Enable()
			v.app.fault(err)
			return
		}
		v.finished(code)
	})
	if len(problems) > 0 {
		v.busy = false
		v.app.show()
	}
}

func (v *finishView) finished(code string) {
	v.from.stopClocks()
	v.app.trace("finished")
	v.app.views = v.app.views[:1]
	s := v.from.s
	v.app.open(&doneView{home: home{v.common}, id: s.ID, number: s.Number, code: code, kind: s.Kind})
}

// A trouble row: which question, and what about it.
func newTrouble() fyne.CanvasObject {
	code, label, message := widget.NewLabel(""), widget.NewLabel(""), widget.NewLabel("")
	code.TextStyle.Bold = true
	label.Wrapping, message.Wrapping = fyne.TextWrapWord, fyne.TextWrapWord
	sign := container.New(layout.NewCustomPaddedLayout(0, 0, theme.Padding(), 0), widget.NewIcon(nil))
	return container.NewBorder(nil, nil, container.NewVBox(container.NewHBox(sign, code)), nil,
		container.New(layout.NewCustomPaddedVBoxLayout(-2*theme.Padding()), label, message))
}

func (v *finishView) showRow(i int, o fyne.CanvasObject) {
	row, noted := screen.Row{}, i >= len(v.rows)
	if noted {
		row = v.notes[i-len(v.rows)]
	} else {
		row = v.rows[i]
	}
	parts := o.(*fyne.Container).Objects // the centre comes first
	texts, left := parts[0].(*fyne.Container).Objects, parts[1].(*fyne.Container).Objects[0].(*fyne.Container).Objects
	texts[0].(*widget.Label).SetText(v.app.named(row))
	message := texts[1].(*widget.Label)
	var icon fyne.Resource = theme.NewErrorThemedResource(theme.ErrorIcon())
	message.Importance = widget.DangerImportance
	if row.Soft {
		icon, message.Importance = theme.NewWarningThemedResource(theme.WarningIcon()), widget.WarningImportance
	}
	if noted {
		icon, message.Importance = theme.InfoIcon(), widget.MediumImportance
	}
	message.SetText(row.Message)
	left[0].(*fyne.Container).Objects[0].(*widget.Icon).SetResource(icon)
	left[1].(*widget.Label).SetText(row.Code)
}

// A doneView thanks for a finished interview and says what comes next.
type doneView struct {
	home
	id     string
	number int
	code   string
	kind   survey.Kind
	first  *field.Button
}

func (v *doneView) name() string          { return "done" }
func (v *doneView) focus() fyne.Focusable { return v.first }
func (v *doneView) close()                { v.app.back() }
func (v *doneView) content() fyne.CanvasObject {
	a := v.app
	v.first = field.NewButton(a.labelled("close", a.T("done.start")), v.close, a)
	v.first.Importance = widget.HighImportance
	sign := widget.NewIcon(theme.NewSuccessThemedResource(theme.ConfirmIcon()))
	objects := []fyne.CanvasObject{a.practiceMark(v.kind), container.NewBorder(nil, nil, sign, nil, subtitle(a.T("done.title", "number", v.number)))}
	if v.code != "" {
		code := heading(v.code, true)
		code.SizeName, code.TextStyle.Monospace = theme.SizeNameHeadingText, true
		objects = append(objects, paragraph(a.T("done.code")), code)
	}
	objects = append(objects, paragraph(a.T("done.next")),
		flow(v.first, a.button("new"), a.button("export"), a.button("help")))
	return container.NewVScroll(container.New(columnLayout{}, container.NewVBox(objects...)))
}
