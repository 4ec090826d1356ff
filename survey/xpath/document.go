package xpath

// A Document is Data that stands by itself: a tree in which ${name} means the
// elements of that name, lists, and metadata. It serves to try expressions
// without a form.
type Document struct {
	Root       Node
	Instances  map[string]Node   // root elements by id; a list is also found by its question's name
	Properties map[string]string // deviceid, version, …
	Wordings   map[string]string // texts of the form by id, in one language
}

// Refer gives the elements named as r. As a name stands for one question of a
// form, several are instances of a repeat: meant are those that lie in the
// same instance as from, which are those that share most ancestors with it.
func (d *Document) Refer(from Node, r *Ref, dst []Node) []Node {
	root := d.Root
	if r.LastSaved {
		root = d.Instances["__last-saved"]
	}
	if root == nil {
		return dst
	}
	start := len(dst)
	dst = below(root, r.Name, dst)
	if from == nil || r.LastSaved {
		return dst
	}
	here := lineage(from)
	most, kept := 0, start
	for _, n := range dst[start:] {
		shared := sharedDepth(n.Parent(), here)
		if shared > most {
			most, kept = shared, start
		}
		if shared == most {
			dst[kept] = n
			kept++
		}
	}
	return dst[:kept]
}

// below appends every element of that name under n, in document order.
func below(n Node, name string, dst []Node) []Node {
	for _, c := range n.Children("*", nil) {
		if c.Name() == name {
			dst = append(dst, c)
		}
		dst = below(c, name, dst)
	}
	return dst
}

// sharedDepth is how many nodes from the root down n has in common with a
// lineage; n itself counts.
func sharedDepth(n Node, line []Node) int {
	for ; n != nil; n = n.Parent() {
		for i := len(line) - 1; i >= 0; i-- {
			if line[i] == n {
				return i + 1
			}
		}
	}
	return 0
}

// Instance gives the root element of a list.
func (d *Document) Instance(id string) (Node, bool) {
	root, ok := d.Instances[id]
	return root, ok
}

// ChoiceName looks for the code in the list that is named as the question.
func (d *Document) ChoiceName(_ Node, r *Ref, value string) string {
	root, ok := d.Instances[r.Name]
	if !ok {
		return ""
	}
	for _, item := range root.Children("item", nil) {
		if textOf(item, "name") == value {
			return textOf(item, "label")
		}
	}
	return ""
}

// Wording gives a text of the document's form.
func (d *Document) Wording(id string) string { return d.Wordings[id] }

// textOf is the text of the first child of that name.
func textOf(n Node, name string) string {
	for _, c := range n.Children(name, nil) {
		return c.Value().Str()
	}
	return ""
}

// Property gives metadata, blank where there is none.
func (d *Document) Property(name string) string { return d.Properties[name] }
