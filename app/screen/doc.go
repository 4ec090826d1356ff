// Package screen is what each screen of the window knows and does, without the
// window: it can be driven and tested by a script, and knows no Fyne.
//
//	door, err := screen.Open(ctx, "anketa.db", "", nil)
//	desk, err := door.Unlock(ctx, "K1", passphrase)
//	s, err := desk.Begin(ctx)
//	s.Answer("age", "31")
//	s.Next()
//
// A screen is used from one goroutine, the window's. What takes longer than a
// moment is a Job (job.go) that the window runs beside itself; answers are
// written through a Queue, in order, and count as saved only when the store's
// commit returned.
package screen
