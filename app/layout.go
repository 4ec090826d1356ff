package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// letters is a width in units of the text size, so that what is measured with
// it grows with the text.
func letters(n float32) float32 { return n * theme.TextSize() }

// What is wider than this is hard to read.
func columnWidth() float32 { return letters(54) }

// The window is too narrow for the sections beside the page below sideFrom.
func sideFrom() float32  { return letters(60) }
func sideWidth() float32 { return letters(19) }

// roomLayout gives a view the whole window, and never asks for a larger one
// than a small laptop has: a window that large text has made higher than the
// screen stays so, with its buttons below the edge.
type roomLayout struct{}

func (roomLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(size)
	}
}

func (roomLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[len(objects)-1].MinSize().Min(fyne.NewSize(640, 400))
}

// sideLayout puts the first object at the left of the second; where there is
// no room for both it hides the first.
type sideLayout struct{}

func (sideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	side, main := objects[0], objects[1]
	left := float32(0)
	if size.Width >= sideFrom() {
		left = sideWidth()
		side.Show()
		side.Move(fyne.NewPos(0, 0))
		side.Resize(fyne.NewSize(left, size.Height))
	} else {
		side.Hide()
	}
	main.Move(fyne.NewPos(left, 0))
	main.Resize(fyne.NewSize(size.Width-left, size.Height))
}

func (sideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[1].MinSize() }

// columnLayout keeps its one object to a width that can be read, with room at
// both sides.
type columnLayout struct{}

func (columnLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	pad := columnPad(size.Width)
	for _, o := range objects {
		o.Move(fyne.NewPos(pad, theme.Padding()*2))
		o.Resize(fyne.NewSize(min(size.Width-2*pad, columnWidth()), max(size.Height-4*theme.Padding(), o.MinSize().Height)))
	}
}

func (columnLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size = size.Max(o.MinSize())
	}
	return size.AddWidthHeight(2*theme.Padding(), 4*theme.Padding())
}

// columnPad leaves more room where there is more.
func columnPad(width float32) float32 {
	return max(3*theme.Padding(), min((width-columnWidth())/2, 10*theme.Padding()))
}

// columns lays objects out side by side in these widths, counted in letters;
// the one with 0 gets what remains. Where too little would remain, as with
// large text, the others are narrower.
type columns []float32

// leastColumn is what remains at least for the one with 0, in letters.
const leastColumn = 6

func (c columns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x, fixed := float32(0), c.fixed()
	share := min(1, max(0, size.Width-letters(leastColumn))/max(fixed, 1))
	for i, o := range objects {
		w := letters(c[i]) * share
		if w == 0 {
			w = max(0, size.Width-fixed*share)
		}
		o.Move(fyne.NewPos(x, 0))
		o.Resize(fyne.NewSize(w, size.Height))
		x += w
	}
}

func (c columns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, o := range objects {
		size.Height = max(size.Height, o.MinSize().Height)
	}
	return fyne.NewSize(letters(2*leastColumn), size.Height)
}

// fixed is the width of all columns but the one that gets what remains.
func (c columns) fixed() (width float32) {
	for _, n := range c {
		width += letters(n)
	}
	return width
}

// thinLayout makes a bar of its one object, in the middle of the line.
type thinLayout struct{}

func (thinLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	height := letters(0.5)
	objects[0].Move(fyne.NewPos(0, (size.Height-height)/2))
	objects[0].Resize(fyne.NewSize(size.Width, height))
}

func (thinLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(letters(6), letters(0.5))
}

// lowLayout takes some of the room away that labels leave above and below, so
// that a list has more rows in sight.
type lowLayout struct{}

func (lowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	spare := theme.InnerPadding() / 2
	objects[0].Move(fyne.NewPos(0, -spare))
	objects[0].Resize(size.AddWidthHeight(0, 2*spare))
}

func (lowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().SubtractWidthHeight(0, theme.InnerPadding())
}

// startLayout stacks the form, the list and the buttons. Where fewer rows than
// a few would be in sight it leaves the form out: its button stands in F1.
type startLayout struct{}

// fewRows is how much a list needs to be of use, in letters.
const fewRows = 10

func (startLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	top, list, bottom := objects[0], objects[1], objects[2]
	top.Resize(fyne.NewSize(size.Width, top.MinSize().Height))
	bottom.Resize(fyne.NewSize(size.Width, bottom.MinSize().Height))
	above, below := top.MinSize().Height, bottom.MinSize().Height
	if size.Height-above-below < letters(fewRows) {
		above = 0
		top.Hide()
	} else {
		top.Show()
	}
	top.Move(fyne.NewPos(0, 0))
	top.Resize(fyne.NewSize(size.Width, above))
	bottom.Move(fyne.NewPos(0, size.Height-below))
	bottom.Resize(fyne.NewSize(size.Width, below))
	list.Move(fyne.NewPos(0, above))
	list.Resize(fyne.NewSize(size.Width, max(0, size.Height-above-below)))
}

func (startLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(letters(20), objects[1].MinSize().Height+objects[2].MinSize().Height)
}

// shortLayout keeps an entry for a few letters from being as wide as the page.
type shortLayout struct{}

func (l shortLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSize(min(size.Width, letters(12)), size.Height))
}

func (shortLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }
