package app

import (
	"context"
	"image/color"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/storage"
	"anketa/survey"
)

// The startView shows the form in use and the interviews made with it.
type startView struct {
	home
	records  *screen.Records
	list     *field.List
	search   *field.Entry
	fresh    *field.Button
	open     *field.Button
	discards *field.Button // there only while a draft is marked
	corrects *field.Button // there only while a finished interview is marked
	bottom   *fyne.Container
	nothing  *widget.Label // stands where nothing matches
	mark     string        // the interview that was marked, when the window locked itself
}

func newStartView(a *App) *startView { return &startView{home: home{common{a}}} }

func (v *startView) name() string { return "start" }

// focus is on the list, so that Enter goes on with the newest interview; where
// there is none, on the button that makes one.
func (v *startView) focus() fyne.Focusable {
	if len(v.records.All) == 0 {
		return v.fresh
	}
	return v.list
}

func (v *startView) content() fyne.CanvasObject {
	a := v.app
	v.read()
	v.fresh = a.button("new")
	v.fresh.Importance = widget.HighImportance
	v.open, v.discards, v.corrects = a.button("resume"), a.button("discard"), a.button("correct")
	buttons := flow(v.fresh, v.open, v.discards, v.corrects, a.button("export"), a.button("merge"),
		a.button("report"), a.button("settings"), a.button("lock"), a.button("help"))
	v.bottom = container.NewVBox(widget.NewSeparator(), buttons)
	list := v.interviews()
	if i := slices.IndexFunc(v.records.Shown, func(s storage.Summary) bool { return s.ID == v.mark }); i >= 0 && v.list != nil {
		v.list.Mark(i)
	}
	v.mark = ""
	v.marked(v.at())
	return container.NewPadded(container.New(startLayout{}, v.formCard(), list, v.bottom))
}

// marked offers what can be done with the interview of a row; -1 is none.
func (v *startView) marked(i int) {
	if i < 0 {
		v.open.Disable()
	} else {
		v.open.Enable()
	}
	if draft := v.isDraft(i); v.discards.Visible() != draft {
		v.discards.Hidden = !draft
		v.bottom.Refresh()
	}
	if ended := v.isEditable(i); v.corrects.Visible() != ended {
		v.corrects.Hidden = !ended
		v.bottom.Refresh()
	}
}

func (v *startView) isDraft(i int) bool {
	return i >= 0 && v.records.Shown[i].Finished.IsZero() && v.records.Shown[i].Damaged == nil
}

// isEditable says whether the interview of a row may be corrected, as far as a
// list knows.
func (v *startView) isEditable(i int) bool {
	return i >= 0 && !v.isDraft(i) && !v.records.Shown[i].Sealed && v.records.Shown[i].Damaged == nil && v.app.desk.Form.Editable
}

// correct asks why the marked interview is corrected, and goes on with it.
func (v *startView) correct() {
	if i := v.at(); i >= 0 && i < len(v.records.Shown) && !v.isDraft(i) {
		r := v.records.Shown[i]
		switch {
		case r.Damaged != nil:
			v.tellDamaged(r)
		case r.Sealed:
			v.app.fault(storage.ErrSealed)
		case !v.isEditable(i):
			v.app.fault(screen.ErrNotEditable)
		default:
			v.app.correctInterview(r.ID, r.Number)
		}
	}
}

// at is the row that is marked; -1 where there is none.
func (v *startView) at() int {
	if v.list == nil {
		return -1
	}
	return v.list.Marked()
}

// discard takes the marked draft away, after asking. Its number stays used.
func (v *startView) discard() {
	i := v.at()
	if !v.isDraft(i) {
		return
	}
	r := v.records.Shown[i]
	question := "discard"
	if r.Corrects {
		question = "discard.correction"
	}
	v.app.ask(question, func() {
		if err := v.app.desk.Store.Discard(context.Background(), r.ID); err != nil {
			v.app.fault(err)
			return
		}
		delete(v.app.stowed, r.ID)
		v.app.trace("discarded", r.Number)
		v.app.show()
		if v.list != nil {
			v.list.Mark(i)
		}
	}, "number", r.Number)
}

func (v *startView) read() {
	records, err := v.app.desk.Records(context.Background())
	if err != nil {
		v.app.fault(err)
		records = &screen.Records{}
	}
	v.records = records
}

// formCard is the form: what it is, and what has to be done about it.
func (v *startView) formCard() fyne.CanvasObject {
	a, form := v.app, v.app.desk.Form
	title, about := subtitle(orElse(form.Title, form.ID)), widget.NewLabel(a.aboutForm(form))
	title.Wrapping, title.Truncation = fyne.TextWrapOff, fyne.TextTruncateEllipsis
	about.Truncation = fyne.TextTruncateEllipsis
	snug := layout.NewCustomPaddedVBoxLayout(-theme.InnerPadding())
	lines := container.New(snug, container.NewBorder(nil, nil, nil, container.NewVBox(a.button("form")), container.New(snug, title, about)))
	if n := len(a.desk.Places); n > 0 {
		lines.Add(container.NewBorder(nil, nil, widget.NewIcon(theme.NewWarningThemedResource(theme.WarningIcon())), nil,
			paragraph(a.T("start.places", "n", n, "names", a.fewNames(a.desk.Places)))))
	}
	if text, due := v.retention(); text != "" {
		var erase fyne.CanvasObject
		if due {
			erase = container.NewVBox(field.NewButton(a.T("erase.open"), func() { a.open(newEraseView(a)) }, a))
		}
		lines.Add(container.NewBorder(nil, nil, widget.NewIcon(theme.NewWarningThemedResource(theme.WarningIcon())), erase, paragraph(text)))
	}
	if r, err := a.desk.Rehearsal(context.Background()); err == nil && r.Due() {
		lines.Add(container.NewBorder(nil, nil, widget.NewIcon(theme.InfoIcon()), nil, paragraph(a.T("rehearsal.due"))))
	}
	room := canvas.NewRectangle(color.Transparent) // for what is snug above
	room.SetMinSize(fyne.NewSize(0, theme.InnerPadding()))
	lines.Add(room)
	lines.Add(widget.NewSeparator())
	return lines
}

