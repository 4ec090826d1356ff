package app

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
)

// A settingsView sets what one laptop keeps: who may open it, and the language
// and the look of the window. A change is kept, and seen, at once.
type settingsView struct {
	common
	after string // the group of buttons that gets the keyboard after a change
	first map[string]fyne.Focusable

	folder *field.Entry // of the second backups
	typed  string       // there, when the window locked itself
	kept   string       // what is kept of it
}

func newSettingsView(a *App) *settingsView { return &settingsView{common: common{a}} }

func (v *settingsView) name() string { return "settings" }
func (v *settingsView) close()       { v.app.back() }
func (v *settingsView) leave()       { v.keepFolder() }

func (v *settingsView) focus() fyne.Focusable {
	if f := v.first[v.after]; f != nil {
		return f
	}
	return v.first["language"]
}

func (v *settingsView) content() fyne.CanvasObject {
	a, s := v.app, v.app.desk.Settings
	v.first = map[string]fyne.Focusable{}
	back := field.NewButton(a.labelled("close", a.T("back")), v.close, a)
	form := widget.NewForm(
		widget.NewFormItem(a.T("settings.interviewer"), v.person(s)),
		widget.NewFormItem(a.T("settings.language"), v.languages(s)),
		widget.NewFormItem(a.T("settings.look"), v.looks(s)),
		widget.NewFormItem(a.T("settings.size"), v.sizes(s)),
		widget.NewFormItem(a.T("settings.idle"), container.NewVBox(v.idle(s), paragraph(a.T("settings.idle.hint")))),
		widget.NewFormItem(a.T("settings.second"), v.second()),
		widget.NewFormItem(a.T("settings.practice"), container.NewVBox(v.practice(s), paragraph(v.practiceHint()))),
		widget.NewFormItem(a.T("settings.erase"), flow(
			field.NewButton(a.T("erase.open"), func() { a.open(newEraseView(a)) }, a),
			field.NewButton(a.T("empty.open"), func() { a.open(newEmptyView(a)) }, a))),
	)
	return a.page(container.NewVBox(subtitle(a.T("settings.title")), form, paragraph(a.T("settings.store", "path", a.options.Store))), back)
}

// one is a row of buttons of which one is chosen.
func (v *settingsView) one(group string, labels []string, chosen int, choose func(i int, s *screen.Settings)) fyne.CanvasObject {
	row := v.app.oneOf(labels, chosen, func(i int) {
		v.after = group
		v.change(func(s *screen.Settings) { choose(i, s) })
	})
	v.first[group] = row.Objects[max(chosen, 0)].(*field.Button)
	return row
}

func (v *settingsView) languages(s screen.Settings) fyne.CanvasObject {
	var labels []string
	for _, l := range languages {
		labels = append(labels, l.T("language.own"))
	}
	return v.one("language", labels, slices.Index(languages, v.app.lang), func(i int, s *screen.Settings) { s.Language = languages[i].code })
}

func (v *settingsView) looks(s screen.Settings) fyne.CanvasObject {
	var labels []string
	for _, l := range screen.Looks {
		labels = append(labels, v.app.T("look."+string(l)))
	}
	return v.one("look", labels, slices.Index(screen.Looks, s.Look), func(i int, s *screen.Settings) { s.Look = screen.Looks[i] })
}

func (v *settingsView) sizes(s screen.Settings) fyne.CanvasObject {
	var labels []string
	for _, n := range screen.TextSizes {
		labels = append(labels, v.app.T("settings.percent", "p", n))
	}
	return v.one("size", labels, slices.Index(screen.TextSizes, s.TextSize), func(i int, s *screen.Settings) { s.TextSize = screen.TextSizes[i] })
}

func (v *settingsView) practice(s screen.Settings) fyne.CanvasObject {
	labels, chosen := []string{v.app.T("settings.real"), v.app.T("settings.training")}, 0
	if v.app.desk.Practice() {
		chosen = 1
	}
	return v.one("practice", labels, chosen, func(i int, s *screen.Settings) { s.Practice = i == 1 })
}

// practiceHint says why interviews are for practice where that cannot be
// chosen.
func (v *settingsView) practiceHint() string {
	if n := len(v.app.desk.Places); n > 0 {
		return v.app.T("settings.practice.forced", "n", n)
	}
	return v.app.T("settings.practice.hint")
}

// change keeps a setting and shows the window with it.
func (v *settingsView) change(set func(*screen.Settings)) {
	v.keepFolder()
	s := v.app.desk.Settings
	set(&s)
	if err := v.app.desk.SaveSettings(context.Background(), s); err != nil {
		v.app.fault(err)
		return
	}
	v.app.take(s)
	v.app.show()
}

// person is who is at the desk, and what they can do about keys.
func (v *settingsView) person(s screen.Settings) fyne.CanvasObject {
	a := v.app
	return container.NewVBox(boldLabel(s.Interviewer), flow(
		field.NewButton(a.T("passphrase.title"), func() { a.open(newPassphraseView(a)) }, a),
		field.NewButton(a.T("colleague.title"), func() { a.open(newEnrollView(a, a.desk)) }, a),
		field.NewButton(a.T("identity.open"), func() { a.open(newIdentityView(a)) }, a)))
}

func (v *settingsView) idle(s screen.Settings) fyne.CanvasObject {
	var labels []string
	for _, n := range screen.IdleMinutes {
		labels = append(labels, v.app.T("settings.minutes", "n", n))
	}
	return v.one("idle", labels, slices.Index(screen.IdleMinutes, s.Idle), func(i int, s *screen.Settings) { s.Idle = screen.IdleMinutes[i] })
}

// second names the folder that gets the backups too, and says how it stands.
func (v *settingsView) second() fyne.CanvasObject {
	a := v.app
	v.folder = field.NewEntry(keysOr{func(k *fyne.KeyEvent) bool {
		if !isReturn(k) {
			return false
		}
		v.keepFolder()
		a.show()
		return true
	}, a})
	rows := container.NewVBox(v.folder, paragraph(a.T("settings.second.hint")))
	state, err := a.desk.SecondState(context.Background())
	if err != nil {
		a.fault(err)
	}
	if v.kept = ""; v.typed != "" {
		v.folder.SetText(v.typed)
		v.typed = ""
	} else if state != nil {
		v.folder.SetText(state.Folder)
	}
	if state != nil {
		v.kept = state.Folder
		if state.There {
			rows.Add(paragraph(a.T("settings.second.there", "n", len(state.Backups))))
		} else {
			rows.Add(paragraph(a.T("settings.second.away")))
		}
	}
	return rows
}

// keepFolder keeps what was typed.
func (v *settingsView) keepFolder() {
	if v.folder == nil {
		return
	}
	folder := strings.TrimSpace(v.folder.Text)
	if folder == v.kept {
		return
	}
	v.kept = folder
	if err := v.app.desk.SetSecondFolder(context.Background(), folder); err != nil {
		v.app.fault(err)
	}
}
