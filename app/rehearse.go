package app

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/storage"
	"anketa/storage/seal"
)

// A rehearsalView goes the way back in over the coordinator while it is not
// needed: the same request, answer and code as with a forgotten passphrase, and
// nothing changes. It may wait: the start screen reminds of it.
type rehearsalView struct {
	common
	out, from string // the two files

	to, in *fileEntry
	code   *field.Entry
	told   *widget.Label
	fault  *widget.Label
	start  *field.Button
	job    *jobPanel
}

func newRehearsalView(a *App) *rehearsalView { return &rehearsalView{common: common{a}} }

func (v *rehearsalView) name() string          { return "rehearsal" }
func (v *rehearsalView) focus() fyne.Focusable { return v.to.entry }

func (v *rehearsalView) close() {
	if !v.job.running {
		v.app.back()
	}
}

func (v *rehearsalView) content() fyne.CanvasObject {
	a := v.app
	v.to = newFileEntry(a, a.T("rehearsal.request"), v.request, v.browseOut)
	v.to.entry.SetText(orElse(v.out, requestFile(a.desk.User())))
	v.in = newFileEntry(a, a.T("rehearsal.answer"), func() { a.window.Canvas().Focus(v.code) }, v.browse)
	v.in.entry.SetText(v.from)
	v.code = field.NewEntry(keysOr{func(k *fyne.KeyEvent) bool {
		if isReturn(k) {
			v.run()
			return true
		}
		return false
	}, a})
	v.told, v.fault, v.job = paragraph(""), dangerous(""), newJobPanel(a)
	v.told.Hide()
	v.fault.Hide()
	v.start = field.NewButton(a.labelled("run", a.T("rehearsal.do")), v.run, a)
	v.start.Importance = widget.HighImportance
	rows := []fyne.CanvasObject{subtitle(a.T("rehearsal.title")), paragraph(a.T("rehearsal.why"))}
	if r, err := a.desk.Rehearsal(context.Background()); err == nil && !r.At.IsZero() {
		rows = append(rows, a.rehearsed(r))
	}
	return a.page(container.NewVBox(append(rows, v.to.box, flow(field.NewButton(a.T("rehearsal.write"), v.request, a)), v.told,
		v.in.box, boldLabel(a.T("rehearsal.code")), v.code, v.fault, v.job.box)...),
		field.NewButton(a.labelled("close", a.T("rehearsal.later")), v.close, a), v.start)
}

// rehearsed says how it stands.
func (a *App) rehearsed(r storage.Rehearsal) fyne.CanvasObject {
	if r.At.IsZero() {
		return container.NewBorder(nil, nil, widget.NewIcon(theme.InfoIcon()), nil, paragraph(a.T("rehearsal.not")))
	}
	return a.success(a.T("rehearsal.done", "when", a.lang.moment(r.At)))
}

func (v *rehearsalView) browseOut() {
	v.app.openFolder(filepath.Dir(v.to.path()), func(folder string) {
		v.to.entry.SetText(filepath.Join(folder, filepath.Base(v.to.path())))
	})
}

func (v *rehearsalView) browse() {
	v.app.openFile(v.app.desk.Settings.Folder, []string{".json"}, func(path string) { v.take(path) })
}

func (v *rehearsalView) dropped(paths []string) {
	if len(paths) > 0 {
		v.take(paths[0])
	}
}

func (v *rehearsalView) take(path string) {
	v.in.entry.SetText(path)
	v.app.window.Canvas().Focus(v.code)
}

// request writes what the coordinator needs.
func (v *rehearsalView) request() {
	path := strings.TrimSpace(v.to.path())
	if err := v.app.desk.RequestRecovery(context.Background(), path); err != nil {
		v.say(v.app.explain(err))
		return
	}
	v.app.trace("requested")
	v.say("")
	v.told.SetText(v.app.T("rehearsal.written", "path", path))
	v.told.Show()
	v.app.window.Canvas().Focus(v.in.entry)
}

func (v *rehearsalView) run() {
	path, once := strings.TrimSpace(v.in.path()), v.code.Text
	switch {
	case v.job.running:
		return
	case path == "":
		v.app.window.Canvas().Focus(v.in.entry)
		return
	case seal.CheckPaper(once) != nil:
		v.say(sentence(v.app.lang.says(seal.CheckPaper(once))))
		v.app.window.Canvas().Focus(v.code)
		return
	}
	v.say("")
	a := v.app
	v.job.run(func(ctx context.Context, _ screen.Progress) error { return a.desk.TryRecovery(ctx, path, once) }, func(err error) {
		switch {
		case errors.Is(err, seal.ErrPassphrase):
			v.say(a.T("rehearsal.wrong"))
			a.give(v.code)
		case err != nil:
			v.say(a.explain(err))
			a.give(v.in.entry)
		default:
			a.trace("rehearsed")
			if a.top() == view(v) {
				a.back()
			}
			if r, err := a.desk.Rehearsal(context.Background()); err == nil {
				a.tell(a.T("rehearsal.done", "when", a.lang.moment(r.At)), nil)
			}
		}
	})
}

func (v *rehearsalView) say(text string) {
	v.fault.SetText(text)
	v.fault.Hidden = text == ""
	v.fault.Refresh()
}
