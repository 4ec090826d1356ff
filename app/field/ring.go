package field

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// A ring stands around the widget that has the keyboard. It is drawn outside
// the widget, so that it is seen around a coloured button too.
type ring struct{ *canvas.Rectangle }

const ringGap, ringStroke = 2, 2.5

func newRing() ring {
	r := ring{canvas.NewRectangle(color.Transparent)}
	r.StrokeWidth = ringStroke
	r.Hide()
	return r
}

// show colours the ring anew, for the theme may have changed. Around what is
// blue itself it has another colour.
func (r ring) show(on bool, colour fyne.ThemeColorName) {
	r.StrokeColor = theme.Color(colour)
	r.CornerRadius = theme.Size(theme.SizeNameButtonRadius) + ringGap
	r.Hidden = !on
	r.Refresh()
}

// around puts the ring around a widget of that size.
func (r ring) around(size fyne.Size) {
	const out = ringGap + ringStroke/2
	r.Move(fyne.NewPos(-out, -out))
	r.Resize(size.AddWidthHeight(2*out, 2*out))
}
