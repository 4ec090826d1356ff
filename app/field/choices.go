package field

import (
	"maps"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
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
	if c.f.host.Reveal != nil {
		c.f.host.Reveal(c.rows[i])
	}
}

// TypedKey implements fyne.Focusable.
func (c *choices) TypedKey(k *fyne.KeyEvent) {
	struck()
	if d, ok := Digit(k.Name); ok {
		take(k.Name)
		c.digit(d)
		return
	}
	c.settle()
	switch {
	case c.arrow(k.Name):
	case k.Name == fyne.KeyHome:
		c.mark(0)
	case k.Name == fyne.KeyEnd:
		c.mark(len(c.rows) - 1)
	case k.Name == fyne.KeySpace:
		take(k.Name)
		c.pick(c.at)
	case isErase(k.Name):
		c.f.clear()
	case isEnter(k.Name):
		c.enter()
	default:
		passKey(c.f.keys(), k)
	}
}

// arrow moves to another row by an arrow key. In a table's row ↑ and ↓ lead to
// the question above and below.
func (c *choices) arrow(k fyne.KeyName) bool {
	across := len(c.rows) > 1 && (c.look.columns > 0 || c.look.pack)
	to := c.at
	switch {
	case c.look.beside && k == fyne.KeyUp:
		c.f.step(-1)
		return true
	case c.look.beside && k == fyne.KeyDown:
		c.f.step(1)
		return true
	case k == fyne.KeyUp:
		to = c.beyond(-1)
	case k == fyne.KeyDown:
		to = c.beyond(1)
	case across && k == fyne.KeyLeft:
		to--
	case across && k == fyne.KeyRight:
		to++
	default:
		return false
	}
	c.moved = true
	c.mark(to)
	return true
}

// beyond is the row above or below in the nearest place.
func (c *choices) beyond(step int) int {
	from, best := c.rows[c.at].Position(), -1
	far := func(i int) (down, aside float32) {
		at := c.rows[i].Position()
		return float32(step) * (at.Y - from.Y), abs(at.X - from.X)
	}
	for i := range c.rows {
		down, aside := far(i)
		if down <= 0 {
			continue
		}
		if best < 0 {
			best = i
		}
		if d, a := far(best); down < d || down == d && aside < a {
			best = i
		}
	}
	return best
}

func abs(x float32) float32 { return max(x, -x) }

// enter goes on. Where nothing is picked yet it first picks the row that the
// arrows went to; an answer that is there it never changes.
func (c *choices) enter() {
	if c.how == pickOne && c.moved && len(c.picked) == 0 {
		c.pick(c.at)
	}
	c.f.next()
}

// TypedRune implements fyne.Focusable. Space is taken as a key, and letters
// mean nothing here.
func (c *choices) TypedRune(rune) { letter() }

// TypedShortcut implements fyne.Shortcutable. In a ranking Alt+↑ and Alt+↓
// move the marked row.
func (c *choices) TypedShortcut(s fyne.Shortcut) {
	c.settle()
	if k, ok := s.(*desktop.CustomShortcut); ok && c.how == pickOrder && k.Modifier == fyne.KeyModifierAlt {
		if step, ok := map[fyne.KeyName]int{fyne.KeyUp: -1, fyne.KeyDown: 1}[k.KeyName]; ok {
			c.shift(step)
			return
		}
	}
	passShortcut(c.f.keys(), s)
}

// shift changes the rank of the marked row.
func (c *choices) shift(step int) {
	from := slices.Index(c.picked, c.offered[c.at].Name)
	to := from + step
	if c.readOnly || from < 0 || to < 0 || to >= len(c.picked) {
		return
	}
	c.picked[from], c.picked[to] = c.picked[to], c.picked[from]
	c.redraw()
	c.f.answer(strings.Join(c.picked, " "))
}

// FocusGained implements fyne.Focusable.
func (c *choices) FocusGained() {
	c.focus, c.moved = true, false
	c.redraw()
	c.f.focused()
	if c.at > 0 {
		c.mark(c.at)
	}
}

// FocusLost implements fyne.Focusable.
func (c *choices) FocusLost() {
	c.settle()
	c.focus = false
	c.redraw()
}

// bySecondDigit is how long the second digit of a number may take.
const bySecondDigit = 700 * time.Millisecond

// digits puts two digits together where one does not tell which row is meant.
type digits struct {
	first int // 0: none is waiting
	turn  int // tells a wait from the one before
}

// digit picks by number. In a list of more than nine a digit that begins a
// longer number waits for a second one.
func (c *choices) digit(d int) {
	n := 10*c.digits.first + d
	waiting := c.digits.first > 0
	if waiting && n > len(c.offered) { // it does not go on: the first digit stands
		c.settle()
		n, waiting = d, false
	}
	c.digits.first = 0
	switch {
	case n < 1 || n > len(c.offered):
	case waiting || n*10 > len(c.offered):
		c.pick(n - 1)
	default:
		c.wait(n)
	}
}

func (c *choices) wait(first int) {
	c.digits.first = first
	c.digits.turn++
	turn := c.digits.turn
	c.mark(first - 1)
	if c.f.host.After != nil {
		c.f.host.After(bySecondDigit, func() {
			if c.digits.turn == turn {
				c.settle()
			}
		})
	}
}

// settle takes a digit that waits as it is.
func (c *choices) settle() {
	if first := c.digits.first; first > 0 {
		c.digits.first = 0
		c.pick(first - 1)
	}
}
