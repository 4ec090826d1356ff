package interview

import (
	"slices"
	"strconv"

	"anketa/survey"
	"anketa/survey/xpath"
)

// A lookup is where an expression finds rows of a list by what stands in a
// column:
//
//	instance('towns')/root/item[district = ${district}]/label
//	pulldata('towns', 'label', 'name', ${town})
//
// The plan has a copy of such an expression that begins at an instance of its
// own, which holds only the rows that the index gives. The language then goes
// on as it would with all of them.
type lookup struct {
	list   *survey.List
	filter *filter
}

// quicken notes the faster copies of the form's expressions.
func (p *plan) quicken() {
	for x := range p.expressions {
		if x == nil {
			continue
		}
		if fast := p.rewrite(x); fast != x {
			p.quick[x] = fast
		}
	}
}

// fast gives the copy of an expression that looks rows up, the expression
// itself where it looks none up.
func (p *plan) fast(x xpath.Expr) xpath.Expr {
	if len(p.quick) > 0 {
		if fast := p.quick[x]; fast != nil {
			return fast
		}
	}
	return x
}

// expressions gives every expression that an interview evaluates.
func (p *plan) expressions(yield func(xpath.Expr) bool) {
	say := func(texts ...survey.Text) {
		for _, text := range texts {
			for _, phrase := range text {
				for _, part := range phrase {
					yield(part.Expr)
				}
			}
		}
	}
	if rule := p.form.InstanceName; rule != nil {
		yield(rule.Expr)
	}
	for _, it := range p.form.Items {
		say(it.Label, it.Hint, it.Guidance, it.RequiredMessage)
		for _, rule := range append(it.Rules[:], it.Default) {
			if rule != nil {
				yield(rule.Expr)
				say(rule.Message)
			}
		}
		yield(it.Seed)
	}
	for _, list := range p.form.Lists {
		for _, c := range list.Choices {
			say(c.Label)
		}
	}
}

// rewrite gives a copy of an expression in which every lookup begins at its
// own rows, the expression itself where there is none in it.
func (p *plan) rewrite(x xpath.Expr) xpath.Expr {
	switch x := x.(type) {
	case *xpath.Unary:
		if inner := p.rewrite(x.X); inner != x.X {
			y := *x
			y.X = inner
			return &y
		}
	case *xpath.Binary:
		if l, r := p.rewrite(x.X), p.rewrite(x.Y); l != x.X || r != x.Y {
			y := *x
			y.X, y.Y = l, r
			return &y
		}
	case *xpath.Filter:
		base := p.rewrite(x.Base)
		if inner, changed := p.rewritePredicates(x.Predicates); changed || base != x.Base {
			y := *x
			y.Base, y.Predicates = base, inner
			return &y
		}
	case *xpath.Call:
		if sum := p.totals(x); sum != nil {
			y := *x
			y.Args = []xpath.Expr{sum}
			return &y
		}
		args, changed := p.rewriteAll(x.Args)
		if id := p.pulls(x); id != nil {
			args, changed = slices.Clone(args), true
			args[0] = id
		}
		if changed {
			y := *x
			y.Args = args
			return &y
		}
	case *xpath.Path:
		return p.rewritePath(x)
	}
	return x
}

func (p *plan) rewriteAll(xs []xpath.Expr) (out []xpath.Expr, changed bool) {
	out = slices.Clone(xs)
	for i, x := range xs {
		out[i] = p.rewrite(x)
		changed = changed || out[i] != x
	}
	return out, changed
}

func (p *plan) rewritePredicates(xs []xpath.Expr) (out []xpath.Expr, changed bool) {
	p.candidates++
	defer func() { p.candidates-- }()
	return p.rewriteAll(xs)
}

func (p *plan) rewritePath(x *xpath.Path) xpath.Expr {
	y := *x
	y.Steps = slices.Clone(x.Steps)
	changed := false
	for i := range y.Steps {
		inner, other := p.rewritePredicates(y.Steps[i].Predicates)
		if other {
			y.Steps[i].Predicates, changed = inner, true
		}
	}
	if x.Base != nil {
		y.Base = p.rewrite(x.Base)
		if call := p.finds(&y); call != nil {
			y.Base = call
		}
		changed = changed || y.Base != x.Base
	}
	if !changed {
		return x
	}
	return &y
}

// finds gives the instance with only those rows that the first predicate of a
// path over a list lets through; nil for any other path. Where the predicate
// asks for a row's place, it means that among all of them.
func (p *plan) finds(x *xpath.Path) *xpath.Call {
	call, ok := x.Base.(*xpath.Call)
	if !ok || call.Name != "instance" || len(call.Args) != 1 || len(x.Steps) < 2 {
		return nil
	}
	root, item := x.Steps[0], x.Steps[1]
	if root.Axis != xpath.Child || item.Axis != xpath.Child || len(root.Predicates) > 0 || len(item.Predicates) == 0 || places(item.Predicates[0]) {
		return nil
	}
	list := p.form.Lists[literal(call.Args[0])]
	if list == nil {
		return nil
	}
	f := compile(p.list(list), item.Predicates[0])
	if f == nil || !f.looks() {
		return nil
	}
	y := *call
	y.Args = []xpath.Expr{p.lookup(list, f)}
	return &y
}

// pulls gives the instance in which pulldata finds only rows with its key; nil
// for any other call.
func (p *plan) pulls(x *xpath.Call) xpath.Expr {
	if x.Name != "pulldata" || len(x.Args) != 4 || !isFixed(x.Args[3]) {
		return nil
	}
	list := p.form.Lists[literal(x.Args[0])]
	if list == nil {
		return nil
	}
	column := p.list(list).column(literal(x.Args[2]))
	if column == nil {
		return nil
	}
	return p.lookup(list, &filter{op: xpath.Equal, column: column, fixed: x.Args[3]})
}

// lookup names a new lookup as an instance, with a name that no list can have.
func (p *plan) lookup(list *survey.List, f *filter) *xpath.Literal {
	id := list.Name + "\x00" + strconv.Itoa(len(p.lookups))
	p.lookups[id] = &lookup{list, f}
	return &xpath.Literal{Value: xpath.String(id)}
}

// literal is the text that an author wrote, "" for anything that is worked out.
func literal(x xpath.Expr) string {
	if l, ok := x.(*xpath.Literal); ok {
		return l.Value.Str()
	}
	return ""
}

// places says whether an expression asks for a place among its siblings.
func places(x xpath.Expr) bool {
	for e := range xpath.Walk(x) {
		if call, ok := e.(*xpath.Call); ok && (call.Name == "position" || call.Name == "last") {
			return true
		}
	}
	return false
}

// find gives the root of the list of a lookup with the rows that it finds from
// where the expression stands.
func (l *lookup) find(iv *Interview) xpath.Node {
	doc := iv.list(l.list)
	n, ok := iv.contexts[iv.depth-1].Current.(*node)
	if !ok {
		return &doc.root
	}
	some, all := iv.pick(n, l.filter)
	if all {
		return &doc.root
	}
	return &foundRoot{listRoot{doc}, some}
}

// A foundRoot is the root of a list with some of its rows.
type foundRoot struct {
	listRoot
	rows []int32
}

func (r *foundRoot) Children(name string, dst []xpath.Node) []xpath.Node {
	if name != "item" && name != "*" {
		return dst
	}
	for _, i := range r.rows {
		dst = append(dst, &r.doc.items[i])
	}
	return dst
}
