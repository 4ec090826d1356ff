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
			if inner := f.finished(k); inner != nil { // a group without answers is none
				out = append(out, &survey.Answer{Name: k.item.Name, Children: inner})
			}
		case k.stored && (k.item.Type.Asked() || n.shown() != ""): // a calculation that came to nothing has no state to tell
			out = append(out, &survey.Answer{
				Name: k.item.Name, State: n.state(), Text: n.shown(), Confirmed: n.confirmed && n.warns(),
			})
		}
	}
	return out
}
