package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/container"
	fynelang "fyne.io/fyne/v2/lang"

	"anketa/app/screen"
	"anketa/storage/seal"
)

// Title is all that the window's frame and the task bar say: nothing of what
// is asked, for they can be seen by anyone.
const Title = "Anketa"

// Options are what the command line may say.
type Options struct {
	Store string // the file that keeps the interviews; "" is screen.DefaultStore
	Form  string // an XLSForm workbook; "" is the form used last, at first the shipped one

	Effort seal.Effort // what a new passphrase costs; zero is measured
}

// App is the window with what all its views share.
type App struct {
	fyne    fyne.App
	window  fyne.Window
	door    *screen.Door // at the start
	desk    *screen.Desk // nil until the door was opened; while the window is covered it may be locked
	cover   *cover       // hides everything; nil while somebody is there
	front   bool         // what is told now belongs to the cover, not to what it hides
	lang    *language
	work    *worker
	views   []view
	options Options
	scroll  *container.Scroll   // of a view that is one page; nil elsewhere
	below   []fyne.CanvasObject // the buttons below that page
	traceTo *os.File
	closing bool
	started bool // the window has been there

	clock  func() moment
	seen   time.Duration // when a key or the mouse was touched last
	turn   moment        // when watch looked last
	copied string        // what the program put into the clipboard

	silence  func() // no second start rings any more
	homeless error  // there is no place for a store

	stowed map[string][]byte // answers that are not saved, sealed, by interview
}

// Run opens the window and returns when it is closed. When ctx ends, what was
// typed is saved and the window closes.
func Run(ctx context.Context, o Options) error {
	cacheFolder()
	f := fyneapp.NewWithID("anketa.desktop")
	var homeless error
	if o.Store == "" {
		o.Store, homeless = chosenStore(f.Preferences())
	}
	if homeless == nil && ring(o.Store) {
		return nil
	}
	trace, err := openTrace()
	if err != nil {
		return fmt.Errorf("open the trace: %w", err)
	}
	a := newApp(f, newWorker(), o)
	a.traceTo, a.homeless = trace, homeless
	a.fyne.Lifecycle().SetOnStarted(a.start)
	a.fyne.Lifecycle().SetOnStopped(a.stop)
	a.work.when(ctx.Done(), a.fyne.Quit)
	return a.showAndRun()
}

// ErrNoWindow is that of a display which is not there, or on which no window
// can be opened.
var ErrNoWindow = errors.New("the display cannot be used")

// showAndRun is the window's life. The toolkit panics where it cannot open a
// display; once the window has stood, a panic is what it says.
func (a *App) showAndRun() (err error) {
	defer func() {
		if v := recover(); v != nil {
			if a.started {
				panic(v)
			}
			err = fmt.Errorf("%w: %v", ErrNoWindow, v)
		}
	}()
	a.window.ShowAndRun()
	return nil
}

// newApp makes the window, empty: its content comes when it has its size, for
// text that is wrapped before that is laid out many times over.
func newApp(f fyne.App, w *worker, o Options) *App {
	a := &App{fyne: f, work: w, options: o, clock: now, silence: func() {}, stowed: map[string][]byte{}}
	a.turn = a.clock()
	a.touched()
	a.lang = languageFor(fynelang.SystemLocale().LanguageString())
	a.window = f.NewWindow(Title)
	a.window.SetMaster()
	a.window.Resize(fyne.NewSize(1120, 700))
	a.window.SetCloseIntercept(a.close)
	a.window.SetOnDropped(func(_ fyne.Position, files []fyne.URI) { a.dropped(files) })
	a.look(screen.Settings{TextSize: 100})
	a.views = []view{&waitView{app: a}}
	a.window.SetContent(container.New(roomLayout{}, a.views[0].content()))
	return a
}

