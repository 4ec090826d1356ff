package survey

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"anketa/survey/message"
	"anketa/survey/xpath"
)

// Link makes a form whole: it numbers the items, resolves every ${name} and
// every hand-written path, checks every expression and sorts the cells. It
// gives every fault that it finds, in reading order; a form with a Fault among
// them does not open.
//
// Names follow pyxform: ${q} must name exactly one item (PYREF_003,
// PYREF_004). Cells that read each other in a circle are a fault, as in
// JavaRosa; only the number of a repeat's instances may depend on what the
// instances hold, and is then brought to rest step by step.
func (f *Form) Link() ErrorList {
	l := linker{form: f, named: map[string][]*Item{}, open: map[*Item]bool{}, late: map[*Item]bool{}}
	f.Items, f.graph = nil, graph{made: &sync.Map{}}
	l.number(f.Root)
	for _, it := range f.Items {
		l.check(it)
	}
	if f.InstanceName != nil {
		l.inspect(f.InstanceName.Expr, f.Root, places{at: []*Item{f.Root}}, f.InstanceName.At)
	}
	l.draw()
	l.sort()
	l.faults.Sort()
	return l.faults
}

type linker struct {
	form   *Form
	named  map[string][]*Item
	faults ErrorList
	reads  map[Cell][]read
	open   map[*Item]bool // see Form.Open
	late   map[*Item]bool // repeats whose count depends on what they hold
}

// number gives every item its parent, index and name.
func (l *linker) number(root *Item) {
	root.Index = -1
	if root.Type == nil {
		root.Type = &Type{Name: "group", Kind: GroupKind}
	}
	for _, it := range root.Items {
		l.enter(it, root)
	}
}

func (l *linker) enter(it, parent *Item) {
	it.Parent, it.Index = parent, len(l.form.Items)
	l.form.Items = append(l.form.Items, it)
	if it.Name != "" { // a reader of forms keeps a row whose name is none
		l.named[it.Name] = append(l.named[it.Name], it)
	}
	for _, c := range it.Items {
		l.enter(c, it)
	}
}

// check resolves and checks everything that was written about an item.
func (l *linker) check(it *Item) {
	here := places{at: []*Item{it}, apex: it}
	offered := places{free: true}
	if it.ItemsFrom != nil {
		l.resolve(it.ItemsFrom, it.ItemsFrom, it.At)
		r := reader{form: l.form, item: it}
		offered = r.offered(it.ItemsFrom)
	}
	for p, rule := range it.Rules {
		switch {
		case rule == nil:
		case Property(p) == Choices: // "." is a choice there
			l.inspect(rule.Expr, it, offered, rule.At)
		default:
			l.inspect(rule.Expr, it, here, rule.At)
		}
	}
	if it.Default != nil {
		before := len(l.faults)
		l.inspect(it.Default.Expr, it, here, it.Default.At)
		l.mild(l.faults[before:])
	}
	for x := range wordings(it).exprs() {
		l.inspect(x, it, here, it.At)
	}
	for _, ref := range it.Trigger {
		l.trigger(ref, it)
	}
	l.seed(it)
}

// inspect resolves the names of an expression and checks its functions and
// paths.
func (l *linker) inspect(x xpath.Expr, it *Item, here places, at Position) {
	if x == nil {
		return
	}
	for ref := range xpath.Refs(x) {
		l.resolve(ref, x, at)
	}
	for _, e := range xpath.Check(x) {
		l.faults.AddExpr(at, "XPATH", e)
	}
	for part := range xpath.Walk(x) {
		if p, ok := part.(*xpath.Path); ok && p.Root == xpath.Absolute {
			l.root(x, p, at)
		}
	}
	r := reader{form: l.form, item: it, missing: func(p *xpath.Path, step int, given bool) { l.missing(x, p, step, given, at) }}
	r.visit(x, here)
}

// mild makes warnings of the paths of a default that lead nowhere: a default
// is looked at once, and is blank then.
func (l *linker) mild(faults ErrorList) {
	for _, e := range faults {
		if e.Code == "PATH_001" {
			e.Severity = Warning
		}
	}
}

// root gives a path from the root the root's own name: old forms write the
// form's id or the name that their file had, and most write data.
func (l *linker) root(in xpath.Expr, p *xpath.Path, at Position) {
	if len(p.Steps) == 0 || p.Steps[0].Axis != xpath.Child {
		return
	}
	switch first := &p.Steps[0]; first.Name {
	case "*", l.form.Name:
	case "data", l.form.ID:
		first.Name = l.form.Name
	default:
		l.faults.AddExpr(at, "PATH_002", xpath.At(in, p, len(first.Name)+1,
			message.New("a path from the root begins with /%s", l.form.Name), message.New("write /%s/…, or name the question as ${name}", l.form.Name)))
		if l.leads(p.Steps[1:]) {
			first.Name = l.form.Name
			l.faults[len(l.faults)-1].Severity = Warning
		}
	}
}

// leads says whether steps from the root come to items of the form.
func (l *linker) leads(steps []xpath.Step) bool {
	at := places{at: []*Item{l.form.Root}}
	for _, s := range steps {
		at = at.step(s)
	}
	return len(steps) > 0 && len(at.at) > 0
}

