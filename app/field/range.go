package field

import (
	"math"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"anketa/survey/interview"
)

// A rangeBody takes a number of a scale: it is typed, or the arrows step to it.
// The scale is drawn below, as a line, upright or as stars, and can be clicked.
type rangeBody struct {
	*numberBody
	drawn shower
}

// A shower draws the number of a scale.
type shower interface {
	object() fyne.CanvasObject
	set(text string)
}

func newRange(f *frame) body {
	it := f.view.Item
	s := readScale(it.Params)
	if it.Has("picker") {
		p := newPicker(f, pickOne)
		p.fixed = s.choices(f.view.Ticks)
		return p
	}
	b := &rangeBody{numberBody: newNumber(f).(*numberBody)}
	b.scale, b.decimal = s, s.places > 0
	b.entry.before = b.step
	b.entry.PlaceHolder = f.host.T("field.range", "from", s.text(s.start), "to", s.text(s.end))
	touched := func(text string) {
		if !f.view.ReadOnly {
			b.entry.SetText(text)
			b.commit()
		}
	}
	switch {
	case it.Has("rating") && s.count() <= mostStars:
		b.drawn = newStars(s, touched)
	default:
		b.drawn = newTrack(s, it, f.view.Ticks, touched)
	}
	b.seen = b.drawn.set
	return b
}

func (b *rangeBody) object() fyne.CanvasObject {
	return container.NewVBox(container.New(narrow{18}, b.entry), b.drawn.object())
}

func (b *rangeBody) show(v interview.View) {
	b.numberBody.show(v)
	b.drawn.set(b.entry.Text)
}

// step goes up and down the scale by arrow. Before anything is chosen it
// begins where the author put the placeholder.
func (b *rangeBody) step(k *fyne.KeyEvent) bool {
	by, ok := map[fyne.KeyName]float64{fyne.KeyUp: 1, fyne.KeyRight: 1, fyne.KeyDown: -1, fyne.KeyLeft: -1}[k.Name]
	if ok {
		b.entry.SetText(b.scale.step(b.entry.Text, by))
		b.entry.toEnd()
	}
	return ok
}

// A scale is what a range says of itself.
type scale struct {
	start, end, by float64
	interval       float64 // between ticks
	hint           string  // where the thumb stands before it is touched; "" nowhere
	places         int     // digits behind the point
}

// readScale reads the parameters of a range; ODK's defaults are 1, 10 and 1.
func readScale(params map[string]string) *scale {
	s := &scale{hint: params["placeholder"]}
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
	s.start, s.end, s.by = read("start", 1), read("end", 10), math.Abs(read("step", 1))
	if s.by == 0 {
		s.by = 1
	}
	s.interval = math.Abs(read("tick_interval", s.by))
	if s.interval == 0 {
		s.interval = s.by
	}
	return s
}

func (s *scale) text(n float64) string { return strconv.FormatFloat(n, 'f', s.places, 64) }

// count is how many numbers the scale has.
func (s *scale) count() int { return 1 + int(math.Abs(s.end-s.start)/s.by+1e-9) }

// nth is the number that many steps from the start.
func (s *scale) nth(i int) float64 {
	if s.end < s.start {
		return s.start - float64(i)*s.by
	}
	return s.start + float64(i)*s.by
}

// step gives the number one step on; from nothing it is the placeholder, or
// the start.
func (s *scale) step(text string, direction float64) string {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		if s.hint != "" {
			return s.hint
		}
		return s.text(s.start)
	}
	low, high := min(s.start, s.end), max(s.start, s.end)
	return s.text(max(low, min(n+direction*s.by, high)))
}

// share is where a number stands between start and end, 0 to 1; ok is false
// for what is no number of the scale.
func (s *scale) share(text string) (at float64, ok bool) {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || s.end == s.start {
		return 0, false
	}
	at = (n - s.start) / (s.end - s.start)
	return at, at >= 0 && at <= 1
}

// near is the number nearest to a share of the way from start to end.
func (s *scale) near(share float64) string {
	i := math.Round(max(0, min(share, 1)) * math.Abs(s.end-s.start) / s.by)
	return s.text(s.nth(min(int(i), s.count()-1)))
}

// mostPicked bounds a drop-down of numbers.
const mostPicked = 10000

// choices are the numbers of the scale, with their labels.
func (s *scale) choices(ticks []interview.Choice) []interview.Choice {
	out := make([]interview.Choice, 0, min(s.count(), mostPicked))
	for i := range cap(out) {
		n := s.text(s.nth(i))
		c := interview.Choice{Name: n, Label: n}
		if label := s.label(ticks, n); label != "" {
			c.Label = n + " – " + label
		}
		out = append(out, c)
	}
	return out
}

// label is what stands at a number.
func (s *scale) label(ticks []interview.Choice, number string) string {
	want, _ := strconv.ParseFloat(number, 64)
	for _, t := range ticks {
		if n, err := strconv.ParseFloat(t.Name, 64); err == nil && math.Abs(n-want) < s.by/2 {
			return t.Label
		}
	}
	return ""
}
