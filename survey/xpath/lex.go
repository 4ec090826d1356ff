package xpath

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"anketa/survey/message"
)

// A token is one word of an expression: text[pos:end].
type token struct {
	kind     tokenKind
	op       Op // of an operatorToken
	pos, end int
}

type tokenKind uint8

const (
	endToken tokenKind = iota
	numberToken
	textToken // with its quotes
	refToken  // with ${ and }
	nameToken // with a prefix, as jr:choice-name
	operatorToken
	openToken   // (
	closeToken  // )
	squareToken // [
	unsquareToken
	commaToken
	slashToken
	deepToken // //
	atToken
	selfToken   // .
	parentToken // ..
	axisToken   // ::
	anyToken    // * where a name can stand
)

// operand says whether a token can end an operand. What follows it decides
// what *, and, or, div and mod are: operators behind an operand, else names.
func (k tokenKind) operand() bool {
	switch k {
	case numberToken, textToken, refToken, nameToken, closeToken, unsquareToken, selfToken, parentToken, anyToken:
		return true
	}
	return false
}

// marks are the tokens with one spelling.
var marks = []struct {
	text string
	tokenKind
	op Op
}{
	{"!=", operatorToken, NotEqual},
	{"<=", operatorToken, LessEqual},
	{">=", operatorToken, GreaterEqual},
	{"=", operatorToken, Equal},
	{"<", operatorToken, Less},
	{">", operatorToken, Greater},
	{"+", operatorToken, Add},
	{"-", operatorToken, Subtract},
	{"|", operatorToken, Union},
	{"(", openToken, 0},
	{")", closeToken, 0},
	{"[", squareToken, 0},
	{"]", unsquareToken, 0},
	{",", commaToken, 0},
	{"/", slashToken, 0},
	{"//", deepToken, 0},
	{"@", atToken, 0},
	{"::", axisToken, 0},
	{"..", parentToken, 0},
	{".", selfToken, 0},
}

// strangers are spellings of other languages, and of word processors, with
// what to write instead.
var strangers = []struct {
	text   string
	remedy *message.Text
}{
	{"==", message.New("write =")},
	{"<>", message.New("write !=")},
	{"≠", message.New("write !=")},
	{"≤", message.New("write <=")},
	{"≥", message.New("write >=")},
	{"&&", message.New("write and")},
	{"&", message.New("to join texts write concat(…, …); for both conditions write and")},
	{"||", message.New("write or")},
	{"!", message.New("write not(…)")},
	{"×", message.New("write *")},
	{"÷", message.New("write div")},
	{"−", message.New("write the minus of the keyboard: -")},
	{"–", message.New("write the minus of the keyboard: -")},
	{"—", message.New("write the minus of the keyboard: -")},
	{"“", straight}, {"”", straight}, {"„", straight}, {"‘", straight}, {"’", straight}, {"«", straight}, {"»", straight},
	{";", message.New("separate arguments by a comma")},
	{"{", message.New("a question is written ${name}")},
	{"}", message.New("a question is written ${name}")},
	{"#", message.New("a question is written ${name}")},
	{"%", message.New("for the remainder write mod")},
	{"^", message.New("write pow(…, …)")},
}

var straight = message.New("write straight quotation marks: ' or \"")

// next reads the token behind the current one.
func (p *parser) next() {
	operand := p.tok.kind.operand()
	p.last = p.tok.end
	pos := p.skip(p.tok.end)
	p.tok = token{kind: endToken, pos: pos, end: pos}
	if pos == len(p.text) {
		return
	}
	rest := p.text[pos:]
	switch c, size := utf8.DecodeRuneInString(rest); {
	case digit(rest, 0) || c == '.' && digit(rest, 1):
		p.number()
	case c == '\'' || c == '"':
		p.quoted()
	case c == '$':
		p.ref()
	case nameStart(c):
		p.name(operand)
	case c == '*':
		p.tok.kind, p.tok.end = anyToken, pos+size
		if operand {
			p.tok.kind, p.tok.op = operatorToken, Multiply
		}
	default:
		p.mark(rest)
	}
}

// skip gives the place of the next character that is no blank. Excel and word
// processors leave blanks that are not ASCII.
func (p *parser) skip(pos int) int {
	return len(p.text) - len(strings.TrimLeftFunc(p.text[pos:], unicode.IsSpace))
}

