package app

import (
	"context"
	"path/filepath"
	"strings"

	"anketa/app/screen"
	"anketa/export"
)

// exportKinds are what an export can be: Anketa's own workbook, which is read
// back, or the layout of another program.
var exportKinds = []struct {
	name    string
	profile export.Profile
	end     string // of the name that is proposed
}{
	{"workbook", "", ".xlsx"},
	{"central", export.Central, ".zip"},
	{"kobo", export.Kobo, "-kobo.xlsx"},
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
	if exportKinds[kind].profile == export.Central {
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
	v.hint.Hidden = kind.profile == "" && v.secret.first.Text != ""
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
	if profile := exportKinds[v.kind].profile; profile != "" {
		return screen.ExportAs(ctx, profile, password, desk.Store, desk.Form.ID, path, p)
	}
	return screen.ExportWith(ctx, password, desk.Store, desk.Form.ID, path, p)
}
