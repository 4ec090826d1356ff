package message

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// A Sayer says itself in a language. Its English is what Error or String gives.
type Sayer interface{ In(*Language) string }

// Say gives an error, or whatever else is told, in a language. Errors of other
// libraries are translated where they are the usual ones of files; else they
// stay as they are, and what they wrap is translated.
func Say(l *Language, what any) string {
	switch x := what.(type) {
	case nil:
		return ""
	case Sayer:
		return x.In(l)
	case error:
		if l == English {
			return x.Error()
		}
		return l.foreign(x)
	}
	return fmt.Sprint(what)
}

// foreign says an error that is no text of this program.
func (l *Language) foreign(err error) string {
	switch e := err.(type) {
	case *fs.PathError:
		return e.Path + ": " + Say(l, e.Err)
	case *os.LinkError:
		return e.New + ": " + Say(l, e.Err)
	case *os.SyscallError:
		return Say(l, e.Err)
	}
	text := err.Error()
	for _, inner := range unwrapped(err) {
		if inner != nil {
			text = strings.ReplaceAll(text, inner.Error(), Say(l, inner))
		}
	}
	return l.look(text)
}

func unwrapped(err error) []error {
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		return several.Unwrap()
	}
	return []error{errors.Unwrap(err)}
}
