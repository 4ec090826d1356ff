package xpath

import "fmt"

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
		if msg == "" {
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

func (s *Step) beyond() (msg, hint string) {
	switch {
	case s.isDeep():
		return "forms have no //", "write every step, as /data/group/question"
	case s.Axis > Attribute:
		return "forms have no axis " + axisNames[s.Axis], "write the steps with / and .."
	case s.Test > AnyNode:
		return "forms have no " + testNames[s.Test] + "()", "leave it out: a question is its text"
	case s.Test == Named && !s.plain():
		return "forms have no * behind a prefix", "write the name, or * alone"
	}
	return "", ""
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
func At(in, part Expr, length int, msg, hint string) *Error {
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
		return fault(x, len(x.Name), "forms have no "+x.Name+"()", "")
	}
	if !f.takes(len(x.Args)) {
		return fault(x, len(x.Name), f.counts(x.Name), "")
	}
	if f.check != nil {
		return f.check(x)
	}
	return nil
}

func (x *Call) unknown() *Error {
	hint := ""
	if why, ok := refused[x.Name]; ok {
		hint = why
	} else if near := closest(x.Name, formFunctionNames); near != "" {
		hint = "did you mean " + near + "()?"
	}
	return fault(x, len(x.Name), fmt.Sprintf("there is no function %q", x.Name), hint)
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
var refused = map[string]string{
	"extract-signed": "signed codes cannot be read here; take the text apart with substr()",
	"avg":            "write sum(…) div count-non-empty(…)",
	"average":        "write sum(…) div count-non-empty(…)",
	"mean":           "write sum(…) div count-non-empty(…)",
	"len":            "write string-length(…)",
	"length":         "write string-length(…)",
	"upper-case":     "write translate(…, 'abc…', 'ABC…')",
	"lower-case":     "write translate(…, 'ABC…', 'abc…')",
	"replace":        "write translate(…, from, to) for single characters",
	"matches":        "write regex(…, pattern)",
	"and":            "write a and b",
	"or":             "write a or b",
	"mod":            "write a mod b",
	"div":            "write a div b",
}

// counts says how many arguments the function has.
func (f *function) counts(name string) string {
	switch {
	case f.max == 0:
		return name + "() has no arguments"
	case f.max == unbounded:
		return fmt.Sprintf("%s() has %s or more", name, arguments(f.min))
	case f.min == f.max:
		return fmt.Sprintf("%s() has %s", name, arguments(f.min))
	case f.max == f.min+1:
		return fmt.Sprintf("%s() has %d or %s", name, f.min, arguments(f.max))
	}
	return fmt.Sprintf("%s() has %d to %s", name, f.min, arguments(f.max))
}

func arguments(n int) string {
	if n == 1 {
		return "1 argument"
	}
	return fmt.Sprintf("%d arguments", n)
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
		return fault(a, whole, x.Name+"() wants a question or a path here", "")
	case *Binary:
		if a.Op != Union {
			return fault(a, len(a.Op.String()), x.Name+"() wants a question or a path here", "put the condition in [ ] behind the path")
		}
	}
	return nil
}
