// Package locale gives the window's toolkit a language that it can read,
// before it reads it.
//
// Fyne looks at the locale while the program's packages are initialised, also
// when a command runs and no window will ever open, and writes a complaint to
// standard error for "C.UTF-8", which is what scripts and services run with.
// This package needs nothing but the standard library, so that Go initialises
// it first.
package locale

import (
	"os"
	"strings"
)

func init() {
	if os.Getenv("LANGUAGE") == "" && nameless(os.Getenv) {
		// Of all variables this one does not change how keys and dead keys of
		// the keyboard are read.
		os.Setenv("LANGUAGE", "en")
	}
}

// nameless says whether the locale names an encoding and no language. The
// first variable that is set decides.
func nameless(env func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := env(name); value != "" {
			code, _, encoded := strings.Cut(value, ".")
			return encoded && (code == "C" || code == "POSIX")
		}
	}
	return false
}
