package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/export"
	"anketa/survey"
)

// A mergeView joins workbooks into the store and one workbook. What they would
// bring is shown first, on several pages; nothing is done until it is asked for.
type mergeView struct {
	common
	paths   []string
	out     string
	plan    *screen.Merging  // nil until workbooks were looked at, and once they are merged
	made    *screen.Merged   // what came of it; nil before
	without []screen.Planned // workbooks that the merge left out
	choices screen.Choices
	renamed []screen.Renaming // as it stands with the choices
	page    mergePage         // that is shown
	shows   string            // its name
	secrets []string          // passwords of workbooks
	devices map[string]string // laptops, by the workbook that they wrote
	asleep  bool              // the window was locked: they are looked at again

	protect *passwordPair // of the workbook

	to    *fileEntry // where the workbook is written, on the first page
	start *field.Button
	job   *jobPanel
	found *fyne.Container // the page
	tabs  *fyne.Container
	need  *fyne.Container // what a person has to do
}

// A mergePage is one of the pages.
type mergePage interface {
	content() fyne.CanvasObject
	focus() fyne.Focusable
	key(*fyne.KeyEvent) bool
}

// pages are those that there are, in order.
var mergePages = []string{"books", "edits", "conflicts", "mapping", "gaps", "doubles", "merges"}

func newMergeView(a *App) *mergeView {
	return &mergeView{common: common{a}, shows: "books", out: a.proposed("anketa-all_" + time.Now().Format("2006-01-02") + ".xlsx")}
}

func (v *mergeView) name() string          { return "merge" }
func (v *mergeView) focus() fyne.Focusable { return v.page.focus() }
func (v *mergeView) close()                { v.app.back() }
func (v *mergeView) leave()                { v.job.end() }

func (v *mergeView) content() fyne.CanvasObject {
	a := v.app
	v.start = field.NewButton(a.labelled("run", a.T("merge.do")), v.run, a)
	v.start.Importance = widget.HighImportance
	v.job, v.found, v.tabs, v.need = newJobPanel(a), container.NewStack(), flow(), container.NewStack()
	v.job.passwords = v.secrets
	v.protect = newPasswordPair(a, v.run)
	v.show()
	bottom := container.NewVBox(v.job.box, widget.NewSeparator(),
		buttonRow(field.NewButton(a.labelled("close", a.T("back")), v.close, a), v.start))
	return container.NewPadded(container.NewBorder(container.NewVBox(v.tabs, v.need), bottom, nil, nil, v.found))
}

// show builds the page that is shown, and what stands around it.
func (v *mergeView) show() {
	v.page = v.build()
	v.found.Objects = []fyne.CanvasObject{v.page.content()}
	v.around()
	v.found.Refresh()
}

// around shows what stands around the page.
func (v *mergeView) around() {
	if v.plan == nil || v.readable() == 0 || v.job.running {
		v.start.Disable()
	} else {
		v.start.Enable()
	}
	v.tabs.Objects = nil
	for i, name := range mergePages {
		b := field.NewButton(v.tabName(name), func() { v.turn(i) }, keysOr{v.tabKey, v.app})
		if name == v.shows {
			b.Importance = widget.HighImportance
		}
		v.tabs.Add(b)
	}
	v.need.Objects = nil
	if n := v.needs(); n > 0 {
		v.need.Objects = []fyne.CanvasObject{notice(v.app.T("merge.needs", "n", n))}
	} else if v.plan != nil && v.readable() > 0 {
		v.need.Objects = []fyne.CanvasObject{v.app.success(v.app.T("merge.clear"))}
	}
	v.tabs.Refresh()
	v.need.Refresh()
}

func (v *mergeView) build() mergePage {
	switch v.shows {
	case "gaps":
		return newGapPage(v)
	case "doubles":
		return newDoublesPage(v)
	case "merges":
		return newMergesPage(v)
	case "edits":
		return newEditsPage(v)
	case "conflicts":
		return newConflictPage(v)
	case "mapping":
		return newMappingPage(v)
	}
	return newBooksPage(v)
}

