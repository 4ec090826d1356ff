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
)

// Title is all that the window's frame and the task bar say: nothing of what
// is asked, for they can be seen by anyone.
const Title = "Anketa"

// Options are what the command line may say.
type Options struct {
	Store string // the file that keeps the interviews; "" is screen.DefaultStore
	Form  string // an XLSForm workbook; "" is the form used last, at first the shipped one
}

// App is the window with what all its views share.
type App struct {
	fyne    fyne.App
	window  fyne.Window
	desk    *screen.Desk
	lang    *language
	work    *worker
	views   []view
	options Options
	scroll  *container.Scroll   // of a view that is one page; nil elsewhere
	below   []fyne.CanvasObject // the buttons below that page
	traceTo *os.File
	key     screen.Key // of whoever opens the store
	closing bool
	started bool // the window has been there
}

// Run opens the window and returns when it is closed. When ctx ends, what was
// typed is saved and the window closes.
func Run(ctx context.Context, o Options) error {
	if o.Store == "" {
		var err error
		if o.Store, err = screen.DefaultStore(); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(filepath.Dir(o.Store), 0o700); err != nil {
		return fmt.Errorf("make the folder of the store: %w", err)
	}
	trace, err := openTrace()
	if err != nil {
		return fmt.Errorf("open the trace: %w", err)
	}
	a := newApp(fyneapp.NewWithID("anketa.desktop"), newWorker(), o)
	a.traceTo = trace
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
	a := &App{fyne: f, work: w, options: o}
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
	a.openDesk()
}

// openDesk opens the store beside the window and then shows the start screen.
func (a *App) openDesk() {
	var desk *screen.Desk
	a.work.run(func(ctx context.Context, _ screen.Progress) (err error) {
		desk, err = screen.Open(ctx, a.options.Store, a.options.Form, a.work, a.key)
		return err
	}, nil, func(err error) {
		if asksWho(err) {
			a.replace(newKeyView(a, err))
			return
		}
		if err != nil {
			a.replace(newFaultView(a, err))
			return
		}
		a.begin(desk)
	})
}

// begin shows the start screen of an open desk.
func (a *App) begin(desk *screen.Desk) {
	a.desk = desk
	a.take(desk.Settings)
	a.replace(newStartView(a))
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
	if v == nil {
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
		a.ask("quit.unsaved", a.quit)
	}
}

// live is the interview that is open, whatever is shown over it; nil where
// there is none.
func (a *App) live() *interviewView {
	for _, v := range a.views {
		if v, ok := v.(*interviewView); ok {
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
	if a.desk == nil {
		return
	}
	a.work.stop()
	a.leave()
	a.desk.Close()
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
