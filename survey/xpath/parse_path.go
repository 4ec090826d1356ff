package xpath

import (
	"strings"

	"anketa/survey/message"
)

// path = primary { predicate } [ ( "/" | "//" ) steps ]
//
//	| [ "/" | "//" ] steps
//	| "/"
func (p *parser) path() Expr {
	switch at := p.tok.pos; p.tok.kind {
	case numberToken, textToken, refToken, openToken:
		return p.filter(p.primary())
	case slashToken:
		p.next()
		x := &Path{At: at, Root: Absolute}
		if p.stepStarts() {
			x.Steps = p.more([]Step{p.step()})
		}
		x.src = p.src()
		return x
	case deepToken:
		return &Path{At: at, Root: Absolute, Steps: p.more(nil), src: p.src()}
	case nameToken:
		word := p.text[p.tok.pos:p.tok.end]
		if p.ahead("(") && nodeTest(word) == Named {
			return p.function(at, word)
		}
	}
	if !p.stepStarts() {
		p.missing()
	}
	at := p.tok.pos
	steps := p.more([]Step{p.step()})
	return &Path{At: at, Steps: steps, src: p.src()}
}

// function is a call, or a path that begins with one.
func (p *parser) function(at int, word string) Expr {
	x := p.primary()
	if c := x.(*Call); c.Name != "current" || len(c.Args) > 0 {
		return p.filter(x)
	}
	here := &Path{At: at, Root: Current, src: p.src()}
	if steps := p.more(nil); steps != nil {
		here.Steps = steps
		here.src = p.src()
		return here
	}
	return p.filter(here)
}

// filter puts predicates and steps behind a primary.
func (p *parser) filter(x Expr) Expr {
	at, _ := extent(x)
	if p.tok.kind == squareToken {
		predicates := p.predicates()
		x = &Filter{At: at, Base: x, Predicates: predicates, src: p.src()}
	}
	if steps := p.more(nil); steps != nil {
		x = &Path{At: at, Root: Filtered, Base: x, Steps: steps, src: p.src()}
	}
	return x
}

// ahead says whether s follows the current token.
func (p *parser) ahead(s string) bool {
	return strings.HasPrefix(p.text[p.skip(p.tok.end):], s)
}

func (p *parser) stepStarts() bool {
	switch p.tok.kind {
	case nameToken, anyToken, atToken, selfToken, parentToken:
		return true
	}
	return false
}

// missing faults a place where an operand should begin.
func (p *parser) missing() {
	switch p.tok.kind {
	case endToken:
		p.fail(p.tok.pos, 0, message.New("the expression breaks off here"), message.New("something must follow"))
	case operatorToken, commaToken, closeToken, unsquareToken:
		word := p.text[p.tok.pos:p.tok.end]
		p.fail(p.tok.pos, len(word), message.New("something is missing before this %s", word), nil)
	}
	p.fail(p.tok.pos, p.tok.end-p.tok.pos, message.New("a question, a number, a text or a function must stand here"), nil)
}

// more reads the steps that follow behind / and //.
func (p *parser) more(steps []Step) []Step {
	for {
		switch at := p.tok.pos; {
		case p.got(slashToken):
		case p.got(deepToken):
			steps = append(steps, Step{At: at, Axis: DescendantOrSelf, Test: AnyNode, Name: "*"})
		default:
			return steps
		}
		steps = append(steps, p.step())
	}
}

// step = ( "." | ".." | "@" test | [ axis "::" ] test ) { predicate }
func (p *parser) step() Step {
	s := Step{At: p.tok.pos, Axis: Child, Name: "*"}
	switch kind := p.tok.kind; kind {
	case selfToken, parentToken:
		p.next()
		s.Axis, s.Test = Self, AnyNode
		if kind == parentToken {
			s.Axis = Parent
		}
	case atToken:
		p.next()
		s.Axis = Attribute
		p.test(&s)
	case nameToken:
		if p.ahead("::") {
			s.Axis = p.axis()
		}
		p.test(&s)
	case anyToken:
		p.next()
	default:
		p.missing()
	}
	s.Predicates = p.predicates()
	return s
}

// axis = name "::"
func (p *parser) axis() Axis {
	word := p.text[p.tok.pos:p.tok.end]
	for axis, name := range axisNames {
		if word == name {
			p.next()
			p.next()
			return Axis(axis)
		}
	}
	p.fail(p.tok.pos, len(word), message.New("there is no axis %s", word), message.New("write the steps with / and .."))
	return Child
}

// test = name | "*" | prefix ":" "*" | ( "node" | "text" | "comment" ) "(" ")"
//
//	| "processing-instruction" "(" [ text ] ")"
func (p *parser) test(s *Step) {
	tok := p.tok
	word := p.text[tok.pos:tok.end]
	switch {
	case tok.kind == anyToken:
		p.next()
		return
	case tok.kind != nameToken:
		p.missing()
	}
	call := p.ahead("(")
	p.next()
	if !call {
		s.Name = word
		return
	}
	if s.Test = nodeTest(word); s.Test == Named {
		p.fail(tok.pos, len(word), message.New("a function cannot be a step of a path"), nil)
	}
	open := p.tok.pos
	p.next()
	if s.Test == Instruction && p.tok.kind == textToken {
		s.Name = p.text[p.tok.pos+1 : p.tok.end-1]
		p.next()
	}
	p.closing(closeToken, open)
}

// nodeTest gives the test that is written like a function, Named where the
// word is none.
func nodeTest(word string) Test {
	for t, name := range testNames {
		if word == name && t != int(Named) {
			return Test(t)
		}
	}
	return Named
}

// predicates = { "[" expr "]" }
func (p *parser) predicates() []Expr {
	var out []Expr
	for p.tok.kind == squareToken {
		open := p.tok.pos
		p.next()
		out = append(out, p.expr(0))
		p.closing(unsquareToken, open)
	}
	return out
}