// resolve finds the item that a reference names.
func (l *linker) resolve(ref *xpath.Ref, in xpath.Expr, at Position) {
	switch items := l.named[ref.Name]; len(items) {
	case 1:
		ref.Slot = items[0].Index + 1
	case 0:
		if l.form.OwnBlock(ref.Name) {
			l.faults.AddExpr(at, "FALL_META", refError(in, ref, message.New("${%s} is blank while the interview goes on", ref.Name), nil))
			l.faults[len(l.faults)-1].Severity = Notice
			return
		}
		var hint *message.Text
		if near := Nearest(ref.Name, maps.Keys(l.named)); near != "" {
			hint = message.New("did you mean ${%s}?", near)
		}
		l.faults.AddExpr(at, "PYREF_003", refError(in, ref, message.New("there is no question named %q", ref.Name), hint))
	default:
		hint := message.New("rename all but one of %s", placesOf(items))
		if items[0].At == items[len(items)-1].At {
			hint = message.New("%s stands in a loop, which repeats it; count on each of them by a path, as ../%s", items[0].At, ref.Name)
		}
		l.faults.AddExpr(at, "PYREF_004", refError(in, ref, message.New("the name %q is given more than once", ref.Name), hint))
	}
}

func placesOf(items []*Item) message.List {
	at := make(message.List, len(items))
	for i, it := range items {
		at[i] = it.At
	}
	return at
}

// refError marks a reference in its expression.
func refError(in xpath.Expr, ref *xpath.Ref, msg, hint *message.Text) *xpath.Error {
	return xpath.At(in, ref, len(ref.String()), msg, hint)
}

// trigger resolves a trigger, which must be a question that shows.
func (l *linker) trigger(ref *xpath.Ref, it *Item) {
	l.resolve(ref, ref, it.At)
	of := l.form.Item(ref.Slot)
	switch {
	case of == nil || of.Visible():
	case of.Type.Holds():
		l.faults.AddExpr(it.At, "PYREF_003", refError(ref, ref, message.New("%q is a %s and no question", ref.Name, of.Type.Name), message.New("name a question that is asked")))
	default:
		l.faults.Add(it.At, "TRIGGER_001",
			message.New("The question ${%s} is not user-visible so it can't be used as a calculation trigger.", ref.Name),
			message.New("Give it a label, or name a question that is asked."))
	}
}

// seed parses the parameter seed of a list that is shuffled.
func (l *linker) seed(it *Item) {
	text := it.Params["seed"]
	if it.Params["randomize"] != "true" || text == "" {
		return
	}
	x, err := xpath.Parse(text)
	if err != nil {
		l.faults.Add(it.At, "SEED_001", message.New("The seed of randomize is neither a number nor a reference to a question."), message.New("Write a number, or a question as ${name}."))
		return
	}
	it.Seed = x
	l.inspect(x, it, places{at: []*Item{it}, apex: it}, it.At)
}

// missing reports a step of a path that leads nowhere. A path that says where
// it starts is a mistake; a bare name is one only very likely, as it may be a
// word that its author meant as text.
func (l *linker) missing(in xpath.Expr, p *xpath.Path, step int, given bool, at Position) {
	name := p.Steps[step].Name
	severity, msg := Fault, message.New("there is nothing named %q at this place", name)
	var hint *message.Text
	if near := Nearest(name, maps.Keys(l.named)); near != "" {
		hint = message.New("did you mean ${%s}?", near)
	}
	if p.Steps[step].Axis == xpath.Parent {
		msg, hint = message.New("this path climbs higher than the form reaches"), message.New("take one .. away, or name the question as ${name}")
	}
	if !given {
		severity = Warning
		msg = message.New("%q is read as the name of a part of this question, of which there is none, and is always blank", name)
		if len(l.named[name]) == 0 {
			hint = message.New("for the word itself write '%s' in quotes", name)
		}
	}
	l.faults.AddExpr(at, "PATH_001", xpath.At(in, p, len(p.String()), msg, hint))
	l.faults[len(l.faults)-1].Severity = severity
}

// OwnBlock says whether a name is one of ODK's own block of every record,
// meta, that the form has: ${instanceID} may be written without a row of that
// name.
func (f *Form) OwnBlock(name string) bool {
	switch name {
	case "instanceID":
		omit := strings.TrimSuffix(strings.ToLower(f.Settings["omit_instanceid"]), "()")
		return omit != "yes" && omit != "true"
	case "instanceName":
		return f.InstanceName != nil || f.Settings["instance_name"] != ""
	}
	return false
}

// Visible says whether an item shows on the screen: it is asked, or it is a
// note.
func (it *Item) Visible() bool {
	return it.Type.Asked() || it.Type.Kind == NoteKind
}

// wording is all the texts of an item that a reader of the screen sees.
type wording []Text

func wordings(it *Item) wording {
	w := wording{it.Label, it.Hint, it.Guidance, it.RequiredMessage}
	w = w.files(it.Media)
	for _, p := range []Property{Valid, Plausible} {
		if rule := it.Rules[p]; rule != nil {
			w = append(w, rule.Message)
		}
	}
	if it.List != nil {
		for _, c := range it.List.Choices {
			w = append(w, c.Label).files(c.Media)
		}
	}
	return w
}

// files adds the names of media files, in which questions may be named.
func (w wording) files(media map[string]Text) wording {
	if len(media) == 0 {
		return w
	}
	for _, kind := range []string{"image", "big-image", "audio", "video"} {
		if t := media[kind]; t != nil {
			w = append(w, t)
		}
	}
	return w
}

func (w wording) dynamic() bool { return slices.ContainsFunc(w, Text.Dynamic) }

// exprs gives the expressions in the texts.
func (w wording) exprs() func(func(xpath.Expr) bool) {
	return func(yield func(xpath.Expr) bool) {
		for _, text := range w {
			for _, phrase := range text {
				for _, part := range phrase {
					if part.Expr != nil && !yield(part.Expr) {
						return
					}
				}
			}
		}
	}
}