// overview is how the merge stands; of nothing where nothing was looked at.
func (v *mergeView) overview() *screen.Overview {
	if v.plan == nil {
		return &screen.Overview{}
	}
	return v.plan.Overview()
}

func (v *mergeView) readable() int {
	o := v.overview()
	return len(o.Books) - o.Faults()
}

func (v *mergeView) tabName(name string) string {
	n, o := 0, v.overview()
	switch name {
	case "books":
		n = len(v.paths)
	case "edits":
		n = len(o.Edits)
	case "conflicts":
		n = len(o.Conflicts)
	case "mapping":
		n = len(v.renamed)
	case "gaps":
		n = gapsIn(o)
	case "doubles":
		n = len(o.Account.Notices)
	}
	if text := v.app.T("merge.page." + name); n == 0 {
		return text
	} else {
		return v.app.T("merge.page.counted", "name", text, "count", n)
	}
}

// needs counts what waits for a person: workbooks that cannot be read, edits
// and conflicts without a decision, and questions that look renamed.
func (v *mergeView) needs() int {
	o := v.overview()
	n := o.Faults()
	for _, e := range o.Edits {
		if v.verdict(e) == export.Undecided && e.Fault == nil {
			n++
		}
	}
	for _, c := range o.Conflicts {
		if !screen.Complete(c.Conflict, v.choices.Sides[c.ID]) {
			n++
		}
	}
	for i := range v.renamed {
		if v.renamed[i].Likely() {
			n++
		}
	}
	return n
}

// rename finds out how the renamed questions stand, with what was chosen.
func (v *mergeView) rename() {
	v.renamed = nil
	if v.plan != nil {
		v.renamed = v.plan.Renamings(v.choices.Mapping)
	}
}

func (v *mergeView) verdict(e screen.EditRow) export.Verdict {
	if said, ok := v.choices.Verdicts[e.Tag]; ok && e.Verdict == export.Undecided {
		return said
	}
	return e.Verdict
}

// turn shows another page.
func (v *mergeView) turn(i int) {
	if v.job.running {
		return
	}
	v.shows = mergePages[i]
	if v.shows == "books" && v.plan == nil && v.made == nil && len(v.paths) > 0 { // a merge was taken back
		v.look()
		return
	}
	v.show()
	v.app.window.Canvas().Focus(v.page.focus())
}

func (v *mergeView) nextPage()     { v.step(1) }
func (v *mergeView) previousPage() { v.step(len(mergePages) - 1) }
func (v *mergeView) step(n int) {
	v.turn((slices.Index(mergePages, v.shows) + n) % len(mergePages))
}

// tabKey moves along the pages' buttons.
func (v *mergeView) tabKey(k *fyne.KeyEvent) bool {
	var all []*field.Button
	for _, o := range v.tabs.Objects {
		all = append(all, o.(*field.Button))
	}
	return v.app.walk(all, k.Name)
}

func (v *mergeView) dropped(paths []string) { v.add(paths...) }

// add takes workbooks and looks at them; a folder stands for all the workbooks
// in it.
func (v *mergeView) add(paths ...string) {
	if v.job.running {
		return
	}
	for _, path := range paths {
		found := []string{path}
		if info, err := os.Stat(path); err == nil && info.IsDir() {
			found, _ = filepath.Glob(filepath.Join(path, "*.xlsx"))
		}
		for _, f := range found {
			if !slices.Contains(v.paths, f) && !strings.HasPrefix(filepath.Base(f), "~$") {
				v.paths = append(v.paths, f)
			}
		}
		if len(found) > 0 {
			v.app.remember(found[0])
		}
	}
	v.shows = "books"
	v.look()
}

