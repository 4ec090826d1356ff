package xpath

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"unicode"

	"anketa/survey/message"
)

// xmlBounds says what a document may have.
type xmlBounds struct{ bytes, nodes, depth int }

// sensible is far more than what surveys need: a list of all places of a
// country has some hundred thousand nodes.
var sensible = xmlBounds{bytes: 64 << 20, nodes: 2_000_000, depth: 200}

// ParseXML reads a document and gives its root element. The value of an
// element is its text; that of one with elements in it is the empty string, or
// where there are words beside them all text in it. Names keep their prefixes.
// An element is also a Bearer of its attributes.
//
// Documents with a DOCTYPE that declares anything, with entities of their own
// or beyond sensible size are refused.
func ParseXML(r io.Reader) (Node, error) { return parseXML(r, sensible) }

func parseXML(r io.Reader, bounds xmlBounds) (Node, error) {
	limited := &io.LimitedReader{R: r, N: int64(bounds.bytes) + 1}
	b := xmlBuilder{in: xml.NewDecoder(limited), bounds: bounds}
	for b.err == nil {
		b.token()
	}
	switch {
	case limited.N <= 0:
		return nil, message.New("read XML: it has more than %d MB", bounds.bytes>>20)
	case b.err != io.EOF:
		line, _ := b.in.InputPos()
		return nil, message.New("read XML: line %d: %w", line, b.err)
	}
	return b.root, nil
}

// An element is an element or an attribute of a document.
type element struct {
	name     string
	value    Value
	parent   *element
	position int
	children []*element
	attrs    []*element
	text     int  // where in the builder's text its own begins
	words    bool // it has text that is not blank
}

func (e *element) Name() string  { return e.name }
func (e *element) Value() Value  { return e.value }
func (e *element) Position() int { return e.position }

func (e *element) Parent() Node {
	if e.parent == nil {
		return nil
	}
	return e.parent
}

func (e *element) Children(name string, dst []Node) []Node { return pick(e.children, name, dst) }

// Attributes appends the attributes of that name to dst; "*" means all.
func (e *element) Attributes(name string, dst []Node) []Node { return pick(e.attrs, name, dst) }

func pick(from []*element, name string, dst []Node) []Node {
	for _, e := range from {
		if name == "*" || e.name == name {
			dst = append(dst, e)
		}
	}
	return dst
}

// An xmlBuilder grows the tree token by token. It reads raw tokens, in which
// names have the prefixes that expressions use, and so matches tags itself.
type xmlBuilder struct {
	in     *xml.Decoder
	bounds xmlBounds
	root   *element
	open   *element
	depth  int
	nodes  int
	seen   []map[string]int // how many children of a name, by depth
	text   []byte           // of all that is open
	err    error            // io.EOF when the document is whole
}

func (b *xmlBuilder) token() {
	var t xml.Token
	if t, b.err = b.in.RawToken(); b.err != nil {
		if b.err == io.EOF && (b.root == nil || b.open != nil) {
			b.err = message.New("the document breaks off")
		}
		return
	}
	switch t := t.(type) {
	case xml.StartElement:
		b.start(t)
	case xml.EndElement:
		b.end(rawName(t.Name))
	case xml.CharData:
		b.words(t)
	case xml.Directive:
		if strings.ContainsRune(string(t), '[') {
			b.err = message.New("a document with a DOCTYPE is not read")
		}
	}
}

func rawName(n xml.Name) string {
	if n.Space == "" {
		return n.Local
	}
	return n.Space + ":" + n.Local
}

func (b *xmlBuilder) start(t xml.StartElement) {
	if b.open == nil && b.root != nil {
		b.err = message.New("a second root element")
		return
	}
	e := &element{name: rawName(t.Name), parent: b.open, position: 1, text: len(b.text)}
	if b.open == nil {
		b.root = e
	} else {
		b.seen[b.depth-1][e.name]++
		e.position = b.seen[b.depth-1][e.name]
		b.open.children = append(b.open.children, e)
	}
	for _, a := range t.Attr {
		if name := rawName(a.Name); name != "xmlns" && a.Name.Space != "xmlns" {
			e.attrs = append(e.attrs, &element{name: name, value: String(a.Value), parent: e, position: 1})
		}
	}
	b.open = e
	if b.depth++; b.depth > len(b.seen) {
		b.seen = append(b.seen, map[string]int{})
	}
	clear(b.seen[b.depth-1])
	b.nodes += 1 + len(t.Attr)
	switch {
	case b.depth > b.bounds.depth:
		b.err = message.New("elements are nested more than %d deep", b.bounds.depth)
	case b.nodes > b.bounds.nodes:
		b.err = message.New("there are more than %d elements and attributes", b.bounds.nodes)
	}
}

func (b *xmlBuilder) end(name string) {
	e := b.open
	if e == nil || e.name != name {
		b.err = message.New("</%s> closes nothing", name)
		return
	}
	if len(e.children) == 0 || e.words {
		e.value = String(string(b.text[e.text:]))
	}
	b.open = e.parent
	b.depth--
}

func (b *xmlBuilder) words(t xml.CharData) {
	switch {
	case b.open != nil:
		b.text = append(b.text, t...)
		b.open.words = b.open.words || len(bytes.TrimFunc(t, unicode.IsSpace)) > 0
	case strings.Trim(string(t), "\ufeff \t\r\n") != "":
		b.err = message.New("text outside the root element")
	}
}
