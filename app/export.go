package app

import (
	"context"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/export"
	"anketa/survey/message"
)

// An exportView writes the finished interviews of the form in use into a
// workbook.
type exportView struct {
	common
	file             *fileEntry
	secret           *passwordPair
	kind             int             // of exportKinds
	dialect          int             // of dialects
	divided          *fyne.Container // what stands between fields
	hint             *widget.Label   // what the file is for
	start            *field.Button
	job              *jobPanel
	result           *fyne.Container
	finished, drafts int
	at               string // where it was last asked to be written
}

func newExportView(a *App) *exportView { return &exportView{common: common{a}, dialect: dialectHere()} }

func (v *exportView) name() string { return "export" }
func (v *exportView) close()       { v.app.back() }
func (v *exportView) leave()       { v.job.end() }

func (v *exportView) focus() fyne.Focusable {
	if v.start.Disabled() {
		return v.file.entry
	}
	return v.start
}

func (v *exportView) content() fyne.CanvasObject {
	a := v.app
	v.count()
	v.file = newFileEntry(a, a.T("export.path"), v.run, v.browse)
	v.file.entry.SetText(orElse(v.at, a.proposed(v.fileName())))
	v.secret, v.hint = newPasswordPair(a, v.run), paragraph("")
	v.secret.asked = func(bool) { v.explain() }
	v.start = field.NewButton(a.labelled("run", a.T("export.do")), v.run, a)
	v.start.Importance = widget.HighImportance
	v.job, v.result = newJobPanel(a), container.NewVBox()
	what := a.T("export.what", "n", v.finished)
	if v.finished == 0 {
		what = a.T("export.none")
		v.start.Disable()
	}
	if v.drafts > 0 {
		what += " " + a.T("export.drafts", "n", v.drafts)
	}
	v.divided = v.separators()
	body := container.NewVBox(subtitle(a.T("export.title")), paragraph(what), boldLabel(a.T("export.kind")), v.kinds(),
		v.file.box, v.hint, v.divided, v.secret.box, v.job.box, v.result)
	v.pick(v.kind)
	back := field.NewButton(a.labelled("close", a.T("back")), v.close, a)
	return a.page(body, back, v.start)
}

func (v *exportView) kinds() fyne.CanvasObject {
	var labels []string
	for _, k := range exportKinds {
		labels = append(labels, v.app.T("export.kind."+k.name))
	}
	return v.app.oneOf(labels, v.kind, v.pick)
}

func (v *exportView) count() {
	records, err := v.app.desk.Records(context.Background())
	if err != nil {
		v.app.fault(err)
		return
	}
	v.drafts, v.finished = records.Counts()
}

// fileName says form, laptop and day, so that the workbooks of many laptops
// can lie in one folder.
func (v *exportView) fileName() string {
	desk := v.app.desk
	device := strings.TrimPrefix(desk.Store.Device(), "uuid:")
	return fmt.Sprintf("%s_%.6s_%s.xlsx", plainName(desk.Form.ID), device, time.Now().Format("2006-01-02"))
}

// plainName leaves what every file system takes in a name.
func plainName(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' {
			return '_'
		}
		return r
	}, s)
}

func (v *exportView) browse() {
	v.app.openFolder(filepath.Dir(v.file.path()), func(folder string) {
		v.file.entry.SetText(filepath.Join(folder, filepath.Base(v.file.path())))
		v.app.window.Canvas().Focus(v.start)
	})
}

// dropped takes a folder that was dropped on the window.
func (v *exportView) dropped(paths []string) {
	if len(paths) > 0 && !strings.EqualFold(filepath.Ext(paths[0]), ".xlsx") {
		v.file.entry.SetText(filepath.Join(paths[0], filepath.Base(v.file.path())))
	}
}

func (v *exportView) run() {
	if v.job.running || v.start.Disabled() {
		return
	}
	v.at = v.path()
	password, err := v.secret.password()
	if err != nil {
		v.app.trace("fault", screen.Explain(err).Key)
		v.app.tell(v.app.explain(err), nil)
		return
	}
	v.app.writeTo(v.at, func() { v.write(password) })
}

// withEnd gives a workbook's name the end by which Excel knows it.
func withEnd(path string) string {
	path = strings.TrimSpace(path)
	if !strings.EqualFold(filepath.Ext(path), ".xlsx") {
		path += ".xlsx"
	}
	return path
}

func (v *exportView) write(password string) {
	a, path := v.app, v.at
	v.say()
	v.start.Disable()
	var written *screen.Exported
	v.job.run(func(ctx context.Context, p screen.Progress) (err error) {
		written, err = v.export(ctx, path, password, p)
		return err
	}, func(err error) {
		if !a.landed(v, v.start, err) {
			return
		}
		a.trace("exported", written.Records)
		v.secret.clear()
		a.remember(path)
		told := a.noticed(written.Notices)
		if written.Readable {
			told = append(told, warning(a.T("export.readable")))
		}
		told = append(told, a.success(a.T("export.done", "n", written.Records)))
		if written.Sealed > 0 {
			told = append(told, a.success(a.T("export.sealed", "n", written.Sealed)))
		}
		if written.Media > 0 {
			told = append(told, a.success(a.T("export.files", "n", written.Media, "folder", filepath.Base(export.MediaFolder(path)))))
		}
		v.say(append(told, a.written(path, written.SHA256))...)
	})
}

// say puts the result below.
func (v *exportView) say(objects ...fyne.CanvasObject) {
	v.result.Objects = objects
	v.result.Refresh()
	v.app.showResult(v.result)
}

// noticed is a line for each thing that people should look at.
func (a *App) noticed(sentences []*message.Text) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, s := range sentences {
		out = append(out, warning(a.lang.says(s)))
	}
	return out
}

// warning is a line with a yellow sign.
func warning(text string) fyne.CanvasObject {
	sign := widget.NewIcon(theme.NewWarningThemedResource(theme.WarningIcon()))
	return container.NewBorder(nil, nil, sign, nil, paragraph(text))
}

// success is a line with a green sign.
func (a *App) success(text string) fyne.CanvasObject {
	sign := widget.NewIcon(theme.NewSuccessThemedResource(theme.ConfirmIcon()))
	return container.NewBorder(nil, nil, sign, nil, boldLabel(text))
}

// written says where a file is, with a way to its folder.
func (a *App) written(path, sha256 string) fyne.CanvasObject {
	objects := []fyne.CanvasObject{paragraph(path)}
	open := field.NewButton(a.T("folder.open"), func() {
		u := &url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Dir(path))}
		if err := a.fyne.OpenURL(u); err != nil {
			a.fault(err)
		}
	}, a)
	buttons := flow(open)
	if sha256 != "" {
		objects = append(objects, detail("SHA-256 "+sha256))
		buttons.Add(field.NewButton(a.T("copy.sum"), func() { a.copyText(sha256) }, a))
	}
	return container.NewVBox(append(objects, buttons)...)
}
