package field

import (
	"math"
	"strconv"
	"strings"

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
	scale   *scale // of a range; nil elsewhere
}

func newNumber(f *frame) body {
	b := &numberBody{decimal: f.view.Item.Type.Kind != survey.IntegerKind}
	if f.view.Item.Type.Kind == survey.RangeKind {
		b.scale = readScale(f.view.Item.Params)
		b.decimal = b.scale.places > 0
	}
	b.typed = newTyped(f, b.key)
	b.entry.sign = b.sign
	b.entry.focus = b.focus
	b.entry.OnChanged = func(string) { b.changed() }
	if b.scale != nil {
		b.entry.PlaceHolder = f.host.T("field.range", "from", b.scale.text(b.scale.start), "to", b.scale.text(b.scale.end))
	}
	return b
}

// object is as wide as numbers are.
func (b *numberBody) object() fyne.CanvasObject {
	width := float32(12)
	if b.scale != nil {
		width = 18
	}
	return container.New(narrow{width}, b.entry)
}

// sign tells which sign of a number a letter stands for.
func (b *numberBody) sign(r rune) (rune, bool) {
	switch {
	case r >= '0' && r <= '9':
		return r, true
	case strings.ContainsRune("-−–", r):
		return '-', b.entry.Text == "" || b.entry.SelectedText() == b.entry.Text
	case b.decimal && strings.ContainsRune(".,юбЮБ", r):
		return '.', !strings.Contains(b.entry.Text, ".")
	}
	return 0, false
}

// changed cleans what was pasted.
func (b *numberBody) changed() {
	if clean := onlyNumber(b.entry.Text, b.decimal); clean != b.entry.Text {
		b.entry.SetText(clean) // calls changed again
		b.entry.toEnd()
		return
	}
	b.typed.changed()
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

// key steps through a range.
func (b *numberBody) key(k *fyne.KeyEvent) bool {
	if b.scale == nil {
		return false
	}
	step, ok := map[fyne.KeyName]float64{fyne.KeyUp: 1, fyne.KeyDown: -1}[k.Name]
	if ok {
		b.entry.SetText(b.scale.step(b.entry.Text, step))
		b.entry.toEnd()
	}
	return ok
}

func (b *numberBody) show(v interview.View) {
	text := v.Text
	if marked(v.State) {
		text = ""
	}
	b.fill(text)
	b.enable(!v.ReadOnly)
}

// A scale is what a range says of itself.
type scale struct {
	start, end, by float64
	places         int // digits behind the point
}

// readScale reads the parameters of a range; ODK's defaults are 0, 10 and 1.
func readScale(params map[string]string) *scale {
	s := &scale{}
	read := func(name string, otherwise float64) float64 {
		text := params[name]
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return otherwise
		}
		if _, fraction, ok := strings.Cut(text, "."); ok {
			s.places = max(s.places, len(fraction))
		}
		return n
	}
	s.start, s.end, s.by = read("start", 0), read("end", 10), read("step", 1)
	if s.by == 0 {
		s.by = 1
	}
	s.by = math.Abs(s.by)
	return s
}

func (s *scale) text(n float64) string { return strconv.FormatFloat(n, 'f', s.places, 64) }

// step gives the number one step on; from nothing it is the start.
func (s *scale) step(text string, direction float64) string {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return s.text(s.start)
	}
	low, high := min(s.start, s.end), max(s.start, s.end)
	return s.text(max(low, min(n+direction*s.by, high)))
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
