package app

import (
	"fyne.io/fyne/v2/driver"
	"golang.org/x/sys/windows"
)

// onMonitorOnly is WDA_MONITOR: pictures of the screen, and whoever looks at it
// from afar, get an empty window.
const onMonitorOnly = 1

var setDisplayAffinity = windows.NewLazySystemDLL("user32.dll").NewProc("SetWindowDisplayAffinity")

// blockCapture keeps the window out of pictures of the screen (DP-11). Where
// Windows refuses, as without composition, the window stands as it did.
func (a *App) blockCapture() {
	w, ok := a.window.(driver.NativeWindow)
	if !ok || setDisplayAffinity.Find() != nil {
		return
	}
	w.RunNative(func(context any) {
		if c, ok := context.(driver.WindowsWindowContext); ok {
			setDisplayAffinity.Call(c.HWND, onMonitorOnly)
		}
	})
}
