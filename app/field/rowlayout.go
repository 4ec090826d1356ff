package field

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// choiceRowRenderer lines number, sign and the first line of the wording up,
// and leaves less room above and below than a label of its own has.
type choiceRowRenderer struct{ r *choiceRow }

// tight is how much of a label's room above and below is taken away.
func tight() float32 { return theme.InnerPadding() * 0.45 }

// lineHeight is the height of a choice of one line.
func lineHeight() float32 { return firstLine() - 2*tight() }

// digitsWidth is the room of the number of a choice.
func digitsWidth() float32 {
	return fyne.MeasureText("00", theme.TextSize(), fyne.TextStyle{}).Width
}

// left gives where number, sign and wording begin in a line.
func (l *choiceRowRenderer) left() (number, sign, text float32) {
	number = theme.Padding()
	if len(l.r.of.offered) < 2 {
		return number, number, number + theme.IconInlineSize()
	}
	sign = number + digitsWidth() + 2*theme.Padding()
	if l.r.of.look.style == bareRow {
		return number, sign, sign - 2*theme.Padding()
	}
	return number, sign, sign + theme.IconInlineSize()
}

// natural implements natural.
func (r *choiceRow) natural() float32 {
	_, _, text := (&choiceRowRenderer{r}).left()
	words := fyne.MeasureText(r.label.Text, theme.TextSize(), fyne.TextStyle{Bold: true}).Width + 2*theme.InnerPadding()
	return text + max(words, r.picture.MinSize().Width) + r.playWidth() + 2*theme.Padding()
}

func (r *choiceRow) playWidth() float32 {
	if r.play == nil {
		return 0
	}
	return r.play.MinSize().Width
}

// Layout implements fyne.WidgetRenderer.
func (l *choiceRowRenderer) Layout(size fyne.Size) {
	l.r.back.Resize(size)
	switch l.r.of.look.style {
	case plainRow, bareRow:
		l.inLine(size)
	case likertCell:
		l.block(size.Width, 0)
		l.words(size, lineHeight())
	case listCell:
		l.words(size, 0)
		l.block(size.Width, size.Height-lineHeight())
	case signCell:
		l.block(size.Width, (size.Height-lineHeight())/2)
	case headCell:
		l.words(size, 0)
	}
}

func (l *choiceRowRenderer) inLine(size fyne.Size) {
	r := l.r
	number, sign, text := l.left()
	right := size.Width - r.playWidth()
	l.signs(number, sign, 0)
	r.label.Move(fyne.NewPos(text, -tight()))
	r.label.Resize(fyne.NewSize(right-text, max(r.label.MinSize().Height, firstLine())))
	r.picture.Move(fyne.NewPos(text+theme.InnerPadding(), r.label.Size().Height-2*tight()))
	r.picture.Resize(fyne.NewSize(right-text-theme.InnerPadding(), r.picture.MinSize().Height))
	if r.play != nil {
		r.play.Move(fyne.NewPos(right, 0))
		r.play.Resize(r.play.MinSize())
	}
}

// signs puts number and sign into a line at y.
func (l *choiceRowRenderer) signs(number, sign, y float32) {
	r, line, side := l.r, lineHeight(), theme.IconInlineSize()
	r.number.Move(fyne.NewPos(number, y))
	r.number.Resize(fyne.NewSize(digitsWidth(), line))
	r.sign.Move(fyne.NewPos(sign, y+(line-side)/2))
	r.sign.Resize(fyne.NewSquareSize(side))
	r.rank.Move(fyne.NewPos(sign, y))
	r.rank.Resize(fyne.NewSize(side, line))
}

// block puts number and sign into the middle of a cell; it is the sign that
// stands below the heading.
func (l *choiceRowRenderer) block(width, y float32) {
	sign := (width - theme.IconInlineSize()) / 2
	l.signs(sign-theme.Padding()-digitsWidth(), sign, y)
}

// words puts the wording, and the picture below it, into a cell.
func (l *choiceRowRenderer) words(size fyne.Size, y float32) {
	r := l.r
	place(r.label, -snug(), y-tight(), size.Width+2*snug(), r.label.MinSize().Height)
	w := min(r.picture.MinSize().Width, size.Width)
	r.picture.Move(fyne.NewPos((size.Width-w)/2, y+r.label.Size().Height-2*tight()))
	r.picture.Resize(fyne.NewSize(w, r.picture.MinSize().Height))
}

// MinSize implements fyne.WidgetRenderer.
func (l *choiceRowRenderer) MinSize() fyne.Size {
	_, _, text := l.left()
	label, picture, line := l.r.label.MinSize(), l.r.picture.MinSize(), lineHeight()
	words := max(label.Height-2*tight(), line)
	if picture.Height > 0 {
		words += picture.Height + theme.Padding()
	}
	switch l.r.of.look.style {
	case signCell:
		return fyne.NewSize(theme.IconInlineSize()+2*digitsWidth(), line+2*tight())
	case likertCell, listCell:
		return fyne.NewSize(label.Width, words+line)
	case headCell:
		return fyne.NewSize(label.Width, words)
	}
	return fyne.NewSize(label.Width+text+l.r.playWidth(), words)
}

// Objects implements fyne.WidgetRenderer.
func (l *choiceRowRenderer) Objects() []fyne.CanvasObject {
	r := l.r
	if r.of.look.style == headCell {
		return []fyne.CanvasObject{r.label, r.picture}
	}
	out := []fyne.CanvasObject{r.back, r.number, r.sign, r.rank, r.label, r.picture}
	if r.play != nil {
		out = append(out, r.play)
	}
	return out
}

// Refresh implements fyne.WidgetRenderer.
func (l *choiceRowRenderer) Refresh() {
	l.r.redraw()
	l.Layout(l.r.Size())
}

// Destroy implements fyne.WidgetRenderer.
func (l *choiceRowRenderer) Destroy() {}
