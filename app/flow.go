package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// flow lays objects out side by side and goes on below where a line is full.
func flow(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flowLayout{}, objects...)
}

// flowRight does the same from the right edge.
func flowRight(objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&flowLayout{right: true}, objects...)
}

// A flowLayout remembers the width that it was laid out in, for on it depends
// how high it is. (Fyne's own counts one line for each object until then,
// which makes a window with many buttons higher than the screen, and never
// gets narrower again.)
type flowLayout struct {
	right bool
	width float32
}

func (l *flowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	y := float32(0)
	for _, line := range l.lines(objects) {
		x := float32(0)
		if l.right {
			x = max(0, size.Width-line.size.Width)
		}
		for _, o := range line.objects {
			o.Resize(o.MinSize())
			o.Move(fyne.NewPos(x, y))
			x += o.MinSize().Width + theme.Padding()
		}
		y += line.size.Height + theme.Padding()
	}
}

func (l *flowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for i, line := range l.lines(objects) {
		if i > 0 {
			size.Height += theme.Padding()
		}
		size.Height += line.size.Height
	}
	for _, o := range objects {
		size.Width = max(size.Width, o.MinSize().Width)
	}
	return size
}

type flowLine struct {
	objects []fyne.CanvasObject
	size    fyne.Size
}

// lines divides what is visible. Where no width is known yet, everything
// stands in one line.
func (l *flowLayout) lines(objects []fyne.CanvasObject) []flowLine {
	var out []flowLine
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		size := o.MinSize()
		if n := len(out); n > 0 && (l.width == 0 || out[n-1].size.Width+theme.Padding()+size.Width <= l.width) {
			line := &out[n-1]
			line.objects = append(line.objects, o)
			line.size = fyne.NewSize(line.size.Width+theme.Padding()+size.Width, max(line.size.Height, size.Height))
			continue
		}
		out = append(out, flowLine{[]fyne.CanvasObject{o}, size})
	}
	return out
}
