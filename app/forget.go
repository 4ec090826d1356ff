package app

import (
	"context"

	"anketa/app/screen"
	"anketa/export"
)

// This file is what a locked window knows of respondents: nothing. Every view
// says itself how it forgets, so that none can be made which does not; the
// widgets that showed it go with the content, which is built anew. What is
// needed to come back to the same place stays: random ids, rows, file names.

// A waker is a view that cannot be shown again by its content alone.
type (
	waker interface {
		wake() error // at the desk, before it is shown; views below it are awake
	}
	awaker interface{ awake() } // has more to do once it is shown
)

// forget drops what the window knows of respondents.
func (a *App) forget() {
	a.cover.back = behind{}
	for _, v := range a.views {
		v.forget()
	}
}

// wake brings the views back. What one cannot be brought back with is told, and
// then the one below it is shown.
func (a *App) wake() (err error) {
	for i, v := range a.views {
		if w, ok := v.(waker); ok {
			if err = w.wake(); err != nil {
				a.views = a.views[:max(i, 1)]
				return err
			}
		}
	}
	return nil
}

// Views that know of nobody.

func (*waitView) forget()     {}
func (*faultView) forget()    {}
func (*restoredView) forget() {}
func (*behindView) forget()   {}
func (*unlockView) forget()   {}
func (*recoverView) forget()  {}
func (*hiddenView) forget()   {}

// forget keeps the text of an entry that may be in the middle of being typed.
func (v *settingsView) forget() {
	if v.folder != nil {
		v.typed, v.after = v.folder.Text, "folder"
	}
}

func (v *libraryView) forget() {
	if v.path != nil {
		v.at = v.path.Text
	}
}

// forget drops the colleague's keys that are being made: they are made anew.
func (v *enrollView) forget() {
	if v.desk != nil {
		desk, code := v.desk, v.person.Code
		*v = *newEnrollView(v.app, desk)
		v.person.Code, v.phrase = code, newPhrase(v.app, v.next)
	}
}

// wake takes the desk that was opened.
func (v *enrollView) wake() error {
	if v.desk != nil {
		v.desk = v.app.desk
	}
	return nil
}

// forget drops what was typed, and the passphrase that was offered.
func (v *passphraseView) forget() {
	*v = passphraseView{common: v.common, phrase: newPhrase(v.app, v.run)}
}

// forget drops the identity, which opens every interview.
func (v *identityView) forget() {
	path := ""
	if v.file != nil {
		path = v.file.path()
	}
	*v = identityView{common: v.common, at: path, load: v.load, phrase: newPhrase(v.app, v.run)}
}

// forget drops the code that was read out.
func (v *rehearsalView) forget() {
	again := rehearsalView{common: v.common}
	if v.to != nil {
		again.out, again.from = v.to.path(), v.in.path()
	}
	*v = again
}

// forget drops whose request it was, and the code.
func (v *helpView) forget() {
	again := helpView{common: v.common}
	if v.in != nil {
		again.from, again.out = v.in.path(), v.to.path()
	}
	*v = again
}

func (v *eraseView) forget() {
	out := v.out
	if v.to != nil {
		out = v.to.path()
	}
	*v = eraseView{common: v.common, out: out}
}

// forget drops what was found: it is looked at again.
func (v *emptyView) forget() { *v = emptyView{common: v.common, all: v.all} }

func (*emptiedView) forget() {}

func (v *startView) forget() {
	at, shown := v.at(), v.records
	*v = *newStartView(v.app)
	if at >= 0 && at < len(shown.Shown) {
		v.mark = shown.Shown[at].ID
	}
}

func (v *interviewView) forget() {
	if v.s == nil {
		return
	}
	v.stopClocks()
	*v = interviewView{common: v.common, id: v.s.ID, files: v.files}
}

// awake brings the question into sight.
func (v *interviewView) awake() { v.keyboard() }

// wake goes on with the draft.
func (v *interviewView) wake() error {
	s, err := v.app.resume(v.id)
	if err == nil {
		v.take(s)
	}
	return err
}

func (v *finishView) forget() { *v = finishView{common: v.common, from: v.from} }

// wake goes to the end again: the interview comes back at its question.
func (v *finishView) wake() error {
	v.from.s.JumpEnd()
	return nil
}

func (v *doneView) forget() { *v = doneView{home: v.home, id: v.id, kind: v.kind} }

func (v *doneView) wake() error {
	s, err := v.app.desk.ToWithdraw(context.Background(), v.id)
	v.number, v.code = s.Number, s.Case
	return err
}

func (v *reviewView) forget() {
	at := v.at
	if v.list != nil {
		at = v.list.Marked()
	}
	*v = reviewView{common: v.common, id: v.id, at: at}
}

func (v *reviewView) wake() (err error) {
	v.rows, v.record, err = v.app.desk.Finished(context.Background(), v.id)
	return err
}

func (v *withdrawView) forget() {
	id := v.interview.ID
	*v = withdrawView{common: v.common}
	v.interview.ID = id
}

func (v *withdrawView) wake() (err error) {
	v.interview, err = v.app.desk.ToWithdraw(context.Background(), v.interview.ID)
	return err
}

// forget drops the password that was typed.
func (v *exportView) forget() {
	if v.file != nil {
		v.at = v.file.path()
	}
	*v = exportView{common: v.common, kind: v.kind, dialect: v.dialect, at: v.at}
}

func (v *reportView) forget() {
	if v.in != nil {
		v.from, v.out = v.in.path(), v.to.path()
	}
	*v = reportView{common: v.common, from: v.from, out: v.out, counted: v.counted, small: v.small, language: v.language}
}

// forget keeps what was decided, by the places and the sums by which it is
// known, and of a merge that was made how much came of it.
func (v *mergeView) forget() {
	choices := v.choices
	choices.Corrections = nil
	again := mergeView{common: v.common, paths: v.paths, out: v.out, shows: v.shows, choices: choices, asleep: v.plan != nil}
	if m := v.made; m != nil {
		again.made = &screen.Merged{SHA256: m.SHA256, Merge: m.Merge, Brought: m.Brought}
		again.made.Records, again.made.Kinds, again.made.Total, again.made.Files = m.Records, m.Kinds, m.Total, m.Files
	}
	*v = again
}

// awake has the workbooks looked at again.
func (v *mergeView) awake() {
	if v.asleep {
		v.lookWith(v.choices)
	}
}

// reread reads the list of corrections again, which was forgotten.
func reread(ctx context.Context, c *screen.Choices) (err error) {
	if c.List != "" && c.Corrections == nil {
		c.Corrections, err = export.ReadCorrections(ctx, c.List)
	}
	return err
}
