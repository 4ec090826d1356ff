package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/storage/seal"
)

// A phrase has a new passphrase chosen: six words are offered, or one's own is
// typed twice, unless it is shown.
type phrase struct {
	app     *App
	enter   func() // what Enter does at its end
	offered string
	own     bool
	shown   bool

	entry, again *field.Entry
	bar          *meter
	words        *widget.Label // how strong it is
	fault        *widget.Label
	twice        *fyne.Container // the second entry, unless the first is shown
	hides        *field.Button
	box          *fyne.Container
}

func newPhrase(a *App, enter func()) *phrase {
	p := &phrase{app: a, enter: enter, box: container.NewVBox(), offered: seal.Offer(a.lang.code)}
	p.build()
	return p
}

// offer offers other words.
func (p *phrase) offer() { p.change(false, seal.Offer(p.app.lang.code)) }

// ownWords has one's own typed.
func (p *phrase) ownWords() { p.change(true, p.offered) }

func (p *phrase) change(own bool, offered string) {
	p.own, p.offered = own, offered
	had := p.app.window.Canvas().Focused() != nil
	p.build()
	if had {
		p.app.window.Canvas().Focus(p.entry)
	}
}

// show shows what is typed, or hides it again.
func (p *phrase) show() {
	p.shown = !p.shown
	p.conceal()
}

func (p *phrase) focus() fyne.Focusable { return p.entry }

func (p *phrase) build() {
	p.entry, p.again = field.NewEntry(keysOr{p.entryKey, p.app}), field.NewEntry(keysOr{p.againKey, p.app})
	p.fault = dangerous("")
	p.fault.Hide()
	if p.own {
		p.buildOwn()
	} else {
		p.buildOffered()
	}
	p.box.Add(p.fault)
	p.conceal()
	p.box.Refresh()
}

func (p *phrase) buildOffered() {
	a := p.app
	p.box.Objects = []fyne.CanvasObject{
		paragraph(a.T("phrase.offered")), framed(centred(p.offered)),
		flow(a.button("words"), a.button("ownwords")),
		boldLabel(a.T("phrase.type")), p.entry,
	}
}

func (p *phrase) buildOwn() {
	a := p.app
	p.bar, p.words = newMeter(), paragraph("")
	p.entry.OnChanged = func(string) { p.judge() }
	p.twice = container.NewVBox(boldLabel(a.T("phrase.again")), p.again)
	p.hides = a.button("reveal")
	p.box.Objects = []fyne.CanvasObject{
		paragraph(a.T("phrase.own")), boldLabel(a.T("phrase.new")), p.entry,
		container.New(thinLayout{}, p.bar), p.words,
		p.twice,
		flow(p.hides, a.button("words")),
	}
	p.judge()
}

// judge says how strong one's own passphrase is.
func (p *phrase) judge() {
	if p.entry.Text == "" {
		p.bar.set(0, 1)
		p.words.SetText(p.app.T("phrase.empty"))
		return
	}
	strength, bits := screen.StrengthOf(p.entry.Text)
	p.bar.set(int(min(bits, 100)), 100)
	p.words.SetText(p.app.T(strengthKeys[strength]))
}

var strengthKeys = []string{
	screen.VeryWeak: "phrase.veryweak", screen.Weak: "phrase.weak", screen.Enough: "phrase.enough", screen.Strong: "phrase.strong",
}

// conceal hides what is typed, unless it stands above or is shown. What is
// shown need not be typed twice.
func (p *phrase) conceal() {
	p.entry.Password, p.again.Password = p.own && !p.shown, true
	p.entry.Refresh()
	if !p.own {
		return
	}
	p.twice.Hidden = p.shown
	label := "action.reveal"
	if p.shown {
		label = "phrase.hide"
		p.again.SetText("")
		if p.app.window.Canvas().Focused() == p.again {
			p.app.window.Canvas().Focus(p.entry)
		}
	}
	p.hides.SetText(p.app.labelled("reveal", p.app.T(label)))
	p.box.Refresh()
}

func (p *phrase) entryKey(k *fyne.KeyEvent) bool {
	if !isReturn(k) {
		return false
	}
	if p.own && !p.shown && p.again.Text == "" && p.entry.Text != "" {
		p.app.window.Canvas().Focus(p.again)
	} else {
		p.enter()
	}
	return true
}

func (p *phrase) againKey(k *fyne.KeyEvent) bool {
	if isReturn(k) {
		p.enter()
		return true
	}
	return false
}

// taken gives the passphrase; where it cannot be taken it says why, and the
// keyboard goes to what has to be typed again.
func (p *phrase) taken() (passphrase string, ok bool) {
	fault, at := p.doubt()
	p.fault.SetText("")
	if p.fault.Hidden = fault == ""; fault != "" {
		p.fault.SetText(p.app.T(fault))
		p.app.window.Canvas().Focus(at)
	}
	p.box.Refresh()
	return p.entry.Text, fault == ""
}

func (p *phrase) doubt() (fault string, at *field.Entry) {
	strength, _ := screen.StrengthOf(p.entry.Text)
	switch {
	case p.entry.Text == "":
		return "phrase.missing", p.entry
	case !p.own && !screen.SamePhrase(p.entry.Text, p.offered):
		return "phrase.notsame", p.entry
	case p.own && strength < screen.Enough:
		return "phrase.refused", p.entry
	case p.own && !p.shown && !screen.SamePhrase(p.entry.Text, p.again.Text):
		return "phrase.differ", p.again
	}
	return "", nil
}

// centred is a text that is to be written down or read aloud.
func centred(text string) fyne.CanvasObject {
	words := heading(text, true)
	words.Alignment = fyne.TextAlignCenter
	return words
}

// framed sets such a text apart.
func framed(o fyne.CanvasObject) fyne.CanvasObject {
	glass := canvas.NewRectangle(theme.Color(theme.ColorNameInputBackground))
	glass.StrokeColor, glass.StrokeWidth = theme.Color(theme.ColorNameInputBorder), 1
	glass.CornerRadius = theme.Size(theme.SizeNameInputRadius)
	return container.NewStack(glass, container.NewPadded(o))
}

// dangerous is a sentence about what went wrong.
func dangerous(text string) *widget.Label {
	l := paragraph(text)
	l.Importance = widget.DangerImportance
	return l
}

func isReturn(k *fyne.KeyEvent) bool { return k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter }
