package field

import "fyne.io/fyne/v2"

// Keys takes the keys that a widget has no use for. It tells whether it had.
type Keys interface {
	Key(*fyne.KeyEvent) bool
	Shortcut(fyne.Shortcut) bool
}

// A Revealer is a Keys that brings the widget which gets the keyboard into
// sight, where it may be scrolled away.
type Revealer interface{ Reveal(fyne.CanvasObject) }

func reveal(by Keys, o fyne.CanvasObject) {
	if r, ok := by.(Revealer); ok {
		r.Reveal(o)
	}
}

// Digit gives the digit that stands on a key, by its place: the number row and
// the keypad, in every layout.
func Digit(k fyne.KeyName) (int, bool) {
	if len(k) == 1 && k[0] >= '0' && k[0] <= '9' {
		return int(k[0] - '0'), true
	}
	return 0, false
}

// isEnter says whether a key is one of the two that go on.
func isEnter(k fyne.KeyName) bool { return k == fyne.KeyReturn || k == fyne.KeyEnter }

// isErase says whether a key takes an answer away where nothing is typed.
func isErase(k fyne.KeyName) bool { return k == fyne.KeyDelete || k == fyne.KeyBackspace }

func passKey(to Keys, k *fyne.KeyEvent) bool {
	used := to != nil && to.Key(k)
	if used {
		take(k.Name)
	}
	return used
}

// taken says that the key which is down was used for what stands on it. Its
// letter comes after it, and goes to whatever has the keyboard by then: the 2
// that picked an answer must not be typed into the question that comes next.
// There is one keyboard, so there is one of these.
var taken bool

// first sees every key before the widget that has the keyboard does, whatever
// that is. There is one keyboard, so there is one of these.
var first func(*fyne.KeyEvent) bool

// First has every key shown to f before any field, button or list gets it; f
// tells whether it took the key.
func First(f func(*fyne.KeyEvent) bool) { first = f }

// struck begins a key, and tells whether it was taken already.
func struck(k *fyne.KeyEvent) bool {
	taken = false
	return first != nil && first(k)
}

// take uses a key that types something.
func take(k fyne.KeyName) {
	if _, digit := Digit(k); digit || k == fyne.KeySpace || k == fyne.KeyMinus {
		taken = true
	}
}

// letter says whether a letter is to be typed: it is not that of a key which
// was taken.
func letter() bool {
	typed := !taken
	taken = false
	return typed
}

func passShortcut(to Keys, s fyne.Shortcut) bool { return to != nil && to.Shortcut(s) }
