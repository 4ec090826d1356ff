package field

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"anketa/survey"
	"anketa/survey/interview"
)

// A numberBody takes a number. Its digits come from the place of the keys; a
// comma, and the letters that stand on the key of the point, are the point.
type numberBody struct {
	*typed
	decimal bool
	grouped bool         // the digits are shown in threes
	counter bool         // + and − count
	scale   *scale       // of a range; nil elsewhere
	seen    func(string) // told of what stands there; may be nil
}

func newNumber(f *frame) body {
	it := f.view.Item
	b := &numberBody{decimal: it.Type.Kind != survey.IntegerKind, grouped: it.Has("thousands-sep")}
	b.counter = it.Has("counter") && it.Type.Kind == survey.IntegerKind
	b.typed = newTyped(f, nil)
	b.text = func() string { return onlyNumber(b.entry.Text, b.decimal) }
	b.entry.sign = b.sign
	b.entry.focus = b.focus
	b.entry.OnChanged = func(string) { b.changed() }
	b.entry.before = b.key
	b.entry.Password = it.Masked()
	return b
}

// object is as wide as numbers are.
func (b *numberBody) object() fyne.CanvasObject {
	entry := container.New(narrow{12}, b.entry)
	if !b.counter {
		return entry
	}
	return container.New(counterLayout{}, newTapIcon(theme.ContentRemoveIcon, func() { b.count(-1) }), b.entry,
		newTapIcon(theme.ContentAddIcon, func() { b.count(1) }))
}

// sign tells which sign of a number a letter stands for.
func (b *numberBody) sign(r rune) (rune, bool) {
	switch {
	case b.counter && strings.ContainsRune("+=", r):
		b.count(1)
	case b.counter && strings.ContainsRune("-−–", r):
		b.count(-1)
	case r >= '0' && r <= '9':
		return r, true
	case strings.ContainsRune("-−–", r):
		return '-', b.entry.Text == "" || b.entry.SelectedText() == b.entry.Text
	case b.decimal && strings.ContainsRune(".,юбЮБ", r):
		return '.', !strings.Contains(b.entry.Text, ".")
	}
	return 0, false
}

// mostCounted is where a counter ends, as ODK's does; it begins at 0.
const mostCounted = 999_999_999

// count goes a number up or down, from nothing to 0 or 1.
func (b *numberBody) count(by int) {
	if b.entry.Disabled() {
		return
	}
	n, _ := strconv.Atoi(b.text())
	b.entry.SetText(strconv.Itoa(max(0, min(n+by, mostCounted))))
	b.entry.toEnd()
	if !b.entry.focused { // it was clicked
		b.commit()
	}
}

// key counts by arrow, and goes over the gaps between groups of digits.
func (b *numberBody) key(k *fyne.KeyEvent) bool {
	text, at := []rune(b.entry.Text), b.entry.CursorColumn
	switch {
	case b.counter && k.Name == fyne.KeyUp:
		b.count(1)
		return true
	case b.counter && k.Name == fyne.KeyDown:
		b.count(-1)
		return true
	case k.Name == fyne.KeyBackspace && at > 0 && at <= len(text) && text[at-1] == gap && b.entry.SelectedText() == "":
		b.entry.CursorColumn--
	case k.Name == fyne.KeyDelete && at < len(text) && text[at] == gap && b.entry.SelectedText() == "":
		b.entry.CursorColumn++
	}
	return false
}

// changed cleans what was pasted, and sets the gaps between the digits anew.
func (b *numberBody) changed() {
	clean := onlyNumber(b.entry.Text, b.decimal)
	want := clean
	if b.grouped {
		want = inThrees(clean)
	}
	if want != b.entry.Text {
		column := columnAfter(want, withoutGaps(b.entry.Text, b.entry.CursorColumn))
		b.entry.SetText(want) // calls changed again
		b.entry.CursorColumn = column
		b.entry.Refresh()
		return
	}
	if b.seen != nil {
		b.seen(clean)
	}
	b.typed.changed()
}

// gap stands between the thousands.
const gap = '\u00a0'

// inThrees sets gaps into a number: 1250.5 becomes 1 250.5.
func inThrees(number string) string {
	whole, fraction, point := strings.Cut(number, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	var b strings.Builder
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteRune(gap)
		}
		b.WriteRune(r)
	}
	if point {
		return sign + b.String() + "." + fraction
	}
	return sign + b.String()
}

// withoutGaps counts the signs before a column that are no gaps.
func withoutGaps(text string, column int) int {
	n := 0
	for i, r := range []rune(text) {
		if i < column && r != gap {
			n++
		}
	}
	return n
}

// columnAfter is the column behind so many signs that are no gaps.
func columnAfter(text string, signs int) int {
	for i, r := range []rune(text) {
		if signs == 0 {
			return i
		}
		if r != gap {
			signs--
		}
	}
	return utf8.RuneCountInString(text)
}

// onlyNumber leaves the signs of a number: 1 250,5 ₽ becomes 1250.5.
func onlyNumber(text string, decimal bool) string {
	var out strings.Builder
	point := false
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9', r == '-' && out.Len() == 0:
			out.WriteRune(r)
		case decimal && !point && (r == '.' || r == ','):
			point = true
			out.WriteRune('.')
		}
	}
	return out.String()
}

func (b *numberBody) focus(on bool) {
	b.typed.focus(on)
	if on && !b.dirty {
		b.selectAll()
	}
}

func (b *numberBody) show(v interview.View) {
	text := v.Text
	if marked(v.State) {
		text = ""
	}
	if b.grouped && onlyNumber(text, b.decimal) == text {
		text = inThrees(text)
	}
	b.fill(text)
	b.enable(!v.ReadOnly)
}

// narrow keeps an entry to a width counted in letters.
type narrow struct{ letters float32 }

func (n narrow) width() float32 {
	return n.letters * fyne.MeasureText("0", theme.TextSize(), fyne.TextStyle{}).Width
}

func (n narrow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSize(min(size.Width, max(n.width(), objects[0].MinSize().Width)), size.Height))
}

func (n narrow) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// counterLayout puts the signs for less and more beside the number.
type counterLayout struct{}

func (counterLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	for i, o := range objects {
		w := size.Height
		if i == 1 {
			w = narrow{9}.width()
		}
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, size.Height))
		x += w + theme.Padding()
	}
}

func (counterLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	entry := objects[1].MinSize()
	return fyne.NewSize(max(narrow{9}.width(), entry.Width)+2*(entry.Height+theme.Padding()), entry.Height)
}
