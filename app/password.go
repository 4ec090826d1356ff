package app

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
)

// askPassword asks over the window for the password of a workbook; another one
// may have been tried. Escape closes it without one.
func (a *App) askPassword(path string, wrong bool, given func(string), closed func()) {
	o := &overlay{closed: closed}
	var entry *field.Entry
	take := func() {
		if entry.Text != "" {
			o.close()
			given(entry.Text)
		}
	}
	entry = hiddenEntry(keysOr{func(k *fyne.KeyEvent) bool {
		if k.Name != fyne.KeyReturn && k.Name != fyne.KeyEnter {
			return false
		}
		take()
		return true
	}, o})
	words := container.NewVBox(boldLabel(a.T("password.ask", "name", filepath.Base(path))))
	if wrong {
		words.Add(paragraph(a.T("fault.wrongpassword") + " " + a.T("fault.wrongpassword.hint")))
	}
	words.Add(entry)
	open := field.NewButton(a.T("password.open"), take, o)
	open.Importance = widget.HighImportance
	cancel := field.NewButton(a.labelledKey(a.T("cancel"), "Esc"), func() { o.close(); closed() }, o)
	a.say(words, o, entry, cancel, open)
}

// hiddenEntry is an entry that shows no letters.
func hiddenEntry(keys field.Keys) *field.Entry {
	e := field.NewEntry(keys)
	e.Password = true
	return e
}

// A passwordPair asks for a new password, twice; it may stay empty.
type passwordPair struct {
	first, again *field.Entry
	asked        func(bool) // told whether there is to be one; may be nil
	box          fyne.CanvasObject
}

func newPasswordPair(a *App, enter func()) *passwordPair {
	keys := keysOr{func(k *fyne.KeyEvent) bool {
		if k.Name != fyne.KeyReturn && k.Name != fyne.KeyEnter {
			return false
		}
		enter()
		return true
	}, a}
	p := &passwordPair{first: hiddenEntry(keys), again: hiddenEntry(keys)}
	word := paragraph(a.T("export.password.word"))
	more := container.NewVBox(boldLabel(a.T("export.password.again")), p.again, word)
	more.Hide()
	p.box = container.NewVBox(boldLabel(a.T("export.password")), p.first, more)
	p.first.OnChanged = func(text string) {
		if more.Visible() != (text != "") {
			more.Hidden = text == ""
			p.box.Refresh()
			if p.asked != nil {
				p.asked(text != "")
			}
		}
	}
	return p
}

// password is what was typed, "" where none is wanted; the error is a
// person's: two different ones, or one that is easily guessed.
func (p *passwordPair) password() (string, error) {
	switch {
	case p.first.Text == "":
		return "", nil
	case p.first.Text != p.again.Text:
		return "", screen.ErrPasswordsDiffer
	}
	return p.first.Text, screen.CheckPassword(p.first.Text)
}

// clear forgets what was typed.
func (p *passwordPair) clear() {
	p.first.SetText("")
	p.again.SetText("")
}
