package app

import (
	"fmt"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// A view is one screen as it is shown. Views keep no state of their own beside
// widgets: what they show lives in package screen.
type view interface {
	name() string               // for the trace
	content() fyne.CanvasObject // built anew each time it is shown
	focus() fyne.Focusable      // what gets the keyboard then; nil for nothing
	forget()                    // drops what it knows of respondents: see forget.go
}

// common is what every view has.
type common struct{ app *App }

func (c common) help() { c.app.showKeys() }
func (c common) hide() { c.app.hide() }
func (c common) lock() { c.app.lock() }

// home is what can be started from a view at the top.
type home struct{ common }

func (h home) create()   { h.app.newInterview() }
func (h home) export()   { h.app.open(newExportView(h.app)) }
func (h home) merge()    { h.app.open(newMergeView(h.app)) }
func (h home) report()   { h.app.open(newReportView(h.app)) }
func (h home) settings() { h.app.open(newSettingsView(h.app)) }

// What some views want to be told.
type (
	leaver  interface{ leave() }                 // another view comes, or the window closes
	dropper interface{ dropped(paths []string) } // files were dropped on the window
)

// open shows v over the view that is shown now.
func (a *App) open(v view) {
	a.leave()
	a.views = append(a.views, v)
	a.show()
}

// replace shows v in place of the view that is shown now.
func (a *App) replace(v view) {
	if a.top() != nil {
		a.leave()
	}
	a.views[len(a.views)-1] = v
	a.show()
}

// back shows the view below; the first one stays.
func (a *App) back() {
	if len(a.views) > 1 {
		a.leave()
		a.views = a.views[:len(a.views)-1]
		a.show()
	}
}

// top is the view on top of the others.
func (a *App) top() view { return a.views[len(a.views)-1] }

// shown is what is seen: the view on top, or what covers it.
func (a *App) shown() view {
	if a.cover != nil {
		return a.cover.view
	}
	return a.top()
}

func (a *App) leave() {
	if l, ok := a.top().(leaver); ok {
		l.leave()
	}
}

// show builds the view on top anew: when it comes up, and when the language
// or the look of the interface changes. Behind a cover that waits.
func (a *App) show() {
	if a.cover != nil {
		if a.cover.back = (behind{}); a.cover.locked {
			a.top().forget()
		}
		return
	}
	a.present(a.top())
}

// present builds a view and gives it the keyboard.
func (a *App) present(v view) {
	a.scroll, a.below = nil, nil
	a.window.SetTitle(a.titleOf(v))
	a.window.SetContent(container.New(roomLayout{}, newSensor(a.touched), v.content()))
	if f := v.focus(); f != nil {
		a.window.Canvas().Focus(f)
	} else {
		a.window.Canvas().Unfocus()
	}
	a.trace("screen", v.name())
}

// trace writes one line per event for whoever drives the program from
// outside: names of screens and questions, never answers.
func (a *App) trace(words ...any) {
	if a.traceTo != nil {
		fmt.Fprintln(a.traceTo, words...)
	}
}

// openTrace opens the file that ANKETA_TRACE names; nil where it names none.
func openTrace() (*os.File, error) {
	path := os.Getenv("ANKETA_TRACE")
	if path == "" {
		return nil, nil
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
		_ = f.Chmod(0o600) // one that was there before
	}
	return f, nil
}
