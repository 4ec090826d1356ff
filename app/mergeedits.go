package app

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/export"
	"anketa/survey"
)

// An editsPage has the answers that somebody changed in a workbook, to accept
// or refuse.
type editsPage struct {
	v    *mergeView
	rows []screen.EditRow
	list *field.List
	more *widget.Label // about the marked one
}

// editColumns are the verdict, the interview, the question, what stood there
// and what stands there now.
var editColumns = columns{8, 8, 0, 14, 14}

func newEditsPage(v *mergeView) mergePage { return &editsPage{v: v, rows: v.overview().Edits} }

func (p *editsPage) focus() fyne.Focusable { return p.list }

func (p *editsPage) content() fyne.CanvasObject {
	a := p.v.app
	p.list = field.NewList(func() int { return len(p.rows) }, func() fyne.CanvasObject { return newCells(editColumns, len(editColumns)) }, func(i int, o fyne.CanvasObject) {
		showBalanceRow(o, p.line(p.rows[i]))
	}, keysOr{p.key, a})
	p.list.OnMarked = p.marked
	p.list.OnPicked = func(i int) { a.tell(p.about(p.rows[i]), nil) }
	head := newCells(editColumns, len(editColumns))
	showBalanceRow(head, balanceLine{cells: []string{"", a.T("edits.interview"), a.T("edits.question"), a.T("edits.was"), a.T("edits.now")}, bold: true})
	p.more = paragraph("")
	buttons := flow(field.NewButton(a.labelledKey(a.T("edits.import"), "7"), p.load, a))
	if len(p.rows) > 0 {
		buttons = flow(p.button("edits.accept", "1"), p.button("edits.refuse", "2"), p.button("edits.later", "0"),
			p.button("edits.all", "8"), p.button("edits.nothing", "9"), p.button("edits.export", "6"), p.button("edits.import", "7"))
	}
	var middle fyne.CanvasObject = p.list
	if len(p.rows) == 0 {
		middle = container.NewStack(p.list, container.NewCenter(subtitleLow(a.T("edits.none"))))
	}
	how := container.NewVBox(paragraph(a.T("edits.how")))
	if n := len(p.v.choices.Corrections); n > 0 {
		how.Add(a.success(a.T("edits.list", "n", n, "name", filepath.Base(p.v.choices.List))))
	}
	how.Add(head)
	how.Add(widget.NewSeparator())
	p.marked(p.list.Marked())
	if p.v.low() {
		return container.NewBorder(head, buttons, nil, nil, middle)
	}
	return container.NewBorder(how, container.NewVBox(p.more, buttons), nil, nil, middle)
}

func (p *editsPage) button(name, digit string) *field.Button {
	return field.NewButton(p.v.app.labelledKey(p.v.app.T(name), digit), func() {
		p.do(fyne.KeyName(digit))
		p.v.app.window.Canvas().Focus(p.list)
	}, keysOr{p.key, p.v.app})
}

func (p *editsPage) key(k *fyne.KeyEvent) bool {
	if _, ok := field.Digit(k.Name); !ok {
		return false
	}
	return p.do(k.Name)
}

func (p *editsPage) do(k fyne.KeyName) bool {
	digit, _ := field.Digit(k)
	switch digit {
	case 1:
		p.decide(export.Accepted)
	case 2:
		p.decide(export.Refused)
	case 0:
		p.decide(export.Undecided)
	case 8:
		p.decideAll(export.Accepted)
	case 9:
		p.decideAll(export.Refused)
	case 6:
		p.save()
	case 7:
		p.load()
	default:
		return false
	}
	return true
}

// decide notes a verdict about the marked edit and goes on to the next.
func (p *editsPage) decide(d export.Verdict) {
	i := p.list.Marked()
	if i < 0 || p.v.job.running || !p.note(p.rows[i], d) {
		return
	}
	p.v.around()
	p.list.Mark(i + 1)
}

func (p *editsPage) decideAll(d export.Verdict) {
	if p.v.job.running {
		return
	}
	for _, e := range p.rows {
		p.note(e, d)
	}
	p.v.around()
	p.list.Refresh()
	p.marked(p.list.Marked())
}

