package app

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
)

// This file is how the window talks to people: questions, choices and faults
// over the view. Each can be answered by key alone; Escape is always "no", and
// the keyboard returns to where it was.

// An overlay stands over the window until it is closed.
type overlay struct {
	app    *App
	pop    *widget.PopUp
	before fyne.Focusable
	keys   func(fyne.KeyName) bool // keys that its widgets have no use for
	scroll *container.Scroll       // long text, which the arrows move; may be nil
	closed func()                  // how it ended, unless it was answered
}

// over opens an overlay. Its widgets hand their unused keys to it.
// Behind a cover it waits until somebody is there again.
func (a *App) over(content fyne.CanvasObject, o *overlay, size fyne.Size, focus fyne.Focusable) {
	if a.cover != nil && a.cover.door != nil && !a.front {
		a.cover.later = append(a.cover.later, func() { a.over(content, o, size, focus) })
		return
	}
	cv := a.window.Canvas()
	o.app, o.before = a, cv.Focused()
	o.pop = widget.NewModalPopUp(container.NewStack(newSensor(a.touched), container.NewPadded(content)), cv)
	o.fit(size)
	o.pop.Show()
	if focus != nil {
		cv.Focus(focus)
	}
}

// fit gives the overlay a width, and what height its text then needs or, where
// size names one, that height; never more than the window has.
func (o *overlay) fit(size fyne.Size) {
	room := o.app.window.Canvas().Size().SubtractWidthHeight(2*theme.Padding(), 2*theme.Padding())
	size.Width = min(size.Width, room.Width)
	o.pop.Resize(size)
	size.Height = min(max(size.Height, o.pop.MinSize().Height), room.Height)
	o.pop.Resize(size)
}

// close takes the overlay away.
func (o *overlay) close() {
	if o.pop == nil || !o.pop.Visible() {
		return
	}
	o.pop.Hide()
	cv := o.app.window.Canvas()
	if o.before != nil {
		cv.Focus(o.before)
	}
	// What had the keyboard may be gone, as when the page was built anew.
	if f := o.app.shown().focus(); cv.Focused() == nil && f != nil {
		cv.Focus(f)
	}
}

// scrollSteps are the keys that move a long text, in parts of what is in sight.
var scrollSteps = map[fyne.KeyName]float32{
	fyne.KeyDown: 0.2, fyne.KeyUp: -0.2, fyne.KeyPageDown: 0.9, fyne.KeyPageUp: -0.9, fyne.KeyHome: -1000, fyne.KeyEnd: 1000,
}

// Key and Shortcut keep the keys of an overlay from reaching the view.
func (o *overlay) Key(k *fyne.KeyEvent) bool {
	if o.keys != nil && o.keys(k.Name) {
		return true
	}
	step, moves := scrollSteps[k.Name]
	switch {
	case moves && o.scroll != nil:
		below := o.scroll.Content.Size().Height - o.scroll.Size().Height
		y := o.scroll.Offset.Y + step*o.scroll.Size().Height
		o.scroll.ScrollToOffset(fyne.NewPos(0, max(0, min(y, below))))
	case k.Name == fyne.KeyEscape:
		o.close()
		if o.closed != nil {
			o.closed()
		}
	default:
		return false
	}
	return true
}

// Shortcut swallows what would act on the view below.
func (o *overlay) Shortcut(s fyne.Shortcut) bool {
	c, custom := s.(*desktop.CustomShortcut)
	if custom && (chord{c.Modifier, c.KeyName}) == byName("lock").keys[0] {
		o.app.lock()
	}
	return custom
}

// askWidth is how wide a question over the window is.
func askWidth() float32 { return letters(32) }

// ask puts a question before something is lost: NAME is its text, NAME.yes and
// NAME.no its buttons. Enter and Escape say no; yes takes an arrow first.
func (a *App) ask(name string, yes func(), args ...any) {
	o := &overlay{}
	ok := field.NewButton(a.T(name+".yes"), func() { o.close(); yes() }, o)
	ok.Importance = widget.DangerImportance
	no := field.NewButton(a.T(name+".no"), o.close, o)
	o.keys = func(k fyne.KeyName) bool { return a.walk([]*field.Button{no, ok}, k) }
	a.say(paragraph(a.T(name, args...)), o, no, no, ok)
}

