package app

import (
	"context"

	"anketa/app/screen"
)

// This file is what becomes of answers that cannot be saved, as on a full disk,
// when the window is locked: the keys go all the same. The answers wait sealed,
// are sent to the store again when their person has unlocked, and nobody else
// can open the door or close the window before.

// stow seals what is not saved, and tells whether that went well.
func (a *App) stow(v *interviewView) bool {
	sealed, err := v.s.Stow()
	if err != nil {
		a.trace("unlocked", "unsaved")
		return false
	}
	a.stowed[v.s.ID] = sealed
	a.cover.door.Wait()
	a.trace("stowed")
	return true
}

// unstow goes on saving: the door was opened before the keys had gone.
func (a *App) unstow(v *interviewView) {
	delete(a.stowed, v.s.ID)
	v.s.Unstow()
}

// resume goes on with a draft, and with what was not saved of it.
func (a *App) resume(id string) (s *screen.Interview, err error) {
	sealed, waits := a.stowed[id]
	if !waits {
		return a.desk.Resume(context.Background(), id)
	}
	if s, err = a.desk.ResumeStowed(context.Background(), id, sealed); err == nil {
		delete(a.stowed, id)
	}
	return s, err
}

// backAgain tells who has unlocked what could not be shown again, and that
// answers are not saved yet.
func (a *App) backAgain(err error) {
	switch live := a.live(); {
	case err != nil && len(a.stowed) > 0:
		a.tell(a.T("stowed.kept")+" "+a.explain(err), nil)
	case err != nil:
		a.fault(err)
	case live != nil:
		if state, _ := live.s.Saved(); state == screen.SavedNothing {
			a.tell(a.T("stowed.unsaved"), nil)
		}
	}
}
