package app

import "time"

// clipboardStay is how long what the program put into the clipboard stays
// there: every other program can read it.
const clipboardStay = 60 * time.Second

// copyText puts a text that is about nobody into the clipboard.
func (a *App) copyText(text string) {
	a.fyne.Clipboard().SetContent(text)
	a.copied = text
	a.work.after(clipboardStay, func() {
		if a.copied == text {
			a.clearClipboard()
		}
	})
}

// clearClipboard takes away what the program put there, and nothing else.
func (a *App) clearClipboard() {
	if a.copied == "" {
		return
	}
	if a.fyne.Clipboard().Content() == a.copied {
		a.fyne.Clipboard().SetContent("")
	}
	a.copied = ""
}
