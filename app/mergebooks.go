package app

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/export"
	"anketa/export/merge"
)

// A booksPage has the workbooks, a row for each: what it would bring, or why
// it cannot be merged; afterwards, what it brought.
type booksPage struct {
	v     *mergeView
	in    *fileEntry
	to    *fileEntry
	list  *field.List
	lines []balanceLine
}

func newBooksPage(v *mergeView) *booksPage { return &booksPage{v: v} }

// focus is on the entry while workbooks are added, on the result afterwards.
func (p *booksPage) focus() fyne.Focusable {
	if p.v.made != nil {
		return p.list
	}
	return p.in.entry
}

func (p *booksPage) content() fyne.CanvasObject {
	a, v := p.v.app, p.v
	if v.made != nil {
		return p.result()
	}
	p.in = newFileEntry(a, a.T("merge.add"), p.enter, p.browse)
	p.in.entry.PlaceHolder = a.T("merge.path")
	p.in.more = func(k *fyne.KeyEvent) bool { return p.list != nil && (p.list.Step(k.Name) || p.key(k)) }
	p.to = newFileEntry(a, a.T("merge.out"), v.run, p.browseOut)
	p.to.entry.SetText(v.out)
	p.to.entry.OnChanged = func(text string) { v.out = text }
	v.to = p.to
	if len(v.paths) == 0 {
		how := paragraph(a.T("merge.how"))
		none := container.NewCenter(subtitleLow(a.T("merge.none")))
		return container.NewBorder(container.NewVBox(subtitle(a.T("merge.title")), how, p.in.box), nil, nil, nil, none)
	}
	p.lines = p.planned()
	if v.low() {
		return container.NewBorder(container.NewVBox(p.in.entry, balanceHead(a, a.T("balance.made"))), nil, nil, nil, p.table())
	}
	return container.NewBorder(container.NewVBox(p.in.box, balanceHead(a, a.T("balance.made")), widget.NewSeparator()), container.NewVBox(p.to.box, v.protect.box), nil, nil, p.table())
}

func (p *booksPage) table() fyne.CanvasObject {
	p.list = field.NewList(func() int { return len(p.lines) }, newBalanceRow, func(i int, o fyne.CanvasObject) { showBalanceRow(o, p.lines[i]) }, keysOr{p.key, p.v.app})
	p.list.Wraps = len(p.lines) <= mostWrapped
	p.list.OnPicked = p.details
	return p.list
}

// enter adds what was typed; with nothing typed it shows the marked row.
func (p *booksPage) enter() {
	if path := strings.TrimSpace(p.in.path()); path != "" {
		p.v.add(path)
	} else if p.list != nil {
		p.details(p.list.Marked())
	}
}

func (p *booksPage) browse() {
	p.v.app.openFile(p.v.app.desk.Settings.Folder, []string{".xlsx"}, func(path string) { p.v.add(path) })
}

func (p *booksPage) browseOut() {
	p.v.app.openFolder(filepath.Dir(p.to.path()), func(folder string) {
		p.to.entry.SetText(filepath.Join(folder, filepath.Base(p.to.path())))
	})
}

// key takes a workbook out of the list, from the list and from the entry above
// it, where the keyboard is while workbooks are added.
func (p *booksPage) key(k *fyne.KeyEvent) bool {
	v := p.v
	i := p.list.Marked()
	if k.Name != fyne.KeyDelete || i < 0 || i >= len(v.paths) || v.made != nil || v.job.running {
		return false
	}
	inList := v.app.window.Canvas().Focused() == fyne.Focusable(p.list)
	v.paths = slices.Delete(v.paths, i, i+1)
	v.look()
	if now, ok := v.page.(*booksPage); ok && now.list != nil {
		now.list.Mark(i)
		if inList && !v.job.running {
			v.app.window.Canvas().Focus(now.list)
		}
	}
	return true
}

// planned is a line for each workbook and one for all.
func (p *booksPage) planned() []balanceLine {
	a, v := p.v.app, p.v
	books := v.overview().Books
	if len(books) != len(v.paths) {
		var out []balanceLine
		for _, path := range v.paths {
			out = append(out, balanceLine{cells: []string{filepath.Base(path)}})
		}
		return out
	}
	var out []balanceLine
	var total merge.Balance
	for _, b := range books {
		out = append(out, p.book(b))
		total = total.Plus(b.Balance)
	}
	all := counts(a.T("balance.total"), []string{"", "", ""}, total)
	all.bold = true
	out = append(out, all)
	out = append(out, p.left(total)...)
	for _, b := range books {
		if b.Absent > 0 {
			out = append(out, balanceLine{cells: []string{a.T("merge.files", "book", filepath.Base(b.Path), "n", b.Absent, "folder", filepath.Base(export.MediaFolder(b.Path)))}, ink: widget.WarningImportance})
		}
		for _, r := range b.Refused {
			out = append(out, balanceLine{cells: []string{filepath.Base(b.Path) + ": " + a.lang.says(r)}, ink: widget.DangerImportance})
		}
	}
	for _, text := range a.setAside(v.overview().Aside) {
		out = append(out, balanceLine{cells: []string{text}, ink: widget.WarningImportance})
	}
	return out
}

