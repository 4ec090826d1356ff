package app

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/export/merge"
)

// A mergeView joins workbooks into one and shows the balance of each: what was
// read is what was added, known, superseded, joined, in conflict or refused.
type mergeView struct {
	common
	paths []string
	out   string
	made  *screen.Merged

	in    *fileEntry
	to    *fileEntry
	list  *field.List
	start *field.Button
	job   *jobPanel
	found *fyne.Container
	how   *widget.Label // there until the first workbook is
	top   *fyne.Container
}

func newMergeView(a *App) *mergeView { return &mergeView{common: common{a}} }

func (v *mergeView) name() string          { return "merge" }
func (v *mergeView) focus() fyne.Focusable { return v.in.entry }
func (v *mergeView) close()                { v.app.back() }
func (v *mergeView) leave()                { v.job.end() }

func (v *mergeView) content() fyne.CanvasObject {
	a := v.app
	v.in = newFileEntry(a, a.T("merge.add"), v.enter, v.browse)
	v.in.entry.PlaceHolder = a.T("merge.path")
	v.in.more = func(k *fyne.KeyEvent) bool { return v.list != nil && (v.list.Step(k.Name) || v.listKey(k)) }
	v.to = newFileEntry(a, a.T("merge.out"), v.run, v.browseOut)
	v.to.entry.SetText(orElse(v.out, a.proposed("anketa-all_"+time.Now().Format("2006-01-02")+".xlsx")))
	v.start = field.NewButton(a.labelled("run", a.T("merge.do")), v.run, a)
	v.start.Importance = widget.HighImportance
	v.job, v.found, v.how = newJobPanel(a), container.NewStack(), paragraph(a.T("merge.how"))
	v.top = container.NewVBox(subtitle(a.T("merge.title")), v.how, v.in.box)
	v.show()
	bottom := container.NewVBox(v.to.box, v.job.box, widget.NewSeparator(),
		buttonRow(field.NewButton(a.labelled("close", a.T("back")), v.close, a), v.start))
	return container.NewPadded(container.NewBorder(v.top, bottom, nil, nil, v.found))
}

// enter adds what was typed; with nothing typed it merges.
func (v *mergeView) enter() {
	if path := strings.TrimSpace(v.in.path()); path != "" {
		v.add(path)
		return
	}
	v.run()
}

func (v *mergeView) browse() {
	v.app.openFile(v.app.desk.Settings.Folder, []string{".xlsx"}, func(path string) { v.add(path) })
}

func (v *mergeView) browseOut() {
	v.app.openFolder(filepath.Dir(v.to.path()), func(folder string) {
		v.to.entry.SetText(filepath.Join(folder, filepath.Base(v.to.path())))
	})
}

func (v *mergeView) dropped(paths []string) { v.add(paths...) }

// add takes workbooks; a folder stands for all the workbooks in it.
func (v *mergeView) add(paths ...string) {
	if v.job.running {
		return
	}
	for _, path := range paths {
		found, _ := filepath.Glob(filepath.Join(path, "*.xlsx"))
		if len(found) == 0 {
			found = []string{path}
		}
		for _, f := range found {
			if !slices.Contains(v.paths, f) && !strings.HasPrefix(filepath.Base(f), "~$") {
				v.paths = append(v.paths, f)
			}
		}
		v.app.remember(found[0])
	}
	v.made = nil
	v.in.entry.SetText("")
	v.show()
}

// show lists the workbooks, or what came of merging them.
func (v *mergeView) show() {
	a := v.app
	if len(v.paths) == 0 || v.job.running {
		v.start.Disable()
	} else {
		v.start.Enable()
	}
	switch {
	case v.made != nil:
		v.found.Objects = []fyne.CanvasObject{v.balance()}
	case len(v.paths) == 0:
		v.found.Objects = []fyne.CanvasObject{container.NewCenter(subtitleLow(a.T("merge.none")))}
	default:
		v.list = field.NewList(func() int { return len(v.paths) }, newPlaceRow, func(i int, o fyne.CanvasObject) {
			showPlace(o, place{label: v.paths[i], icon: theme.FileIcon()})
		}, keysOr{v.listKey, a})
		v.found.Objects = []fyne.CanvasObject{container.NewBorder(boldLabel(a.T("merge.files", "n", len(v.paths))), nil, nil, nil, v.list)}
	}
	v.how.Hidden = len(v.paths) > 0
	v.top.Refresh()
	v.found.Refresh()
}

func subtitleLow(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.Importance = widget.LowImportance
	return l
}

// listKey takes a workbook out of the list, from the list and from the entry
// above it, where the keyboard is while workbooks are added.
func (v *mergeView) listKey(k *fyne.KeyEvent) bool {
	i, focused := v.list.Marked(), v.app.window.Canvas().Focused()
	if k.Name != fyne.KeyDelete || i < 0 || v.made != nil || v.job.running {
		return false
	}
	v.paths = slices.Delete(v.paths, i, i+1)
	v.show()
	v.list.Mark(i)
	if focused != v.in.entry {
		v.app.window.Canvas().Focus(v.keyboard())
	}
	return true
}

