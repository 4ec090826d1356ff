//go:build !windows

package app

// blockCapture does nothing: on Linux no window can be kept out of pictures of
// the screen, and on a Mac only what Objective-C is called for.
func (a *App) blockCapture() {}
