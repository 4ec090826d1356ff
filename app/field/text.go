package field

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"anketa/survey"
	"anketa/survey/interview"
)

// typed is the part that all bodies with an entry share: what is typed is
// reported as it grows, and handed in when the entry is left.
type typed struct {
	f     *frame
	entry *Entry
	dirty bool // typed and not handed in
	text  func() string
	quiet bool // the entry is being filled by the program
}

func newTyped(f *frame, first func(*fyne.KeyEvent) bool) *typed {
	t := &typed{f: f}
	t.entry = NewEntry(keysOr{func(k *fyne.KeyEvent) bool { return first != nil && first(k) || t.key(k) }, f.keys()})
	t.text = func() string { return t.entry.Text }
	t.entry.OnChanged = func(string) { t.changed() }
	t.entry.focus = t.focus
	return t
}

func (t *typed) changed() {
	if !t.quiet {
		t.dirty = true
		t.f.typing(t.text())
	}
}

// key goes on with Enter, and takes a mark away where nothing is typed.
func (t *typed) key(k *fyne.KeyEvent) bool {
	if isEnter(k.Name) {
		t.commit()
		t.f.next()
		return true
	}
	if isErase(k.Name) {
		t.f.clear()
		return true
	}
	return false
}

func (t *typed) focus(on bool) {
	if on {
		t.f.focused()
	} else {
		t.commit()
	}
}

func (t *typed) commit() {
	if t.dirty {
		t.dirty = false
		t.f.answer(t.text())
	}
}

// fill shows a text in the entry, unless something else is being typed there.
func (t *typed) fill(text string) {
	if t.dirty || t.entry.Text == text {
		return
	}
	t.quiet = true
	t.entry.SetText(text)
	t.entry.toEnd()
	t.quiet = false
}

func (t *typed) enable(on bool) {
	if on {
		t.entry.Enable()
	} else {
		t.entry.Disable()
	}
}

func (t *typed) focusable() fyne.Focusable { return t.entry }

// selectAll marks what is there, so that typing replaces it.
func (t *typed) selectAll() {
	if t.entry.Text != "" {
		t.entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
}

// A textBody takes a line, or several; a place is a text too.
type textBody struct{ *typed }

// A text of several lines shows so many where its author does not say, and
// never more than fit into a window.
const (
	linesShown = 5
	mostLines  = 15
)

func linesOf(rows int) int {
	if rows < 1 {
		return linesShown
	}
	return min(max(rows, 2), mostLines)
}

func newText(f *frame) body {
	it := f.view.Item
	if it.Type.Kind == survey.TextKind && it.Has("thousands-sep") {
		return newNumber(f)
	}
	b := &textBody{typed: newTyped(f, nil)}
	b.entry.PlaceHolder = b.example(it)
	rows, _ := strconv.Atoi(it.Params["rows"])
	if (it.Has("multiline") || rows > 1) && !it.Masked() {
		b.entry.MultiLine = true
		b.entry.Wrapping = fyne.TextWrapWord
		b.entry.SetMinRowsVisible(linesOf(rows))
		b.entry.keys = ctrlEnter{b.entry.keys, b.goOn}
	}
	if it.Has("numbers") {
		b.entry.sign = func(r rune) (rune, bool) { return r, strings.ContainsRune(numberSigns, r) }
	}
	b.entry.Password = it.Masked()
	return b
}

// numberSigns are what may stand in a text of numbers: in a phone number, a
// code, an amount.
const numberSigns = "0123456789 +-.,/()#*"

// example shows how a place is written.
func (b *textBody) example(it *survey.Item) string {
	switch it.Type.Kind {
	case survey.GeopointKind:
		return b.f.host.T("field.geopoint")
	case survey.GeotraceKind, survey.GeoshapeKind:
		return b.f.host.T("field.geotrace")
	}
	return ""
}

func (b *textBody) goOn() {
	b.commit()
	b.f.next()
}

func (b *textBody) show(v interview.View) {
	text := v.Text
	if marked(v.State) {
		text = ""
	}
	b.fill(text)
	b.enable(!v.ReadOnly)
}

func (b *textBody) object() fyne.CanvasObject { return b.entry }

// ctrlEnter goes on from an entry where Enter makes a new line.
type ctrlEnter struct {
	Keys
	goOn func()
}

func (c ctrlEnter) Shortcut(s fyne.Shortcut) bool {
	if custom, ok := s.(*desktop.CustomShortcut); ok && custom.Modifier == fyne.KeyModifierShortcutDefault && isEnter(custom.KeyName) {
		c.goOn()
		return true
	}
	return c.Keys.Shortcut(s)
}
