package app

import (
	"context"
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/storage"
	"anketa/storage/seal"
)

// A passphraseView changes the passphrase of who is at the desk. No data is
// written anew.
type passphraseView struct {
	common
	old    *field.Entry
	phrase *phrase
	fault  *widget.Label
	job    *jobPanel
}

func newPassphraseView(a *App) *passphraseView {
	v := &passphraseView{common: common{a}}
	v.phrase = newPhrase(a, v.run)
	return v
}

func (v *passphraseView) name() string          { return "passphrase" }
func (v *passphraseView) focus() fyne.Focusable { return v.old }
func (v *passphraseView) otherWords()           { v.phrase.offer() }
func (v *passphraseView) ownWords()             { v.phrase.ownWords() }

func (v *passphraseView) close() {
	if !v.job.running {
		v.app.back()
	}
}

// reveal shows both, or hides them.
func (v *passphraseView) reveal() {
	v.phrase.show()
	v.old.Password = !v.phrase.shown
	v.old.Refresh()
}

func (v *passphraseView) content() fyne.CanvasObject {
	a := v.app
	v.old = field.NewEntry(keysOr{v.key, a})
	v.old.Password = true
	v.fault, v.job = dangerous(""), newJobPanel(a)
	v.fault.Hide()
	run := field.NewButton(a.labelled("run", a.T("passphrase.do")), v.run, a)
	run.Importance = widget.HighImportance
	return a.page(container.NewVBox(subtitle(strings.TrimSuffix(a.T("passphrase.title"), "…")), boldLabel(a.T("passphrase.old")), v.old,
		v.phrase.box, v.fault, v.job.box), field.NewButton(a.labelled("close", a.T("back")), v.close, a), run)
}

func (v *passphraseView) key(k *fyne.KeyEvent) bool {
	if isReturn(k) {
		v.app.window.Canvas().Focus(v.phrase.focus())
		return true
	}
	return false
}

func (v *passphraseView) run() {
	if v.job.running {
		return
	}
	v.say("")
	if v.old.Text == "" {
		v.say(v.app.T("passphrase.missing"))
		return
	}
	passphrase, ok := v.phrase.taken()
	if !ok {
		return
	}
	a, desk, old := v.app, v.app.desk, v.old.Text
	v.job.run(func(ctx context.Context, _ screen.Progress) error { return desk.ChangePassphrase(ctx, old, passphrase) }, v.changed(a))
}

func (v *passphraseView) changed(a *App) func(error) {
	return func(err error) {
		var wait *storage.WaitError
		switch {
		case err == nil:
			a.trace("changed")
			a.back()
			a.tell(a.T("passphrase.done"), nil)
		case errors.As(err, &wait):
			v.say(a.T("unlock.wait", "time", countdown(wait.Until.Sub(a.clock().wall))))
		case errors.Is(err, seal.ErrPassphrase):
			v.say(a.T("passphrase.wrong"))
		default:
			a.fault(err)
		}
	}
}

// say tells what is wrong with the old passphrase.
func (v *passphraseView) say(text string) {
	v.fault.SetText(text)
	if v.fault.Hidden = text == ""; text != "" {
		v.old.SetText("")
		v.app.window.Canvas().Focus(v.old)
	}
	v.fault.Refresh()
}

// handOver gives the marked interview to a colleague, after asking.
func (v *startView) handOver() {
	a, i := v.app, v.at()
	if i < 0 {
		return
	}
	r := v.records.Shown[i]
	codes := a.desk.Colleagues()
	if len(codes) == 0 {
		a.tell(a.T("handover.nobody"), nil)
		return
	}
	a.choose(a.T("handover.title", "number", r.Number), codes, func(to int) {
		a.ask("handover", func() { v.give(r.ID, codes[to], i) }, "number", r.Number, "code", codes[to])
	})
}

func (v *startView) give(id, code string, row int) {
	a := v.app
	if err := a.desk.HandOver(context.Background(), id, code); err != nil {
		a.fault(err)
		return
	}
	a.trace("handed over")
	a.show()
	if v.list != nil {
		v.list.Mark(row)
	}
}
