package app

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	fynelang "fyne.io/fyne/v2/lang"

	"anketa/app/screen"
	"anketa/export"
)

// exportKinds are what an export can be: Anketa's own workbook, which is read
// back, the layout of another program, or a folder of tables.
var exportKinds = []struct {
	name    string
	profile export.Profile
	end     string // of the name that is proposed
}{
	{"workbook", "", ".xlsx"},
	{"central", export.Central, ".zip"},
	{"kobo", export.Kobo, "-kobo.xlsx"},
	{"kobolabels", export.KoboLabels, "-kobo-labels.xlsx"},
	{csvKind, "", "-csv"},
}

const csvKind = "csv"

// dialects are how the tables can be written, in the order of their buttons.
var dialects = []struct {
	name string
	export.Dialect
}{
	{"comma", export.Dialect{Separator: ','}},
	{"semicolon", export.Dialect{Separator: ';'}},
	{"decimal", export.Dialect{Separator: ';', DecimalComma: true}},
	{"tab", export.Dialect{Separator: '\t'}},
}

// dialectHere is what spreadsheets on this computer expect, by its locale and
// not by the language of the window.
func dialectHere() int {
	here := export.DialectOf(fynelang.SystemLocale().String())
	return max(0, slices.IndexFunc(dialects, func(d struct {
		name string
		export.Dialect
	}) bool {
		return d.Dialect == here
	}))
}

func (v *exportView) separators() *fyne.Container {
	a := v.app
	var labels []string
	for _, d := range dialects {
		labels = append(labels, a.T("export.separator."+d.name))
	}
	return container.NewVBox(boldLabel(a.T("export.separator")), a.oneOf(labels, v.dialect, func(i int) { v.dialect = i }))
}

// pick chooses what the export will be; the name's end follows.
func (v *exportView) pick(kind int) {
	v.kind = kind
	path := v.file.path()
	for i := len(exportKinds) - 1; i >= 0; i-- {
		if base, found := strings.CutSuffix(path, exportKinds[i].end); found {
			v.file.entry.SetText(base + exportKinds[kind].end)
			break
		}
	}
	tables := exportKinds[kind].name == csvKind
	v.divided.Hidden = !tables
	if tables || exportKinds[kind].profile == export.Central {
		v.secret.clear()
		v.secret.box.Hide()
	} else {
		v.secret.box.Show()
	}
	v.explain()
}

// explain says what the file is for. That anybody reads a workbook is not said
// of one with a password.
func (v *exportView) explain() {
	kind := exportKinds[v.kind]
	v.hint.SetText(v.app.T("export.open." + kind.name))
	v.hint.Hidden = kind.name == "workbook" && v.secret.first.Text != ""
	v.hint.Refresh()
}

// path is where the export will be written, with the end by which other
// programs know it.
func (v *exportView) path() string {
	end := filepath.Ext(exportKinds[v.kind].end)
	path := strings.TrimSpace(v.file.path())
	if !strings.EqualFold(filepath.Ext(path), end) {
		path += end
	}
	return path
}

func (v *exportView) export(ctx context.Context, path, password string, p screen.Progress) (*screen.Exported, error) {
	desk := v.app.desk
	if exportKinds[v.kind].name == csvKind {
		return screen.ExportTables(ctx, desk.Store, desk.Form.ID, path, dialects[v.dialect].Dialect, p)
	}
	if profile := exportKinds[v.kind].profile; profile != "" {
		return screen.ExportAs(ctx, profile, "", password, desk.Store, desk.Form.ID, path, p)
	}
	return screen.ExportWith(ctx, password, desk.Store, desk.Form.ID, path, p)
}
