package command

import (
	"fmt"
	"path/filepath"
	"time"

	"anketa/app/screen"
)

// progressEvery keeps a fast job from spending its time on the terminal.
const progressEvery = 100 * time.Millisecond

// progress shows how far a job is on one line of the terminal; done wipes it.
// Where there is no terminal, nothing is written.
func (e Env) progress(verb string) (p screen.Progress, done func()) {
	if !e.Terminal {
		return nil, func() {}
	}
	var last time.Time
	shown := false
	p = func(done, total int, what string) {
		if now := time.Now(); now.Sub(last) >= progressEvery {
			last, shown = now, true
			fmt.Fprintf(e.Stderr, "\r\x1b[K%s", progressLine(verb, done, total, what))
		}
	}
	return p, func() {
		if shown {
			fmt.Fprint(e.Stderr, "\r\x1b[K")
		}
	}
}

// progressLine is short enough for any terminal: a line that wraps could not
// be wiped.
func progressLine(verb string, done, total int, what string) string {
	line := verb
	if total > 0 {
		line += fmt.Sprintf(" %d/%d", done, total)
	}
	if what != "" {
		line += " " + filepath.Base(what)
	}
	if letters := []rune(line); len(letters) > 70 {
		line = string(letters[:70])
	}
	return line
}