func (v *mergeView) keyboard() fyne.Focusable {
	if len(v.paths) > 0 {
		return v.list
	}
	return v.in.entry
}

func (v *mergeView) run() {
	if v.job.running || len(v.paths) == 0 {
		return
	}
	v.out = withEnd(v.to.path())
	v.app.writeTo(v.out, v.write)
}

func (v *mergeView) write() {
	a, paths, out := v.app, slices.Clone(v.paths), v.out
	v.made = nil
	var made *screen.Merged
	v.start.Disable()
	v.job.run(func(ctx context.Context, p screen.Progress) (err error) {
		made, err = screen.MergeHeld(ctx, a.desk.Store, paths, out, p)
		return err
	}, func(err error) {
		if a.top() != view(v) {
			return
		}
		v.made = made
		v.show()
		if err != nil {
			a.give(v.in.entry)
			a.fault(err)
			return
		}
		a.trace("merged", made.Total.Read)
		a.remember(out)
		a.give(v.list)
	})
}

// balanceColumns are a name and seven counts, in letters.
var balanceColumns = columns{0, 7.5, 6.5, 7, 7, 7, 7, 7.5}

// balance shows what came of each workbook, and below it what people should
// look at.
func (v *mergeView) balance() fyne.CanvasObject {
	a, m := v.app, v.made
	lines := v.lines()
	v.list = field.NewList(func() int { return len(lines) }, newBalanceRow, func(i int, o fyne.CanvasObject) { showBalanceRow(o, lines[i]) }, a)
	v.list.OnPicked = func(i int) { a.tell(strings.Join(lines[i].cells, "  "), nil) }
	head := newBalanceRow()
	showBalanceRow(head, balanceLine{cells: []string{"", a.T("balance.read"), a.T("balance.added"), a.T("balance.known"),
		a.T("balance.superseded"), a.T("balance.joined"), a.T("balance.conflict"), a.T("balance.refused")}, bold: true})
	top := container.NewVBox(a.success(a.T("merge.done", "n", m.Records, "name", filepath.Base(v.out))), a.counted(m.Kinds), head, widget.NewSeparator())
	return container.NewBorder(top, nil, nil, nil, v.list)
}

// A balanceLine is a line of counts, or a sentence in the first cell.
type balanceLine struct {
	cells []string
	bold  bool
	ink   widget.Importance
}

func (v *mergeView) lines() []balanceLine {
	a, m := v.app, v.made
	var out []balanceLine
	for _, f := range m.Files {
		out = append(out, counts(filepath.Base(f.Name), f.Balance))
	}
	total := counts(a.T("balance.total"), m.Total)
	total.bold = true
	out = append(out, total)
	for _, id := range m.Conflicts {
		out = append(out, balanceLine{cells: []string{a.T("merge.conflict", "id", id)}, ink: widget.WarningImportance})
	}
	for _, r := range m.Refused {
		out = append(out, balanceLine{cells: []string{filepath.Base(r.Path) + ": " + r.Refusal.String()}, ink: widget.DangerImportance})
	}
	for _, text := range a.setAside(m.Aside) {
		out = append(out, balanceLine{cells: []string{text}, ink: widget.WarningImportance})
	}
	for _, n := range m.Notices {
		out = append(out, balanceLine{cells: []string{n.String()}, ink: widget.WarningImportance})
	}
	return out
}

func counts(name string, b merge.Balance) balanceLine {
	cells := []string{name}
	for _, n := range []int{b.Read, b.Added, b.Known, b.Superseded, b.Joined, b.Conflict, b.Refused} {
		cells = append(cells, fmt.Sprint(n))
	}
	return balanceLine{cells: cells}
}

// A row has its cells, and a label over the whole width for a sentence.
func newBalanceRow() fyne.CanvasObject {
	cells := make([]fyne.CanvasObject, len(balanceColumns))
	for i := range cells {
		l := widget.NewLabel("")
		l.Truncation = fyne.TextTruncateEllipsis
		if i > 0 {
			l.Alignment = fyne.TextAlignTrailing
		}
		cells[i] = l
	}
	whole := widget.NewLabel("")
	whole.Truncation = fyne.TextTruncateEllipsis
	return container.NewStack(container.New(balanceColumns, cells...), whole)
}

func showBalanceRow(o fyne.CanvasObject, line balanceLine) {
	parts := o.(*fyne.Container).Objects
	cells, whole := parts[0].(*fyne.Container), parts[1].(*widget.Label)
	sentence := len(line.cells) == 1
	cells.Hidden, whole.Hidden = sentence, !sentence
	if sentence {
		whole.Importance = line.ink
		whole.SetText(line.cells[0])
		return
	}
	for i, text := range line.cells {
		l := cells.Objects[i].(*widget.Label)
		l.TextStyle.Bold = line.bold
		l.SetText(text)
	}
}
