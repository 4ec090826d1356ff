package field

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A List is a long list of rows of which one is marked: by arrows, Page Up and
// Down, Home and End. Enter, Space or a click picks a row. Rows are made for
// what is in sight only, so it may have a hundred thousand.
type List struct {
	widget.List
	OnPicked func(i int)
	OnMarked func(i int) // another row is marked, -1 for none; may be nil

	// Wraps gives each row the height that its text needs. All rows are
	// measured, so it is for lists that nobody would call long.
	Wraps bool

	keys    Keys
	count   func() int
	at      int
	focused bool
}

// pageOfRows is how far Page Up and Page Down go.
const pageOfRows = 10

// NewList makes a list of count rows: create makes an empty one, show fills it.
func NewList(count func() int, create func() fyne.CanvasObject, show func(i int, o fyne.CanvasObject), keys Keys) *List {
	l := &List{keys: keys, count: count}
	l.HideSeparators = true
	l.Length = count
	l.CreateItem = func() fyne.CanvasObject {
		mark := canvas.NewRectangle(color.Transparent)
		mark.StrokeWidth = 2
		return container.NewStack(mark, create())
	}
	l.UpdateItem = func(i int, o fyne.CanvasObject) {
		parts := o.(*fyne.Container).Objects
		l.colour(parts[0].(*canvas.Rectangle), i == l.at)
		show(i, parts[1])
	}
	l.OnSelected = func(i int) {
		l.UnselectAll()
		l.Mark(i)
		l.pick()
	}
	l.ExtendBaseWidget(l)
	return l
}

// colour shows the mark stronger while the list has the keyboard.
func (l *List) colour(r *canvas.Rectangle, marked bool) {
	r.FillColor, r.StrokeColor = color.Transparent, color.Transparent
	if marked {
		r.FillColor = theme.Color(theme.ColorNameSelection)
		if l.focused {
			r.StrokeColor = theme.Color(theme.ColorNamePrimary)
		}
	}
	r.CornerRadius = theme.Size(theme.SizeNameSelectionRadius)
	r.Refresh()
}

// Marked is the row that Enter would pick; -1 where there is none.
func (l *List) Marked() int { return min(l.at, l.count()-1) }

// Mark marks a row and brings it into sight.
func (l *List) Mark(i int) {
	l.at = max(0, min(i, l.count()-1))
	if l.Size().Height > 0 {
		l.ScrollTo(l.at)
	}
	l.Refresh()
	if l.OnMarked != nil {
		l.OnMarked(l.Marked())
	}
}

// Resize implements fyne.CanvasObject. What was marked before the list had its
// size comes into sight now.
func (l *List) Resize(size fyne.Size) {
	first, wider := l.Size().Height <= 0, l.Size().Width != size.Width
	l.List.Resize(size)
	if l.Wraps && wider {
		l.measure(size.Width)
	}
	if first && size.Height > 0 {
		l.ScrollTo(l.at)
	}
}

// measure finds the height of each row at a width.
func (l *List) measure(width float32) {
	row := l.CreateItem()
	for i := range l.count() {
		l.UpdateItem(i, row)
		row.Resize(fyne.NewSize(width, row.MinSize().Height))
		l.SetItemHeight(i, row.MinSize().Height)
	}
}

// Step marks the row that a key leads to. It tells whether the key is one of
// those that move.
func (l *List) Step(k fyne.KeyName) bool {
	step, ok := map[fyne.KeyName]int{
		fyne.KeyDown: 1, fyne.KeyUp: -1, fyne.KeyPageDown: pageOfRows, fyne.KeyPageUp: -pageOfRows,
		fyne.KeyHome: -l.count(), fyne.KeyEnd: l.count(),
	}[k]
	if ok && l.count() > 0 {
		l.Mark(l.at + step)
	}
	return ok && l.count() > 0
}

func (l *List) pick() {
	if i := l.Marked(); i >= 0 && l.OnPicked != nil {
		l.OnPicked(i)
	}
}

// TypedKey implements fyne.Focusable.
func (l *List) TypedKey(k *fyne.KeyEvent) {
	if struck(k) {
		return
	}
	switch {
	case isEnter(k.Name) || k.Name == fyne.KeySpace:
		take(k.Name)
		l.pick()
	case l.Step(k.Name):
	default:
		passKey(l.keys, k)
	}
}

// TypedRune implements fyne.Focusable. Letters mean nothing here.
func (l *List) TypedRune(rune) { letter() }

// TypedShortcut implements fyne.Shortcutable.
func (l *List) TypedShortcut(s fyne.Shortcut) { passShortcut(l.keys, s) }

// FocusGained implements fyne.Focusable.
func (l *List) FocusGained() {
	l.focused = true
	l.Refresh()
}

// FocusLost implements fyne.Focusable.
func (l *List) FocusLost() {
	l.focused = false
	l.Refresh()
}
