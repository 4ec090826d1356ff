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
	"anketa/survey"
)

// A reportView writes tables and charts of a workbook's interviews.
type reportView struct {
	common
	from, out string
	counted   int // which interviews count, of reportKinds
	small     int // of reportSmall
	language  int // 0 is the form's own, then those of the form in use

	in, to *fileEntry
	start  *field.Button
	job    *jobPanel
	result *fyne.Container
}

// reportKinds are the interviews that a report may be of; the first is real
// ones, or simulated ones where there is nothing else.
var reportKinds = []struct {
	name  string
	kinds []survey.Kind
}{
	{"real", nil},
	{"training", []survey.Kind{survey.Training}},
	{"all", []survey.Kind{survey.Real, survey.Training, survey.Simulated}},
}

// reportSmall is under which count a cell can be hidden; 0 hides none.
var reportSmall = []int{0, 3, 5, 10}

func newReportView(a *App) *reportView { return &reportView{common: common{a}} }

func (v *reportView) name() string { return "report" }
func (v *reportView) close()       { v.app.back() }
func (v *reportView) leave()       { v.job.end() }

func (v *reportView) focus() fyne.Focusable { return v.in.entry }

func (v *reportView) content() fyne.CanvasObject {
	a := v.app
	v.in = newFileEntry(a, a.T("report.in"), v.run, v.browse)
	v.in.entry.PlaceHolder = a.T("report.path")
	v.in.entry.SetText(v.from)
	v.in.entry.OnChanged = v.propose
	v.to = newFileEntry(a, a.T("report.out"), v.run, v.browseOut)
	v.to.entry.SetText(v.out)
	v.start = field.NewButton(a.labelled("run", a.T("report.do")), v.run, a)
	v.start.Importance = widget.HighImportance
	v.job, v.result = newJobPanel(a), container.NewVBox()
	kinds, small, languages := []string{}, []string{}, []string{a.T("report.language.default")}
	for _, k := range reportKinds {
		kinds = append(kinds, a.T("report.kind."+k.name))
	}
	for _, n := range reportSmall {
		label := a.T("report.small.none")
		if n > 0 {
			label = a.T("report.small.under", "count", n)
		}
		small = append(small, label)
	}
	for _, l := range a.desk.Form.Languages {
		languages = append(languages, languageName(l))
	}
	body := container.NewVBox(subtitle(a.T("report.title")), paragraph(a.T("report.how")), v.in.box, v.to.box,
		boldLabel(a.T("report.kinds")), v.one(kinds, &v.counted),
		boldLabel(a.T("report.small")), v.one(small, &v.small),
		boldLabel(a.T("report.language")), v.one(languages, &v.language), v.job.box, v.result)
	return a.page(body, field.NewButton(a.labelled("close", a.T("back")), v.close, a), v.start)
}

// one is a row of buttons of which one is chosen.
func (v *reportView) one(labels []string, chosen *int) fyne.CanvasObject {
	return v.app.oneOf(labels, *chosen, func(i int) { *chosen = i })
}

// propose proposes a name for the report beside its workbook.
func (v *reportView) propose(in string) {
	in = strings.TrimSpace(in)
	if end := filepath.Ext(in); strings.EqualFold(end, ".xlsx") {
		v.to.entry.SetText(strings.TrimSuffix(in, end) + "-report.xlsx")
	}
}

func (v *reportView) browse() {
	v.app.openFile(v.app.desk.Settings.Folder, []string{".xlsx"}, func(path string) { v.take(path) })
}

func (v *reportView) browseOut() {
	v.app.openFolder(filepath.Dir(v.to.path()), func(folder string) {
		v.to.entry.SetText(filepath.Join(folder, filepath.Base(v.to.path())))
	})
}

func (v *reportView) take(path string) {
	v.in.entry.SetText(path)
	v.app.window.Canvas().Focus(v.start)
}

func (v *reportView) dropped(paths []string) {
	if len(paths) > 0 {
		v.take(paths[0])
	}
}

func (v *reportView) run() {
	v.from, v.out = strings.TrimSpace(v.in.path()), strings.TrimSpace(v.to.path())
	switch {
	case v.job.running:
	case v.from == "":
		v.app.window.Canvas().Focus(v.in.entry)
	case v.out == "":
		v.app.window.Canvas().Focus(v.to.entry)
	default:
		v.out = withEnd(v.out)
		v.app.writeTo(v.out, v.write)
	}
}

func (v *reportView) write() {
	a, from, out := v.app, v.from, v.out
	v.result.Objects = nil
	v.start.Disable()
	o := screen.ReportOptions{Kinds: reportKinds[v.counted].kinds, Small: reportSmall[v.small]}
	if v.language > 0 {
		o.Language = a.desk.Form.Languages[v.language-1].ID
	}
	var made *screen.Reported
	v.job.run(func(ctx context.Context, p screen.Progress) (err error) {
		made, err = screen.MakeReport(ctx, from, out, o, p)
		return err
	}, func(err error) {
		if !a.landed(v, v.start, err) {
			return
		}
		a.trace("reported", made.N)
		a.remember(out)
		objects := []fyne.CanvasObject{a.success(a.T("report.done", "n", made.N)), a.counted(made.Sample.Included)}
		if left := a.kinds(made.Sample.Excluded); left != "" {
			objects = append(objects, paragraph(a.T("report.left", "kinds", left)))
		}
		objects = append(objects, a.noticed(made.Notices)...)
		objects = append(objects, a.written(out, ""))
		if n := len(made.Refused); n > 0 {
			objects = append(objects, paragraph(a.T("report.refused", "n", n)))
		}
		v.result.Objects = objects
		v.result.Refresh()
		a.showResult(v.result)
	})
}
