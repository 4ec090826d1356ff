package app

import (
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
)

// A helpView is the coordinator's end of a forgotten passphrase, and of its
// rehearsal: a request comes in, an answer goes out, and a code is read aloud.
type helpView struct {
	common
	from, out string // the two files

	in, to *fileEntry
	start  *field.Button
	job    *jobPanel
	result *fyne.Container
}

func newHelpView(a *App) *helpView { return &helpView{common: common{a}} }

func (v *helpView) name() string          { return "helpout" }
func (v *helpView) focus() fyne.Focusable { return v.in.entry }

func (v *helpView) close() {
	if !v.job.running {
		v.app.back()
	}
}

func (v *helpView) content() fyne.CanvasObject {
	a := v.app
	v.in = newFileEntry(a, a.T("helpout.request"), v.run, v.browse)
	v.in.entry.SetText(v.from)
	v.in.entry.OnChanged = v.propose
	v.to = newFileEntry(a, a.T("helpout.out"), v.run, v.browseOut)
	v.to.entry.SetText(v.out)
	v.job, v.result = newJobPanel(a), container.NewVBox()
	v.start = field.NewButton(a.labelled("run", a.T("helpout.do")), v.run, a)
	v.start.Importance = widget.HighImportance
	return a.page(container.NewVBox(subtitle(a.T("helpout.title")), paragraph(a.T("helpout.why")), v.in.box, v.to.box, v.job.box, v.result),
		field.NewButton(a.labelled("close", a.T("back")), v.close, a), v.start)
}

// propose proposes a name for the answer beside its request.
func (v *helpView) propose(in string) {
	if in = strings.TrimSpace(in); in != "" {
		v.to.entry.SetText(strings.TrimSuffix(in, filepath.Ext(in)) + "-answer.json")
	}
}

func (v *helpView) browse() {
	v.app.openFile(v.app.desk.Settings.Folder, []string{".json"}, func(path string) { v.take(path) })
}

func (v *helpView) browseOut() {
	v.app.openFolder(filepath.Dir(v.to.path()), func(folder string) {
		v.to.entry.SetText(filepath.Join(folder, filepath.Base(v.to.path())))
	})
}

func (v *helpView) dropped(paths []string) {
	if len(paths) > 0 {
		v.take(paths[0])
	}
}

func (v *helpView) take(path string) {
	v.in.entry.SetText(path)
	v.app.window.Canvas().Focus(v.start)
}

func (v *helpView) run() {
	a, in, out := v.app, strings.TrimSpace(v.in.path()), strings.TrimSpace(v.to.path())
	switch {
	case v.job.running:
		return
	case in == "":
		a.window.Canvas().Focus(v.in.entry)
		return
	case out == "":
		a.window.Canvas().Focus(v.to.entry)
		return
	}
	v.result.Objects = nil
	var helped *screen.Helped
	v.job.run(func(ctx context.Context, _ screen.Progress) (err error) {
		helped, err = screen.AnswerRecovery(ctx, a.desk.Store, in, out, a.options.Effort)
		return err
	}, func(err error) {
		if !a.landed(v, v.start, err) {
			return
		}
		a.trace("helped")
		a.remember(out)
		v.result.Objects = []fyne.CanvasObject{paragraph(a.T("helpout.done", "code", helped.Code, "print", helped.Fingerprint)), framed(readOut(helped.Once)), a.written(out, "")}
		v.result.Refresh()
		a.showResult(v.result)
	})
}

// readOut is a code that is read aloud.
func readOut(code string) fyne.CanvasObject {
	grid := container.NewGridWithColumns(4)
	for i, g := range screen.PaperGroups(code) {
		grid.Add(group(i+1, g))
	}
	return container.NewPadded(grid)
}
