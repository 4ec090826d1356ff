package field

import (
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"anketa/survey"
	"anketa/survey/interview"
)

// How a list of choices takes an answer.
type picking uint8

const (
	pickOne picking = iota
	pickMany
	pickOrder // rank: in the order in which they are picked
)

// A list longer than this is searched instead of read.
const longestRead = 15

// newSelect makes the body of a question with choices.
func newSelect(f *frame) body {
	how := map[survey.QuestionKind]picking{survey.SelectMultipleKind: pickMany, survey.RankKind: pickOrder}[f.view.Item.Type.Kind]
	it := f.view.Item
	look := arranged(it, len(f.view.Choices))
	searched := isSearched(it) || len(f.view.Choices) > longestRead && look == arrangement{} && !pictured(f.view.Choices)
	if searched && how != pickOrder && !look.beside {
		return newPicker(f, how)
	}
	c := newChoices(f, how)
	c.arrange(look)
	return c
}

// pictured says whether choices have something to look at or to listen to,
// which a list that is searched does not show.
func pictured(choices []interview.Choice) bool {
	return slices.ContainsFunc(choices, func(c interview.Choice) bool { return len(c.Media) > 0 })
}

// isSearched says whether a list is to be searched by what is typed, however
// short it is.
func isSearched(it *survey.Item) bool {
	return it.Has("minimal") || it.Has("autocomplete") || slices.ContainsFunc(it.Appearance, func(word string) bool {
		return word == "search" || strings.HasPrefix(word, "search(")
	})
}

// newAcknowledge makes the body of an acknowledgement: one thing to tick.
func newAcknowledge(f *frame) body {
	c := newChoices(f, pickMany)
	c.fixed = []interview.Choice{{Name: acknowledged, Label: f.host.T("field.acknowledge")}}
	return c
}

// acknowledged is the answer that ODK stores.
const acknowledged = "OK"

// choices are read as a whole and picked by digit, by arrows and Space, or by
// mouse. One widget has the keyboard for all of them, so that Tab goes to the
// next question.
type choices struct {
	widget.BaseWidget
	f     *frame
	how   picking
	look  arrangement
	fixed []interview.Choice // instead of the question's own

	offered []interview.Choice
	picked  []string // names, in the order of the answer
	rows    []*choiceRow
	box     *fyne.Container

	at       int  // the row that Space picks
	moved    bool // by arrows, since something was picked
	focus    bool
	digits   digits
	readOnly bool
}

func newChoices(f *frame, how picking) *choices {
	c := &choices{f: f, how: how, box: container.New(layout.NewCustomPaddedVBoxLayout(0))}
	c.ExtendBaseWidget(c)
	return c
}

func (c *choices) object() fyne.CanvasObject { return c }
func (c *choices) focusable() fyne.Focusable {
	if c.look.style == headCell { // it is read, not answered
		return nil
	}
	return c
}
func (c *choices) commit() { c.settle() }

// arrange lays the rows out as the appearance says.
func (c *choices) arrange(look arrangement) {
	c.look = look
	if look.columns > 0 || look.pack {
		c.box = container.New(&gridLayout{columns: look.columns, fixed: look.fixed, pack: look.pack})
	}
}

// CreateRenderer implements fyne.Widget.
func (c *choices) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.box) }

// show implements body.
func (c *choices) show(v interview.View) {
	offered := v.Choices
	if c.fixed != nil {
		offered = c.fixed
	}
	if !slices.EqualFunc(offered, c.offered, sameChoice) {
		c.offer(offered)
	}
	c.picked = names(c.how, v.Text)
	c.readOnly = v.ReadOnly
	if !c.focus {
		c.at = max(0, c.firstPicked())
	}
	c.redraw()
}

// names takes an answer apart. Only where there may be several does a space
// stand between two; the name of a single choice may have one in it.
func names(how picking, text string) []string {
	if how == pickOne && text != "" {
		return []string{text}
	}
	return strings.Fields(text)
}

func sameChoice(a, b interview.Choice) bool {
	return a.Name == b.Name && a.Label == b.Label && maps.Equal(a.Media, b.Media)
}

// offer makes the rows.
func (c *choices) offer(offered []interview.Choice) {
	c.offered = offered
	c.rows = make([]*choiceRow, len(offered))
	objects := make([]fyne.CanvasObject, len(offered))
	for i, choice := range offered {
		c.rows[i] = newChoiceRow(c, i, choice)
		objects[i] = c.rows[i]
	}
	c.at = max(0, min(c.at, len(offered)-1))
	c.box.Objects = objects
	c.box.Refresh()
}

func (c *choices) redraw() {
	for _, r := range c.rows {
		r.redraw()
	}
}

// firstPicked is the first row that is picked; -1 for none.
func (c *choices) firstPicked() int {
	return slices.IndexFunc(c.offered, func(ch interview.Choice) bool { return slices.Contains(c.picked, ch.Name) })
}

// pick takes a row as the answer, or for several answers adds it or takes it
// away, and reports.
func (c *choices) pick(i int) {
	if c.readOnly || i < 0 || i >= len(c.offered) {
		return
	}
	c.at, c.moved = i, false
	answer := picked(c.how, c.offered, c.picked, i)
	c.picked = answer
	c.redraw()
	c.bring(i)
	c.f.answer(strings.Join(answer, " "))
	if c.how == pickOne && isQuick(c.f.view.Item) {
		c.f.next()
	}
}

// isQuick says whether picking goes on to the next question.
func isQuick(it *survey.Item) bool {
	return slices.ContainsFunc(it.Appearance, func(word string) bool {
		return word == "quick" || strings.HasPrefix(word, "quickcompact")
	})
}

// picked is the answer after a row was picked. "Don't know" and its like stand
// alone.
func picked(how picking, offered []interview.Choice, before []string, i int) []string {
	name := offered[i].Name
	if how == pickOne || offered[i].Special != survey.NotReached {
		if how != pickOne && slices.Contains(before, name) {
			return nil
		}
		return []string{name}
	}
	has := map[string]bool{}
	var order []string
	for _, ch := range offered {
		has[ch.Name] = slices.Contains(before, ch.Name) && ch.Special == survey.NotReached
	}
	for _, n := range before {
		if has[n] && n != name {
			order = append(order, n)
		}
	}
	if !slices.Contains(before, name) {
		order = append(order, name)
	}
	if how == pickOrder {
		return order
	}
	var out []string // in the order of the list
	for _, ch := range offered {
		if slices.Contains(order, ch.Name) {
			out = append(out, ch.Name)
		}
	}
	return out
}

// mark moves to a row without picking it.
func (c *choices) mark(i int) {
	if i < 0 || i >= len(c.rows) {
		return
	}
	before := c.at
	c.at = i
	c.rows[before].redraw()
	c.rows[i].redraw()
	c.bring(i)
}

// bring scrolls a row into sight.
func (c *choices) bring(i int) {
	if c.f.host.Reveal != nil {
		c.f.host.Reveal(c.rows[i])
	}
}
