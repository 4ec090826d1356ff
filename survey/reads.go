package survey

import (
	"anketa/survey/xpath"
)

// This file finds, without evaluating, what an expression can read.

// A read is one cell that another depends on.
type read struct {
	cell   Cell
	within *Item // see Edge
	sorts  bool
}

// places is where a sub-expression can stand: items of the form, and whether
// it may also be elsewhere, as in a choice list, where nothing is known.
type places struct {
	at   []*Item
	apex *Item // the outermost item that was passed on the way; nil for the root
	free bool  // not a place of the form
	each bool  // each place in turn: "." in a predicate
}

// A reader goes through an expression of an item and reports every item that
// it can mean.
type reader struct {
	form    *Form
	item    *Item // whose expression it is; the root for one of the whole form
	atCount bool  // the expression counts the instances of item and so stands outside them
	// found is told an item and the repeat within which its instances are
	// seen, nil for all; may be nil.
	found func(it, within *Item)
	// named is told a question whose choices' labels are read; may be nil.
	named func(it *Item)
	// missing is told a step that leads nowhere, and whether the path says
	// where it starts; may be nil.
	missing func(p *xpath.Path, step int, given bool)
}

func (r *reader) tell(it, within *Item) {
	if r.found != nil && it != r.form.Root {
		r.found(it, within)
	}
}

// visit gives where x can lead when "." is at here, and tells what it reads.
func (r *reader) visit(x xpath.Expr, here places) places {
	switch x := x.(type) {
	case *xpath.Ref:
		return r.ref(x, here, false)
	case *xpath.Path:
		return r.path(x, here)
	case *xpath.Filter:
		base := r.visit(x.Base, here)
		r.predicates(x.Predicates, base)
		return base
	case *xpath.Call:
		return r.call(x, here)
	case *xpath.Unary:
		r.visit(x.X, here)
	case *xpath.Binary:
		a, b := r.visit(x.X, here), r.visit(x.Y, here)
		if x.Op == xpath.Union {
			return places{at: append(a.at[:len(a.at):len(a.at)], b.at...), free: a.free || b.free}
		}
	}
	return places{free: true}
}

func (r *reader) predicates(list []xpath.Expr, here places) {
	here.each = true
	for _, p := range list {
		r.visit(p, here)
	}
}

// ref is rule 2 and 3 of ${…}: this instance where both share a repeat, else
// all of them. In a predicate over the form's own data it is seen from each
// place in turn.
func (r *reader) ref(ref *xpath.Ref, here places, all bool) places {
	it := r.form.Item(ref.Slot)
	if it == nil || ref.LastSaved {
		return places{free: true}
	}
	var within *Item
	if !all {
		within = r.shared(it)
		if each := here.within(); here.each && !here.free && within != nil && outer(within, each) == each {
			within = each
		}
	}
	r.tell(it, within)
	return places{at: []*Item{it}, apex: within}
}

// offered gives the instances whose answers a select_one ${question} offers,
// for its choice filter to look at each: all instances of the question's
// repeat, and where a repeat around that one holds the select too, those in
// the same instance of it.
func (r *reader) offered(ref *xpath.Ref) places {
	of := r.form.Item(ref.Slot)
	if of == nil || of.Repeat() == nil {
		return r.ref(ref, places{free: true}, false)
	}
	within := r.shared(of.Repeat())
	r.tell(of, within)
	return places{at: []*Item{of.Repeat()}, apex: within, each: true}
}

// shared gives the innermost repeat that holds both the expression and it. A
// repeat is not inside itself as the thing that is meant, but an expression of
// its own stands inside it, unless it counts the instances.
func (r *reader) shared(it *Item) *Item {
	from := inside(r.item)
	if r.atCount {
		from = r.item.Repeat()
	}
	for rep := it.Repeat(); rep != nil; rep = rep.Repeat() {
		for s := from; s != nil; s = s.Repeat() {
			if s == rep {
				return rep
			}
		}
	}
	return nil
}

func (r *reader) call(x *xpath.Call, here places) places {
	switch x.Name {
	case "indexed-repeat":
		return r.indexed(x, here)
	case "jr:choice-name":
		return r.choiceName(x, here)
	}
	var last places
	for _, a := range x.Args {
		last = r.visit(a, here)
	}
	if x.Name == "randomize" && len(x.Args) > 0 {
		return last
	}
	return places{free: true}
}

// indexed is rule 6: the question and the repeats are meant everywhere, the
// positions are seen from here.
func (r *reader) indexed(x *xpath.Call, here places) places {
	for i, a := range x.Args {
		if ref, ok := a.(*xpath.Ref); ok && (i == 0 || i%2 == 1) {
			r.ref(ref, here, true)
		} else {
			r.visit(a, here)
		}
	}
	return places{free: true}
}

