package survey

import (
	"strings"

	"anketa/survey/xpath"
)

// A Text is a wording in every language of its form, by index in
// Form.Languages. A language that is missing is an empty phrase.
type Text []Phrase

// A Phrase is text with expressions in it: "Suggested code: ${disposition}".
type Phrase []Part

// A Part is either words or an expression.
type Part struct {
	Words string
	Expr  xpath.Expr // nil for words
}

// Plain makes a phrase without expressions.
func Plain(words string) Phrase {
	if words == "" {
		return nil
	}
	return Phrase{{Words: words}}
}

// In gives the phrase of a language and, where that is blank, of the form's
// default language; fallback tells that it did so.
func (t Text) In(language, def int) (p Phrase, fallback bool) {
	if language < len(t) && len(t[language]) > 0 {
		return t[language], false
	}
	if def < len(t) {
		return t[def], len(t[def]) > 0
	}
	return nil, false
}

// Empty says whether there is no wording in any language.
func (t Text) Empty() bool {
	for _, p := range t {
		if len(p) > 0 {
			return false
		}
	}
	return true
}

// Dynamic says whether any language has an expression in it.
func (t Text) Dynamic() bool {
	for _, p := range t {
		for _, part := range p {
			if part.Expr != nil {
				return true
			}
		}
	}
	return false
}

// Render puts the phrase together; value gives the text of an expression.
func (p Phrase) Render(value func(xpath.Expr) string) string {
	if len(p) == 1 && p[0].Expr == nil {
		return p[0].Words
	}
	var b strings.Builder
	for _, part := range p {
		if part.Expr != nil {
			b.WriteString(value(part.Expr))
		} else {
			b.WriteString(part.Words)
		}
	}
	return b.String()
}

// String prints the phrase as its author wrote it.
func (p Phrase) String() string {
	return p.Render(func(x xpath.Expr) string { return x.String() })
}
