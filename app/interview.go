package app

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/survey"
	"anketa/survey/interview"
)

// An interviewView shows one page of questions, the sections beside it and the
// bar below. The page is built anew at each step; while it is shown, its fields
// are brought up to date in place.
type interviewView struct {
	common
	s  *screen.Interview // nil where the window was locked
	id string            // then

	sections *sections
	bar      *bar
	body     *fyne.Container // holds the page
	scroll   *container.Scroll
	rows     []survey.Path  // what the page was built of
	fields   []field.Field  // of the rows
	first    fyne.Focusable // what gets the keyboard on a page without questions
	stop     []func()       // the clocks
	album    field.Album    // the form's pictures
	taken    field.Album    // those among the answers; with the lock they go
	files    string         // the folder where a file was chosen last
}

const (
	// What is typed is handed in this often, so that no more than a second of
	// typing is ever unsaved.
	typingTick = 900 * time.Millisecond
	// Saving that did not succeed is tried again this often.
	savingTick = 5 * time.Second
)

func newInterviewView(a *App, s *screen.Interview) *interviewView {
	v := &interviewView{common: common{a}}
	v.take(s)
	return v
}

// take shows an interview and sees to it that it is saved.
func (v *interviewView) take(s *screen.Interview) {
	v.s = s
	s.Watch(v.saved)
	v.stop = []func(){v.app.work.every(typingTick, v.handIn), v.app.work.every(savingTick, v.retry)}
}

func (v *interviewView) name() string { return "interview" }

func (v *interviewView) content() fyne.CanvasObject {
	v.sections, v.bar = newSections(v), newBar(v)
	v.body = container.NewStack()
	v.build()
	main := container.NewBorder(v.app.practiceMark(v.s.Kind), v.bar.box, nil, nil, v.body)
	return container.New(sideLayout{}, v.sections.box, main)
}

func (v *interviewView) focus() fyne.Focusable {
	if f := v.fieldOf(v.s.Focus()); f != nil && f.Focus() != nil {
		return f.Focus()
	}
	for _, f := range v.fields { // the first question may be the headings of a table
		if f.Focus() != nil {
			return f.Focus()
		}
	}
	return v.first
}

// leave hands in what is typed; the view may be shown again.
func (v *interviewView) leave() {
	if v.s != nil {
		v.commit()
	}
}

// build shows the page where the interview stands.
func (v *interviewView) build() {
	page, ok := v.s.Page()
	v.rows, v.fields, v.first = page.Rows, nil, nil
	switch {
	case !ok:
		v.put(widget.NewLabel(""))
	case v.s.Covered():
		v.put(v.cover())
	case page.Add != "":
		v.put(v.another(page.Add))
	default:
		v.put(v.page(page))
	}
	v.bar.update()
	v.sections.update()
}

func (v *interviewView) put(o fyne.CanvasObject) {
	v.scroll = container.NewVScroll(container.New(v.wide(), o))
	v.scroll.OnScrolled = func(fyne.Position) { v.app.touched() }
	v.body.Objects = []fyne.CanvasObject{v.scroll}
	v.body.Refresh()
}

// wide gives a table more of the window than text that is read.
func (v *interviewView) wide() fyne.Layout {
	if slices.ContainsFunc(v.rows, func(p survey.Path) bool { return field.Tabular(v.s.View(p).Item) }) {
		return tableLayout{}
	}
	return columnLayout{}
}

// tableLayout is columnLayout for pages with tables.
type tableLayout struct{ columnLayout }

func (tableLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const pad = 3
	for _, o := range objects {
		o.Move(fyne.NewPos(pad*theme.Padding(), theme.Padding()*2))
		o.Resize(fyne.NewSize(min(size.Width-2*pad*theme.Padding(), letters(84)), max(size.Height-4*theme.Padding(), o.MinSize().Height)))
	}
}

// page is the headings, the notes and the questions.
func (v *interviewView) page(page screen.Page) fyne.CanvasObject {
	objects := v.headings()
	host := v.host()
	var table *survey.Item // the table-list whose headings stand above
	for _, p := range page.Rows {
		now := v.s.View(p)
		if field.InTable(now.Item) && table != now.Item.Parent {
			table = now.Item.Parent
			objects = append(objects, field.NewTableHead(now))
		}
		f := field.New(now, host)
		v.fields = append(v.fields, f)
		objects = append(objects, f)
	}
	return container.NewVBox(objects...)
}

