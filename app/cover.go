package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"anketa/app/screen"
)

// A cover hides everything behind a view of its own, until the passphrase is
// given. What was typed is saved first; the keys are cleared as soon as nothing
// waits to be saved any more.
type cover struct {
	view view         // what is seen: the calculator, or the door
	door *screen.Door // nil where nobody was at the desk: then there is nothing to open
	user string       // who was at the desk
	back behind

	locked bool // the keys are cleared
	later  []func()
}

// behind is what the window showed before.
type behind struct {
	content fyne.CanvasObject // nil where it has to be built anew
	focus   fyne.Focusable
	scroll  *container.Scroll
	below   []fyne.CanvasObject
}

// lock shows the door at once.
func (a *App) lock() {
	if a.cover == nil && a.desk != nil {
		a.coverWith(func() view { return newUnlockView(a) })
	}
}

// hide shows something harmless at once, and the door when it is called again.
func (a *App) hide() {
	a.closeOverlays()
	switch {
	case a.cover == nil:
		if v := a.shown(); a.desk != nil {
			if l, ok := v.(leaver); ok {
				l.leave() // a job stops: whoever hides does not come back to it
			}
		}
		a.coverWith(func() view { return newHiddenView(a) })
	case a.cover.view.name() != "hidden":
		a.stand(newHiddenView(a))
	case a.cover.door == nil:
		a.uncover(nil)
	default:
		a.stand(newUnlockView(a))
	}
}

// coverWith puts a view over everything. The interview that is open hands in what
// was typed.
func (a *App) coverWith(make func() view) {
	if live := a.live(); live != nil {
		live.commit()
	}
	a.closeOverlays()
	c := &cover{back: behind{a.window.Content(), a.window.Canvas().Focused(), a.scroll, a.below}}
	if a.desk != nil {
		c.door, c.user = a.desk.Shut(), a.desk.User()
	}
	a.cover = c
	c.view = make()
	a.present(c.view)
	a.clearClipboard()
	a.secure()
}

// closeOverlays takes away everything that stands over the window.
func (a *App) closeOverlays() {
	overlays := a.window.Canvas().Overlays()
	for o := overlays.Top(); o != nil; o = overlays.Top() {
		overlays.Remove(o)
	}
}

// secure clears the keys once every write has come back and every job has
// ended. Answers that could not be saved stay in memory, sealed, until their
// person is here again.
func (a *App) secure() {
	c := a.cover
	if c == nil || c.door == nil || c.locked || c.door.Opening() {
		return
	}
	if a.work.busy() {
		a.work.after(progressEvery, a.secure)
		return
	}
	live := a.live()
	if live != nil {
		switch state, _ := live.s.Saved(); state {
		case screen.SavedSoon:
			a.work.after(closeRetry, a.secure)
			return
		case screen.SavedNothing:
			if !a.stow(live) {
				return // the view tries again, and calls this after each write
			}
		}
	}
	locked := false
	a.work.Put(func() error { locked = c.door.Lock(); return nil }, func(error) {
		if c.locked = locked; locked && a.cover == c {
			a.forget()
			a.trace("locked")
		} else if live != nil && live.s != nil {
			a.unstow(live)
		}
	})
}

// uncover goes on where the window was covered, at the desk that was opened.
// Somebody else starts at the start.
func (a *App) uncover(desk *screen.Desk) {
	c := a.cover
	a.cover = nil
	a.window.SetTitle(Title)
	switch {
	case desk == nil:
		a.restore(c.back)
		return
	case desk.User() != c.user:
		a.views, c.back, c.later = []view{nil}, behind{}, nil
		a.begin(desk)
	default:
		a.desk = desk
		a.take(desk.Settings)
		var err error
		if c.locked {
			err = a.wake()
		}
		a.restore(c.back)
		if v, ok := a.top().(awaker); ok && c.locked {
			v.awake()
		}
		a.backAgain(err)
	}
	for _, f := range c.later {
		f()
	}
}

// give gives the keyboard to a part of the view on top; behind a cover it gets
// it afterwards.
func (a *App) give(f fyne.Focusable) {
	if a.cover != nil {
		a.cover.back.focus = f
		return
	}
	a.window.Canvas().Focus(f)
}

// restore shows what was shown before; what changed meanwhile is built anew.
func (a *App) restore(b behind) {
	if b.content == nil {
		a.show()
		return
	}
	a.scroll, a.below = b.scroll, b.below
	a.window.SetContent(b.content)
	if b.focus != nil {
		a.window.Canvas().Focus(b.focus)
	}
	a.trace("screen", a.shown().name())
}
