// Package app is the window: one view per screen, thin.
//
//	err := app.Run(ctx, app.Options{Store: "…/anketa.db"})
//
// What a screen knows and does stands in app/screen, which knows no Fyne; a
// view shows it and hands on what was typed. What can be done where, by which
// key, is one table (action.go), which the F1 help prints too.
//
// Threads: everything in this package runs on Fyne's one main goroutine. Only
// work.go starts goroutines and calls fyne.Do; nothing calls fyne.DoAndWait.
//
// Keys: choices and numbers are taken by the place of the key, and shortcuts
// are F-keys, Ctrl with a letter or Alt with an arrow, so that all of them mean
// the same in every keyboard layout.
package app
