package message

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Text is a sentence, or part of one, with what is filled in kept apart. The
// nil Text says nothing.
type Text struct {
	format  string
	args    []any
	english error // what fmt made of it; it wraps what %w was given
	alone   bool  // see Sentence
}

// New makes a text, as fmt.Errorf does. The format is a constant: translations
// are found by it.
func New(format string, args ...any) *Text {
	return &Text{format: format, args: args, english: fmt.Errorf(format, args...)}
}

// Step makes a text of words that are handed on, as the name of a step. Where
// they come from is known to the test of the translations.
func Step(words string) *Text { return New("%s", word(words)) }

// A word is looked up by itself.
type word string

func (w word) String() string { return string(w) }

// In gives the word in a language. Where there is none for it, the last word
// is taken for what is filled in, as in "read setting look".
func (w word) In(l *Language) string {
	if said := l.look(string(w)); said != string(w) {
		return said
	}
	if i := strings.LastIndexByte(string(w), ' '); i > 0 {
		return l.look(string(w[:i])) + string(w[i:])
	}
	return string(w)
}

// Sentence gives the text as a sentence of its own: with a capital letter and a
// full stop.
func (t *Text) Sentence() *Text {
	if t == nil {
		return nil
	}
	out := *t
	out.alone = true
	return &out
}

// Error gives the text in English.
func (t *Text) Error() string { return t.In(English) }

// String gives the text in English.
func (t *Text) String() string { return t.In(English) }

// Unwrap gives what the text wraps.
func (t *Text) Unwrap() error { return t.english }

// MarshalText gives the English, which scripts may look for.
func (t *Text) MarshalText() ([]byte, error) { return []byte(t.In(English)), nil }

// UnmarshalText takes a text that was written so. It has no other language.
func (t *Text) UnmarshalText(data []byte) error {
	*t = *New("%s", string(data))
	return nil
}

// In gives the text in a language.
func (t *Text) In(l *Language) string {
	switch {
	case t == nil:
		return ""
	case l == English:
		return t.finish(t.english.Error())
	}
	return t.finish(l.fill(t.format, t.args))
}

func (t *Text) finish(words string) string {
	if !t.alone || words == "" {
		return words
	}
	first, size := utf8.DecodeRuneInString(words)
	words = string(unicode.ToUpper(first)) + words[size:]
	if last, _ := utf8.DecodeLastRuneInString(words); strings.ContainsRune(".?…", last) {
		return words
	}
	return words + "."
}

// A List is several things with commas between them.
type List []any

func (t List) String() string { return t.In(English) }

// In gives the list in a language.
func (t List) In(l *Language) string {
	words := make([]string, len(t))
	for i, x := range t {
		words[i] = Say(l, x)
	}
	return strings.Join(words, ", ")
}

// ListOf makes a list of what a slice holds.
func ListOf[T any](all []T) List {
	out := make(List, len(all))
	for i, x := range all {
		out[i] = x
	}
	return out
}

// Join puts texts one behind the other, with a blank between.
func Join(texts ...*Text) *Text {
	var out *Text
	for _, t := range texts {
		switch {
		case out == nil:
			out = t
		case t != nil:
			out = New("%s %s", out, t)
		}
	}
	return out
}
