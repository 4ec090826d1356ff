package app

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// This file notices that nobody is there: no key and no mouse for some
// minutes, or a laptop that slept.

// watchTick is how often the window looks whether anybody is there.
const watchTick = time.Second

// A moment is a reading of two clocks. The one on the wall goes on while the
// laptop sleeps and may be set; the other one goes evenly.
type moment struct {
	wall time.Time
	even time.Duration
}

// started is what the even clock counts from.
var started = time.Now()

func now() moment {
	t := time.Now()
	return moment{t.Round(0), t.Sub(started)}
}

const (
	// A wall clock that went so much further than the even one, or a window
	// that did not get its turn for so long, means that the laptop slept.
	wallJump = 5 * time.Second
	longTurn = 20 * time.Second
	// A sensitive answer is covered when nobody touches anything for so long.
	sensitiveStay = 20 * time.Second
)

func slept(before, after moment) bool {
	even := after.even - before.even
	return after.wall.Sub(before.wall)-even > wallJump || even > longTurn
}

// touched is told of every key and mouse movement.
func (a *App) touched() { a.seen = a.clock().even }

// watch looks whether the window has to lock itself.
func (a *App) watch() {
	before, at := a.turn, a.clock()
	a.turn = at
	if a.desk == nil || a.cover != nil {
		return
	}
	idle := at.even - a.seen
	switch {
	case slept(before, at):
		a.trace("slept")
		a.lock()
	case idle >= time.Duration(a.desk.Settings.Idle)*time.Minute:
		a.trace("idle")
		a.lock()
	case idle >= sensitiveStay:
		if v, ok := a.shown().(*interviewView); ok {
			v.coverAgain()
		}
	}
}

// firstKey sees every key before anything else does.
func (a *App) firstKey(k *fyne.KeyEvent) bool {
	a.touched()
	if k.Name != hideKey {
		return false
	}
	a.hide()
	return true
}

// hideKey is the one key that hides, everywhere and in every layout.
const hideKey = fyne.KeyF12

// A sensor notices the mouse. It lies below everything else, so that it takes
// nothing away: the window asks whatever is under the mouse for its cursor, the
// lowest first.
type sensor struct {
	widget.BaseWidget
	moved func()
}

func newSensor(moved func()) *sensor {
	s := &sensor{moved: moved}
	s.ExtendBaseWidget(s)
	return s
}

// Cursor implements desktop.Cursorable.
func (s *sensor) Cursor() desktop.Cursor {
	s.moved()
	return desktop.DefaultCursor
}

// MinSize implements fyne.CanvasObject.
func (s *sensor) MinSize() fyne.Size { return fyne.Size{} }

// CreateRenderer implements fyne.Widget.
func (s *sensor) CreateRenderer() fyne.WidgetRenderer { return emptyRenderer{} }

type emptyRenderer struct{}

func (emptyRenderer) Layout(fyne.Size)             {}
func (emptyRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (emptyRenderer) Refresh()                     {}
func (emptyRenderer) Objects() []fyne.CanvasObject { return nil }
func (emptyRenderer) Destroy()                     {}
