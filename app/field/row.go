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

	"anketa/survey/interview"
)

// A rowStyle is how one choice is drawn.
type rowStyle uint8

const (
	plainRow   rowStyle = iota // number, sign and wording in one line
	bareRow                    // number and wording
	likertCell                 // the sign over the wording
	listCell                   // the wording over the sign
	signCell                   // the sign alone, below a heading
	headCell                   // the wording alone: a heading
)

// A choiceRow is one choice: the digits that pick it, a sign that shows
// whether it is picked, and its wording over as many lines as it needs, with a
// picture below where it has one.
type choiceRow struct {
	widget.BaseWidget
	of    *choices
	index int
	hover bool

	back    *canvas.Rectangle
	number  *canvas.Text
	sign    *canvas.Image
	rank    *canvas.Text
	label   *widget.Label
	picture *picture
	play    *tapIcon // of a choice with a sound or film; nil elsewhere
}

var (
	_ fyne.Tappable     = (*choiceRow)(nil)
	_ desktop.Hoverable = (*choiceRow)(nil)
)

func newChoiceRow(of *choices, i int, choice interview.Choice) *choiceRow {
	r := &choiceRow{
		of: of, index: i,
		back:    canvas.NewRectangle(color.Transparent),
		number:  canvas.NewText(fmt.Sprint(i+1), color.Transparent),
		sign:    canvas.NewImageFromResource(nil),
		rank:    canvas.NewText("", color.Transparent),
		label:   widget.NewLabel(choice.Label),
		picture: of.f.picture(choice.Media["image"], smallPicture),
	}
	if name := playable(choice.Media); name != "" {
		r.play = newTapIcon(theme.MediaPlayIcon, func() { of.f.open(name) })
		r.play.key.Text = string(OpenKey)
	}
	r.number.Alignment = fyne.TextAlignTrailing
	r.rank.Alignment, r.rank.TextStyle.Bold = fyne.TextAlignCenter, true
	r.sign.FillMode = canvas.ImageFillContain
	r.label.Wrapping = fyne.TextWrapWord
	if of.look.style >= likertCell {
		r.label.Alignment = fyne.TextAlignCenter
	}
	if of.look.beside {
		r.label.SizeName = theme.SizeNameCaptionText
	}
	r.label.Hidden = of.look.style == signCell
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
	if r.picked() && c.look.style == bareRow { // nothing else shows it
		r.back.StrokeColor = theme.Color(theme.ColorNameForeground)
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
	r.rank.Text, r.sign.Hidden = "", r.of.look.style == bareRow
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
