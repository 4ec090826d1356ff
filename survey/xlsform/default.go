package xlsform

import (
	"regexp"
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// defaultTokens are those of pyxform's lexer that tell whether a default is an
// expression, in its order: the first that fits is taken. So 2022-03-14, -1,
// f-4 and http://x are no sums.
var defaultTokens = regexp.MustCompile(`^(?:` +
	`(?P<literal>-?\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\s+)?(?:[+-]\d{2}:\d{2}|Z)?)?` +
	`|\d{2}:\d{2}:\d{2}(?:\.\s+)?(?:[+-]\d{2}:\d{2}|Z)?` +
	`|-?\d+\.\d*|-?\.\d+|-?\d+)` +
	`|(?P<math>[*+-]| mod | div )` +
	`|(?P<union>\|)` +
	`|(?P<text>"[^"]*"|'[^']*')` +
	`|(?P<ref>\$\{(?:` + ncName + `#)?` + ncName + `(?::` + ncName + `)?\})` +
	`|(?P<call>` + ncName + `(?::` + ncName + `)?\()` +
	`|(?P<name>` + ncName + `(?::` + ncName + `)?(?:://)?)` +
	`|(?s:.))`)

// hyphened are the types whose plain defaults have hyphens.
var hyphened = []string{"date", "dateTime", "geopoint", "geotrace", "geoshape"}

// isDynamic says whether a default is an expression, by pyxform's rule.
func isDynamic(text, typ string) bool {
	for text != "" {
		m := defaultTokens.FindStringSubmatchIndex(text)
		if m == nil {
			return false
		}
		token := text[:m[1]]
		has := func(group string) bool { return m[2*defaultTokens.SubexpIndex(group)] >= 0 }
		switch {
		case has("math") && token == "-" && slices.Contains(hyphened, typ):
			return false
		case has("math"), has("union"), has("ref"), has("call"):
			return true
		}
		text = text[m[1]:]
	}
	return false
}

// defaultValue reads a default: a text, or an expression that is evaluated
// once.
func (r *reader) defaultValue(w row, it *survey.Item) {
	text := w.get("default")
	if text == "" {
		return
	}
	if i := badRef(text); i >= 0 {
		r.badRef(w.place("default"), text, i)
		return
	}
	if isDynamic(text, it.Type.Name) {
		it.Default = r.parse(w.place("default"), text)
		return
	}
	it.DefaultText = text
	if canonical, ok := survey.Canonical(it.Type, text); ok {
		it.DefaultText = canonical
	} else if it.Type.Asked() {
		r.warn(w.place("default"), "DEFAULT_002", message.New("The default %q is no answer to a question of type %s.", text, it.Type.Name), message.New("Write it as an interviewer would answer."))
	}
	if it.List == nil || it.List.File != "" {
		return
	}
	for code := range strings.FieldsSeq(text) {
		if it.List.Choice(code) == nil && (it.Type.Multiple() || it.List.Choice(text) == nil) {
			r.warn(w.place("default"), "DEFAULT_001", message.New("The default %q is no choice of the list %s.", code, it.List.Name), message.New("Write the name of a choice."))
		}
	}
}
