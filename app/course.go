package app

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/survey"
	"anketa/survey/interview"
)

// This file is what can be done in an interview, by key or button.

// host is what the fields of a page hand their events to.
func (v *interviewView) host() field.Host {
	page, _ := v.s.Page()
	return field.Host{
		Answer:   func(p survey.Path, text string) { v.changed(v.s.Answer(p, text)) },
		Typing:   v.s.Type,
		Confirm:  func(p survey.Path) { v.changed(v.s.Confirm(p)) },
		Focused:  v.asks,
		Next:     v.nextField,
		Step:     v.stepField,
		Attach:   v.attach,
		File:     v.file,
		SaveFile: v.saveFile,
		Files:    &v.taken,
		Open:     v.app.openAttached,
		Browse:   v.app.openAddress,
		Album:    &v.album,
		Reveal:   func(o fyne.CanvasObject) { field.Reveal(v.scroll, o) },
		Key:      v.fieldKey,
		Shortcut: v.app.Shortcut,
		T:        v.app.T,
		After:    v.app.work.after,
		Compact:  page.Asked > 1,
	}
}

func (v *interviewView) changed(changes []interview.Change, err error) {
	if err != nil {
		v.app.fault(err)
		return
	}
	v.update(changes)
}

// next goes on: to the next question of the page, then to the next page.
func (v *interviewView) next() {
	v.commit()
	switch v.s.Next() {
	case screen.Stayed:
		v.update(nil)
		v.s.Focused(v.doubted())
		v.keyboard()
	default:
		v.turn()
	}
}

// doubted is the first question of the page that needs another look.
func (v *interviewView) doubted() survey.Path {
	for _, p := range v.rows {
		if now := v.s.View(p); now.Problem != "" || now.Warning != "" {
			return p
		}
	}
	return v.s.Focus()
}

// nextField goes to the next question of the page; from the last one the page
// is left.
func (v *interviewView) nextField(p survey.Path) {
	found := false
	for i, row := range v.rows {
		if found && v.fields[i].Focus() != nil {
			v.app.window.Canvas().Focus(v.fields[i].Focus())
			return
		}
		found = found || row == p
	}
	v.next()
}

// stepField goes to the question above or below on the page; at its ends the
// keyboard stays.
func (v *interviewView) stepField(p survey.Path, by int) {
	for i := slices.Index(v.rows, p) + by; i >= 0 && i < len(v.fields); i += by {
		if f := v.fields[i].Focus(); f != nil {
			v.app.window.Canvas().Focus(f)
			return
		}
	}
}

// fieldKey takes a key that the field which has the keyboard has no use for.
// The one that opens opens what the nearest note above it has.
func (v *interviewView) fieldKey(k *fyne.KeyEvent) bool {
	if k.Name != field.OpenKey {
		return v.app.Key(k)
	}
	for i := slices.Index(v.rows, v.s.Focus()) - 1; i >= 0; i-- {
		if v.s.View(v.rows[i]).Item.Type.Kind == survey.NoteKind && v.fields[i].OpenFirst() {
			return true
		}
	}
	return v.app.Key(k)
}

func (v *interviewView) back() {
	v.commit()
	if v.s.First() {
		return
	}
	v.s.Back()
	v.turn()
}

func (v *interviewView) jump(p survey.Path) {
	v.commit()
	v.s.Jump(p)
	v.turn()
}

func (v *interviewView) toFinish() {
	v.commit()
	v.s.JumpEnd()
	v.turn()
}

func (v *interviewView) nextLanguage() {
	v.commit()
	v.s.NextLanguage()
	v.build()
	v.keyboard()
}

// leaveDraft goes back to the start screen; the interview stays as a draft.
// Where its last answers cannot be saved the interviewer decides.
func (v *interviewView) leaveDraft() {
	v.commit()
	if v.s.Untouched() {
		v.stopClocks()
		v.s.Drop(func(err error) {
			if err == nil {
				v.app.trace("dropped")
			} // else it is a draft like others, and can be discarded
			v.toStart()
		})
		return
	}
	if state, _ := v.s.Saved(); state == screen.SavedNothing {
		v.app.ask("leave.unsaved", v.toStart)
		return
	}
	v.toStart()
}