// fewNames lists names, the fewer the larger the text is.
func (a *App) fewNames(names []string) string {
	most := max(1, 1200/max(a.desk.Settings.TextSize, 1)-5)
	if len(names) > most {
		return strings.Join(names[:most], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}

// interviews is the list, or what to do first.
func (v *startView) interviews() fyne.CanvasObject {
	a := v.app
	if v.list = nil; len(v.records.All) == 0 {
		empty, first := subtitle(a.T("start.empty")), paragraph(a.T("start.first"))
		empty.Alignment, first.Alignment = fyne.TextAlignCenter, fyne.TextAlignCenter
		rows := []fyne.CanvasObject{layout.NewSpacer(), empty, first}
		if n := v.records.Others; n > 0 {
			others := paragraph(a.T("start.others", "n", n))
			others.Alignment = fyne.TextAlignCenter
			rows = append(rows, others)
		}
		return container.NewVBox(append(rows, layout.NewSpacer())...)
	}
	v.list = field.NewList(func() int { return len(v.records.Shown) }, newRecordRow, v.showRow, a)
	v.list.OnPicked, v.list.OnMarked = v.pick, v.marked
	v.search = field.NewEntry(keysOr{v.searchKey, a})
	v.search.PlaceHolder = a.T("start.filter")
	v.search.OnChanged = v.narrow
	drafts, finished := v.records.Counts()
	text := a.T("start.drafts", "n", drafts) + " · " + a.T("start.finished", "n", finished)
	if n := v.records.Others; n > 0 {
		text += " · " + a.T("start.others", "n", n)
	}
	if n := len(v.records.Damaged); n > 0 {
		text += " · " + a.T("start.damaged", "n", n)
	}
	counts := widget.NewLabel(text)
	v.nothing = subtitleLow(a.T("start.nothing"))
	v.nothing.Hide()
	return container.NewBorder(container.NewBorder(nil, nil, nil, counts, v.search), nil, nil, nil,
		container.NewStack(v.list, container.NewCenter(v.nothing)))
}

// narrow shows the interviews that match the words.
func (v *startView) narrow(words string) {
	v.records.Filter(words, v.describe)
	v.list.Mark(0)
	v.nothing.Hidden = len(v.records.Shown) > 0
	v.nothing.Refresh()
}

// searchKey lets the arrows and Enter act on the list from the search.
func (v *startView) searchKey(k *fyne.KeyEvent) bool {
	switch k.Name {
	case fyne.KeyEscape:
		v.search.SetText("")
		v.app.window.Canvas().Focus(v.list)
	case fyne.KeyDown:
		v.app.window.Canvas().Focus(v.list)
	case fyne.KeyReturn, fyne.KeyEnter:
		v.resume()
	default:
		return false
	}
	return true
}

func (v *startView) filter() {
	if v.search != nil {
		v.app.window.Canvas().Focus(v.search)
	}
}

// resume opens the marked interview.
func (v *startView) resume() {
	v.pick(v.at())
}

// pick goes on with a draft and shows a finished interview.
func (v *startView) pick(i int) {
	if i < 0 || i >= len(v.records.Shown) {
		return
	}
	r := v.records.Shown[i]
	switch {
	case r.Damaged != nil:
		v.tellDamaged(r)
	case r.Finished.IsZero():
		v.app.resumeInterview(r.ID)
	case r.Sealed:
		v.app.tell(v.app.T("sealed.closed", "number", r.Number), nil)
	default:
		v.app.openFinished(r.ID)
	}
}

// tellDamaged says what to do about an interview that cannot be read.
func (v *startView) tellDamaged(r storage.Summary) {
	v.app.tell(v.app.T("damaged.closed", "number", r.Number), nil)
}

func (v *startView) chooseForm() { v.app.open(newLibraryView(v.app)) }
func (v *startView) quit()       { v.app.close() }

// dropped takes a form that was dropped on the window.
func (v *startView) dropped(paths []string) {
	lib := newLibraryView(v.app)
	v.app.open(lib)
	lib.dropped(paths)
}

// newInterview begins an interview with the form in use.
func (a *App) newInterview() {
	a.confirmed(a.desk.Form, func() {
		s, err := a.desk.Begin(context.Background())
		a.sit(s, err)
	})
}

func (a *App) resumeInterview(id string) {
	s, err := a.resume(id)
	a.sit(s, err)
}

// sit shows an interview, or says why it cannot be had.
func (a *App) sit(s *screen.Interview, err error) {
	if err != nil {
		a.fault(err)
		return
	}
	a.views = a.views[:1]
	v := newInterviewView(a, s)
	a.open(v)
	v.turn()
	if len(s.Lost) > 0 {
		a.tell(a.T("interview.lost", "n", len(s.Lost), "names", joinPaths(s.Lost)), nil)
	}
}

// The columns of the list.
var recordColumns = columns{5, 7.3, 7.5, 5.3, 6, 0}

func newRecordRow() fyne.CanvasObject {
	cells := make([]fyne.CanvasObject, len(recordColumns))
	for i := range cells {
		l := widget.NewLabel("")
		l.Truncation = fyne.TextTruncateEllipsis
		cells[i] = l
	}
	cells[0].(*widget.Label).TextStyle.Bold = true
	return container.New(lowLayout{}, container.New(recordColumns, cells...))
}

func (v *startView) showRow(i int, o fyne.CanvasObject) {
	fillRecordRow(o, v.cells(v.records.Shown[i]))
}

func fillRecordRow(o fyne.CanvasObject, cells []string) {
	for c, text := range cells {
		o.(*fyne.Container).Objects[0].(*fyne.Container).Objects[c].(*widget.Label).SetText(text)
	}
}

func (v *startView) cells(s storage.Summary) []string { return v.app.recordCells(s) }

// recordCells is what a list says of an interview, nothing of its answers.
func (a *App) recordCells(s storage.Summary) []string {
	state := a.T("record.draft")
	switch {
	case s.Corrects:
		state = a.T("record.correcting")
	case !s.Finished.IsZero():
		state = a.T("record.finished")
	}
	if s.Sealed {
		state = a.T("record.sealed")
	}
	if s.Damaged != nil { // nothing else of it can be read
		return []string{a.T("number", "n", s.Number), a.T("record.damaged"), "", "", "", ""}
	}
	kind := ""
	if s.Kind != survey.Real {
		kind = a.T("kind." + s.Kind.String())
	}
	progress := ""
	if s.Total > 0 { // one that came from elsewhere was never a draft here
		progress = a.T("start.progress", "done", s.Done, "total", s.Total)
	}
	return []string{a.T("number", "n", s.Number), state, a.lang.moment(s.Started), s.Interviewer, progress, kind}
}

func (v *startView) describe(s storage.Summary) string { return strings.Join(v.cells(s), " ") }
