package interview

import (
	"anketa/survey"
	"anketa/survey/xpath"
)

// A listDoc is a choice list as expressions see it, instance('list')/root/item:
// each item with its name, its label in the interview's language and its other
// columns.
type listDoc struct {
	iv    *Interview
	list  *survey.List
	names []string
	root  listRoot
	items []listItem
	cells []listCell // of each item in turn
}

type listRoot struct{ doc *listDoc }

type listItem struct {
	doc *listDoc
	at  int
}

type listCell struct {
	item   *listItem
	column int
}

// list gives the tree of a list, made when it is first asked for.
func (iv *Interview) list(l *survey.List) *listDoc {
	if doc := iv.lists[l]; doc != nil {
		return doc
	}
	doc := &listDoc{iv: iv, list: l, names: append([]string{"name", "label"}, l.Columns...)}
	doc.root.doc = doc
	doc.items = make([]listItem, len(l.Choices))
	doc.cells = make([]listCell, len(l.Choices)*len(doc.names))
	for i := range doc.items {
		doc.items[i] = listItem{doc, i}
		for c := range doc.names {
			doc.cells[i*len(doc.names)+c] = listCell{&doc.items[i], c}
		}
	}
	iv.lists[l] = doc
	return doc
}

func (r *listRoot) Name() string       { return "root" }
func (r *listRoot) Value() xpath.Value { return xpath.Value{} }
func (r *listRoot) Parent() xpath.Node { return nil }
func (r *listRoot) Position() int      { return 1 }

func (r *listRoot) Children(name string, dst []xpath.Node) []xpath.Node {
	if name != "item" && name != "*" {
		return dst
	}
	for i := range r.doc.items {
		dst = append(dst, &r.doc.items[i])
	}
	return dst
}

func (i *listItem) Name() string       { return "item" }
func (i *listItem) Value() xpath.Value { return xpath.Value{} }
func (i *listItem) Parent() xpath.Node { return &i.doc.root }
func (i *listItem) Position() int      { return i.at + 1 }

func (i *listItem) Children(name string, dst []xpath.Node) []xpath.Node {
	first := i.at * len(i.doc.names)
	for c, column := range i.doc.names {
		if name == column || name == "*" {
			dst = append(dst, &i.doc.cells[first+c])
		}
	}
	return dst
}

func (c *listCell) Name() string                                     { return c.item.doc.names[c.column] }
func (c *listCell) Parent() xpath.Node                               { return c.item }
func (c *listCell) Position() int                                    { return 1 }
func (c *listCell) Children(_ string, dst []xpath.Node) []xpath.Node { return dst }

func (c *listCell) Value() xpath.Value {
	doc := c.item.doc
	choice := doc.list.Choices[c.item.at]
	switch c.column {
	case 0:
		return xpath.String(choice.Name)
	case 1:
		iv := doc.iv
		label, _ := iv.render(&iv.root.nodes[0], choice.Label)
		return xpath.String(label)
	}
	if i := c.column - 2; i < len(choice.Values) {
		return xpath.String(choice.Values[i])
	}
	return xpath.Value{}
}