// left tells of the interviews for which the table has no column.
func (p *booksPage) left(b merge.Balance) []balanceLine {
	if b.Withdrawn+b.Waiting == 0 {
		return nil
	}
	return []balanceLine{{cells: []string{p.v.sum(b)}}}
}

func (p *booksPage) book(b screen.Planned) balanceLine {
	name := filepath.Base(b.Path)
	if b.Fault != nil {
		return balanceLine{cells: []string{p.v.app.explain(b.Fault)}, ink: widget.DangerImportance}
	}
	line := counts(name, []string{deviceName(b.Device), strings.Join(b.People, ", "), p.v.app.lang.moment(b.Created)}, b.Balance)
	if b.Conflict+b.Balance.Refused+len(b.Refused) > 0 {
		line.ink = widget.WarningImportance
	}
	return line
}

func deviceName(device string) string {
	if device == "" {
		return "—"
	}
	return merge.ShortDevice(device)
}

// details tells all of a workbook.
func (p *booksPage) details(i int) {
	a, books := p.v.app, p.v.overview().Books
	if i < 0 || i >= len(books) {
		return
	}
	b := books[i]
	if b.Fault != nil {
		if _, _, locked := screen.LockedBook(b.Fault); locked {
			p.v.look()
			return
		}
		a.fault(b.Fault)
		return
	}
	texts := []fyne.CanvasObject{
		subtitle(filepath.Base(b.Path)),
		paragraph(a.T("merge.book", "laptop", cmp.Or(b.Device, "—"), "who", cmp.Or(strings.Join(b.People, ", "), "—"), "when", a.lang.moment(b.Created), "form", b.Form, "versions", strings.Join(b.Versions, ", "))),
		boldLabel(p.v.sum(b.Balance)),
	}
	for _, r := range b.Refused {
		texts = append(texts, paragraph(a.T("merge.aside", "what", a.lang.says(r))))
	}
	for _, r := range p.v.overview().Repaired {
		if r.File == b.Path || r.File == filepath.Base(b.Path) {
			texts = append(texts, paragraph(a.T("merge.repaired", "sheet", r.Sheet, "row", r.Row, "column", r.Column)))
		}
	}
	a.tellAll(append(texts, detail(b.Path), detail("SHA-256 "+b.SHA256)))
}

// sum is a balance with its check.
func (v *mergeView) sum(b merge.Balance) string {
	equal := "="
	if !b.Holds() {
		equal = "≠"
	}
	sum := v.app.T("balance.sum", "read", b.Read, "equal", equal, "added", b.Added, "known", b.Known,
		"superseded", b.Superseded, "joined", b.Joined, "conflict", b.Conflict, "refused", b.Refused)
	if b.Withdrawn > 0 {
		sum += v.app.T("balance.withdrawn", "n", b.Withdrawn)
	}
	if b.Waiting > 0 {
		sum += v.app.T("balance.waiting", "n", b.Waiting)
	}
	return sum
}

// result shows what came of each workbook, and below it what people should
// look at.
func (p *booksPage) result() fyne.CanvasObject {
	a, m := p.v.app, p.v.made
	p.lines = p.balance()
	top := container.NewVBox(a.success(a.T("merge.kept", "n", m.Records, "number", m.Merge)), boldLabel(p.v.sum(m.Total)))
	if m.SHA256 != "" {
		top.Add(a.written(withEnd(p.v.out), m.SHA256))
	}
	if m.Media > 0 {
		top.Add(a.success(a.T("export.files", "n", m.Media, "folder", filepath.Base(export.MediaFolder(withEnd(p.v.out))))))
	}
	top.Add(a.counted(m.Kinds))
	top.Add(balanceHead(a, "SHA-256"))
	top.Add(widget.NewSeparator())
	return container.NewBorder(top, nil, nil, nil, p.table())
}

func (p *booksPage) balance() []balanceLine {
	a, m := p.v.app, p.v.made
	var out []balanceLine
	for _, f := range m.Files {
		out = append(out, counts(filepath.Base(f.Name), []string{deviceName(p.v.devices[f.SHA256]), "", fmt.Sprintf("%.8s", f.SHA256)}, f.Balance))
	}
	total := counts(a.T("balance.total"), []string{"", "", ""}, m.Total)
	total.bold = true
	out = append(out, total)
	for _, b := range p.v.without {
		out = append(out, p.book(b))
	}
	for _, of := range m.Disputed {
		out = append(out, balanceLine{cells: []string{a.T("merge.conflict", "id", a.lang.says(of))}, ink: widget.WarningImportance})
	}
	for _, r := range m.Refused {
		out = append(out, balanceLine{cells: []string{filepath.Base(r.Path) + ": " + a.lang.says(r.Refusal)}, ink: widget.DangerImportance})
	}
	for _, text := range a.setAside(m.Aside) {
		out = append(out, balanceLine{cells: []string{text}, ink: widget.WarningImportance})
	}
	for _, n := range m.Notices {
		out = append(out, balanceLine{cells: []string{a.lang.says(n)}, ink: widget.WarningImportance})
	}
	for _, n := range m.Notes {
		out = append(out, balanceLine{cells: []string{a.lang.says(n)}, ink: widget.WarningImportance})
	}
	return out
}
