package field

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A Button is pressed by Enter too, shows clearly that it has the keyboard, and
// does not take the keyboard away from where it was when it is clicked.
type Button struct {
	widget.Button
	keys    Keys
	focused bool
	enter   func() // what Enter does instead of pressing it; nil presses
	got     func() // the keyboard came; may be nil
}

// NewButton makes a button; keys gets what it has no use for.
func NewButton(text string, tapped func(), keys Keys) *Button {
	b := &Button{keys: keys}
	b.Text, b.OnTapped = text, tapped
	b.ExtendBaseWidget(b)
	return b
}

// OnEnter has Enter do something else than pressing the button; Space and the
// mouse still press it.
func (b *Button) OnEnter(do func()) { b.enter = do }

// Tapped implements fyne.Tappable.
func (b *Button) Tapped(*fyne.PointEvent) {
	if !b.Disabled() && b.OnTapped != nil {
		b.OnTapped()
	}
}

// TypedKey implements fyne.Focusable.
func (b *Button) TypedKey(k *fyne.KeyEvent) {
	if struck(k) {
		return
	}
	if isEnter(k.Name) && b.enter != nil {
		b.enter()
		return
	}
	if isEnter(k.Name) || k.Name == fyne.KeySpace {
		take(k.Name)
		b.Tapped(nil)
		return
	}
	passKey(b.keys, k)
}

// TypedRune implements fyne.Focusable. Letters mean nothing here.
func (b *Button) TypedRune(rune) { letter() }

// TypedShortcut implements fyne.Shortcutable.
func (b *Button) TypedShortcut(s fyne.Shortcut) { passShortcut(b.keys, s) }

// FocusGained implements fyne.Focusable. The ring shows it; Fyne's tint would
// take the contrast of a coloured button's text away.
func (b *Button) FocusGained() {
	b.focused = true
	b.Refresh()
	reveal(b.keys, b)
	if b.got != nil {
		b.got()
	}
}

// FocusLost implements fyne.Focusable.
func (b *Button) FocusLost() {
	b.focused = false
	b.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{WidgetRenderer: b.Button.CreateRenderer(), b: b, ring: newRing(), edge: canvas.NewRectangle(color.Transparent)}
	r.edge.StrokeWidth = 1
	r.colour()
	return r
}

// buttonRenderer adds an edge, without which a button cannot be told from
// text in high contrast, and the ring.
type buttonRenderer struct {
	fyne.WidgetRenderer
	b    *Button
	edge *canvas.Rectangle
	ring ring
}

func (r *buttonRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.edge.Resize(size)
	r.ring.around(size)
}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return append(append([]fyne.CanvasObject(nil), r.WidgetRenderer.Objects()...), r.edge, r.ring.Rectangle)
}

func (r *buttonRenderer) Refresh() {
	r.WidgetRenderer.Refresh()
	r.colour()
}

func (r *buttonRenderer) colour() {
	r.edge.StrokeColor = theme.Color(theme.ColorNameInputBorder)
	ring := theme.ColorNamePrimary
	if r.b.Importance == widget.HighImportance && !r.b.Disabled() {
		r.edge.StrokeColor = theme.Color(theme.ColorNamePrimary)
		ring = theme.ColorNameForeground // the button has the other one
	}
	r.edge.CornerRadius = theme.Size(theme.SizeNameButtonRadius)
	r.edge.Refresh()
	r.ring.show(r.b.focused, ring)
}
