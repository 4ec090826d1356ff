package field

import (
	"sort"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// An Entry takes text and hands on the keys and shortcuts that it has no use
// for: F-keys, Page Up and Down, Escape, and in one line Enter and ↑ ↓ as well.
type Entry struct {
	widget.Entry
	keys    Keys
	focused bool

	focus  func(on bool)             // the keyboard came or went; may be nil
	before func(*fyne.KeyEvent) bool // takes a key before the text does; may be nil
	hint   string                    // the whole placeholder; what of it has room is shown
	cut    string                    // what is shown of it

	// Of an entry for numbers and the like: which sign a letter or a key
	// gives, ok false for none. nil takes letters as they come.
	sign func(letter rune) (rune, bool)
}

// NewEntry makes an entry of one line; keys gets what it has no use for.
func NewEntry(keys Keys) *Entry {
	e := &Entry{keys: keys}
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip)
	e.ExtendBaseWidget(e)
	return e
}

// The keys that work on text: in one line, and in several as well.
var (
	ownKeys = map[fyne.KeyName]bool{
		fyne.KeyLeft: true, fyne.KeyRight: true, fyne.KeyHome: true, fyne.KeyEnd: true,
		fyne.KeyBackspace: true, fyne.KeyDelete: true,
	}
	ownLines = map[fyne.KeyName]bool{fyne.KeyUp: true, fyne.KeyDown: true, fyne.KeyReturn: true, fyne.KeyEnter: true}
)

// TypedKey implements fyne.Focusable.
func (e *Entry) TypedKey(k *fyne.KeyEvent) {
	if struck(k) {
		return
	}
	if e.before != nil && !e.Disabled() && e.before(k) {
		return
	}
	if e.sign != nil {
		if r, ok := onKey(k.Name); ok {
			take(k.Name)
			e.put(r)
			return
		}
	}
	if e.owns(k.Name) || !passKey(e.keys, k) {
		e.Entry.TypedKey(k)
	}
}

// owns says whether a key works on the text. Where there is none, erasing is
// nothing to the entry, and may mean something to the field.
func (e *Entry) owns(k fyne.KeyName) bool {
	if e.Disabled() || e.Text == "" && isErase(k) {
		return false
	}
	return ownKeys[k] || e.MultiLine && ownLines[k]
}

// onKey gives what stands on a key that types the same in every layout, where
// the entry wants no letters.
func onKey(k fyne.KeyName) (rune, bool) {
	if d, ok := Digit(k); ok {
		return rune('0' + d), true
	}
	if k == fyne.KeyMinus {
		return '-', true
	}
	return 0, false
}

// TypedRune implements fyne.Focusable.
func (e *Entry) TypedRune(r rune) {
	switch {
	case !letter():
	case e.sign == nil:
		e.Entry.TypedRune(r)
	default:
		e.put(r)
	}
}

func (e *Entry) put(r rune) {
	if sign, ok := e.sign(r); ok {
		e.Entry.TypedRune(sign)
	}
}

// TypedShortcut implements fyne.Shortcutable. What stands in an entry is not
// copied out of it, for every program can read the clipboard; pasting works.
func (e *Entry) TypedShortcut(s fyne.Shortcut) {
	switch s.(type) {
	case *fyne.ShortcutCopy, *fyne.ShortcutCut:
		return
	}
	if _, custom := s.(*desktop.CustomShortcut); custom && passShortcut(e.keys, s) {
		return
	}
	e.Entry.TypedShortcut(s)
}

// TappedSecondary implements fyne.SecondaryTappable: there is no menu of the
// clipboard.
func (e *Entry) TappedSecondary(*fyne.PointEvent) {}

// AcceptsTab implements fyne.Tabbable: Tab always goes on, in several lines
// too.
func (e *Entry) AcceptsTab() bool { return false }

// FocusGained implements fyne.Focusable.
func (e *Entry) FocusGained() {
	e.focused = true
	e.Entry.FocusGained()
	reveal(e.keys, e)
	if e.MultiLine && e.CursorRow == 0 && e.CursorColumn == 0 {
		e.toEnd()
	}
	if e.focus != nil {
		e.focus(true)
	}
}

// FocusLost implements fyne.Focusable.
func (e *Entry) FocusLost() {
	e.focused = false
	e.Entry.FocusLost()
	if e.focus != nil {
		e.focus(false)
	}
}

// Resize implements fyne.CanvasObject. A placeholder that is longer than the
// entry ends in dots: whole, it would scroll.
func (e *Entry) Resize(size fyne.Size) {
	if e.PlaceHolder != e.cut {
		e.hint = e.PlaceHolder
	}
	room := size.Width - 4*theme.InnerPadding()
	if e.Icon != nil {
		room -= theme.IconInlineSize() + theme.InnerPadding()
	}
	e.cut = fitting(e.hint, room)
	e.PlaceHolder = e.cut
	e.Entry.Resize(size)
	e.Refresh()
}

// fitting is as much of a text as a width has room for.
func fitting(text string, width float32) string {
	wide := func(s string) bool { return fyne.MeasureText(s, theme.TextSize(), fyne.TextStyle{}).Width > width }
	if !wide(text) || width <= 0 {
		return text
	}
	letters := []rune(text)
	n := sort.Search(len(letters), func(n int) bool { return wide(string(letters[:n]) + "…") })
	return strings.TrimRight(string(letters[:max(n-1, 0)]), " ,;·") + "…"
}

// toEnd puts the cursor behind the text. Where lines wrap only the entry knows
// which row that is, and only once it has a width.
func (e *Entry) toEnd() {
	switch {
	case !e.MultiLine:
		e.CursorColumn = utf8.RuneCountInString(e.Text)
		e.Refresh()
	case e.Size().Width > 0 && e.Text != "":
		e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
	}
}