// mark reads a token of one spelling; the longest counts, == before =.
func (p *parser) mark(rest string) {
	length := 0
	for _, m := range marks {
		if strings.HasPrefix(rest, m.text) && len(m.text) > length {
			length = len(m.text)
			p.tok.kind, p.tok.op, p.tok.end = m.tokenKind, m.op, p.tok.pos+length
		}
	}
	for _, s := range strangers {
		if strings.HasPrefix(rest, s.text) && len(s.text) > length {
			p.fail(p.tok.pos, len(s.text), message.New("expressions have no %s", s.text), s.remedy)
		}
	}
	if length == 0 {
		c, size := utf8.DecodeRuneInString(rest)
		p.fail(p.tok.pos, size, message.New("expressions have no %s", plain(string(c))), nil)
	}
}

func digit(s string, i int) bool { return i < len(s) && s[i] >= '0' && s[i] <= '9' }

// number = digits ["." [digits]] | "." digits
func (p *parser) number() {
	i := p.tok.pos
	for digit(p.text, i) {
		i++
	}
	if i < len(p.text) && p.text[i] == '.' {
		i++
	}
	for digit(p.text, i) {
		i++
	}
	p.tok.kind, p.tok.end = numberToken, i
}

func (p *parser) quoted() {
	pos := p.tok.pos
	i := strings.IndexByte(p.text[pos+1:], p.text[pos])
	if i < 0 {
		p.fail(pos, 1, message.New("this quotation mark is not closed"), message.New("texts stand between two of the same kind, ' or \""))
	}
	p.tok.kind, p.tok.end = textToken, pos+1+i+1
}

const lastSaved = "last-saved#"

// ref = "${" ["last-saved#"] name "}"
func (p *parser) ref() {
	pos := p.tok.pos
	rest := p.text[pos:]
	if !strings.HasPrefix(rest, "${") {
		p.fail(pos, 1, message.New("a $ stands only in front of {"), message.New("a question is written ${name}"))
	}
	end := strings.IndexByte(rest, '}')
	if end < 0 {
		p.fail(pos, 2, message.New("this reference is not closed"), message.New("write } behind the name of the question"))
	}
	if _, _, ok := splitRef(rest[:end+1]); !ok {
		p.fail(pos, end+1, message.New("a reference is ${, then the name of a question, then }, without blanks"), refRemedy(rest[2:end]))
	}
	p.tok.kind, p.tok.end = refToken, pos+end+1
}

func refRemedy(inside string) *message.Text {
	if name := strings.TrimSpace(inside); isName(name) {
		return message.New("write ${%s}", name)
	}
	return message.New("names have letters, digits, _, - and . and begin with a letter or _")
}

// splitRef takes ${name} apart.
func splitRef(s string) (name string, last, ok bool) {
	s, front := strings.CutPrefix(s, "${")
	s, back := strings.CutSuffix(s, "}")
	name, last = strings.CutPrefix(s, lastSaved)
	return name, last, front && back && isName(name)
}

// name reads a name, or behind an operand an operator that is a word.
func (p *parser) name(operand bool) {
	end := p.tok.pos + nameLen(p.text[p.tok.pos:])
	if operand {
		if op, ok := wordOperator(p.text[p.tok.pos:end]); ok {
			p.tok.kind, p.tok.op, p.tok.end = operatorToken, op, p.tok.pos+len(op.String())
			return
		}
	}
	if rest := p.text[end:]; strings.HasPrefix(rest, ":") && !strings.HasPrefix(rest, "::") {
		n := nameLen(rest[1:])
		if strings.HasPrefix(rest, ":*") {
			n = 1
		}
		if n == 0 {
			p.fail(end, 1, message.New("a name must follow this :"), nil)
		}
		end += 1 + n
	}
	p.tok.kind, p.tok.end = nameToken, end
}

// wordOperator finds an operator at the start of a word. A number or a minus
// may follow it without a blank, 7 mod2 or 1 div-3, as no name begins with
// these; a letter may not.
func wordOperator(word string) (Op, bool) {
	for _, op := range []Op{Or, And, Divide, Modulo} {
		rest, ok := strings.CutPrefix(word, op.String())
		if ok && (rest == "" || rest[0] == '-' || rest[0] == '.' || digit(rest, 0)) {
			return op, true
		}
	}
	return 0, false
}

// nameLen is how many bytes at the start of s are a name.
func nameLen(s string) int {
	for i, c := range s {
		if !nameStart(c) && (i == 0 || !namePart(c)) {
			return i
		}
	}
	return len(s)
}

func isName(s string) bool { return s != "" && nameLen(s) == len(s) }

func nameStart(c rune) bool { return c == '_' || unicode.IsLetter(c) }

func namePart(c rune) bool {
	return c == '-' || c == '.' || c == '·' || unicode.IsDigit(c) || unicode.In(c, unicode.Mn, unicode.Mc)
}
