package xpath

import (
	"fmt"
	"maps"
)

// Check finds what is wrong with x whatever the data are: functions that do
// not exist, wrong numbers of arguments, patterns that do not compile. It gives
// the faults in the order of the text; none when all is well.
func Check(x Expr) []*Error {
	var faults []*Error
	for part := range Walk(x) {
		if call, ok := part.(*Call); ok {
			if e := call.check(); e != nil {
				faults = append(faults, e)
			}
		}
	}
	return faults
}

// At is a fault at a part of an expression, which covers length bytes from
// where it begins.
func At(in, part Expr, length int, msg, hint string) *Error {
	if part.source().text == nil && in.source().text != nil {
		return &Error{Text: *in.source().text, Pos: part.Pos(), Len: length, Msg: msg, Hint: hint}
	}
	return fault(part, length, msg, hint)
}

func (x *Call) check() *Error {
	f := x.function()
	if f == nil {
		return x.unknown()
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
	} else if near := closest(x.Name, maps.Keys(functions)); near != "" {
		hint = "did you mean " + near + "()?"
	}
	return fault(x, len(x.Name), fmt.Sprintf("there is no function %q", x.Name), hint)
}

// refused are functions that ODK has, or that authors bring from elsewhere,
// with what to do instead.
var refused = map[string]string{
	"extract-signed": "signed codes cannot be read here; take the text apart with substr()",
	"jr:itext":       "write ${name} or jr:choice-name(), which give the text in the language of the interview",
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

// wantsNodes checks that the first argument can be nodes at all.
func wantsNodes(x *Call) *Error {
	switch a := x.Args[0].(type) {
	case *Literal, *Unary:
		return fault(a, whole, x.Name+"() wants a question or a path here", "")
	case *Binary:
		if a.Op != Union {
			return fault(a, len(a.Op.String()), x.Name+"() wants a question or a path here", "put the condition in [ ] behind the path")
		}
	}
	return nil
}
