package field

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/survey"
	"anketa/survey/interview"
)

// An arrangement is how the appearance of a select lays its choices out.
type arrangement struct {
	style   rowStyle
	columns int  // side by side; 0 one below the other
	fixed   bool // in one line, however narrow the window
	pack    bool // as many side by side as there is room for
	beside  bool // the wording stands at the left of the choices, as in a table
}

// someColumns is how many stand side by side where the author leaves it open.
const someColumns = 3

// arranged reads the appearance; the words of older forms are taken too.
func arranged(it *survey.Item, n int) arrangement {
	var a arrangement
	for _, word := range it.Appearance {
		name, count := word, 0
		if i := strings.LastIndexByte(word, '-'); i > 0 {
			if k, err := strconv.Atoi(word[i+1:]); err == nil && k > 0 {
				name, count = word[:i], min(k, 20)
			}
		}
		switch name {
		case "columns", "horizontal":
			if a.columns = count; count == 0 {
				a.columns = someColumns
			}
		case "columns-pack", "horizontal-compact":
			a.pack = true
		case "compact", "quickcompact":
			a.style = bareRow
			a.columns, a.pack = count, count == 0
		case "no-buttons":
			a.style = bareRow
		case "likert":
			a = arrangement{style: likertCell, columns: n, fixed: n <= likertMost}
		}
	}
	if table := tableStyle(it); table != plainRow {
		a = arrangement{style: table, columns: max(n, 1), fixed: true, beside: true}
	}
	return a
}

// likertMost is how many choices keep their one line in a narrow window.
const likertMost = 5

// tableStyle is how a select stands in a table: its own appearance says it, or
// that of its group.
func tableStyle(it *survey.Item) rowStyle {
	switch {
	case !it.Type.Selects() || it.Type.Kind == survey.RankKind:
		return plainRow
	case it.Has("label"):
		return headCell
	case it.Has("list-nolabel"), InTable(it):
		return signCell
	case it.Has("list"):
		return listCell
	}
	return plainRow
}

// Tabular says whether a question stands in a table, as a row or as its
// headings.
func Tabular(it *survey.Item) bool { return it != nil && tableStyle(it) != plainRow }

// InTable says whether a select is a row of a table-list.
func InTable(it *survey.Item) bool {
	return it.Type.Selects() && it.Parent != nil && it.Parent.Has("table-list")
}

// NewTableHead makes the line of headings over the rows of a table-list: the
// choices of its first row.
func NewTableHead(v interview.View) fyne.CanvasObject {
	return container.New(besideLayout{len(v.Choices)}, widget.NewLabel(""), headings(v.Choices))
}

func headings(choices []interview.Choice) *fyne.Container {
	cells := make([]fyne.CanvasObject, len(choices))
	for i, c := range choices {
		l := widget.NewLabel(c.Label)
		l.Wrapping, l.Alignment, l.TextStyle.Bold = fyne.TextWrapWord, fyne.TextAlignCenter, true
		l.SizeName = theme.SizeNameCaptionText
		cells[i] = container.New(snugLayout{}, l)
	}
	return container.New(&gridLayout{columns: max(len(cells), 1), fixed: true}, cells...)
}

// snug is how much of the room at the sides of a cell's wording is taken away:
// the columns of a table are narrow.
func snug() float32 { return theme.InnerPadding() * 0.75 }

// snugLayout lets a label reach into the room at its sides.
type snugLayout struct{}

func (snugLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	place(objects[0], -snug(), 0, size.Width+2*snug(), size.Height)
}

func (snugLayout) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// besideLayout puts the choices of a table's row beside its wording, at the
// same place in every row.
type besideLayout struct{ columns int }

// share is how much of the width the wording has: less where there are many
// choices.
func (l besideLayout) share() float32 {
	return max(0.25, min(0.45, 0.6-0.06*float32(l.columns)))
}

func (l besideLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left := size.Width * l.share()
	place(objects[0], 0, 0, left, size.Height)
	place(objects[1], left, 0, size.Width-left, size.Height)
}

func (besideLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	a, b := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(a.Width+b.Width, max(a.Height, b.Height))
}

// gridLayout puts cells into lines, row by row.
type gridLayout struct {
	columns int
	fixed   bool // never fewer columns
	pack    bool // cells as wide as they are, as many as a line holds

	lines [][]fyne.CanvasObject // of the last layout
}

// narrowest is the least width of a column.
func narrowest() float32 { return 7 * theme.TextSize() }

// A natural cell knows how wide it would be in one line.
type natural interface{ natural() float32 }

// Layout implements fyne.Layout.
func (g *gridLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if g.pack {
		g.packed(objects, size.Width)
	} else {
		g.even(objects, size.Width)
	}
	y := float32(0)
	for _, line := range g.lines {
		height := tallest(line)
		for _, o := range line {
			o.Move(fyne.NewPos(o.Position().X, y))
			o.Resize(fyne.NewSize(o.Size().Width, height))
		}
		y += height
	}
}

// even gives every cell the same width.
func (g *gridLayout) even(objects []fyne.CanvasObject, width float32) {
	n := g.columns
	if !g.fixed {
		n = max(1, min(n, int(width/narrowest())))
	}
	g.lines = nil
	for i, o := range objects {
		if i%n == 0 {
			g.lines = append(g.lines, nil)
		}
		g.place(o, float32(i%n)*width/float32(n), width/float32(n))
	}
}

func (g *gridLayout) packed(objects []fyne.CanvasObject, width float32) {
	g.lines = nil
	x := float32(0)
	for i, o := range objects {
		w := min(o.(natural).natural(), width)
		if i == 0 || x+w > width {
			g.lines = append(g.lines, nil)
			x = 0
		}
		g.place(o, x, w)
		x += w
	}
}

// place puts a cell into the last line; its height comes with the line's.
func (g *gridLayout) place(o fyne.CanvasObject, x, width float32) {
	o.Move(fyne.NewPos(x, o.Position().Y))
	o.Resize(fyne.NewSize(width, o.Size().Height))
	last := len(g.lines) - 1
	g.lines[last] = append(g.lines[last], o)
}

func tallest(line []fyne.CanvasObject) (height float32) {
	for _, o := range line {
		height = max(height, o.MinSize().Height)
	}
	return height
}

// MinSize implements fyne.Layout. How high the cells are depends on how wide
// they were laid out.
func (g *gridLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	for _, line := range g.lines {
		size.Height += tallest(line)
	}
	if len(g.lines) == 0 {
		size.Height = tallest(objects)
	}
	for _, o := range objects {
		size.Width = max(size.Width, min(o.MinSize().Width, narrowest()))
	}
	if g.fixed {
		size.Width = float32(g.columns) * 2 * theme.TextSize()
	}
	return size
}
