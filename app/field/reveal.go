package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Reveal scrolls until o, somewhere inside s, is in sight, and a line of what
// follows it where there is room; what is taller than the view is shown from
// its top. Fyne does not do it when the keyboard moves.
func Reveal(s *container.Scroll, o fyne.CanvasObject) {
	if s == nil || s.Size().Height <= 0 {
		return
	}
	driver := fyne.CurrentApp().Driver()
	top := driver.AbsolutePositionForObject(o).Y - driver.AbsolutePositionForObject(s.Content).Y
	bottom, height := top+o.Size().Height, s.Size().Height
	if below := min(bottom+firstLine(), s.Content.Size().Height); below-top <= height {
		bottom = below
	}
	switch {
	case o.Size().Height > height && top <= height/3:
		s.ScrollToTop() // a short note above it may be what it is answered by
	case top < s.Offset.Y || o.Size().Height > height:
		s.ScrollToOffset(fyne.NewPos(s.Offset.X, max(top, 0)))
	case bottom > s.Offset.Y+height:
		s.ScrollToOffset(fyne.NewPos(s.Offset.X, bottom-height))
	}
}