func (r *reader) choiceName(x *xpath.Call, here places) places {
	for i, a := range x.Args {
		ref, ok := a.(*xpath.Ref)
		if i != 1 || !ok {
			r.visit(a, here)
		} else if it := r.form.Item(ref.Slot); it != nil && r.named != nil {
			r.named(it)
		}
	}
	return places{free: true}
}

// path walks a hand-written path over the form.
func (r *reader) path(p *xpath.Path, here places) places {
	at, steps := r.start(p, here)
	given := p.Root != xpath.Relative
	for i, s := range steps {
		before := at
		at = at.step(s)
		given = given || s.Axis == xpath.Parent
		if len(at.at) == 0 && !at.free && len(before.at) > 0 && r.missing != nil {
			r.missing(p, i+len(p.Steps)-len(steps), given)
			at.free = true
		}
		r.predicates(s.Predicates, at)
	}
	for _, it := range at.at {
		r.tell(it, at.within())
	}
	return at
}

// start gives where a path begins and the steps that are left to walk.
func (r *reader) start(p *xpath.Path, here places) (places, []xpath.Step) {
	switch p.Root {
	case xpath.Absolute:
		if len(p.Steps) == 0 {
			return places{free: true}, nil
		}
		return places{at: []*Item{r.form.Root}}, p.Steps[1:]
	case xpath.Current:
		return places{at: []*Item{r.item}, apex: r.item}, p.Steps
	case xpath.Filtered:
		return r.visit(p.Base, here), p.Steps
	}
	return here, p.Steps
}

// step gives where one step leads from all the places.
func (p places) step(s xpath.Step) places {
	next := places{apex: p.apex, free: p.free}
	for _, it := range p.at {
		switch s.Axis {
		case xpath.Self:
			next.at = append(next.at, it)
		case xpath.Parent:
			if it.Parent != nil {
				next.at = append(next.at, it.Parent)
				next.apex = outer(next.apex, it.Parent)
			}
		case xpath.Child:
			next.children(it, s.Name)
		default:
			next.free = true
		}
	}
	return next
}

func (p *places) children(of *Item, name string) {
	// The names of ODK's own block are not items of the form.
	if name == "meta" || name == "orx:meta" {
		p.free = true
	}
	for _, c := range of.Items {
		if name == "*" || c.Name == name {
			p.at = append(p.at, c)
		}
	}
}

// outer gives the one of two items that holds the other; the root where
// neither does.
func outer(a, b *Item) *Item {
	if b == nil {
		return nil
	}
	for p := a; p != nil; p = p.Parent {
		if p == b {
			return b
		}
	}
	return a
}

// within gives the repeat in whose one instance a path stayed.
func (p places) within() *Item {
	if p.apex == nil {
		return nil
	}
	return inside(p.apex)
}

// written adds what the author's expressions for a cell read.
func (l *linker) written(c Cell) {
	it := c.Item
	r := reader{form: l.form, item: it, atCount: c.Property == Count}
	r.found = func(of, within *Item) { l.refer(c, of, within) }
	r.named = func(of *Item) { l.choiceNames(c, of, r.shared(of)) }
	here := places{at: []*Item{it}, apex: it}
	if c.Property == Choices { // "." is a choice there
		here = places{free: true}
		if it.ItemsFrom != nil {
			here = r.offered(it.ItemsFrom)
		}
		if it.Seed != nil {
			r.visit(it.Seed, here)
		}
	}
	if c.Property == Wording {
		for x := range wordings(it).exprs() {
			r.visit(x, here)
		}
	}
	if rule := it.Rules[c.Property]; rule != nil && rule.Expr != nil && (c.Property != Value || it.Trigger == nil) {
		r.visit(rule.Expr, here)
	}
}

// refer adds that a cell reads an item: its value, whether it is relevant,
// whether the answer counts, and how many there are of it.
func (l *linker) refer(c Cell, of, within *Item) {
	props := []Property{Relevant, Value, Valid, Count}
	if c.Property == Valid || l.open[of] { // a constraint sees what was typed
		props = []Property{Relevant, Value, Count}
	}
	for _, p := range props {
		if l.has(of, p) {
			l.reads[c] = append(l.reads[c], read{cell: Cell{of, p}, within: within})
		}
	}
	for rep := of.Repeat(); rep != nil && rep != within; rep = rep.Repeat() {
		l.reads[c] = append(l.reads[c], read{cell: Cell{rep, Count}, within: within})
	}
}

// choiceNames adds that a cell reads the labels of a question's choices.
func (l *linker) choiceNames(c Cell, of, within *Item) {
	props := []Property{Choices}
	if of.List != nil && (wording{}).labels(of.List).dynamic() {
		props = append(props, Wording)
	}
	for _, p := range props {
		if l.has(of, p) {
			l.reads[c] = append(l.reads[c], read{cell: Cell{of, p}, within: within})
		}
	}
}

func (w wording) labels(list *List) wording {
	for _, c := range list.Choices {
		w = append(w, c.Label)
	}
	return w
}
