package app

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/export"
)

// A jobPanel shows how far a job is, with a way to stop it.
type jobPanel struct {
	app     *App
	box     *fyne.Container
	bar     *meter
	endless *widget.ProgressBarInfinite // while the number of steps is not known
	what    *widget.Label
	stop    *field.Button
	cancel  func()
	running bool

	passwords []string // of workbooks, that were given while the page is shown
}

func newJobPanel(a *App) *jobPanel {
	j := &jobPanel{app: a, bar: newMeter(), endless: widget.NewProgressBarInfinite(), what: widget.NewLabel("")}
	j.what.Truncation = fyne.TextTruncateEllipsis
	j.stop = field.NewButton(a.labelledKey(a.T("cancel"), "Esc"), j.end, keysOr{j.key, a})
	j.stop.OnEnter(func() {}) // the Enter of somebody in a hurry stops nothing
	j.box = container.NewVBox(j.what, container.NewBorder(nil, nil, nil, j.stop, container.NewStack(container.New(thinLayout{}, j.bar), j.endless)))
	j.endless.Stop()
	j.box.Hide()
	return j
}

// run carries out a job; done is called once, when it has ended.
func (j *jobPanel) run(job func(context.Context, screen.Progress) error, done func(error)) {
	if j.running {
		return
	}
	j.running = true
	j.show(0, 0, "")
	j.box.Show()
	j.app.window.Canvas().Focus(j.stop)
	passwords, on := j.passwords, j.app.shown()
	j.cancel = j.app.work.run(func(ctx context.Context, p screen.Progress) error {
		return job(export.WithPasswords(ctx, passwords...), p)
	}, j.show, func(err error) {
		j.running = false
		j.endless.Stop()
		j.box.Hide()
		if path, tried, locked := screen.LockedBook(err); locked && j.app.shown() == on {
			j.app.askPassword(path, tried, func(password string) {
				j.passwords = append(j.passwords, password)
				j.run(job, done)
			}, func() { done(err) })
			return
		}
		done(err)
	})
}

func (j *jobPanel) show(done, total int, what string) {
	j.bar.Hidden, j.endless.Hidden = total == 0, total > 0
	if total > 0 {
		j.endless.Stop()
		j.bar.set(done, total)
	} else {
		j.endless.Start()
	}
	text := j.app.T("job.running")
	if what != "" {
		text += " " + filepath.Base(what)
	}
	j.what.SetText(text)
	j.box.Refresh()
}

// end asks the job to stop. It stops at its next step, and then done is told.
func (j *jobPanel) end() {
	if j != nil && j.running && j.cancel != nil {
		j.what.SetText(j.app.T("job.stopping"))
		j.cancel()
	}
}

func (j *jobPanel) key(k *fyne.KeyEvent) bool {
	if k.Name == fyne.KeyEscape && j.running {
		j.end()
		return true
	}
	return false
}

// A fileEntry asks where a file is, or is to be: by typing or browsing.
type fileEntry struct {
	app   *App
	entry *field.Entry
	more  func(*fyne.KeyEvent) bool // takes keys that the text has no use for; may be nil
	box   fyne.CanvasObject
}

// newFileEntry makes one; enter is what Enter does.
func newFileEntry(a *App, label string, enter, browse func()) *fileEntry {
	f := &fileEntry{app: a}
	f.entry = field.NewEntry(keysOr{func(k *fyne.KeyEvent) bool {
		if k.Name == fyne.KeyReturn || k.Name == fyne.KeyEnter {
			enter()
			return true
		}
		return f.more != nil && f.more(k)
	}, a})
	button := field.NewButton(a.T("browse"), browse, a)
	f.box = container.NewVBox(boldLabel(label), container.NewBorder(nil, nil, nil, button, f.entry))
	return f
}

func (f *fileEntry) path() string { return f.entry.Text }

func boldLabel(text string) *widget.Label {
	l := paragraph(text)
	l.TextStyle.Bold = true
	return l
}

// writeTo calls write, after asking where a file is there already.
func (a *App) writeTo(path string, write func()) {
	if exists(path) {
		a.ask("overwrite", write, "name", filepath.Base(path))
		return
	}
	write()
}

// remember keeps the folder of a file for the next time.
func (a *App) remember(path string) {
	s := a.desk.Settings
	if dir := filepath.Dir(path); dir != s.Folder {
		s.Folder = dir
		if err := a.desk.SaveSettings(context.Background(), s); err != nil {
			a.fault(err)
		}
	}
}

// proposed is where a file would be written: in the folder used last.
func (a *App) proposed(name string) string {
	return filepath.Join(orHome(a.desk.Settings.Folder), name)
}

// landed takes a view back from its job and says whether there is a result to
// show: the job came through, and the view is still there.
func (a *App) landed(v view, start *field.Button, err error) bool {
	start.Enable()
	if a.top() != v {
		return false
	}
	a.give(start)
	if err != nil {
		a.fault(err)
	}
	return err == nil
}