// tell says something that needs no decision.
func (a *App) tell(text string, then func()) {
	o := &overlay{closed: then}
	ok := field.NewButton(a.T("ok"), func() {
		o.close()
		if then != nil {
			then()
		}
	}, o)
	ok.Importance = widget.HighImportance
	a.say(paragraph(text), o, ok, ok)
}

// say puts a text over the window, with its buttons below. A long text
// scrolls, so that the buttons are always in sight.
func (a *App) say(words fyne.CanvasObject, o *overlay, focus fyne.Focusable, buttons ...fyne.CanvasObject) {
	row := buttonRow(buttons...)
	room := a.window.Canvas().Size()
	width := min(askWidth(), room.Width*0.95)
	words.Resize(fyne.NewSize(width-6*theme.Padding(), 0))
	height := words.MinSize().Height + row.MinSize().Height + 8*theme.Padding()
	o.scroll = container.NewVScroll(words)
	a.over(container.NewBorder(nil, row, nil, nil, o.scroll), o, fyne.NewSize(width, min(height, room.Height*0.9)), focus)
}

// choose offers a few things, picked by digit, by arrows and Enter, or by
// mouse.
func (a *App) choose(title string, labels []string, chosen func(i int)) {
	o := &overlay{}
	buttons := make([]*field.Button, len(labels))
	objects := []fyne.CanvasObject{subtitle(title)}
	pick := func(i int) { o.close(); chosen(i) }
	for i, label := range labels {
		buttons[i] = field.NewButton(fmt.Sprintf("%d   %s", i+1, label), func() { pick(i) }, o)
		buttons[i].Alignment = widget.ButtonAlignLeading
		objects = append(objects, buttons[i])
	}
	o.keys = func(k fyne.KeyName) bool {
		if d, ok := field.Digit(k); ok && d >= 1 && d <= len(labels) {
			a.work.soon(func() { pick(d - 1) })
			return true
		}
		return a.walk(buttons, k)
	}
	objects = append(objects, buttonRow(field.NewButton(a.labelledKey(a.T("cancel"), "Esc"), o.close, o)))
	a.over(container.NewVBox(objects...), o, fyne.NewSize(askWidth(), 0), buttons[0])
}

// walk moves the keyboard among buttons by arrow.
func (a *App) walk(buttons []*field.Button, k fyne.KeyName) bool {
	back := len(buttons) - 1
	step := map[fyne.KeyName]int{fyne.KeyDown: 1, fyne.KeyRight: 1, fyne.KeyUp: back, fyne.KeyLeft: back}[k]
	for i, b := range buttons {
		if step > 0 && a.window.Canvas().Focused() == b {
			a.window.Canvas().Focus(buttons[(i+step)%len(buttons)])
			return true
		}
	}
	return false
}

// The pieces that all views are made of.

// button makes the button of an action: its name and its first key.
func (a *App) button(name string) *field.Button {
	act := byName(name)
	return field.NewButton(a.labelled(name, a.T("action."+name)), func() {
		if act.on(a.shown()) {
			act.do(a.shown())
		}
	}, a)
}

// labelled puts the key of an action beside a text.
func (a *App) labelled(name, text string) string {
	return text + "  " + byName(name).keys[0].String()
}

func buttonRow(buttons ...fyne.CanvasObject) fyne.CanvasObject {
	return flowRight(buttons...)
}

// paragraph is text over as many lines as it needs.
func paragraph(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.Wrapping = fyne.TextWrapWord
	return l
}

// heading stands over a page, the first larger than those inside it.
func heading(text string, first bool) *widget.Label {
	l := paragraph(text)
	l.TextStyle.Bold = true
	if first {
		l.SizeName = theme.SizeNameSubHeadingText
	}
	return l
}

func subtitle(text string) *widget.Label { return heading(text, true) }

// notice is a band that cannot be overlooked.
func notice(text string) fyne.CanvasObject {
	background := canvas.NewRectangle(theme.Color(theme.ColorNameWarning))
	words := widget.NewRichText(&widget.TextSegment{Text: text, Style: widget.RichTextStyle{
		ColorName: theme.ColorNameForegroundOnWarning, SizeName: theme.SizeNameText, TextStyle: fyne.TextStyle{Bold: true},
	}})
	words.Wrapping = fyne.TextWrapWord
	return container.NewStack(background, words)
}

// orElse is text, or instead where there is none.
func orElse(text, instead string) string {
	if text == "" {
		return instead
	}
	return text
}
