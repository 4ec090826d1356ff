package xpath

import (
	"strings"

	"anketa/survey/message"
)

var choiceFunctions = map[string]function{
	"selected":       {2, 2, selected, nil},
	"is-selected":    {2, 2, selected, nil},
	"count-selected": {1, 1, countSelected, nil},
	"selected-at":    {2, 2, selectedAt, nil},
	choiceName:       {2, 2, nameOfChoice, checkChoiceName},
	"jr:itext":       {1, 1, wording, nil},
}

// selected(list, choice): the choice is one of the list's, which are parted by
// blanks. No choice is in an empty list, as JavaRosa has it, and in no other.
func selected(c *Context, x *Call) Value {
	list, choice := c.str(x.Args[0]), strings.TrimSpace(c.str(x.Args[1]))
	if choice == "" {
		return Boolean(list == "")
	}
	for word := range strings.FieldsFuncSeq(list, blank) {
		if word == choice {
			return Boolean(true)
		}
	}
	return Boolean(false)
}

func countSelected(c *Context, x *Call) Value {
	n := 0
	for range strings.FieldsFuncSeq(c.str(x.Args[0]), blank) {
		n++
	}
	return Number(float64(n))
}

// selectedAt(list, n) counts from 0 and is blank outside the list.
func selectedAt(c *Context, x *Call) Value {
	list, at := c.str(x.Args[0]), c.num(x.Args[1])
	i := 0.0
	for word := range strings.FieldsFuncSeq(list, blank) {
		if at >= i && at < i+1 {
			return String(word)
		}
		i++
	}
	return String("")
}

// nameOfChoice(code, '${question}') is the choice's label in the language of
// the interview.
func nameOfChoice(c *Context, x *Call) Value {
	code := c.str(x.Args[0])
	ref, ok := x.Args[1].(*Ref)
	if !ok {
		e := checkChoiceName(x)
		return c.report(x.Args[1], e.Len, e.Msg, e.Hint)
	}
	if c.Data == nil || code == "" {
		return String("")
	}
	return String(c.Data.ChoiceName(c.from(), ref, code))
}

func checkChoiceName(x *Call) *Error {
	a := x.Args[1]
	if _, ok := a.(*Ref); ok {
		return nil
	}
	return fault(a, whole, message.New("%s() wants a question in quotes here", choiceName), message.New("as %s(${town}, '${town}')", choiceName))
}

// wording(id) is a wording of the form in the language of the interview, by
// the id that pyxform gives it: '/data/age:label', 'yes_no-0'.
func wording(c *Context, x *Call) Value {
	id := strings.TrimSpace(c.str(x.Args[0]))
	if c.Data == nil {
		return String("")
	}
	return String(c.Data.Wording(id))
}
