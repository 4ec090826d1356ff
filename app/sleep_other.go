//go:build !linux

package app

// watchSleep does nothing: the clocks tell of sleep (watch.go).
func (a *App) watchSleep() {}
