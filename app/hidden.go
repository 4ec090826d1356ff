package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
)

// A hiddenView is a calculator, and nothing else to whoever looks on. The key
// that hides brings the door.
type hiddenView struct {
	app     *App
	calc    screen.Calculator
	display *canvas.Text
	pad     *keypad
}

func newHiddenView(a *App) *hiddenView { return &hiddenView{app: a} }

func (v *hiddenView) name() string          { return "hidden" }
func (v *hiddenView) focus() fyne.Focusable { return v.pad }

// titleOf is what the window's frame says.
func (a *App) titleOf(v view) string {
	if v.name() == "hidden" {
		return a.T("hide.title")
	}
	return Title
}

// keypadRows are the keys as they lie.
var keypadRows = []string{"c÷×b", "789-", "456+", "123=", "0,"}

func (v *hiddenView) content() fyne.CanvasObject {
	v.display = canvas.NewText(v.calc.Display(), theme.Color(theme.ColorNameForeground))
	v.display.Alignment, v.display.TextSize = fyne.TextAlignTrailing, 2.4*theme.TextSize()
	rows := container.NewGridWithRows(len(keypadRows))
	for _, row := range keypadRows {
		line := container.NewGridWithColumns(4)
		for _, sign := range row {
			line.Add(field.NewButton(keypadLabel(sign), func() { v.press(sign) }, v))
		}
		rows.Add(line)
	}
	v.pad = newKeypad(v)
	glass := canvas.NewRectangle(theme.Color(theme.ColorNameInputBackground))
	glass.CornerRadius = theme.Size(theme.SizeNameInputRadius)
	box := container.NewBorder(container.NewStack(glass, container.NewPadded(v.display)), nil, nil, nil, rows)
	return container.NewStack(v.pad, container.NewCenter(container.NewGridWrap(fyne.NewSize(letters(20), letters(24)), box)))
}

func keypadLabel(sign rune) string {
	switch sign {
	case 'c':
		return "C"
	case 'b':
		return "←"
	}
	return string(sign)
}

// Key and Shortcut implement field.Keys for its buttons.
func (v *hiddenView) Key(*fyne.KeyEvent) bool { return false }

// Shortcut implements field.Keys.
func (v *hiddenView) Shortcut(fyne.Shortcut) bool { return false }

func (v *hiddenView) press(sign rune) {
	v.calc.Press(sign)
	v.display.Text = v.calc.Display()
	v.display.Refresh()
}

// A keypad has the keyboard while the calculator is shown.
type keypad struct {
	widget.BaseWidget
	v *hiddenView
}

func newKeypad(v *hiddenView) *keypad {
	k := &keypad{v: v}
	k.ExtendBaseWidget(k)
	return k
}

// CreateRenderer implements fyne.Widget.
func (k *keypad) CreateRenderer() fyne.WidgetRenderer { return emptyRenderer{} }

// FocusGained implements fyne.Focusable.
func (k *keypad) FocusGained() {}

// FocusLost implements fyne.Focusable.
func (k *keypad) FocusLost() {}

// TypedRune implements fyne.Focusable.
func (k *keypad) TypedRune(r rune) {
	if r != 'c' && r != 'b' {
		k.v.press(r)
	}
}

// TypedKey implements fyne.Focusable.
func (k *keypad) TypedKey(e *fyne.KeyEvent) {
	if k.v.app.firstKey(e) {
		return
	}
	sign, ok := map[fyne.KeyName]rune{
		fyne.KeyReturn: '=', fyne.KeyEnter: '=', fyne.KeyEscape: 'c', fyne.KeyDelete: 'c', fyne.KeyBackspace: 'b',
	}[e.Name]
	if ok {
		k.v.press(sign)
	}
}
