package field

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/survey"
	"anketa/survey/interview"
)

// A track draws a scale as a line with its ticks, and where the answer stands
// on it. A click, or dragging, takes a number.
type track struct {
	widget.BaseWidget
	scale   *scale
	upright bool // from below to above
	filled  bool // as a thermometer
	picked  func(text string)
	text    string

	line, fill *canvas.Rectangle
	thumb      *canvas.Circle
	ticks      []tick
}

// A tick is a place on the line with what stands at it.
type tick struct {
	share float32
	words bool // more than a number
	mark  *canvas.Rectangle
	label *widget.Label // nil where nothing stands
}

// Beyond so many ticks there are only those at the ends; beyond so many
// numbers only the labelled ones and the ends are written.
const (
	mostTicks   = 41
	mostNumbers = 11
)

func newTrack(s *scale, it *survey.Item, labels []interview.Choice, picked func(string)) *track {
	t := &track{scale: s, upright: it.Has("vertical") || it.Has("distress"), filled: it.Has("distress"), picked: picked,
		line: canvas.NewRectangle(color.Transparent), fill: canvas.NewRectangle(color.Transparent), thumb: canvas.NewCircle(color.Transparent)}
	n := int((max(s.start, s.end)-min(s.start, s.end))/s.interval+1e-9) + 1
	every, ticks := n <= mostTicks, !it.Has("no-ticks")
	for i := range n {
		if i > 0 && i < n-1 && !every {
			continue
		}
		at := s.start + float64(i)*s.interval
		if s.end < s.start {
			at = s.start - float64(i)*s.interval
		}
		t.tick(at, s.words(labels, at, i == 0 || i == n-1 || n <= mostNumbers && ticks), ticks)
	}
	t.ExtendBaseWidget(t)
	return t
}

// words are what is written at a tick: its label, and the number where there
// are no labels or it is an end.
func (s *scale) words(labels []interview.Choice, at float64, number bool) string {
	label := s.label(labels, s.text(at))
	switch {
	case label != "" && label != s.text(at):
		return s.text(at) + "\n" + label
	case number:
		return s.text(at)
	}
	return ""
}

func (t *track) tick(at float64, words string, mark bool) {
	share, ok := t.scale.share(t.scale.text(at))
	if !ok {
		return
	}
	k := tick{share: float32(share), words: strings.Contains(words, "\n"), mark: canvas.NewRectangle(color.Transparent)}
	k.mark.Hidden = !mark
	if words != "" {
		k.label = widget.NewLabel(words)
		k.label.Wrapping = fyne.TextWrapWord
		if !t.upright {
			k.label.Alignment = fyne.TextAlignCenter
		}
	}
	t.ticks = append(t.ticks, k)
}

func (t *track) object() fyne.CanvasObject { return t }

func (t *track) set(text string) {
	t.text = text
	t.Refresh()
}

// Tapped implements fyne.Tappable.
func (t *track) Tapped(e *fyne.PointEvent) { t.at(e.Position) }

// Dragged implements fyne.Draggable.
func (t *track) Dragged(e *fyne.DragEvent) { t.at(e.Position) }

// DragEnd implements fyne.Draggable.
func (t *track) DragEnd() {}

func (t *track) at(p fyne.Position) {
	from, length := t.span()
	share := (p.X - from) / length
	if t.upright {
		share = 1 - (p.Y-from)/length
	}
	if text := t.scale.near(float64(share)); text != t.text {
		t.picked(text)
	}
}

// span is where the line begins and how long it is.
func (t *track) span() (from, length float32) {
	if t.upright {
		return firstLine() / 2, t.Size().Height - firstLine()
	}
	edge := t.labelWidth() / 2
	return edge, max(t.Size().Width-2*edge, 1)
}

// labelWidth is the room of a label of a level line: as far as to the next
// words, for a number alone stands above them.
func (t *track) labelWidth() float32 {
	n := 1
	for _, k := range t.ticks {
		if k.words {
			n++
		}
	}
	if n == 1 {
		return 4 * theme.TextSize()
	}
	return min(t.Size().Width/float32(max(n-1, 2)), 9*theme.TextSize())
}

// CreateRenderer implements fyne.Widget.
func (t *track) CreateRenderer() fyne.WidgetRenderer { return &trackRenderer{t} }

type trackRenderer struct{ t *track }

const lineWidth = 4