// note tells whether there is anything to decide: not where it was decided
// before, and nothing is accepted that the form does not allow.
func (p *editsPage) note(e screen.EditRow, d export.Verdict) bool {
	if e.Verdict != export.Undecided || d == export.Accepted && e.Fault != nil {
		return false
	}
	if d == export.Undecided {
		delete(p.v.choices.Verdicts, e.Tag)
	} else {
		p.v.choices.Verdicts[e.Tag] = d
	}
	return true
}

func (p *editsPage) line(e screen.EditRow) balanceLine {
	a := p.v.app
	line := balanceLine{cells: []string{a.T("edits.verdict." + string(p.v.verdict(e))), p.interview(e), cmp.Or(e.Label, e.Column), p.words(e, e.Was, e.Old), p.words(e, e.Now, e.New)}}
	switch {
	case e.Fault != nil:
		line.ink = widget.DangerImportance
		line.cells[0] = a.T("edits.verdict.fault")
		if p.v.verdict(e) == export.Refused {
			line.cells[0] = a.T("edits.verdict.refused")
		}
	case p.v.verdict(e) == export.Accepted:
		line.ink = widget.SuccessImportance
	case p.v.verdict(e) == export.Refused:
		line.ink = widget.LowImportance
	}
	return line
}

// interview names the interview of an edit: its case code, else its laptop and
// number.
func (p *editsPage) interview(e screen.EditRow) string {
	if e.Case != "" || e.Number == 0 {
		return cmp.Or(e.Case, e.Key[:min(8, len(e.Key))])
	}
	return fmt.Sprintf("%s · %d", deviceName(e.Device), e.Number)
}

func (p *editsPage) words(e screen.EditRow, text string, is export.Value) string {
	if is.State != survey.Given {
		return p.v.app.T("answer." + is.State.String())
	}
	if text == "" && e.Sensitive {
		return p.v.app.T("list.sensitive")
	}
	return cmp.Or(text, "—")
}

func (p *editsPage) marked(i int) {
	text := ""
	if i >= 0 {
		text = p.about(p.rows[i])
	}
	p.more.SetText(text)
}

// about is all that is known of an edit.
func (p *editsPage) about(e screen.EditRow) string {
	a := p.v.app
	text := a.T("edits.about", "question", cmp.Or(e.Label, e.Column), "was", p.words(e, e.Was, e.Old), "now", p.words(e, e.Now, e.New),
		"name", filepath.Base(e.File), "sheet", e.Sheet, "row", e.Row)
	if e.Number > 0 {
		text += "\n" + a.T("edits.laptop", "laptop", deviceName(e.Device), "number", e.Number)
	}
	if e.Fault != nil {
		text += "\n" + a.lang.says(e.Fault)
	}
	if n := len(e.Follows); n > 0 {
		text += "\n" + a.T("edits.follows", "n", n)
	}
	return text
}

// save writes those that are not decided into a list, for somebody else to
// decide.
func (p *editsPage) save() {
	a, v := p.v.app, p.v
	var open []screen.Edit
	for _, e := range p.rows {
		if v.verdict(e) == export.Undecided {
			open = append(open, e.Edit)
		}
	}
	a.openFolder(a.desk.Settings.Folder, func(folder string) {
		path := filepath.Join(folder, "corrections.xlsx")
		a.writeTo(path, func() {
			v.job.run(func(ctx context.Context, _ screen.Progress) error {
				return screen.WriteCorrections(ctx, v.paths, path, screen.CorrectionsOf(open))
			}, func(err error) {
				a.give(v.page.focus())
				if err != nil {
					a.fault(err)
					return
				}
				a.tell(a.T("edits.saved", "n", len(open), "name", path), nil)
			})
		})
	})
}

// load takes a list of corrections that somebody has filled in.
func (p *editsPage) load() {
	a, v := p.v.app, p.v
	if v.plan == nil || v.job.running {
		return
	}
	a.openFile(a.desk.Settings.Folder, []string{".xlsx"}, func(path string) { p.take(path) })
}

func (p *editsPage) take(path string) {
	a, v := p.v.app, p.v
	var list []export.Correction
	v.job.run(func(ctx context.Context, _ screen.Progress) (err error) {
		list, err = export.ReadCorrections(ctx, path)
		return err
	}, func(err error) {
		if err != nil {
			a.give(v.page.focus())
			a.fault(err)
			return
		}
		v.choices.Corrections, v.choices.List = list, path
		for tag, said := range screen.VerdictsIn(list, p.rows) {
			v.choices.Verdicts[tag] = said
		}
		v.show()
		a.give(v.page.focus())
	})
}
