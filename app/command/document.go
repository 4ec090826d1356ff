package command

import (
	"maps"
	"math/rand/v2"
	"regexp"
	"strings"
	"time"

	"anketa/survey"
	"anketa/survey/message"
	"anketa/survey/xpath"
)

// A document is a record, as XML, that expressions are tried on.
type document struct {
	xpath.Document
	named   map[string][]*place // in document order, without the root
	offered map[string][]offer  // by question; of an XForm with a body
}

// docType is a DOCTYPE without declarations, which says nothing that is needed.
var docType = regexp.MustCompile(`(?i)<!DOCTYPE[^<>\[\]]*>`)

// readDocument reads a record or an XForm with a record in it. Dates without
// an offset stand in zone.
func readDocument(text string, zone *time.Location) (*document, error) {
	top, err := xpath.ParseXML(strings.NewReader(docType.ReplaceAllLiteralString(text, "")))
	if err != nil {
		return nil, message.New("context: %w", err)
	}
	root := copyTree(top, nil)
	d := &document{Document: xpath.Document{Instances: map[string]xpath.Node{}, Properties: map[string]string{}}, named: map[string][]*place{}}
	if model := root.xformModel(); model != nil {
		bodies := root.all("body")
		if root = d.takeInstances(model); root == nil {
			return nil, message.New("context: the XForm has no primary instance")
		}
		d.Wordings = itext(model)
		for _, body := range bodies {
			d.offered = d.offers(body)
		}
		root.giveTypes("/"+root.name, model.binds(), zone)
	}
	d.Root = root
	d.Properties["version"] = root.attribute("version")
	d.index(root)
	return d, nil
}

func (d *document) index(p *place) {
	for _, c := range p.children {
		d.named[c.name] = append(d.named[c.name], c)
		d.index(c)
	}
}

// takeInstances gives the record of a model and keeps the lists beside it.
func (d *document) takeInstances(model *place) (primary *place) {
	for _, in := range model.all("instance") {
		if len(in.children) == 0 { // it lies in another file
			continue
		}
		root := in.children[0]
		root.parent, root.position = nil, 1
		if primary == nil {
			primary = root
		}
		if id := in.attribute("id"); id != "" {
			d.Instances[id] = root
		}
	}
	return primary
}

// context makes what an expression consults; d may be nil.
func (d *document) context(now func() time.Time) *xpath.Context {
	c := &xpath.Context{Now: now, Rand: rand.New(rand.NewPCG(1, 0)), Language: "en"}
	if d != nil {
		c.Data, c.Node = d, d.Root
	}
	return c
}

// unknown is the fault of a name that no element has, nil where one has it.
func (d *document) unknown(in xpath.Expr, ref *xpath.Ref) error {
	var names map[string][]*place
	if d != nil {
		names = d.named
	}
	if names[ref.Name] != nil {
		return nil
	}
	var hint *message.Text
	if near := survey.Nearest(ref.Name, maps.Keys(names)); near != "" {
		hint = message.New("did you mean ${%s}?", near)
	} else if d == nil {
		hint = message.New("give a record with --context")
	}
	return xpath.At(in, ref, len(ref.String()), message.New("the context has nothing named %q", ref.Name), hint)
}

// Refer gives the elements named as r: in this instance of every repeat that
// both lie in, else all of them. Elements of one name beside each other are
// instances of a repeat.
func (d *document) Refer(from xpath.Node, r *xpath.Ref, dst []xpath.Node) []xpath.Node {
	if r.LastSaved {
		return d.Document.Refer(nil, r, dst)
	}
	here, _ := from.(*place)
	line := here.lineage()
	for _, p := range d.named[r.Name] {
		if p.near(line) {
			dst = append(dst, p)
		}
	}
	return dst
}

// localNames takes the prefixes off the steps of an expression's paths.
func localNames(x xpath.Expr) {
	for part := range xpath.Walk(x) {
		if p, ok := part.(*xpath.Path); ok {
			for i := range p.Steps {
				p.Steps[i].Name = local(p.Steps[i].Name)
			}
		}
	}
}

// local is a name without its prefix.
func local(name string) string { return name[strings.IndexByte(name, ':')+1:] }
