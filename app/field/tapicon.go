package field

import (
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
}

func newTapIcon(icon func() fyne.Resource, tap func()) *tapIcon {
	t := &tapIcon{icon: icon, tap: tap, scale: 1, image: canvas.NewImageFromResource(nil)}
	t.image.FillMode = canvas.ImageFillContain
	t.ExtendBaseWidget(t)
	return t
}

// Tapped implements fyne.Tappable.
func (t *tapIcon) Tapped(*fyne.PointEvent) { t.tap() }

// CreateRenderer implements fyne.Widget.
func (t *tapIcon) CreateRenderer() fyne.WidgetRenderer {
	r := &tapIconRenderer{t}
	t.image.Resource = t.icon()
	return r
}

type tapIconRenderer struct{ t *tapIcon }

func (r *tapIconRenderer) side() float32 { return theme.IconInlineSize() * r.t.scale }

// Layout implements fyne.WidgetRenderer.
func (r *tapIconRenderer) Layout(size fyne.Size) {
	place(r.t.image, (size.Width-r.side())/2, (size.Height-r.side())/2, r.side(), r.side())
}

// MinSize implements fyne.WidgetRenderer.
func (r *tapIconRenderer) MinSize() fyne.Size {
	return fyne.NewSquareSize(max(r.side()+2*theme.Padding(), lineHeight()))
}

// Objects implements fyne.WidgetRenderer.
func (r *tapIconRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.t.image} }

// Refresh implements fyne.WidgetRenderer.
func (r *tapIconRenderer) Refresh() {
	r.t.image.Resource = r.t.icon()
	r.t.image.Refresh()
}

// Destroy implements fyne.WidgetRenderer.
func (r *tapIconRenderer) Destroy() {}
