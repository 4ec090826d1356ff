package field

import (
	"fmt"
	"image/color"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/survey"
	"anketa/survey/interview"
)

// A picker takes a choice out of a long list: what is typed, words or the
// number of a choice, narrows the list, ↑ and ↓ mark, Enter picks the marked
// one. The keyboard stays in the search. What is picked stands above it.
type picker struct {
	f   *frame
	how picking

	offered []interview.Choice
	lower   []string // labels to search in
	hits    []int    // of offered
	picked  []string
	moved   bool               // the arrows chose the marked one
	fixed   []interview.Choice // instead of the question's own
	folds   bool               // the list is shown only while it is needed

	chosen *widget.Label
	above  *fyne.Container // chosen, with a sign before it
	none   *widget.Label   // stands where nothing is found
	search *Entry
	list   *List
	below  *fyne.Container // the list
	box    *fyne.Container
}

// rowsShown is how much of the list is in sight.
const rowsShown = 8

func newPicker(f *frame, how picking) *picker {
	p := &picker{f: f, how: how, chosen: widget.NewLabel("")}
	p.chosen.Wrapping = fyne.TextWrapWord
	p.chosen.TextStyle.Bold = true
	p.search = NewEntry(keysOr{p.key, f.keys()})
	p.search.PlaceHolder = f.host.T("field.search")
	p.search.Icon = theme.SearchIcon()
	p.search.OnChanged = func(text string) {
		p.moved = false
		p.narrow()
		p.unfold(text != "")
	}
	p.search.focus = p.focus
	p.list = NewList(func() int { return len(p.hits) }, p.newRow, p.showRow, f.keys())
	p.list.OnPicked = p.take
	p.none = widget.NewLabel(f.host.T("field.none"))
	p.none.Importance = widget.LowImportance
	p.above = container.New(lowRow{}, widget.NewIcon(theme.NewPrimaryThemedResource(theme.ConfirmIcon())), p.chosen)
	p.below = container.New(rows{p.newRow}, container.NewStack(p.list, container.NewVBox(p.none)))
	p.box = container.NewVBox(p.above, p.search, p.below)
	if f.view.Item.Has("minimal") || f.view.Item.Has("picker") {
		p.folds = true
		p.search.PlaceHolder = f.host.T("field.unfold")
		p.below.Hide()
	}
	return p
}

// unfold shows the list of a drop-down, or puts it away.
func (p *picker) unfold(on bool) {
	if p.folds && p.below.Hidden == on {
		p.below.Hidden = !on
		p.box.Refresh()
		p.reveal()
	}
}

// reveal brings the list into sight with the search.
func (p *picker) reveal() {
	if p.f.host.Reveal != nil {
		p.f.host.Reveal(p.box)
	}
}

func (p *picker) object() fyne.CanvasObject { return p.box }
func (p *picker) focusable() fyne.Focusable { return p.search }
func (p *picker) commit()                   {}

func (p *picker) focus(on bool) {
	if on {
		p.f.focused()
		p.reveal()
	} else if p.f.host.After != nil { // a click into the list comes first
		p.f.host.After(foldsAfter, func() { p.unfold(p.search.focused || p.list.focused) })
	}
}

// foldsAfter is how long a drop-down stays when the keyboard has left it.
const foldsAfter = 300 * time.Millisecond

func (p *picker) show(v interview.View) {
	offered := v.Choices
	if p.fixed != nil {
		offered = p.fixed
	}
	if !slices.EqualFunc(offered, p.offered, sameChoice) {
		p.offered, p.lower = offered, make([]string, len(offered))
		for i, c := range offered {
			p.lower[i] = strings.ToLower(c.Label)
		}
		p.narrow()
	}
	before := p.picked
	p.picked = names(p.how, v.Text)
	p.chosen.SetText(p.labels())
	p.above.Hidden = p.chosen.Text == ""
	if !slices.Equal(before, p.picked) {
		p.search.SetText("")
		p.list.Mark(max(0, p.hitOf(p.picked)))
	}
	p.list.Refresh()
	if v.ReadOnly {
		p.search.Disable()
	}
}

// labels names what is picked.
func (p *picker) labels() string {
	var out []string
	for _, c := range p.offered {
		if slices.Contains(p.picked, c.Name) {
			out = append(out, c.Label)
		}
	}
	return strings.Join(out, "; ")
}

// hitOf is where the first of the names stands in what is listed.
func (p *picker) hitOf(names []string) int {
	return slices.IndexFunc(p.hits, func(i int) bool { return slices.Contains(names, p.offered[i].Name) })
}

// narrow lists what has all the words. What reads just so comes first, then
// the one with that number, then what begins with the first word.
func (p *picker) narrow() {
	text := strings.ToLower(strings.TrimSpace(p.search.Text))
	words := strings.Fields(text)
	number, _ := strconv.Atoi(text)
	var same, first, then []int
	for i, label := range p.lower {
		switch {
		case label == text:
			same = append(same, i)
		case i == number-1 && p.fixed == nil: // they are numbers themselves
			first = append([]int{i}, first...)
		case !hasAll(label, words):
		case len(words) > 0 && strings.HasPrefix(label, words[0]):
			first = append(first, i)
		default:
			then = append(then, i)
		}
	}
	p.hits = append(append(same, first...), then...)
	p.list.Mark(0)
	p.none.Hidden = len(p.hits) > 0
	p.none.Refresh()
}

func hasAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// key works on the list from the search.
func (p *picker) key(k *fyne.KeyEvent) bool {
	switch {
	case (k.Name == fyne.KeyUp || k.Name == fyne.KeyDown) && p.below.Hidden:
		p.moved = true
		p.unfold(true)
	case k.Name == fyne.KeyUp || k.Name == fyne.KeyDown:
		p.moved = true
		p.list.Step(k.Name)
	case isEnter(k.Name):
		p.enter()
	case isErase(k.Name):
		p.f.clear()
	case k.Name == fyne.KeyEscape && p.search.Text != "":
		p.search.SetText("")
	case k.Name == fyne.KeyEscape && p.folds && p.below.Visible():
		p.unfold(false)
	default:
		return false
	}
	return true
}

// enter picks the marked one where something was searched or marked; else it
// goes on. With one answer, picking goes on too.
func (p *picker) enter() {
	wanted := p.search.Text != "" || p.moved
	if wanted && len(p.hits) > 0 {
		p.take(p.list.Marked())
	}
	if !wanted || p.how == pickOne && len(p.hits) > 0 {
		p.f.next()
	}
}

// take answers with a row of the list.
func (p *picker) take(hit int) {
	if p.f.view.ReadOnly || hit < 0 || hit >= len(p.hits) {
		return
	}
	byClick, which := p.list.focused, p.hits[hit]
	p.picked = picked(p.how, p.offered, p.picked, p.hits[hit])
	p.moved = false
	p.search.SetText("")
	p.list.Mark(slices.Index(p.hits, which))
	p.unfold(p.how != pickOne)
	p.f.answer(strings.Join(p.picked, " "))
	if byClick && p.how == pickOne && isQuick(p.f.view.Item) {
		p.f.next()
	}
}

func (p *picker) newRow() fyne.CanvasObject {
	label := widget.NewLabel("")
	label.Truncation = fyne.TextTruncateEllipsis
	number := canvas.NewText("", color.Transparent)
	number.Alignment = fyne.TextAlignTrailing
	return container.New(lowRow{}, widget.NewIcon(theme.RadioButtonIcon()), label, number)
}

// lowRow is a sign and a label, and before them a number where there is one,
// in a row as low as those of a list that is read.
type lowRow struct{}

func (lowRow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	side, left := theme.IconInlineSize(), theme.Padding()
	if len(objects) > 2 {
		width := fyne.MeasureText("000", theme.TextSize(), fyne.TextStyle{}).Width
		objects[2].Move(fyne.NewPos(0, 0))
		objects[2].Resize(fyne.NewSize(width, size.Height))
		left = width + 2*theme.Padding()
	}
	objects[0].Move(fyne.NewPos(left, (size.Height-side)/2))
	objects[0].Resize(fyne.NewSquareSize(side))
	left += side
	objects[1].Move(fyne.NewPos(left, -tight()))
	objects[1].Resize(fyne.NewSize(size.Width-left, size.Height+2*tight()))
}

func (lowRow) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(theme.IconInlineSize()+objects[1].MinSize().Width, firstLine()-2*tight())
}

func (p *picker) showRow(i int, o fyne.CanvasObject) {
	parts, choice := o.(*fyne.Container).Objects, p.offered[p.hits[i]]
	on := slices.Contains(p.picked, choice.Name)
	label := parts[1].(*widget.Label)
	label.TextStyle.Bold = on
	label.SetText(choice.Label)
	number := parts[2].(*canvas.Text)
	number.Text, number.Color, number.TextSize = fmt.Sprint(p.hits[i]+1), theme.Color(theme.ColorNamePlaceHolder), theme.TextSize()
	number.Hidden = p.fixed != nil
	number.Refresh()
	parts[0].(*widget.Icon).SetResource(pickIcon(p.how, on, choice))
}

func pickIcon(how picking, on bool, c interview.Choice) fyne.Resource {
	switch many := how == pickMany && c.Special == survey.NotReached; {
	case many && on:
		return theme.NewPrimaryThemedResource(theme.CheckButtonCheckedIcon())
	case many:
		return theme.CheckButtonIcon()
	case on:
		return theme.NewPrimaryThemedResource(theme.RadioButtonCheckedIcon())
	}
	return theme.RadioButtonIcon()
}

// rows gives a list the height of a few of its rows.
type rows struct{ one func() fyne.CanvasObject }

func (r rows) Layout(objects []fyne.CanvasObject, size fyne.Size) { objects[0].Resize(size) }

func (r rows) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[0].MinSize().Width, rowsShown*(r.one().MinSize().Height+theme.Padding()))
}
