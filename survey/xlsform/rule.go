package xlsform

import (
	"errors"
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
	"anketa/survey/xpath"
)

var (
	yesWords = []string{"yes", "Yes", "YES", "true", "True", "TRUE", "true()"}
	noWords  = []string{"no", "No", "NO", "false", "False", "FALSE", "false()"}
)

func isYes(s string) bool { return slices.Contains(yesWords, s) }
func isNo(s string) bool  { return slices.Contains(noWords, s) }

// rule reads the expression in a cell, nil where it is blank or faulty.
func (r *reader) rule(w row, key string) *survey.Rule {
	text := w.get(key)
	switch {
	case isYes(text):
		text = "true()"
	case isNo(text):
		text = "false()"
	}
	return r.parse(w.place(key), text)
}

// condition is a rule that is left out where the author wrote the word that
// holds anyway.
func (r *reader) condition(w row, key string, idle func(string) bool) *survey.Rule {
	if idle(w.get(key)) {
		return nil
	}
	return r.rule(w, key)
}

// parse makes a rule of an expression; nil where it is blank or faulty.
func (r *reader) parse(at survey.Position, text string) *survey.Rule {
	if text == "" {
		return nil
	}
	if i := badRef(text); i >= 0 {
		r.badRef(at, text, i)
		return nil
	}
	x, err := xpath.Parse(text)
	if err != nil {
		r.badExpr(at, err)
		return nil
	}
	r.noteFiles(at, x)
	return &survey.Rule{Expr: x, At: at}
}

// badExpr reports an expression that cannot be parsed.
func (r *reader) badExpr(at survey.Position, err error) {
	var e *xpath.Error
	if !errors.As(err, &e) {
		e = &xpath.Error{Msg: message.New("%w", err)}
	}
	r.faults.AddExpr(at, "XPATH", e)
}

// badRef finds the first ${ that begins no reference, -1 where all do.
func badRef(text string) int {
	for i := 0; ; {
		n := strings.Index(text[i:], "${")
		if n < 0 {
			return -1
		}
		i += n
		ref := refForm.FindString(text[i:])
		if ref == "" {
			return i
		}
		i += len(ref)
	}
}

func (r *reader) badRef(at survey.Position, text string, i int) {
	wrong, _, _ := strings.Cut(text[i:], ",")
	if end := strings.IndexByte(wrong, '}'); end >= 0 {
		wrong = wrong[:end+1]
	} else if strings.HasPrefix(wrong, "${") {
		wrong = wrong[:2]
	}
	hint := message.New("Write ${name}, with a name from the column name and no spaces inside.")
	if inner := strings.TrimSpace(strings.Trim(wrong, "${}")); nameForm.MatchString(inner) {
		hint = message.New("Write ${%s}.", inner)
	}
	r.faults.AddExpr(at, "PYREF_001", &xpath.Error{Text: text, Pos: i, Len: len(wrong), Msg: message.New("A reference must begin with ${, go on with the name of a question and end with }"), Hint: hint})
}

// refs reads a list of references, as the column trigger has it.
func (r *reader) refs(at survey.Position, text string) []*xpath.Ref {
	var out []*xpath.Ref
	next := 0
	for part := range strings.SplitSeq(text, ",") {
		pos := next + len(part) - len(strings.TrimLeft(part, " \t\n"))
		next += len(part) + 1
		part = strings.TrimSpace(part)
		ref := refForm.FindString(part)
		switch {
		case part == "" && strings.Contains(text, "${"): // a comma too many
		case ref == "":
			r.badRef(at, text, min(pos, len(text)))
			return nil
		case ref != part:
			r.faults.AddExpr(at, "PYREF_002", &xpath.Error{Text: text, Pos: pos + len(ref), Msg: message.New("Several references must have a comma between them"), Hint: message.New("Write ${q1}, ${q2}.")})
			return nil
		}
		if ref == "" {
			continue
		}
		if x, ok := r.ref(at, ref); ok {
			out = append(out, x)
		}
	}
	return out
}

// ref reads a single reference.
func (r *reader) ref(at survey.Position, text string) (*xpath.Ref, bool) {
	x, err := xpath.Parse(text)
	if err != nil {
		r.badExpr(at, err)
		return nil, false
	}
	r.written = append(r.written, written{at, text})
	ref, ok := x.(*xpath.Ref)
	return ref, ok
}