// look finds out what the workbooks would bring.
func (v *mergeView) look() {
	v.lookWith(screen.Choices{Sides: map[string]map[string]survey.Hash{}, Verdicts: map[string]export.Verdict{}})
}

// lookWith does so with what was decided before.
func (v *mergeView) lookWith(choices screen.Choices) {
	a, paths := v.app, slices.Clone(v.paths)
	v.plan, v.made, v.renamed, v.choices, v.asleep = nil, nil, nil, choices, false
	if len(paths) == 0 {
		v.show()
		return
	}
	v.start.Disable()
	before := a.window.Canvas().Focused()
	var plan *screen.Merging
	var read error // of the list of corrections
	v.job.run(func(ctx context.Context, p screen.Progress) (err error) {
		plan, err = screen.LookMerge(ctx, a.desk.Store, paths, p)
		read = reread(ctx, &choices)
		return err
	}, func(err error) {
		v.secrets = v.job.passwords
		if a.top() != view(v) {
			return
		}
		v.plan, v.choices = plan, choices
		v.rename()
		v.devices = map[string]string{}
		for _, b := range v.overview().Books {
			v.devices[b.SHA256] = b.Device
		}
		v.show()
		a.give(v.page.focus())
		switch {
		case plan == nil:
			a.fault(err)
		case read != nil:
			a.fault(read)
		default:
			a.trace("planned", len(paths), v.needs())
		}
	})
	if !v.job.running && before != nil {
		a.window.Canvas().Focus(v.page.focus())
	}
}

// run merges, after asking where workbooks would be left out.
func (v *mergeView) run() {
	if v.job.running || v.plan == nil || v.readable() == 0 {
		return
	}
	if n := v.overview().Faults(); n > 0 {
		v.app.ask("merge.without", v.target, "n", n)
		return
	}
	v.target()
}

// target asks before a workbook is written over. Without a name none is written.
func (v *mergeView) target() {
	if strings.TrimSpace(v.out) == "" {
		v.keep("")
		return
	}
	out := withEnd(v.out)
	v.app.writeTo(out, func() { v.keep(out) })
}

func (v *mergeView) keep(out string) {
	a, plan, choices := v.app, v.plan, v.choices
	var err error
	if choices.Password, err = v.protect.password(); err != nil {
		a.trace("fault", screen.Explain(err).Key)
		a.tell(a.explain(err), nil)
		return
	}
	if choices.Why == "" {
		choices.Why = a.T("merge.why")
	}
	var made *screen.Merged
	v.start.Disable()
	v.job.run(func(ctx context.Context, p screen.Progress) (err error) {
		made, err = plan.Carry(ctx, choices, out, p)
		return err
	}, func(err error) {
		if a.top() != view(v) {
			return
		}
		v.landed(made, out, err)
	})
}

// landed shows what came of a merge.
func (v *mergeView) landed(made *screen.Merged, out string, err error) {
	a := v.app
	switch {
	case errors.Is(err, screen.ErrNewConflicts):
		v.shows = "conflicts"
		v.rename()
		a.tell(a.T("merge.newconflicts"), nil)
	case err == nil:
		v.without = slices.DeleteFunc(slices.Clone(v.overview().Books), func(b screen.Planned) bool { return b.Fault == nil })
		v.protect.clear()
		v.made, v.plan, v.renamed, v.shows = made, nil, nil, "books"
		a.trace("merged", made.Total.Read)
		if out != "" {
			a.remember(out)
		}
	}
	v.show()
	a.give(v.page.focus())
	if err != nil && !errors.Is(err, screen.ErrNewConflicts) {
		a.fault(err)
	}
}

// low says that the window has room for few lines, as with large text. Then
// what only explains stays away.
func (v *mergeView) low() bool { return v.app.low() }

func (a *App) low() bool { return a.window.Canvas().Size().Height < letters(fewLines) }

// fewLines is a height in letters.
const fewLines = 38

func subtitleLow(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.Importance = widget.LowImportance
	return l
}
