package command

import (
	"slices"
	"strings"
	"time"

	"anketa/survey/xpath"
)

// A place is an element or attribute of a document, with its local name and
// the value that its type gives it (xpath.Node).
type place struct {
	name     string
	value    xpath.Value
	parent   *place
	position int
	children []*place
	attrs    []*place
}

// copyTree copies an element without prefixes, and without the templates of
// repeats, which are no answers.
func copyTree(n xpath.Node, parent *place) *place {
	p := &place{name: local(n.Name()), value: n.Value(), parent: parent, position: 1}
	if b, ok := n.(xpath.Bearer); ok {
		for _, a := range b.Attributes("*", nil) {
			p.attrs = append(p.attrs, &place{name: local(a.Name()), value: a.Value(), parent: p, position: 1})
		}
	}
	seen := map[string]int{}
	for _, c := range n.Children("*", nil) {
		if isTemplate(c) {
			continue
		}
		child := copyTree(c, p)
		seen[child.name]++
		child.position = seen[child.name]
		p.children = append(p.children, child)
	}
	return p
}

func isTemplate(n xpath.Node) bool {
	b, ok := n.(xpath.Bearer)
	return ok && len(b.Attributes("jr:template", nil)) > 0
}

func (p *place) Name() string       { return p.name }
func (p *place) Value() xpath.Value { return p.value }
func (p *place) Position() int      { return p.position }

func (p *place) Parent() xpath.Node {
	if p.parent == nil {
		return nil
	}
	return p.parent
}

func (p *place) Children(name string, dst []xpath.Node) []xpath.Node {
	return choose(p.children, name, dst)
}

// Attributes appends the attributes of that name to dst; "*" means all.
func (p *place) Attributes(name string, dst []xpath.Node) []xpath.Node {
	return choose(p.attrs, name, dst)
}

func choose(from []*place, name string, dst []xpath.Node) []xpath.Node {
	for _, p := range from {
		if name == "*" || p.name == name {
			dst = append(dst, p)
		}
	}
	return dst
}

func (p *place) attribute(name string) string {
	for _, a := range p.attrs {
		if a.name == name {
			return a.value.Str()
		}
	}
	return ""
}

// all gives the children of that name.
func (p *place) all(name string) []*place {
	var out []*place
	for _, c := range p.children {
		if c.name == name {
			out = append(out, c)
		}
	}
	return out
}

// lineage is the way from the root down to p.
func (p *place) lineage() []*place {
	var line []*place
	for ; p != nil; p = p.parent {
		line = append(line, p)
	}
	slices.Reverse(line)
	return line
}

// near says whether ${name} means p where it stands at the end of a lineage.
// It does not where the ways part at two instances of one repeat, unless it is
// the repeat itself that is named.
func (p *place) near(line []*place) bool {
	way := p.lineage()
	i := 0
	for i < len(way) && i < len(line) && way[i] == line[i] {
		i++
	}
	return i == 0 || i >= len(way)-1 || i >= len(line) || way[i].name != line[i].name
}

// xformModel gives the model of an XForm, nil for another document.
func (p *place) xformModel() *place {
	if p.name != "html" {
		return nil
	}
	for _, head := range p.all("head") {
		for _, model := range head.all("model") {
			return model
		}
	}
	return nil
}

// binds gives the types of a model by path, without prefixes.
func (p *place) binds() map[string]string {
	types := map[string]string{}
	for _, b := range p.all("bind") {
		steps := strings.Split(strings.TrimSpace(b.attribute("nodeset")), "/")
		for i := range steps {
			steps[i] = local(steps[i])
		}
		types[strings.Join(steps, "/")] = local(b.attribute("type"))
	}
	return types
}

// giveTypes gives p and what it holds the values of their types.
func (p *place) giveTypes(at string, types map[string]string, zone *time.Location) {
	if text := p.value.Str(); text != "" {
		p.value = typedValue(types[at], text, zone)
	}
	for _, c := range p.children {
		c.giveTypes(at+"/"+c.name, types, zone)
	}
}

// typedValue is a text as expressions read it. Only numbers and dates are
// anything but texts, a boolean too: 'false' is a text that is there.
func typedValue(kind, text string, zone *time.Location) xpath.Value {
	switch kind {
	case "int", "integer", "long", "short", "decimal", "double", "float":
		return xpath.Number(xpath.String(text).Num())
	case "date":
		if v, ok := xpath.ParseDate(text, zone); ok {
			return xpath.Day(v.Time())
		}
	case "dateTime":
		if v, ok := xpath.ParseDate(text, zone); ok {
			return v
		}
	case "time":
		if v, ok := xpath.ParseClock(text, zone); ok {
			return v
		}
	}
	return xpath.String(text)
}
