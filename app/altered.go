package app

import (
	"context"
	"strings"
)

// tellAltered says, to whoever has just unlocked the store, what somebody
// changed in its file outside of Anketa. They can take it as it is, which the
// history keeps; the settings only by confirming to whom interviews are sealed.
func (a *App) tellAltered() {
	all, settings := a.desk.Altered()
	if len(all) == 0 || a.cover != nil {
		return
	}
	var names []string
	for _, table := range all {
		names = append(names, a.T("altered."+table))
	}
	what := strings.Join(names, ", ")
	if settings && len(all) == 1 {
		a.tell(a.T("altered.settings", "what", what), nil)
		return
	}
	a.ask("altered", func() {
		if err := a.desk.AcceptAltered(context.Background()); err != nil {
			a.fault(err)
		}
	}, "what", what)
}
