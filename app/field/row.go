package field

import (
	"fmt"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A choiceRow is one choice: the digits that pick it, a sign that shows
// whether it is picked, and its wording over as many lines as it needs.
type choiceRow struct {
	widget.BaseWidget
	of    *choices
	index int
	hover bool

	back   *canvas.Rectangle
	number *canvas.Text
	sign   *canvas.Image
	rank   *canvas.Text
	label  *widget.Label
}

var (
	_ fyne.Tappable     = (*choiceRow)(nil)
	_ desktop.Hoverable = (*choiceRow)(nil)
)

func newChoiceRow(of *choices, i int, label string) *choiceRow {
	r := &choiceRow{
		of: of, index: i,
		back:   canvas.NewRectangle(color.Transparent),
		number: canvas.NewText(fmt.Sprint(i+1), color.Transparent),
		sign:   canvas.NewImageFromResource(nil),
		rank:   canvas.NewText("", color.Transparent),
		label:  widget.NewLabel(label),
	}
	r.number.Alignment = fyne.TextAlignTrailing
	r.rank.Alignment, r.rank.TextStyle.Bold = fyne.TextAlignCenter, true
	r.sign.FillMode = canvas.ImageFillContain
	r.label.Wrapping = fyne.TextWrapWord
	r.back.StrokeWidth = 2
	r.ExtendBaseWidget(r)
	return r
}

// redraw shows whether the row is picked, and whether Space would pick it.
func (r *choiceRow) redraw() {
	c := r.of
	r.number.Color, r.number.TextSize = theme.Color(theme.ColorNamePlaceHolder), theme.TextSize()
	r.number.Hidden = len(c.offered) < 2
	r.back.FillColor, r.back.StrokeColor = color.Transparent, color.Transparent
	r.back.CornerRadius = theme.Size(theme.SizeNameSelectionRadius)
	if r.picked() {
		r.back.FillColor = theme.Color(theme.ColorNameSelection)
	}
	if r.hover && !c.readOnly {
		r.back.FillColor = theme.Color(theme.ColorNameHover)
	}
	if c.focus && c.at == r.index {
		r.back.FillColor = theme.Color(theme.ColorNameFocus)
		r.back.StrokeColor = theme.Color(theme.ColorNamePrimary)
	}
	r.redrawSign()
	r.label.TextStyle.Bold = r.picked()
	r.label.Refresh()
	for _, o := range []fyne.CanvasObject{r.back, r.number, r.sign, r.rank} {
		o.Refresh()
	}
}

func (r *choiceRow) redrawSign() {
	r.rank.Text, r.sign.Hidden = "", false
	switch on := r.picked(); {
	case r.of.how == pickOrder && on:
		r.rank.Text = fmt.Sprint(1 + slices.Index(r.of.picked, r.of.offered[r.index].Name))
		r.rank.Color, r.rank.TextSize = theme.Color(theme.ColorNamePrimary), theme.TextSize()
		r.sign.Hidden = true
	case r.of.how == pickOne && on:
		r.sign.Resource = theme.NewPrimaryThemedResource(theme.RadioButtonCheckedIcon())
	case r.of.how == pickOne:
		r.sign.Resource = theme.RadioButtonIcon()
	case on:
		r.sign.Resource = theme.NewPrimaryThemedResource(theme.CheckButtonCheckedIcon())
	default:
		r.sign.Resource = theme.CheckButtonIcon()
	}
}

func (r *choiceRow) picked() bool {
	return slices.Contains(r.of.picked, r.of.offered[r.index].Name)
}

// Tapped implements fyne.Tappable.
func (r *choiceRow) Tapped(*fyne.PointEvent) {
	if r.of.readOnly {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(r.of); c != nil {
		c.Focus(r.of)
	}
	r.of.digits.first = 0
	r.of.pick(r.index)
}

// MouseIn implements desktop.Hoverable.
func (r *choiceRow) MouseIn(*desktop.MouseEvent) { r.hover = true; r.redraw() }

// MouseMoved implements desktop.Hoverable.
func (r *choiceRow) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (r *choiceRow) MouseOut() { r.hover = false; r.redraw() }

// CreateRenderer implements fyne.Widget.
func (r *choiceRow) CreateRenderer() fyne.WidgetRenderer {
	r.redraw()
	return &choiceRowRenderer{r}
}

// choiceRowRenderer lines number, sign and the first line of the wording up,
// and leaves less room above and below than a label of its own has.
type choiceRowRenderer struct{ r *choiceRow }

// tight is how much of a label's room above and below is taken away.
func tight() float32 { return theme.InnerPadding() * 0.45 }

func (l *choiceRowRenderer) left() (number, sign, text float32) {
	digit := fyne.MeasureText("00", theme.TextSize(), fyne.TextStyle{}).Width
	number = theme.Padding()
	if len(l.r.of.offered) < 2 {
		return number, number, number + theme.IconInlineSize()
	}
	sign = number + digit + 2*theme.Padding()
	return number, sign, sign + theme.IconInlineSize()
}

func (l *choiceRowRenderer) Layout(size fyne.Size) {
	r := l.r
	number, sign, text := l.left()
	line := firstLine() - 2*tight()
	side := theme.IconInlineSize()
	r.back.Resize(size)
	r.number.Move(fyne.NewPos(number, 0))
	r.number.Resize(fyne.NewSize(sign-number-2*theme.Padding(), line))
	r.sign.Move(fyne.NewPos(sign, (line-side)/2))
	r.sign.Resize(fyne.NewSquareSize(side))
	r.rank.Move(fyne.NewPos(sign, 0))
	r.rank.Resize(fyne.NewSize(side, line))
	r.label.Move(fyne.NewPos(text, -tight()))
	r.label.Resize(fyne.NewSize(size.Width-text, size.Height+2*tight()))
}

func (l *choiceRowRenderer) MinSize() fyne.Size {
	_, _, text := l.left()
	size := l.r.label.MinSize()
	return fyne.NewSize(size.Width+text, max(size.Height, firstLine())-2*tight())
}

func (l *choiceRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{l.r.back, l.r.number, l.r.sign, l.r.rank, l.r.label}
}

func (l *choiceRowRenderer) Refresh() {
	l.r.redraw()
	l.Layout(l.r.Size())
}

func (l *choiceRowRenderer) Destroy() {}
