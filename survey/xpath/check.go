package xpath

import (
	"anketa/survey/message"
)

// Check finds what is wrong with an expression of a form, whatever the data
// are: what CheckCalls finds, and what only documents have (//, axes, text(),
// id(), lang()), as a form must know which questions an expression reads. It
// gives the faults in the order of the text; none when all is well.
func Check(x Expr) []*Error { return check(x, true) }

// CheckCalls finds what is wrong with an expression that is tried on a
// document, whatever the data are: functions that do not exist, wrong numbers
// of arguments, patterns that do not compile.
func CheckCalls(x Expr) []*Error { return check(x, false) }

func check(x Expr, form bool) []*Error {
	var faults []*Error
	for part := range Walk(x) {
		switch part := part.(type) {
		case *Call:
			if e := part.check(form); e != nil {
				faults = append(faults, e)
			}
		case *Path:
			if e := part.beyond(); e != nil && form {
				faults = append(faults, e)
			}
		}
	}
	return faults
}

// beyond faults the first step that forms do not have.
func (x *Path) beyond() *Error {
	for i := range x.Steps {
		s := &x.Steps[i]
		msg, hint := s.beyond()
		if msg == nil {
			continue
		}
		e := fault(x, whole, msg, hint)
		if x.src.text != nil {
			e.Pos, e.Len = s.At, len(s.word())
		}
		return e
	}
	return nil
}

func (s *Step) beyond() (msg, hint *message.Text) {
	switch {
	case s.isDeep():
		return message.New("forms have no //"), message.New("write every step, as /data/group/question")
	case s.Axis > Attribute:
		return message.New("forms have no axis %s", axisNames[s.Axis]), message.New("write the steps with / and ..")
	case s.Test > AnyNode:
		return message.New("forms have no %s()", testNames[s.Test]), message.New("leave it out: a question is its text")
	case s.Test == Named && !s.plain():
		return message.New("forms have no * behind a prefix"), message.New("write the name, or * alone")
	}
	return nil, nil
}

// word is how a step that forms do not have begins.
func (s *Step) word() string {
	switch {
	case s.isDeep():
		return "//"
	case s.Axis > Attribute:
		return axisNames[s.Axis]
	case s.Test > AnyNode:
		return testNames[s.Test]
	}
	return s.Name
}

// At is a fault at a part of an expression, which covers length bytes from
// where it begins.
func At(in, part Expr, length int, msg, hint *message.Text) *Error {
	if part.source().text == nil && in.source().text != nil {
		return &Error{Text: *in.source().text, Pos: part.Pos(), Len: length, Msg: msg, Hint: hint}
	}
	return fault(part, length, msg, hint)
}

func (x *Call) check(form bool) *Error {
	f := x.function()
	if f == nil {
		return x.unknown()
	}
	if _, document := documentFunctions[x.Name]; document && form {
		return fault(x, len(x.Name), message.New("forms have no %s()", x.Name), nil)
	}
	if !f.takes(len(x.Args)) {
		return fault(x, len(x.Name), f.counts(x.Name), nil)
	}
	if f.check != nil {
		return f.check(x)
	}
	return nil
}

func (x *Call) unknown() *Error {
	var hint *message.Text
	if why, ok := refused[x.Name]; ok {
		hint = why
	} else if near := closest(x.Name, formFunctionNames); near != "" {
		hint = message.New("did you mean %s()?", near)
	}
	return fault(x, len(x.Name), message.New("there is no function %q", x.Name), hint)
}

// formFunctionNames gives the names of the functions that forms have.
func formFunctionNames(yield func(string) bool) {
	for name := range functions {
		if _, document := documentFunctions[name]; !document && !yield(name) {
			return
		}
	}
}

// refused are functions that ODK has, or that authors bring from elsewhere,
// with what to do instead.
var refused = map[string]*message.Text{
	"extract-signed": message.New("signed codes cannot be read here; take the text apart with substr()"),
	"avg":            message.New("write sum(…) div count-non-empty(…)"),
	"average":        message.New("write sum(…) div count-non-empty(…)"),
	"mean":           message.New("write sum(…) div count-non-empty(…)"),
	"len":            message.New("write string-length(…)"),
	"length":         message.New("write string-length(…)"),
	"upper-case":     message.New("write translate(…, 'abc…', 'ABC…')"),
	"lower-case":     message.New("write translate(…, 'ABC…', 'abc…')"),
	"replace":        message.New("write translate(…, from, to) for single characters"),
	"matches":        message.New("write regex(…, pattern)"),
	"and":            message.New("write a and b"),
	"or":             message.New("write a or b"),
	"mod":            message.New("write a mod b"),
	"div":            message.New("write a div b"),
}

// counts says how many arguments the function has.
func (f *function) counts(name string) *message.Text {
	switch {
	case f.max == 0:
		return message.New("%s() has no arguments", name)
	case f.max == unbounded:
		return message.New("%s() has %s or more", name, arguments(f.min))
	case f.min == f.max:
		return message.New("%s() has %s", name, arguments(f.min))
	case f.max == f.min+1:
		return message.New("%s() has %d or %s", name, f.min, arguments(f.max))
	}
	return message.New("%s() has %d to %s", name, f.min, arguments(f.max))
}

func arguments(n int) *message.Text {
	if n == 1 {
		return message.New("%d argument", n)
	}
	return message.New("%d arguments", n)
}

// literal is argument i where it is a text that the author wrote.
func (x *Call) literal(i int) (*Literal, bool) {
	l, ok := x.arg(i).(*Literal)
	return l, ok && l.Value.kind == StringKind
}

// wantsNodes checks that the first argument, where there is one, can be nodes
// at all.
func wantsNodes(x *Call) *Error {
	switch a := x.arg(0).(type) {
	case *Literal, *Unary:
		return fault(a, whole, message.New("%s() wants a question or a path here", x.Name), nil)
	case *Binary:
		if a.Op != Union {
			return fault(a, len(a.Op.String()), message.New("%s() wants a question or a path here", x.Name), message.New("put the condition in [ ] behind the path"))
		}
	}
	return nil
}
