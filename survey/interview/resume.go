package interview

import (
	"iter"

	"anketa/survey"
)

// A stray is an answer for which the form has no question.
type stray struct {
	path survey.Path
	in   *survey.Answer // what is set aside, and holds it; nil of a question that is a group now
}

// load takes a draft's answers into a frame, and sets aside those that the
// form has no question for. A question, a group and the instances of a repeat
// are three things, even under one name.
func (iv *Interview) load(f *frame, s *spec, from *survey.Answer, at survey.Path) (strays []stray) {
	for p, a := range children(from, at) {
		k := s.kid(a.Name)
		switch {
		case k == nil || (k.members != nil) != (a.Key != ""):
			strays = append(strays, iv.setAside(f.holder(s), a, p)...)
		case k.members != nil:
			strays = append(strays, iv.loadInstance(&f.nodes[k.local], a, p)...)
		case k.item.Type.Holds():
			strays = append(strays, iv.loadGroup(f, k, a, p)...)
		case !k.stored:
			strays = append(strays, iv.setAside(f.holder(s), a, p)...)
		default:
			f.nodes[k.local].load(a)
			for q, inner := range children(a, p) {
				strays = append(strays, iv.setAside(&f.nodes[k.local], inner, q)...)
			}
		}
	}
	return strays
}

// loadGroup takes a group, which may have been a question.
func (iv *Interview) loadGroup(f *frame, s *spec, a *survey.Answer, p survey.Path) (strays []stray) {
	n := &f.nodes[s.local]
	n.written = true
	return append(iv.setOwnAside(n, a, p), iv.load(f, s, a, p)...)
}

// setOwnAside keeps the answer of what is no question any more.
func (iv *Interview) setOwnAside(n *node, a *survey.Answer, p survey.Path) []stray {
	if !holds(a) {
		return nil
	}
	own := iv.aside(n)
	own.State, own.Text, own.Confirmed, own.Parked = a.State, a.Text, a.Confirmed, a.Parked && a.Key == ""
	return []stray{{path: p}}
}

// setAside keeps an answer, with all that lies in it, beside the node that it
// lies in.
func (iv *Interview) setAside(in *node, a *survey.Answer, p survey.Path) []stray {
	aside, kept := iv.aside(in), copyOf(a)
	aside.Children = append(aside.Children, kept)
	return straysIn(aside, kept, p)
}

// straysIn gives the answers that a holds, its own first.
func straysIn(in, a *survey.Answer, p survey.Path) (strays []stray) {
	if holds(a) {
		strays = []stray{{p, in}}
	}
	for q, inner := range children(a, p) {
		strays = append(strays, straysIn(a, inner, q)...)
	}
	return strays
}

// children gives what lies in a, which is at a place, with its own places.
func children(a *survey.Answer, at survey.Path) iter.Seq2[survey.Path, *survey.Answer] {
	return func(yield func(survey.Path, *survey.Answer) bool) {
		var seen map[string]int
		for _, c := range a.Children {
			p := at.Join(c.Name)
			if c.Key != "" {
				if seen == nil {
					seen = map[string]int{}
				}
				seen[c.Name]++
				p = p.At(seen[c.Name])
			}
			if !yield(p, c) {
				return
			}
		}
	}
}

func (s *spec) kid(name string) *spec {
	for _, k := range s.kids {
		if k.item.Name == name {
			return k
		}
	}
	return nil
}

func (n *node) load(a *survey.Answer) {
	n.text, n.confirmed = a.Text, a.Confirmed
	if a.Text == "" && a.State.Answered() && a.State != survey.Given {
		n.mark = a.State
	}
	n.refresh()
	n.written = true
	n.recorded = fact{a.Text, a.State, a.Confirmed, a.Parked}
}

// loadInstance makes an instance with the key that it has. Parked ones come
// last and do not count.
func (iv *Interview) loadInstance(n *node, a *survey.Answer, p survey.Path) []stray {
	f := newFrame(iv, n.spec, n)
	f.key = a.Key
	iv.keys[f.key] = true
	n.roster = append(n.roster, f)
	n.number(len(n.roster) - 1)
	if !a.Parked {
		n.count = len(n.roster)
	}
	iv.touchAll(f)
	f.nodes[0].written = true
	f.nodes[0].recorded = fact{parked: a.Parked}
	iv.pushAll(f)
	return append(iv.setOwnAside(&f.nodes[0], a, p), iv.load(f, n.spec, a, p)...)
}

// adopt gives answers of questions that moved to another group to their
// questions, and gives the places of those that are lost all the same. A name
// that several questions have tells nothing, nor does a place inside a repeat;
// and where the draft has the new place, what became of it there counts.
func (iv *Interview) adopt(strays []stray) (lost []survey.Path) {
	for _, s := range strays {
		if n := iv.moved(s); n != nil {
			iv.take(n, s)
		} else {
			lost = append(lost, s.path)
		}
	}
	return lost
}

// moved gives the node to which the question of a stray moved; nil where there
// is none.
func (iv *Interview) moved(from stray) *node {
	name, position := from.path.Last()
	s := iv.plan.only(name)
	if s == nil || !s.stored || position > 0 || from.in == nil || len(s.chain) > 0 || string(from.path) != from.path.Names() {
		return nil
	}
	n := &iv.root.nodes[s.local]
	if n.written || n.text != "" || n.mark != survey.NotReached {
		return nil
	}
	return n
}

// take moves an answer from its old place, where it would come back when it
// was cleared at the new one.
func (iv *Interview) take(n *node, from stray) {
	name, _ := from.path.Last()
	n.load(from.in.Plain(name))
	n.written = false // at this place
	old := survey.Record{Root: from.in}
	if err := old.Apply(survey.Edit{Op: survey.Drop, Path: survey.Path(name)}); err != nil {
		panic(err) // it has just been found there
	}
	iv.edits = append(iv.edits, survey.Edit{Op: survey.Drop, Path: from.path})
}

// only gives the item of a name that no other has.
func (p *plan) only(name string) *spec {
	var found *spec
	for _, s := range p.specs {
		if s.item.Name != name {
			continue
		}
		if found != nil {
			return nil
		}
		found = s
	}
	return found
}
