package xpath

import "iter"

// An Expr is a parsed expression. Its members are *Literal, *Ref, *Path,
// *Filter, *Call, *Unary and *Binary; nobody else may implement it. It is
// immutable but for Ref.Slot and may be evaluated by any number of
// interviews.
type Expr interface {
	Pos() int                 // byte offset in the author's text
	String() string           // canonical spelling: Parse(x.String()) gives x again
	eval(*Context) Value      // a node that cannot evaluate itself does not compile
	children() iter.Seq[Expr] // operands, arguments, predicates
	print(b []byte) []byte    // appends the canonical spelling
	source() origin           // where the author wrote it
}

// An origin is the author's text and where in it a node ends. It is zero for a
// node that was built and not parsed.
type origin struct {
	text *string
	end  int
}

// A Literal is a number or a text. A number is never negative: -5 is a Unary.
type Literal struct {
	At    int
	Value Value
	src   origin
}

// A Ref is ${name} or ${last-saved#name}.
type Ref struct {
	At        int
	Name      string
	LastSaved bool
	Slot      int // given once by whoever resolves names (survey.Form.Link); 0 until then
	src       origin
}

// A Path is a way through the data: ../age, /data/member[1]/age,
// current()/../age, instance('towns')/root/item[name = 'a']/label. A path
// without steps is / or current().
type Path struct {
	At    int
	Root  Root
	Base  Expr // of a Filtered path; nil elsewhere
	Steps []Step
	src   origin
}

// Root says where a Path starts.
type Root uint8

const (
	Relative Root = iota // at the context node
	Absolute             // /: above the root element of the form's own data
	Current              // current(): where the expression stands
	Filtered             // at the nodes of Base
)

// A Step is one step of a Path.
type Step struct {
	At         int // where it begins
	Axis       Axis
	Test       Test
	Name       string // "*" for any, "jr:*" for any with that prefix; "*" with a Test that has no name
	Predicates []Expr
}

// Axis is the direction of a Step. Forms have those up to Attribute; the
// others are for trying expressions on documents, see Check.
type Axis uint8

const (
	Child     Axis = iota
	Parent         // ..
	Self           // .
	Attribute      // @name
	Descendant
	DescendantOrSelf // with AnyNode it is what // stands for
	Ancestor
	AncestorOrSelf
	FollowingSibling
	PrecedingSibling
	Following
	Preceding
	Namespace // parses, and has no nodes
)

var axisNames = [...]string{
	"child", "parent", "self", "attribute", "descendant", "descendant-or-self", "ancestor", "ancestor-or-self",
	"following-sibling", "preceding-sibling", "following", "preceding", "namespace",
}

// Test is what sort of nodes a Step looks for.
type Test uint8

const (
	Named       Test = iota // elements, or attributes, of that name
	AnyNode                 // node(), and what . and .. stand for
	TextNode                // text()
	Comment                 // comment(): there are none, as ParseXML drops them
	Instruction             // processing-instruction(name): likewise
)

var testNames = [...]string{"", "node", "text", "comment", "processing-instruction"}

// A Filter is an expression with predicates behind it that is no step:
// ${member}[2], (../a | ../b)[1].
type Filter struct {
	At         int
	Base       Expr
	Predicates []Expr
	src        origin
}

// A Call is a function with its arguments. The second argument of
// jr:choice-name, which authors quote, is a *Ref.
type Call struct {
	At   int
	Name string
	Args []Expr
	fn   *function // found by the parser; nil where there is none, or for a call that was built
	src  origin
}

// A Unary is a minus in front of an operand.
type Unary struct {
	At  int
	X   Expr
	src origin
}

// A Binary is two operands and what stands between them.
type Binary struct {
	At   int // where the operator stands
	Op   Op
	X, Y Expr
	src  origin
}

// Op is a binary operator.
type Op uint8

const (
	Or Op = iota
	And
	Equal
	NotEqual
	Less
	LessEqual
	Greater
	GreaterEqual
	Add
	Subtract
	Multiply
	Divide
	Modulo
	Union
)

// operators is the ladder of precedence: a greater level binds tighter. A
// minus in front stands between Multiply and Union.
var operators = [...]struct {
	text  string
	level int
	right bool // a op b op c is a op (b op c)
}{
	Or:           {"or", 1, true},
	And:          {"and", 2, true},
	Equal:        {"=", 3, false},
	NotEqual:     {"!=", 3, false},
	Less:         {"<", 4, false},
	LessEqual:    {"<=", 4, false},
	Greater:      {">", 4, false},
	GreaterEqual: {">=", 4, false},
	Add:          {"+", 5, false},
	Subtract:     {"-", 5, false},
	Multiply:     {"*", 6, false},
	Divide:       {"div", 6, false},
	Modulo:       {"mod", 6, false},
	Union:        {"|", unaryLevel + 1, false},
}

const unaryLevel = 7

func (o Op) String() string { return operators[o].text }

func (x *Literal) Pos() int { return x.At }
func (x *Ref) Pos() int     { return x.At }
func (x *Path) Pos() int    { return x.At }
func (x *Filter) Pos() int  { return x.At }
func (x *Call) Pos() int    { return x.At }
func (x *Unary) Pos() int   { return x.At }
func (x *Binary) Pos() int  { return x.At }

func (x *Literal) source() origin { return x.src }
func (x *Ref) source() origin     { return x.src }
func (x *Path) source() origin    { return x.src }
func (x *Filter) source() origin  { return x.src }
func (x *Call) source() origin    { return x.src }
func (x *Unary) source() origin   { return x.src }
func (x *Binary) source() origin  { return x.src }

// extent is the part of the author's text that x covers, without parentheses
// around it.
func extent(x Expr) (pos, length int) {
	pos = x.Pos()
	first, last := x, x
	for b, ok := first.(*Binary); ok; b, ok = first.(*Binary) {
		first, pos = b.X, b.X.Pos()
	}
	for {
		switch l := last.(type) {
		case *Binary:
			last = l.Y
		case *Unary:
			last = l.X
		default:
			return pos, max(last.source().end-pos, 0)
		}
	}
}
