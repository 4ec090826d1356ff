package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/storage"
)

// A bar is what stands below the page of an interview: the ways on and back,
// the language, how far it is, and whether everything is saved.
type bar struct {
	v   *interviewView
	box *fyne.Container

	back     *field.Button
	language *field.Button
	progress *meter
	done     *widget.Label
	mark     *widget.Icon
	state    *widget.Label
	trouble  *fyne.Container // the red line, there only while answers cannot be saved
	reason   *widget.Label
	warning  *fyne.Container // a line while the disk, or the last backup, needs somebody
	warned   *widget.Label
}

func newBar(v *interviewView) *bar {
	a := v.app
	b := &bar{
		v: v, back: a.button("back"), language: a.button("wording"),
		progress: newMeter(), done: widget.NewLabel(""),
		mark: widget.NewIcon(nil), state: widget.NewLabel(""), reason: widget.NewLabel(""),
	}
	b.reason.Wrapping = fyne.TextWrapWord
	b.reason.Importance = widget.DangerImportance
	b.trouble = container.NewBorder(nil, nil, widget.NewIcon(theme.NewErrorThemedResource(theme.ErrorIcon())),
		field.NewButton(a.T("saved.retry"), v.retry, a), b.reason)
	b.trouble.Hide()
	b.warned = paragraph("")
	b.warned.Importance = widget.WarningImportance
	b.warning = container.NewBorder(nil, nil, widget.NewIcon(theme.NewWarningThemedResource(theme.WarningIcon())), nil, b.warned)
	b.warning.Hide()
	next := a.button("next")
	next.Importance = widget.HighImportance
	ways := flow(next, b.back, a.button("states"), b.language, a.button("find"), a.button("tofinish"), a.button("leave"), a.button("hide"), a.button("help"))
	status := container.NewBorder(nil, nil, container.NewHBox(b.mark, b.state), b.done, container.New(thinLayout{}, b.progress))
	b.box = container.NewVBox(widget.NewSeparator(), b.trouble, b.warning, status, ways)
	return b
}

// update shows where the interview stands.
func (b *bar) update() {
	a, s := b.v.app, b.v.s
	done, total := s.Progress()
	b.done.SetText(a.T("interview.progress", "done", done, "total", total, "number", s.Number))
	b.progress.set(done, total)
	b.nextLanguage()
	if s.First() {
		b.back.Disable()
	} else {
		b.back.Enable()
	}
	b.saved()
}

// nextLanguage names on its button the language that it changes to.
func (b *bar) nextLanguage() {
	all, now := b.v.s.Languages(), b.v.s.Language()
	if len(all) < 2 {
		b.language.Disable()
		return
	}
	b.language.SetText(b.v.app.labelled("wording", b.v.app.T("wording.to", "language", languageName(all[(now+1)%len(all)]))))
}

// saved shows whether every answer has been committed.
func (b *bar) saved() {
	state, err := b.v.s.Saved()
	switch state {
	case screen.SavedAll:
		b.mark.SetResource(theme.NewSuccessThemedResource(theme.ConfirmIcon()))
		b.state.SetText(b.v.app.T("saved.all"))
	case screen.SavedSoon:
		b.mark.SetResource(nil)
		b.state.SetText(b.v.app.T("saved.soon"))
	case screen.SavedNothing:
		b.mark.SetResource(theme.NewErrorThemedResource(theme.ErrorIcon()))
		b.state.SetText(b.v.app.T("saved.not"))
		b.reason.SetText(b.v.app.T("saved.trouble", "why", b.v.app.explain(err)))
	}
	if b.trouble.Visible() != (state == screen.SavedNothing) {
		b.trouble.Hidden = state != screen.SavedNothing
		b.box.Refresh()
	}
	b.warn(warningKey(b.v.s.Room(), b.v.app.desk.BackupFault()))
}

// warningKey chooses what is said while answers are still being saved.
func warningKey(room storage.Room, backup error) string {
	switch {
	case room == storage.RoomSpent:
		return "room.spent"
	case room == storage.RoomScarce:
		return "room.scarce"
	case backup != nil:
		return "backup.none"
	}
	return ""
}

func (b *bar) warn(key string) {
	if key != "" {
		b.warned.SetText(b.v.app.T(key))
	}
	if b.warning.Visible() != (key != "") {
		b.warning.Hidden = key == ""
		b.box.Refresh()
	}
}