func thumbSize() float32 { return theme.TextSize() * 1.1 }

// Layout implements fyne.WidgetRenderer.
func (r *trackRenderer) Layout(size fyne.Size) {
	t := r.t
	from, length := t.span()
	if t.upright {
		x := thumbSize() / 2
		place(t.line, x-r.thick()/2, from, r.thick(), length)
		for _, k := range t.ticks {
			y := from + (1-k.share)*length
			place(k.mark, x, y-1, thumbSize(), 2)
			if k.label != nil {
				left := 2 * thumbSize()
				k.label.Resize(fyne.NewSize(size.Width-left, k.label.MinSize().Height))
				k.label.Move(fyne.NewPos(left, y-firstLine()/2))
			}
		}
	} else {
		y := thumbSize() / 2
		place(t.line, from, y-lineWidth/2, length, lineWidth)
		for _, k := range t.ticks {
			x := from + k.share*length
			place(k.mark, x-1, y, 2, thumbSize()*0.8)
			if k.label != nil {
				k.label.Resize(fyne.NewSize(t.labelWidth(), k.label.MinSize().Height))
				k.label.Move(fyne.NewPos(x-t.labelWidth()/2, thumbSize()-theme.Padding()))
			}
		}
	}
	r.thumb()
}

func (r *trackRenderer) thick() float32 {
	if r.t.filled {
		return thumbSize() * 0.8
	}
	return lineWidth
}

// thumb puts the mark of the answer; before there is one it is hollow where
// the author put a placeholder.
func (r *trackRenderer) thumb() {
	t := r.t
	share, answered := t.scale.share(t.text)
	hinted := false
	if !answered {
		share, hinted = t.scale.share(t.scale.hint)
	}
	t.thumb.Hidden = !answered && !hinted
	t.fill.Hidden = !answered || !t.filled
	from, length := t.span()
	side := thumbSize()
	along := float32(share) * length
	if t.upright {
		place(t.thumb, 0, from+length-along-side/2, side, side)
		place(t.fill, side/2-r.thick()/2, from+length-along, r.thick(), along)
	} else {
		place(t.thumb, from+along-side/2, 0, side, side)
	}
	t.thumb.StrokeWidth, t.thumb.StrokeColor = 2, theme.Color(theme.ColorNamePrimary)
	t.thumb.FillColor = theme.Color(theme.ColorNameBackground)
	if answered {
		t.thumb.FillColor = theme.Color(theme.ColorNamePrimary)
	}
}

func place(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSize(w, h))
}

// MinSize implements fyne.WidgetRenderer.
func (r *trackRenderer) MinSize() fyne.Size {
	t := r.t
	if t.upright {
		labels := float32(0)
		for _, k := range t.ticks {
			if k.label != nil {
				labels += max(firstLine()*0.8, k.label.MinSize().Height*0.8)
			}
		}
		return fyne.NewSize(10*theme.TextSize(), max(labels, 7*firstLine()))
	}
	tall := float32(0)
	for _, k := range t.ticks {
		if k.label != nil {
			tall = max(tall, k.label.MinSize().Height)
		}
	}
	return fyne.NewSize(10*theme.TextSize(), thumbSize()*1.8+tall)
}

// Objects implements fyne.WidgetRenderer.
func (r *trackRenderer) Objects() []fyne.CanvasObject {
	out := []fyne.CanvasObject{r.t.line, r.t.fill}
	for _, k := range r.t.ticks {
		out = append(out, k.mark)
		if k.label != nil {
			out = append(out, k.label)
		}
	}
	return append(out, r.t.thumb)
}

// Refresh implements fyne.WidgetRenderer.
func (r *trackRenderer) Refresh() {
	t := r.t
	t.line.FillColor, t.fill.FillColor = theme.Color(theme.ColorNameInputBorder), theme.Color(theme.ColorNamePrimary)
	t.line.CornerRadius, t.fill.CornerRadius = r.thick()/2, r.thick()/2
	for _, k := range t.ticks {
		k.mark.FillColor = theme.Color(theme.ColorNameInputBorder)
		k.mark.Refresh()
	}
	r.thumb()
	for _, o := range []fyne.CanvasObject{t.line, t.fill, t.thumb} {
		o.Refresh()
	}
}

// Destroy implements fyne.WidgetRenderer.
func (r *trackRenderer) Destroy() {}
