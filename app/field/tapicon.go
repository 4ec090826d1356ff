package field

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A tapIcon is a sign for the mouse: what it does has a key elsewhere, so it
// never takes the keyboard.
type tapIcon struct {
	widget.BaseWidget
	icon  func() fyne.Resource
	tap   func()
	scale float32 // of the size of a sign
	image *canvas.Image
	key   *canvas.Text // its key, beside it; blank where none is told
}

func newTapIcon(icon func() fyne.Resource, tap func()) *tapIcon {
	t := &tapIcon{icon: icon, tap: tap, scale: 1, image: canvas.NewImageFromResource(nil), key: canvas.NewText("", color.Transparent)}
	t.image.FillMode = canvas.ImageFillContain
	t.ExtendBaseWidget(t)
	return t
}

// Tapped implements fyne.Tappable.
func (t *tapIcon) Tapped(*fyne.PointEvent) { t.tap() }

// CreateRenderer implements fyne.Widget.
func (t *tapIcon) CreateRenderer() fyne.WidgetRenderer {
	r := &tapIconRenderer{t}
	r.Refresh()
	return r
}

type tapIconRenderer struct{ t *tapIcon }

func (r *tapIconRenderer) side() float32 { return theme.IconInlineSize() * r.t.scale }

// Layout implements fyne.WidgetRenderer.
func (r *tapIconRenderer) Layout(size fyne.Size) {
	words := r.t.key.MinSize().Width
	place(r.t.image, (size.Width-r.side()-words)/2, (size.Height-r.side())/2, r.side(), r.side())
	place(r.t.key, size.Width-words-theme.Padding(), 0, words, size.Height)
}

// MinSize implements fyne.WidgetRenderer.
func (r *tapIconRenderer) MinSize() fyne.Size {
	side := max(r.side()+2*theme.Padding(), lineHeight())
	return fyne.NewSize(side+r.t.key.MinSize().Width, side)
}

// Objects implements fyne.WidgetRenderer.
func (r *tapIconRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.t.image, r.t.key}
}

// Refresh implements fyne.WidgetRenderer.
func (r *tapIconRenderer) Refresh() {
	r.t.image.Resource = r.t.icon()
	r.t.image.Refresh()
	r.t.key.Color, r.t.key.TextSize = theme.Color(theme.ColorNamePlaceHolder), theme.Size(theme.SizeNameCaptionText)
	r.t.key.Refresh()
}

// Destroy implements fyne.WidgetRenderer.
func (r *tapIconRenderer) Destroy() {}
