package app

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/survey"
)

// A reviewView shows a finished interview, to be looked at: sensitive
// questions by their codes alone.
type reviewView struct {
	common
	id     string
	at     int // the row that was marked, when the window locked itself
	rows   []screen.Row
	record *survey.Record
	list   *field.List
}

// openFinished shows a finished interview.
func (a *App) openFinished(id string) {
	rows, record, err := a.desk.Finished(context.Background(), id)
	if err != nil {
		a.fault(err)
		return
	}
	a.open(&reviewView{common: common{a}, id: id, rows: rows, record: record})
}

func (v *reviewView) name() string          { return "review" }
func (v *reviewView) focus() fyne.Focusable { return v.list }
func (v *reviewView) close()                { v.app.back() }

func (v *reviewView) content() fyne.CanvasObject {
	a, r := v.app, v.record
	v.list = field.NewList(func() int { return len(v.rows) }, newAnswerRow, v.showRow, a)
	v.list.OnPicked = v.pick
	v.list.Mark(v.at)
	top := container.NewVBox(a.practiceMark(r.Kind), subtitle(a.T("review.title", "number", r.Number, "moment", a.lang.moment(r.Finished))))
	if len(r.Parents) > 0 {
		top.Add(paragraph(a.T("review.corrected", "moment", a.lang.moment(r.Saved), "who", r.Author, "why", r.Reason)))
	}
	top.Add(paragraph(a.T("review.count", "n", len(v.rows)) + ". " + a.T("review.codes")))
	back := field.NewButton(a.labelled("close", a.T("back")), v.close, a)
	buttons := []fyne.CanvasObject{back}
	if a.desk.Editable(context.Background(), r) == nil {
		buttons = append(buttons, a.button("correct"))
	}
	return container.NewPadded(container.NewBorder(top, buttonRow(buttons...), nil, nil, v.list))
}

func (v *reviewView) correct() {
	if err := v.app.desk.Editable(context.Background(), v.record); err != nil {
		v.app.fault(err)
		return
	}
	v.app.correctInterview(v.record.ID, v.record.Number)
}

// pick shows a whole answer, where the row had no room for it.
func (v *reviewView) pick(i int) {
	row := v.rows[i]
	v.app.tell(orElse(row.Label, row.Code)+"\n\n"+v.answer(row), nil)
}

// answer is what was said, or why nothing was.
func (v *reviewView) answer(row screen.Row) string {
	if row.Changed {
		return v.app.changed(row)
	}
	return v.app.answered(row)
}

// answered is what a row says of an answer.
func (a *App) answered(row screen.Row) string {
	if row.State == survey.Given {
		return orElse(row.Answer, a.T("review.given"))
	}
	state := a.T("answer." + row.State.String())
	if row.Answer != "" && row.Label == "" {
		return row.Answer + " · " + state
	}
	return state
}

// codeWidth is the room for the number of a question, in letters.
const codeWidth = 6

func newAnswerRow() fyne.CanvasObject {
	code, label, answer := widget.NewLabel(""), widget.NewLabel(""), widget.NewLabel("")
	code.TextStyle.Bold, answer.TextStyle.Bold = true, true
	label.Importance = widget.LowImportance
	label.Truncation, answer.Truncation = fyne.TextTruncateEllipsis, fyne.TextTruncateEllipsis
	code.Truncation = fyne.TextTruncateEllipsis
	return container.New(columns{codeWidth, 0}, code,
		container.New(layout.NewCustomPaddedVBoxLayout(-2*theme.Padding()), label, answer))
}

func (v *reviewView) showRow(i int, o fyne.CanvasObject) {
	row, parts := v.rows[i], o.(*fyne.Container).Objects
	parts[0].(*widget.Label).SetText(row.Code)
	texts := parts[1].(*fyne.Container).Objects
	texts[0].(*widget.Label).SetText(row.Label)
	answer := texts[1].(*widget.Label)
	answer.TextStyle.Bold = row.State == survey.Given
	answer.Importance = widget.MediumImportance
	if row.Changed {
		answer.Importance = widget.WarningImportance
	}
	answer.SetText(v.answer(row))
}
