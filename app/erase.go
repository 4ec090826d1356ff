package app

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/storage"
)

// An eraseView erases the interviews whose time is over, after it has shown
// them, has a place for the protocol, and a word was typed.
type eraseView struct {
	common
	out string // the protocol
	due []screen.Retention

	list  *field.List
	to    *fileEntry
	word  *word
	start *field.Button
	job   *jobPanel
}

func newEraseView(a *App) *eraseView { return &eraseView{common: common{a}} }

func (v *eraseView) name() string          { return "erase" }
func (v *eraseView) focus() fyne.Focusable { return v.to.entry }

func (v *eraseView) close() {
	if !v.job.running {
		v.app.back()
	}
}

// rows are the interviews, with the form of each.
func (v *eraseView) rows() (out []storage.Summary) {
	for _, r := range v.due {
		out = append(out, r.Due...)
	}
	return out
}

func (v *eraseView) content() fyne.CanvasObject {
	a := v.app
	var err error
	if v.due, err = screen.Retentions(context.Background(), a.desk.Store, a.clock().wall); err != nil {
		a.fault(err)
	}
	rows := v.rows()
	v.list = field.NewList(func() int { return len(rows) }, newRecordRow, func(i int, o fyne.CanvasObject) {
		fillRecordRow(o, a.recordCells(rows[i]))
	}, a)
	v.to = newFileEntry(a, a.T("erase.protocol"), func() { a.window.Canvas().Focus(v.word.entry) }, v.browse)
	v.to.entry.SetText(orElse(v.out, a.proposed("erased_"+a.clock().wall.Format("2006-01-02")+".txt")))
	v.word, v.job = newWord(a, v.run), newJobPanel(a)
	v.start = field.NewButton(a.labelled("run", a.T("erase.do")), v.run, a)
	v.start.Importance = widget.DangerImportance
	what := a.T("erase.none")
	if len(rows) > 0 {
		what = a.T("erase.what", "n", len(rows))
	} else {
		v.start.Disable()
	}
	top := container.NewVBox(subtitle(a.T("erase.title")), paragraph(what))
	for _, r := range v.due {
		top.Add(paragraph(a.T("erase.form", "form", r.Form, "n", len(r.Due), "days", r.Days)))
	}
	bottom := container.NewVBox(v.to.box, v.word.box, v.job.box, widget.NewSeparator(),
		buttonRow(field.NewButton(a.labelled("close", a.T("back")), v.close, a), v.start))
	if a.low() {
		top = container.NewVBox(subtitle(a.T("erase.title")))
	}
	return container.NewPadded(container.NewBorder(top, bottom, nil, nil, v.list))
}

func (v *eraseView) browse() {
	v.app.openFolder(filepath.Dir(v.to.path()), func(folder string) {
		v.to.entry.SetText(filepath.Join(folder, filepath.Base(v.to.path())))
	})
}

func (v *eraseView) run() {
	a, out, due := v.app, strings.TrimSpace(v.to.path()), v.due
	switch {
	case v.job.running || v.start.Disabled():
		return
	case out == "":
		a.window.Canvas().Focus(v.to.entry)
		return
	case !v.word.typed():
		return
	}
	n := 0
	v.job.run(func(ctx context.Context, _ screen.Progress) (err error) {
		n, err = a.desk.EraseDue(ctx, due, out, a.clock().wall)
		return err
	}, func(err error) {
		var left *storage.UnfinishedError
		if err != nil && !errors.As(err, &left) {
			a.give(v.word.entry)
			a.fault(err)
			return
		}
		a.trace("erased", n)
		a.remember(out)
		if a.top() == view(v) {
			a.back()
		}
		text := a.T("erase.done", "n", n, "path", out)
		if left != nil {
			text += "\n\n" + a.T("withdraw.left")
		}
		a.tell(text, nil)
	})
}

// A word has something typed before it is destroyed: a click alone destroys
// nothing.
type word struct {
	app   *App
	entry *field.Entry
	fault *widget.Label
	box   *fyne.Container
}

func newWord(a *App, enter func()) *word {
	w := &word{app: a, fault: dangerous(a.T("word.wrong", "word", a.T("word")))}
	w.entry = field.NewEntry(keysOr{func(k *fyne.KeyEvent) bool {
		if isReturn(k) {
			enter()
			return true
		}
		return false
	}, a})
	w.fault.Hide()
	w.box = container.NewVBox(boldLabel(a.T("word.type", "word", a.T("word"))), container.New(shortLayout{}, w.entry), w.fault)
	return w
}

// typed tells whether the word stands there, in either layout; where it does
// not, it says so.
func (w *word) typed() bool {
	ok := screen.SamePhrase(strings.TrimSpace(w.entry.Text), w.app.T("word"))
	if w.fault.Hidden = ok; !ok {
		w.app.window.Canvas().Focus(w.entry)
	}
	w.box.Refresh()
	return ok
}