// start connects the keys and opens the store.
func (a *App) start() {
	a.started = true
	a.listen()
	a.work.every(watchTick, a.watch)
	a.watchSleep()
	a.blockCapture()
	if a.homeless != nil {
		a.replace(newFaultView(a, a.homeless))
		return
	}
	a.openDoor()
}

// openDoor opens the store beside the window and then asks who is there.
func (a *App) openDoor() {
	var door *screen.Door
	a.work.run(func(ctx context.Context, _ screen.Progress) (err error) {
		if err = os.MkdirAll(filepath.Dir(a.options.Store), 0o700); err != nil {
			return err
		}
		door, err = screen.Options{Store: a.options.Store, Form: a.options.Form, Queue: a.work, Effort: a.options.Effort}.Open(ctx)
		return err
	}, nil, func(err error) {
		if err != nil {
			a.replace(newFaultView(a, err))
			return
		}
		a.door = door
		a.answer()
		a.take(door.Settings)
		if found := door.Break(); found != nil {
			a.replace(newBehindView(a, found))
			return
		}
		a.knock()
	})
}

// begin shows the start screen of an open desk. Where the window was hidden
// meanwhile it stays so, and the door is shut again.
func (a *App) begin(desk *screen.Desk) {
	a.desk = desk
	a.take(desk.Settings)
	a.replace(newStartView(a))
	if c := a.cover; c != nil && c.door == nil {
		c.door, c.user = desk.Shut(), desk.User()
		a.secure()
	}
	a.tellAltered()
}

// take uses settings: the language and the look of the interface.
func (a *App) take(s screen.Settings) {
	if s.Language != "" {
		a.lang = languageFor(s.Language)
	}
	a.look(s)
}

// look sets colours and sizes.
func (a *App) look(s screen.Settings) {
	a.fyne.Settings().SetTheme(newTheme(s))
}

// T gives a text of the interface.
func (a *App) T(key string, args ...any) string { return a.lang.T(key, args...) }

// close closes the window when everything is saved. Where it cannot be saved
// the interviewer decides.
func (a *App) close() {
	if a.closing {
		return
	}
	a.leave()
	v := a.live()
	switch {
	case v != nil:
	case len(a.stowed) > 0:
		a.closeUnsaved()
		return
	default:
		a.quit()
		return
	}
	switch state, _ := v.s.Saved(); state {
	case screen.SavedAll:
		a.quit()
	case screen.SavedSoon:
		v.s.Retry()
		a.work.after(closeRetry, a.close)
	case screen.SavedNothing:
		if a.cover != nil {
			v.s.Retry()
		}
		a.closeUnsaved()
	}
}

// closeUnsaved asks before answers are lost; only who was at the desk may
// decide that.
func (a *App) closeUnsaved() {
	switch {
	case a.cover == nil:
		a.ask("quit.unsaved", a.quit)
	case a.cover.view.name() == "hidden":
		a.stand(newUnlockView(a))
	}
}

// live is the interview that is open, whatever is shown over it; nil where
// there is none, or it was forgotten.
func (a *App) live() *interviewView {
	for _, v := range a.views {
		if v, ok := v.(*interviewView); ok && v.s != nil {
			return v
		}
	}
	return nil
}

// closeRetry is how soon a window that is closing looks again whether the last
// write has come back.
const closeRetry = 50 * time.Millisecond

func (a *App) quit() {
	a.closing = true
	a.fyne.Quit()
}

// stop runs when the window has gone, however it went: what is still on its
// way to the store arrives.
func (a *App) stop() {
	a.work.stop()
	a.silence()
	a.clearClipboard()
	switch {
	case a.desk != nil:
		a.leave()
		a.desk.Close()
	case a.door != nil:
		a.door.Close()
	}
}

// dropped hands files that were dropped on the window to the view.
func (a *App) dropped(files []fyne.URI) {
	d, ok := a.shown().(dropper)
	if !ok {
		return
	}
	var paths []string
	for _, f := range files {
		paths = append(paths, f.Path())
	}
	d.dropped(paths)
}
