package message

import (
	"fmt"
	"io"
)

// A writer prints in a language.
type writer struct {
	io.Writer
	language *Language
}

// To has Fprintf and Fprintln write to w in a language.
func To(w io.Writer, l *Language) io.Writer { return writer{w, l} }

// LanguageOf is the language that is written to w: English where To does not
// say another.
func LanguageOf(w io.Writer) *Language {
	if to, ok := w.(writer); ok {
		return to.language
	}
	return English
}

// Fprintf prints a text as New makes it.
func Fprintf(w io.Writer, format string, args ...any) (int, error) {
	return io.WriteString(w, New(format, args...).In(LanguageOf(w)))
}

// Fprintln prints things one behind the other, and ends the line.
func Fprintln(w io.Writer, all ...any) (int, error) {
	said := make([]any, len(all))
	for i, x := range all {
		said[i] = LanguageOf(w).argument(x)
	}
	return fmt.Fprintln(w, said...)
}
