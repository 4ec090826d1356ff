package interview

import "anketa/survey"

// load takes a draft's answers into a frame and gives the places of those
// that the form has no question for.
func (iv *Interview) load(f *frame, s *spec, from *survey.Answer, at survey.Path) (lost []survey.Path) {
	seen := map[string]int{}
	for _, a := range from.Children {
		p := at.Join(a.Name)
		if a.Key != "" {
			seen[a.Name]++
			p = p.At(seen[a.Name])
		}
		k := s.kid(a.Name)
		switch {
		case k == nil || (k.members != nil) != (a.Key != ""):
			lost = append(lost, answersIn(a, p)...)
		case k.members != nil:
			lost = append(lost, iv.loadInstance(&f.nodes[k.local], a, p)...)
		case k.item.Type.Holds():
			f.nodes[k.local].written = true
			lost = append(lost, iv.load(f, k, a, p)...)
		case !k.stored:
			lost = append(lost, answersIn(a, p)...)
		default:
			f.nodes[k.local].load(a)
		}
	}
	return lost
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
func (iv *Interview) loadInstance(n *node, a *survey.Answer, p survey.Path) []survey.Path {
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
	return iv.load(f, n.spec, a, p)
}

// answersIn gives the places that hold an answer.
func answersIn(a *survey.Answer, p survey.Path) []survey.Path {
	var out []survey.Path
	if a.Text != "" || a.State != survey.NotReached {
		out = append(out, p)
	}
	inner := survey.Record{Root: a}
	for at, c := range inner.All() {
		if c.Text != "" || c.State != survey.NotReached {
			out = append(out, p.Join(string(at)))
		}
	}
	return out
}

// adopt gives answers of questions that moved to another group to their
// questions, and gives back the places that are lost all the same. A name that
// several questions have tells nothing, nor does a place inside a repeat.
func (iv *Interview) adopt(draft *survey.Record, strays []survey.Path) (lost []survey.Path) {
	for _, p := range strays {
		name, position := p.Last()
		s := iv.plan.only(name)
		if s == nil || !s.stored || position > 0 || len(s.chain) > 0 || string(p) != p.Names() {
			lost = append(lost, p)
			continue
		}
		n := &iv.root.nodes[s.local]
		if n.text != "" || n.mark != survey.NotReached {
			lost = append(lost, p)
			continue
		}
		n.load(draft.Find(p))
		n.written = false // at this place
	}
	return lost
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
