package xpath

import "strings"

// documentFunctions are XPath's for documents; forms do not have them.
var documentFunctions = map[string]function{
	"id":   {1, 1, identified, nil},
	"lang": {1, 1, lang, nil},
}

// identified is id(x): the elements whose attribute id is one of the words of
// x, or of the nodes of x.
func identified(c *Context, x *Call) Value {
	wanted := map[string]bool{}
	for v := range c.spread(x.Args) {
		for word := range strings.FieldsFuncSeq(v.Str(), blank) {
			wanted[word] = true
		}
	}
	mark := c.mark()
	if root := top(c.run.current); root != nil {
		all := Step{Axis: DescendantOrSelf, Name: "*"}
		c.reach(root, &all)
		c.keep(mark, func(n Node) bool {
			id, ok := attribute(n, "id")
			if ok = ok && wanted[id]; ok {
				delete(wanted, id) // the first of that id
			}
			return ok
		})
	}
	return c.since(mark)
}

// attribute is the text of an attribute of n.
func attribute(n Node, name string) (string, bool) {
	if b, ok := n.(Bearer); ok {
		for _, a := range b.Attributes(name, nil) {
			return a.Value().Str(), true
		}
	}
	return "", false
}

// lang(x) says whether the nearest xml:lang above the context node is the
// language x, or a kind of it: en-US is en. Where there is none, lang counts, as
// documents may have lost their prefixes.
func lang(c *Context, x *Call) Value {
	want := c.str(x.Args[0])
	for n := c.Node; n != nil; n = n.Parent() {
		has, ok := attribute(n, "xml:lang")
		if !ok {
			has, ok = attribute(n, "lang")
		}
		if ok {
			return Boolean(len(has) >= len(want) && strings.EqualFold(has[:len(want)], want) &&
				(len(has) == len(want) || has[len(want)] == '-'))
		}
	}
	return Boolean(false)
}
