package xpath

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"anketa/survey/message"
)

const (
	// maxText is four times what fits into a cell of Excel.
	maxText = 1 << 17
	// maxDepth bounds the nesting of parentheses, arguments and predicates.
	maxDepth = 1000
)

// Parse reads an expression. A fault is an *Error; unknown functions and wrong
// numbers of arguments are left to Check.
func Parse(text string) (x Expr, err error) {
	p := parser{text: text}
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(*Error)
			if !ok {
				panic(r)
			}
			x, err = nil, e
		}
	}()
	return p.parse(), nil
}

// A parser reads one expression. A method for a production finds its first
// token in tok and leaves there the first token behind it; a fault is a panic
// with an *Error, which only Parse recovers.
type parser struct {
	text  string
	tok   token
	last  int // where the token before tok ends
	depth int
}

// src is the origin of a node whose last token was just taken.
func (p *parser) src() origin { return origin{&p.text, p.last} }

func (p *parser) fail(pos, length int, msg, hint *message.Text) {
	panic(&Error{Text: p.text, Pos: pos, Len: length, Msg: msg, Hint: hint})
}

func (p *parser) parse() Expr {
	if len(p.text) > maxText {
		p.fail(0, 0, message.New("this expression is too long"), message.New("it may have %d bytes; put parts of it into calculations", maxText))
	}
	if !utf8.ValidString(p.text) {
		p.fail(0, 0, message.New("this expression is not text in UTF-8"), nil)
	}
	p.next()
	if p.tok.kind == endToken {
		p.fail(p.tok.pos, 0, message.New("there is no expression here"), nil)
	}
	x := p.expr(0)
	if p.tok.kind != endToken {
		p.stray()
	}
	return x
}

// stray faults what stands behind a whole expression.
func (p *parser) stray() {
	word, hint := p.text[p.tok.pos:p.tok.end], message.New("put an operator in front of it, or a comma between arguments")
	switch p.tok.kind {
	case closeToken, unsquareToken:
		p.fail(p.tok.pos, 1, message.New("this %s closes nothing", word), message.New("take it out, or open it further left"))
	case commaToken:
		p.fail(p.tok.pos, 1, message.New("this comma is not between the arguments of a function"), message.New("decimals are written with a point"))
	case nameToken:
		if small := strings.ToLower(word); small != word && (small == "or" || small == "and" || small == "div" || small == "mod") {
			hint = message.New("write %s in small letters", small)
		}
	}
	p.fail(p.tok.pos, p.tok.end-p.tok.pos, message.New("an operator is missing before this"), hint)
}

func (p *parser) got(k tokenKind) bool {
	if p.tok.kind != k {
		return false
	}
	p.next()
	return true
}

// closing takes the partner of what was opened at pos.
func (p *parser) closing(k tokenKind, pos int) {
	if p.got(k) {
		return
	}
	if p.tok.kind == endToken {
		p.fail(pos, 1, message.New("this %c is not closed", p.text[pos]), nil)
	}
	p.stray()
}

func (p *parser) deeper() {
	if p.depth++; p.depth > maxDepth {
		p.fail(p.tok.pos, 0, message.New("this expression is nested too deeply"), message.New("put parts of it into calculations"))
	}
}

// expr = unary { operator expr }, with operators of that level and above. A
// chain that leans right is built without recursion, as forms that programs
// write have hundreds of ors.
func (p *parser) expr(least int) Expr {
	p.deeper()
	x := p.unary()
	var tail *Binary
	for p.tok.kind == operatorToken && operators[p.tok.op].level >= least {
		op, at := p.tok.op, p.tok.pos
		p.next()
		y := p.expr(operators[op].level + 1)
		if tail != nil && tail.Op == op {
			next := &Binary{At: at, Op: op, X: tail.Y, Y: y, src: p.src()}
			tail.Y, tail = next, next
			continue
		}
		b := &Binary{At: at, Op: op, X: x, Y: y, src: p.src()}
		x, tail = b, nil
		if operators[op].right {
			tail = b
		}
	}
	p.depth--
	return x
}

// unary = "-" unary | path
func (p *parser) unary() Expr {
	if p.tok.kind != operatorToken || p.tok.op != Subtract {
		return p.path()
	}
	at := p.tok.pos
	p.next()
	return &Unary{At: at, X: p.expr(unaryLevel + 1), src: p.src()}
}

// primary = number | text | reference | call | "(" expr ")"
func (p *parser) primary() Expr {
	tok := p.tok
	word := p.text[tok.pos:tok.end]
	p.next()
	switch tok.kind {
	case numberToken:
		return p.literal(tok.pos, word)
	case textToken:
		return &Literal{At: tok.pos, Value: literalText(word[1 : len(word)-1]), src: p.src()}
	case refToken:
		name, last, _ := splitRef(word)
		return &Ref{At: tok.pos, Name: name, LastSaved: last, src: p.src()}
	case nameToken:
		return p.call(tok.pos, word)
	}
	x := p.expr(0)
	p.closing(closeToken, tok.pos)
	return x
}

func (p *parser) literal(at int, word string) Expr {
	f, err := strconv.ParseFloat(word, 64)
	if err != nil {
		p.fail(at, len(word), message.New("this number is too large"), nil)
	}
	return &Literal{At: at, Value: Number(f), src: p.src()}
}

// choiceName is the function whose second argument authors quote, as the
// reference shall not become a path.
const choiceName = "jr:choice-name"

// call = name "(" [ expr { "," expr } ] ")"; the name is taken already.
func (p *parser) call(at int, name string) Expr {
	open := p.tok.pos
	p.next()
	x := &Call{At: at, Name: name, fn: functions[name]}
	if p.tok.kind != closeToken {
		x.Args = append(x.Args, p.expr(0))
		for p.got(commaToken) {
			x.Args = append(x.Args, p.expr(0))
		}
	}
	p.closing(closeToken, open)
	x.src = p.src()
	for i := range x.Args {
		if x.quotes(i) {
			x.Args[i] = p.unquote(x.Args[i])
		}
	}
	return x
}

// unquote makes a reference of a text that holds one and nothing else.
func (p *parser) unquote(x Expr) Expr {
	l, ok := x.(*Literal)
	if !ok || l.Value.kind != StringKind {
		return x
	}
	name, last, ok := splitRef(strings.TrimSpace(l.Value.str))
	if !ok {
		return x
	}
	at := l.At + 1 + strings.IndexByte(l.Value.str, '$')
	ref := &Ref{At: at, Name: name, LastSaved: last}
	ref.src = origin{&p.text, at + len(ref.String())}
	return ref
}