func (v *interviewView) headings() []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for i, at := range v.s.Headings() {
		label := at.Label
		if at.Instance > 0 {
			label = v.app.T("interview.instance", "label", orElse(at.Label, v.app.T("interview.case")), "i", at.Instance, "n", at.Of)
		}
		h := heading(label, false)
		if i == 0 { // the section, which stands beside the page as well
			h.Importance = widget.LowImportance
		}
		out = append(out, h)
	}
	return out
}

// turn shows the page that the interview has moved to.
func (v *interviewView) turn() {
	if _, ok := v.s.Page(); !ok {
		v.app.open(newFinishView(v))
		return
	}
	v.build()
	v.keyboard()
}

// keyboard puts the keyboard on the question that should have it.
func (v *interviewView) keyboard() {
	canvas := v.app.window.Canvas()
	if f := v.focus(); f != nil {
		canvas.Focus(f)
	} else {
		canvas.Unfocus()
		v.asks(v.s.Focus())
	}
	// Texts that wrap get their height with the next frame.
	v.app.work.after(settled, func() {
		if v.s != nil { // the window may have been locked meanwhile
			v.reveal(v.s.Focus())
		}
	})
}

// settled is when a page that was just built is laid out.
const settled = 80 * time.Millisecond

func (v *interviewView) reveal(p survey.Path) {
	if f := v.fieldOf(p); f != nil && v.app.shown() == view(v) {
		field.Reveal(v.scroll, f)
		if trouble := f.Trouble(); trouble != nil {
			field.Reveal(v.scroll, trouble)
		}
	}
}

// asks tells the interview, and the trace, which question is put.
//
// An answer that is handed in because the keyboard leaves its field can build
// the page anew, and the keyboard then arrives at a field of the page before.
// It goes on to the one that stands there now.
func (v *interviewView) asks(p survey.Path) {
	canvas := v.app.window.Canvas()
	if f := v.fieldOf(p); f != nil && f.Focus() != nil && canvas.Focused() != f.Focus() {
		canvas.Focus(f.Focus())
		return
	}
	v.s.Focused(p)
	v.app.trace("question", p)
	v.reveal(p)
}

func (v *interviewView) fieldOf(p survey.Path) field.Field {
	if i := slices.Index(v.rows, p); i >= 0 && i < len(v.fields) {
		return v.fields[i]
	}
	return nil
}

// update brings the page up to date after a change. Where questions came or
// went it is built anew.
func (v *interviewView) update([]interview.Change) {
	page, _ := v.s.Page()
	if !slices.Equal(page.Rows, v.rows) {
		v.build()
		v.keyboard()
		return
	}
	for i, f := range v.fields {
		f.Update(v.s.View(v.rows[i]))
	}
	if v.scroll.Offset.Y > 0 && v.scroll.Content.MinSize().Height <= v.scroll.Size().Height {
		v.scroll.ScrollToTop() // a message has gone, and all has room again
	}
	v.bar.update()
	v.sections.update()
}

// commit takes what is typed out of the fields.
func (v *interviewView) commit() {
	for _, f := range v.fields {
		f.Commit()
	}
	v.s.Tick()
}

// handIn is the clock's: what was typed since goes to the store.
func (v *interviewView) handIn() {
	if changes := v.s.Tick(); len(changes) > 0 {
		v.update(changes)
	}
	v.bar.saved()
}

func (v *interviewView) retry() {
	if state, _ := v.s.Saved(); state == screen.SavedNothing {
		v.s.Retry()
	}
}

// saved is told of every write.
func (v *interviewView) saved(paths []survey.Path, err error) {
	for _, p := range paths {
		if it := v.s.View(p).Item; it != nil && it.Type.Asked() { // an instance may have gone meanwhile
			v.app.trace("saved", p)
		}
	}
	if err != nil {
		v.app.trace("unsaved")
	}
	if v.bar != nil {
		v.bar.saved()
	}
	v.app.secure()
}
