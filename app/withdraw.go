package app

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/storage"
)

// A withdrawView withdraws one interview, after its case code was typed: a
// click alone destroys nothing.
type withdrawView struct {
	common
	interview storage.Summary
	typed     *field.Entry
	fault     *widget.Label
	start     *field.Button
	job       *jobPanel
}

// withdraw asks for the case code of the marked interview.
func (v *startView) withdraw() {
	a, i := v.app, v.at()
	if i < 0 {
		return
	}
	found, err := a.desk.ToWithdraw(context.Background(), v.records.Shown[i].ID)
	if err != nil {
		a.fault(err)
		return
	}
	a.open(&withdrawView{common: common{a}, interview: found})
}

func (v *withdrawView) name() string          { return "withdraw" }
func (v *withdrawView) focus() fyne.Focusable { return v.typed }

func (v *withdrawView) close() {
	if !v.job.running {
		v.app.back()
	}
}

func (v *withdrawView) content() fyne.CanvasObject {
	a := v.app
	v.typed = field.NewEntry(keysOr{func(k *fyne.KeyEvent) bool { return v.job.running }, a})
	v.fault, v.job = dangerous(""), newJobPanel(a)
	v.fault.Hide()
	ask := "withdraw.case"
	if v.interview.Case == "" {
		ask = "withdraw.number"
	}
	v.start = field.NewButton(a.labelled("run", a.T("withdraw.do")), v.run, a)
	v.start.Importance = widget.DangerImportance
	return a.page(container.NewVBox(subtitle(a.T("withdraw.title", "number", v.interview.Number)),
		paragraph(a.T("withdraw.what")), paragraph(a.T("withdraw.travels")),
		boldLabel(a.T(ask)), v.typed, v.fault, v.job.box), field.NewButton(a.labelled("close", a.T("back")), v.close, a), v.start)
}

func (v *withdrawView) run() {
	if v.job.running {
		return
	}
	v.say("")
	a, desk, interview, typed := v.app, v.app.desk, v.interview, v.typed.Text
	v.job.run(func(ctx context.Context, _ screen.Progress) error {
		return desk.Withdraw(ctx, interview, typed, storage.OnRequest)
	}, v.withdrawn(a))
}

func (v *withdrawView) withdrawn(a *App) func(error) {
	return func(err error) {
		var left *storage.UnfinishedError
		switch {
		case errors.Is(err, screen.ErrNoCase):
			v.say(a.T("withdraw.wrong"))
			return
		case err != nil && !errors.As(err, &left):
			a.fault(err)
			return
		}
		delete(a.stowed, v.interview.ID)
		a.trace("withdrawn", v.interview.Number)
		a.back()
		if left != nil {
			a.tell(a.T("withdraw.left"), nil)
			return
		}
		a.tell(a.T("withdraw.done", "number", v.interview.Number), nil)
	}
}

// say tells what is wrong with what was typed.
func (v *withdrawView) say(text string) {
	v.fault.SetText(text)
	if v.fault.Hidden = text == ""; text != "" {
		v.app.window.Canvas().Focus(v.typed)
	}
	v.fault.Refresh()
}

// retention says which interviews are past the time for which they may be
// kept, or soon will be; "" where there is none. due says that they can be
// erased now.
func (v *startView) retention() (text string, due bool) {
	a := v.app
	r := a.desk.Retention(v.records, a.clock().wall)
	switch {
	case r == nil:
		return "", false
	case len(r.Due) > 0:
		return a.T("retention.due", "n", len(r.Due), "days", r.Days), true
	}
	return a.T("retention.soon", "n", len(r.Soon), "day", r.Next.Format("02.01.2006")), false
}
