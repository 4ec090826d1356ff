package app

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// A meter shows how much of something is done. Its track is an empty frame:
// that of Fyne's bar is a paler fill, which looks complete where nothing is
// done yet.
type meter struct {
	widget.BaseWidget
	share float32 // 0 to 1
}

func newMeter() *meter {
	m := &meter{}
	m.ExtendBaseWidget(m)
	return m
}

// set shows done of total; a total of 0 is nothing done.
func (m *meter) set(done, total int) {
	m.share = float32(min(done, total)) / float32(max(total, 1))
	m.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (m *meter) CreateRenderer() fyne.WidgetRenderer {
	r := &meterRenderer{m: m, track: canvas.NewRectangle(color.Transparent), fill: canvas.NewRectangle(color.Transparent)}
	r.track.StrokeWidth = 1
	r.colour()
	return r
}

type meterRenderer struct {
	m           *meter
	track, fill *canvas.Rectangle
}

func (r *meterRenderer) colour() {
	r.track.FillColor, r.track.StrokeColor = theme.Color(theme.ColorNameInputBackground), theme.Color(theme.ColorNameInputBorder)
	r.fill.FillColor = theme.Color(theme.ColorNamePrimary)
}

// Layout implements fyne.WidgetRenderer.
func (r *meterRenderer) Layout(size fyne.Size) {
	r.track.Resize(size)
	r.fill.Resize(fyne.NewSize(size.Width*r.m.share, size.Height))
	r.track.CornerRadius, r.fill.CornerRadius = size.Height/2, min(size.Height, size.Width*r.m.share)/2
}

// MinSize implements fyne.WidgetRenderer.
func (r *meterRenderer) MinSize() fyne.Size { return fyne.NewSize(letters(6), letters(0.5)) }

// Refresh implements fyne.WidgetRenderer.
func (r *meterRenderer) Refresh() {
	r.colour()
	r.Layout(r.m.Size())
	r.track.Refresh()
	r.fill.Refresh()
}

// Objects implements fyne.WidgetRenderer.
func (r *meterRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.track, r.fill} }

// Destroy implements fyne.WidgetRenderer.
func (r *meterRenderer) Destroy() {}
