package xlsform

import (
	"regexp"
	"strings"

	"anketa/survey"
	"anketa/survey/xpath"
)

// ncName is a name as XML has it without a prefix.
const ncName = `[\p{L}_][\p{L}\p{M}\p{N}_.\-·]*`

var (
	nameForm = regexp.MustCompile(`^` + ncName + `(:` + ncName + `)?$`)
	refForm  = regexp.MustCompile(`^\$\{(last-saved#)?` + ncName + `(:` + ncName + `)?\}`)
	itemForm = regexp.MustCompile(`^instance\(\s*('[^']*'|"[^"]*")\s*\)`)
	stepForm = regexp.MustCompile(`^/` + ncName)
)

// text puts the wordings of a key together, one phrase for each language.
func (r *reader) text(w row, key string) survey.Text {
	if !w.filled(key) {
		return nil
	}
	t := make(survey.Text, len(r.form.Languages))
	var everywhere survey.Phrase
	for c, s := range w.texts(key) {
		p := r.phrase(w.at(w.n, c.col), s)
		switch {
		case c.lang == allLanguages:
			everywhere = p
		case len(p) > 0:
			t[c.lang] = p
		}
	}
	for i := range t {
		if len(t[i]) == 0 {
			t[i] = everywhere
		}
	}
	for c, s := range w.texts(key) {
		if s == "" && c.lang != allLanguages && len(t[c.lang]) == 0 {
			r.noteGap(w, c)
		}
	}
	return t
}

// everyLanguage is a wording of Anketa's own.
func (r *reader) everyLanguage(words string) survey.Text {
	t := make(survey.Text, len(r.form.Languages))
	for i := range t {
		t[i] = survey.Plain(words)
	}
	return t
}

// mediaOf gives the names of media files; a question may be named in one.
func (r *reader) mediaOf(w row) map[string]survey.Text {
	var out map[string]survey.Text
	for _, key := range media {
		if !w.filled(key) {
			continue
		}
		t := make(survey.Text, len(r.form.Languages))
		for c, s := range w.texts(key) {
			p := r.phrase(w.at(w.n, c.col), s)
			for i := range t {
				if c.lang == i || c.lang == allLanguages && len(t[i]) == 0 {
					t[i] = p
				}
			}
		}
		if out == nil {
			out = map[string]survey.Text{}
		}
		out[key] = t
	}
	return out
}

// phrase cuts a wording into words and expressions: ${name}, and
// instance('list')/root/item[…]/label.
func (r *reader) phrase(at survey.Position, s string) survey.Phrase {
	if !strings.Contains(s, "${") && !strings.Contains(s, "instance(") {
		return survey.Plain(s)
	}
	var p survey.Phrase
	words := 0
	for i := 0; i < len(s); i++ {
		n := expressionAt(s[i:])
		if n == 0 {
			if strings.HasPrefix(s[i:], "${") {
				r.badRef(at, s, i)
			}
			continue
		}
		x, err := xpath.Parse(s[i : i+n])
		if err != nil { // in a text it may be meant as words
			r.badExpr(at, err)
			r.faults[len(r.faults)-1].Severity = survey.Warning
			continue
		}
		r.noteFiles(at, x)
		r.written = append(r.written, written{at, s[i : i+n]})
		if i > words {
			p = append(p, survey.Part{Words: s[words:i]})
		}
		p = append(p, survey.Part{Expr: x})
		words = i + n
		i = words - 1
	}
	if words < len(s) {
		p = append(p, survey.Part{Words: s[words:]})
	}
	return p
}

// expressionAt says how many bytes of an expression a text begins with.
func expressionAt(s string) int {
	if ref := refForm.FindString(s); ref != "" {
		return len(ref)
	}
	n := len(itemForm.FindString(s))
	if n == 0 {
		return 0
	}
	steps := false
	for n < len(s) {
		if step := stepForm.FindString(s[n:]); step != "" {
			n += len(step)
			steps = true
			continue
		}
		inside := predicate(s[n:])
		if inside == 0 {
			break
		}
		n += inside
	}
	if !steps {
		return 0
	}
	return n
}

// predicate says how long a bracket at the beginning of a text is; quoted
// brackets inside do not count.
func predicate(s string) int {
	if s == "" || s[0] != '[' {
		return 0
	}
	depth := 0
	var quote byte
	for i := range len(s) {
		switch c := s[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"':
			quote = c
		case c == '[':
			depth++
		case c == ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}