// toStart shows the start screen once every write has come back, so that it
// lists, and resumes, the draft as it is.
func (v *interviewView) toStart() {
	v.stopClocks()
	v.app.work.Put(func() error { return nil }, func(error) {
		if v.app.top() == view(v) {
			v.app.back()
		}
	})
}

func (v *interviewView) stopClocks() {
	for _, stop := range v.stop {
		stop()
	}
}

// states offers "don't know", "refused" and "not applicable" for the question
// that has the keyboard.
func (v *interviewView) states() {
	p := v.s.Focus()
	view := v.s.View(p)
	if v.fieldOf(p) == nil || view.Item == nil || !view.Item.Type.Asked() {
		return
	}
	v.commit()
	var labels []string
	for _, s := range answerStates {
		labels = append(labels, v.stateLabel(view, s))
	}
	v.app.choose(v.app.T("states.title"), labels, func(i int) {
		v.changed(v.s.Mark(p, answerStates[i]))
		v.keyboard()
	})
}

var answerStates = []survey.State{survey.DontKnow, survey.Refused, survey.NotApplicable}

// stateLabel is the form's own wording where its list has a choice for it.
func (v *interviewView) stateLabel(view interview.View, s survey.State) string {
	for _, c := range view.Choices {
		if c.Special == s {
			return c.Label
		}
	}
	return v.app.T("answer." + s.String())
}

// cover stands in place of a page with sensitive answers.
func (v *interviewView) cover() fyne.CanvasObject {
	text := widget.NewLabel(v.app.T("cover.text"))
	text.Wrapping = fyne.TextWrapWord
	row, first := v.either(0, v.app.T("cover.show"), v.uncover, v.app.T("cover.skip"), v.next)
	v.first = first
	return container.NewVBox(append(v.headings(), text, row)...)
}

// coverAgain covers a sensitive answer that stays on the screen while nobody
// touches anything.
func (v *interviewView) coverAgain() {
	v.commit()
	if v.s.Cover() {
		v.app.closeOverlays()
		v.build()
		v.keyboard()
	}
}

func (v *interviewView) uncover() {
	v.s.Uncover()
	v.build()
	v.keyboard()
}

// another is the page at the end of a repeat.
func (v *interviewView) another(repeat survey.Path) fyne.CanvasObject {
	n := v.s.Instances(repeat)
	text := heading(v.app.T("repeat.have", "n", n, "label", orElse(v.s.View(repeat).Label, v.app.T("interview.case"))), true)
	add := func() {
		if err := v.s.Add(repeat); err != nil {
			v.app.fault(err)
			return
		}
		v.turn()
	}
	// Once there is one, Enter goes on: pressed again and again it must not
	// make cases that nobody told of.
	row, first := v.either(min(n, 1), v.app.T("repeat.add"), add, v.app.T("repeat.no"), v.next)
	v.first = first
	return container.NewVBox(append(v.headings(), text, paragraph(v.app.T("repeat.another")), row)...)
}

// either offers two ways, by Enter on the first one, by arrow or by digit.
func (v *interviewView) either(first int, one string, onOne func(), other string, onOther func()) (fyne.CanvasObject, fyne.Focusable) {
	var buttons []*field.Button
	keys := keysOr{func(k *fyne.KeyEvent) bool {
		if d, ok := field.Digit(k.Name); ok && (d == 1 || d == 2) {
			buttons[d-1].Tapped(nil)
			return true
		}
		return v.app.walk(buttons, k.Name)
	}, v.app}
	buttons = []*field.Button{field.NewButton("1   "+one, onOne, keys), field.NewButton("2   "+other, onOther, keys)}
	return flow(buttons[0], buttons[1]), buttons[first]
}

// removeInstance takes the instance around the page away, after asking.
func (v *interviewView) removeInstance() {
	instance, ok := v.s.Removable()
	if !ok {
		return
	}
	_, n := instance.Last()
	v.app.ask("repeat.remove", func() {
		if err := v.s.Remove(instance); err != nil {
			v.app.fault(err)
			return
		}
		v.turn()
	}, "i", n)
}
