package app

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/survey"
)

// correctInterview asks why a finished interview is corrected, and goes on with
// it.
func (a *App) correctInterview(id string, number int) {
	o := &overlay{}
	var entry *field.Entry
	take := func() {
		if strings.TrimSpace(entry.Text) == "" {
			return
		}
		o.close()
		s, err := a.desk.Edit(context.Background(), id, entry.Text)
		if err == nil {
			a.trace("correcting", number)
		}
		a.sit(s, err)
	}
	entry = field.NewEntry(keysOr{func(k *fyne.KeyEvent) bool {
		if k.Name != fyne.KeyReturn && k.Name != fyne.KeyEnter {
			return false
		}
		take()
		return true
	}, o})
	words := container.NewVBox(boldLabel(a.T("correct.title", "number", number)), paragraph(a.T("correct.why")), entry)
	ok := field.NewButton(a.T("correct.go"), take, o)
	ok.Importance = widget.HighImportance
	a.say(words, o, entry, field.NewButton(a.labelledKey(a.T("cancel"), "Esc"), o.close, o), ok)
}

// changed is what a correction made of an answer.
func (a *App) changed(row screen.Row) string {
	before := row
	before.Answer, before.State, before.Changed = row.Before, row.BeforeState, false
	return a.T("review.change", "now", a.said(row), "before", a.said(before))
}

// said is an answer, or that there is none.
func (a *App) said(row screen.Row) string {
	if row.State == survey.NotAsked || row.State == survey.NotReached {
		return a.T("review.none")
	}
	return a.answered(row)
}

// noted are the rows below the problems: answers that stay without a question,
// and what a correction has changed.
func (v *finishView) noted() (out []screen.Row) {
	for _, p := range v.from.s.Lost {
		name, _ := p.Last()
		out = append(out, screen.Row{Path: p, Code: name, Sensitive: true, State: survey.NotAsked, Message: v.app.T("finish.lost")})
	}
	for _, row := range v.from.s.Corrected() {
		row.Message = v.app.changed(row)
		out = append(out, row)
	}
	return out
}

// openMedia is for the list of keys: the field that has the keyboard takes the
// key, and where it has nothing to open, nothing happens.
func (v *interviewView) openMedia() {}
