package app

import (
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/storage"
)

// A keyView asks who opens the store, and for the passphrase.
type keyView struct {
	app          *App
	err          error
	code, phrase *field.Entry
}

func newKeyView(a *App, err error) *keyView { return &keyView{app: a, err: err} }

// asksWho says whether the store did not open because nobody is known yet, or
// because the passphrase was not right.
func asksWho(err error) bool {
	var wait *storage.WaitError
	return errors.As(err, &wait) || errors.Is(err, storage.ErrNoKey) || errors.Is(err, storage.ErrPassphrase) ||
		errors.Is(err, storage.ErrWeak) || errors.Is(err, storage.ErrNoCode) || errors.Is(err, storage.ErrNotFound)
}

func (v *keyView) name() string          { return "key" }
func (v *keyView) focus() fyne.Focusable { return v.code }
func (v *keyView) close()                { v.app.quit() }

func (v *keyView) content() fyne.CanvasObject {
	a := v.app
	v.code = field.NewEntry(keysOr{v.codeKey, a})
	v.phrase = field.NewEntry(keysOr{v.phraseKey, a})
	v.phrase.Password = true
	v.code.SetText(a.key.Code)
	open := field.NewButton(a.T("key.open"), v.open, a)
	open.Importance = widget.HighImportance
	rows := []fyne.CanvasObject{subtitle(a.T("key.title")), paragraph(a.T("key.what"))}
	if !errors.Is(v.err, storage.ErrNoKey) {
		rows = append(rows, notice(a.T("key.wrong")))
	}
	rows = append(rows, widget.NewLabel(a.T("key.code")), v.code, widget.NewLabel(a.T("key.phrase")), v.phrase)
	return a.page(container.NewVBox(rows...), open)
}

func (v *keyView) codeKey(k *fyne.KeyEvent) bool {
	if k.Name != fyne.KeyReturn && k.Name != fyne.KeyEnter {
		return false
	}
	v.app.window.Canvas().Focus(v.phrase)
	return true
}

func (v *keyView) phraseKey(k *fyne.KeyEvent) bool {
	if k.Name != fyne.KeyReturn && k.Name != fyne.KeyEnter {
		return false
	}
	v.open()
	return true
}

func (v *keyView) open() {
	v.app.key.Code, v.app.key.Passphrase = v.code.Text, v.phrase.Text
	v.app.replace(&waitView{v.app})
	v.app.openDesk()
}
