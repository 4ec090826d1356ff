package interview

import (
	"strconv"
	"strings"

	"anketa/survey"
	"anketa/survey/xpath"
)

// data answers what expressions ask about the form (xpath.Data).
type data struct{ iv *Interview }

// Refer is ${q}: this instance where both share a repeat, else all of them.
func (d data) Refer(from xpath.Node, r *xpath.Ref, dst []xpath.Node) []xpath.Node {
	it := d.iv.form.Item(r.Slot)
	if it == nil {
		return dst
	}
	s := d.iv.plan.specs[it.Index]
	if r.LastSaved {
		return d.iv.lastSaved(s, dst)
	}
	f := d.iv.root
	if n, ok := from.(*node); ok {
		f = n.frame
		for f.roster != nil && !s.isIn(f) {
			f = f.roster.frame
		}
	}
	return f.collect(s, dst)
}

// isIn says whether s lies in f, at whatever depth.
func (s *spec) isIn(f *frame) bool {
	depth := f.depth()
	return depth <= len(s.chain) && s.chain[depth-1] == f.spec
}

// collect appends the relevant nodes of s in f; of a repeat its instances.
func (f *frame) collect(s *spec, dst []xpath.Node) []xpath.Node {
	if depth := f.depth(); depth < len(s.chain) {
		for _, inner := range f.nodes[s.chain[depth].local].active() {
			dst = inner.collect(s, dst)
		}
		return dst
	}
	n := &f.nodes[s.local]
	switch {
	case s.members != nil:
		return n.instances(dst)
	case n.relevant:
		return append(dst, n)
	}
	return dst
}

// Instance gives a choice list, or the last saved record, as a tree.
func (d data) Instance(id string) (xpath.Node, bool) {
	if id == "__last-saved" {
		if saved := d.iv.o.LastSaved; saved != nil && saved.Root != nil {
			return &savedNode{iv: d.iv, item: d.iv.form.Root, answer: saved.Root}, true
		}
		return nil, false
	}
	if l := d.iv.plan.lookups[id]; l != nil {
		return l.find(d.iv), true
	}
	if t := d.iv.plan.sums[id]; t != nil {
		return t.find(d.iv), true
	}
	list := d.iv.form.Lists[id]
	if list == nil {
		return nil, false
	}
	return &d.iv.list(list).root, true
}

// ChoiceName is the label of a choice of a question.
func (d data) ChoiceName(from xpath.Node, r *xpath.Ref, value string) string {
	it := d.iv.form.Item(r.Slot)
	if it == nil {
		return ""
	}
	n := d.iv.nearest(from, d.iv.plan.specs[it.Index])
	if n == nil {
		return ""
	}
	label, _ := d.iv.choiceLabel(n, value)
	return label
}

// Wording is a text of the form by the id that it has in an XForm:
// /data/age:label, and of a choice the list's name and its place from 0.
func (d data) Wording(id string) string {
	at, text := d.iv.textAt(id)
	words, _ := d.iv.render(at, text)
	return words
}

// textAt finds the text of an id, and the node whose expressions it may have;
// an id that stands for none gives no text.
func (iv *Interview) textAt(id string) (*node, survey.Text) {
	root := &iv.root.nodes[0]
	if list, place, ok := cutLast(id, "-"); ok && iv.form.Lists[list] != nil {
		if i, err := strconv.Atoi(place); err == nil && i >= 0 && i < len(iv.form.Lists[list].Choices) {
			return root, iv.form.Lists[list].Choices[i].Label
		}
	}
	place, kind, _ := strings.Cut(strings.TrimPrefix(id, "/"+iv.form.Name+"/"), ":")
	for _, it := range iv.form.Items {
		if string(it.Path()) != place {
			continue
		}
		if n := iv.nearest(nil, iv.plan.specs[it.Index]); n != nil {
			root = n
		}
		return root, textOfKind(it, kind)
	}
	return root, nil
}

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

func textOfKind(it *survey.Item, kind string) survey.Text {
	switch kind {
	case "label":
		return it.Label
	case "hint":
		return it.Hint
	case "jr:requiredMsg":
		return it.RequiredMessage
	case "jr:constraintMsg":
		if rule := it.Rules[survey.Valid]; rule != nil {
			return rule.Message
		}
	}
	return nil
}

// nearest gives the node of s in the instance that from stands in, else in the
// first instance.
func (iv *Interview) nearest(from xpath.Node, s *spec) *node {
	f := iv.root
	if n, ok := from.(*node); ok {
		f = n.frame
		for f.roster != nil && !s.isIn(f) {
			f = f.roster.frame
		}
	}
	for f.depth() < len(s.chain) {
		r := &f.nodes[s.chain[f.depth()].local]
		if len(r.roster) == 0 {
			return nil
		}
		f = r.roster[0]
	}
	return &f.nodes[s.local]
}

// Property is metadata about the interview.
func (d data) Property(name string) string {
	if name == "version" {
		return d.iv.form.Version
	}
	return d.iv.metadata(name)
}

// lastSaved appends the answers to s in the record that was saved before.
func (iv *Interview) lastSaved(s *spec, dst []xpath.Node) []xpath.Node {
	root, ok := data{iv}.Instance("__last-saved")
	if !ok {
		return dst
	}
	nodes := []xpath.Node{root}
	for name := range s.path.Steps() {
		var next []xpath.Node
		for _, n := range nodes {
			next = n.Children(name, next)
		}
		nodes = next
	}
	return append(dst, nodes...)
}

// A savedNode is one place in the last saved record.
type savedNode struct {
	iv     *Interview
	item   *survey.Item // nil where the form has none any more
	answer *survey.Answer
	parent *savedNode
	at     int
}

func (n *savedNode) Name() string {
	if n.parent == nil {
		return n.iv.form.Name
	}
	return n.answer.Name
}

func (n *savedNode) Value() xpath.Value {
	if n.item == nil {
		return xpath.String(n.answer.Text)
	}
	return valueOf(n.answer.Text, n.item.Type.Data, n.iv.zone)
}

func (n *savedNode) Parent() xpath.Node {
	if n.parent == nil {
		return nil
	}
	return n.parent
}

func (n *savedNode) Position() int { return n.at }

func (n *savedNode) Children(name string, dst []xpath.Node) []xpath.Node {
	seen := map[string]int{}
	for _, a := range n.answer.Children {
		seen[a.Name]++
		if name != "*" && name != a.Name {
			continue
		}
		dst = append(dst, &savedNode{n.iv, n.kid(a.Name), a, n, seen[a.Name]})
	}
	return dst
}

func (n *savedNode) kid(name string) *survey.Item {
	if n.item == nil {
		return nil
	}
	for _, it := range n.item.Items {
		if it.Name == name {
			return it
		}
	}
	return nil
}
