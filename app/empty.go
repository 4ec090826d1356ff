package app

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
)

// An emptyView empties the laptop when it is handed back. It first looks whether
// anything would be lost, and says so; then a word has to be typed.
type emptyView struct {
	common
	all   string // the coordinator's workbook, which must have everything; "" for none
	found *screen.Emptying

	in    *fileEntry
	told  *fyne.Container
	word  *word
	start *field.Button
	job   *jobPanel
}

func newEmptyView(a *App) *emptyView { return &emptyView{common: common{a}} }

func (v *emptyView) name() string          { return "empty" }
func (v *emptyView) focus() fyne.Focusable { return v.in.entry }

func (v *emptyView) close() {
	if !v.job.running {
		v.app.back()
	}
}

func (v *emptyView) content() fyne.CanvasObject {
	a := v.app
	v.in = newFileEntry(a, a.T("empty.all"), v.check, v.browse)
	v.in.entry.SetText(v.all)
	v.told, v.job, v.word = container.NewVBox(), newJobPanel(a), newWord(a, v.run)
	v.start = field.NewButton(a.labelled("run", a.T("empty.do")), v.run, a)
	v.start.Importance = widget.DangerImportance
	look := field.NewButton(a.T("empty.check"), v.check, a)
	v.show()
	return a.page(container.NewVBox(subtitle(a.T("empty.title")), paragraph(a.T("empty.what")), v.in.box, flow(look), v.told, v.word.box, v.job.box),
		field.NewButton(a.labelled("close", a.T("back")), v.close, a), v.start)
}

// show tells what was found.
func (v *emptyView) show() {
	a := v.app
	v.told.Objects = nil
	v.word.box.Hidden = v.found == nil
	v.start.Disable()
	if v.found != nil {
		v.start.Enable()
		if missing := v.found.Missing(); v.found.Complete() {
			v.told.Add(a.success(a.T("empty.complete", "n", v.found.Interviews)))
		} else {
			v.told.Add(notice(a.T("empty.missing")))
			v.told.Objects = append(v.told.Objects, a.noticed(missing)...)
		}
	}
	v.told.Refresh()
	v.word.box.Refresh()
}

func (v *emptyView) browse() {
	v.app.openFile(v.app.desk.Settings.Folder, []string{".xlsx"}, func(path string) { v.take(path) })
}

func (v *emptyView) dropped(paths []string) {
	if len(paths) > 0 {
		v.take(paths[0])
	}
}

func (v *emptyView) take(path string) {
	v.in.entry.SetText(path)
	v.check()
}

// check looks whether anything would be lost.
func (v *emptyView) check() {
	if v.job.running {
		return
	}
	a := v.app
	v.all, v.found = strings.TrimSpace(v.in.path()), nil
	var books []string
	if v.all != "" {
		books = []string{v.all}
	}
	v.show()
	var found *screen.Emptying
	v.job.run(func(ctx context.Context, _ screen.Progress) (err error) {
		found, err = screen.CheckEmptying(ctx, a.desk.Store, books)
		return err
	}, func(err error) {
		if a.top() != view(v) {
			return
		}
		if err != nil {
			a.give(v.in.entry)
			a.fault(err)
			return
		}
		a.trace("looked", found.Interviews, found.Complete())
		v.found = found
		v.show()
		a.give(v.word.entry)
		a.showResult(v.word.box)
	})
}

// run empties it, after asking once more where something would be lost.
func (v *emptyView) run() {
	if v.job.running || v.found == nil || !v.word.typed() {
		return
	}
	if !v.found.Complete() {
		v.app.ask("empty.anyway", v.empty)
		return
	}
	v.empty()
}

func (v *emptyView) empty() {
	a, desk, n := v.app, v.app.desk, v.found.Interviews
	v.job.run(func(ctx context.Context, _ screen.Progress) error { return desk.Empty(ctx) }, func(err error) {
		if !desk.Emptied() { // nothing was destroyed
			a.fault(err)
			return
		}
		a.trace("emptied")
		a.desk, a.door, a.cover = nil, nil, nil
		a.silence()
		a.silence = func() {}
		a.views = []view{&emptiedView{app: a, n: n, err: err}}
		a.show()
	})
}

// An emptiedView says that the laptop is empty, and what could not be reached.
type emptiedView struct {
	app   *App
	n     int
	err   error
	first *field.Button
}

func (v *emptiedView) name() string          { return "emptied" }
func (v *emptiedView) focus() fyne.Focusable { return v.first }
func (v *emptiedView) close()                { v.app.quit() }
func (v *emptiedView) quit()                 { v.app.quit() }

func (v *emptiedView) content() fyne.CanvasObject {
	a := v.app
	v.first = field.NewButton(a.labelled("quit", a.T("action.quit")), a.quit, a)
	v.first.Importance = widget.HighImportance
	texts := []fyne.CanvasObject{container.NewBorder(nil, nil, widget.NewIcon(theme.NewSuccessThemedResource(theme.ConfirmIcon())), nil,
		subtitle(a.T("emptied.title"))), paragraph(a.T("emptied.what", "n", v.n))}
	if v.err != nil {
		texts = append(texts, notice(a.T("emptied.left")))
		texts = append(texts, a.details(v.err)...)
	}
	return a.page(container.NewVBox(texts...), v.first)
}
