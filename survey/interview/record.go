package interview

import (
	"slices"
	"strings"

	"anketa/survey"
)

// Draft gives everything that the interview holds, parked answers included. It
// has a place for every answer in form order, and after them the instances of
// repeats by name and position.
func (iv *Interview) Draft() *survey.Record {
	r := iv.header()
	r.Root = &survey.Answer{Children: iv.root.draft(iv.plan.root)}
	return r
}

func (iv *Interview) header() *survey.Record {
	r := iv.head
	r.Parents = slices.Clone(r.Parents)
	r.Language = iv.form.Languages[iv.language].ID
	return &r
}

func (f *frame) draft(s *spec) []*survey.Answer {
	var out, instances []*survey.Answer
	for _, k := range s.kids {
		n := &f.nodes[k.local]
		switch {
		case k.members != nil:
			for _, inner := range n.roster {
				instances = append(instances, &survey.Answer{
					Name: k.item.Name, Key: inner.key, Parked: inner.nodes[0].fact().parked, Children: inner.draft(k),
				})
			}
		case k.item.Type.Holds():
			out = append(out, &survey.Answer{Name: k.item.Name, Children: f.draft(k)})
		case k.stored:
			now := n.fact()
			out = append(out, &survey.Answer{
				Name: k.item.Name, State: now.state, Text: now.text, Confirmed: now.confirmed, Parked: now.parked,
			})
		}
	}
	slices.SortStableFunc(instances, func(a, b *survey.Answer) int { return strings.Compare(a.Name, b.Name) })
	return append(out, instances...)
}

// Record gives the record as it would be finished now, in form order: without
// what is not relevant, and with the state of every question that is.
func (iv *Interview) Record() *survey.Record {
	iv.end()
	r := iv.header()
	r.Finished = iv.now()
	r.Saved, r.Author = r.Finished, r.Interviewer
	r.Root = &survey.Answer{Children: iv.root.finished(iv.plan.root)}
	return r
}

// Finish gives the finished record, or nil while hard problems stand. The
// problems are all that there are; doubts stop nothing.
func (iv *Interview) Finish() (*survey.Record, []Problem) {
	iv.end()
	problems := iv.Problems()
	if slices.ContainsFunc(problems, func(p Problem) bool { return p.Kind != Warning }) {
		return nil, problems
	}
	return iv.Record(), problems
}

func (f *frame) finished(s *spec) []*survey.Answer {
	var out []*survey.Answer
	for _, k := range s.kids {
		n := &f.nodes[k.local]
		switch {
		case !n.relevant:
			continue
		case k.members != nil:
			for _, inner := range n.active() {
				if inner.nodes[0].relevant {
					out = append(out, &survey.Answer{Name: k.item.Name, Key: inner.key, Children: inner.finished(k)})
				}
			}
		case k.item.Type.Holds():
			out = append(out, &survey.Answer{Name: k.item.Name, Children: f.finished(k)})
		case k.stored:
			out = append(out, &survey.Answer{
				Name: k.item.Name, State: n.state(), Text: n.shown(), Confirmed: n.confirmed && n.warns(),
			})
		}
	}
	return out
}

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
	n.roster = append(n.roster, f)
	n.number()
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
