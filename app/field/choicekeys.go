package field

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// This file is how a list of choices is answered by keys.

// TypedKey implements fyne.Focusable.
func (c *choices) TypedKey(k *fyne.KeyEvent) {
	if struck(k) {
		return
	}
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
