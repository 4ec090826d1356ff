package interview

import (
	"slices"
	"strings"

	"anketa/survey"
)

// Draft gives everything that the interview holds, parked answers included. It
// has a place for every answer in form order, and after them the instances of
// repeats by name and position; what is set aside stands behind its kind.
func (iv *Interview) Draft() *survey.Record {
	r := iv.header()
	r.Root = iv.root.draft(&survey.Answer{}, iv.plan.root)
	return r
}

func (iv *Interview) header() *survey.Record {
	r := iv.head
	r.Parents = slices.Clone(r.Parents)
	r.Language = iv.form.Languages[iv.language].ID
	return &r
}

// draft gives a the children that it has as s in a frame.
func (f *frame) draft(a *survey.Answer, s *spec) *survey.Answer {
	var out []*survey.Answer
	for _, k := range s.kids {
		n := &f.nodes[k.local]
		switch {
		case k.members != nil:
			for _, inner := range n.roster {
				out = append(out, inner.draft(&survey.Answer{Name: k.item.Name, Key: inner.key, Parked: inner.nodes[0].fact().parked}, k))
			}
		case k.item.Type.Holds():
			out = append(out, f.draft(&survey.Answer{Name: k.item.Name}, k))
		case k.stored:
			now := n.fact()
			out = append(out, f.iv.bring(&survey.Answer{
				Name: k.item.Name, State: now.state, Text: now.text, Confirmed: now.confirmed, Parked: now.parked,
			}, n))
		}
	}
	a.Children = out
	f.iv.bring(a, f.holder(s))
	slices.SortStableFunc(a.Children, byKind)
	return a
}

// byKind puts instances after all else, by name.
func byKind(a, b *survey.Answer) int {
	switch {
	case a.Key == "" && b.Key == "":
		return 0
	case a.Key == "":
		return -1
	case b.Key == "":
		return 1
	}
	return strings.Compare(a.Name, b.Name)
}

// Record gives the record as it would be finished now, in form order: without
// what is not relevant, and with the state of every question that is. Answers
// for which the form has no question follow at their places; those inside a
// group or instance that is not relevant go with all else that it holds.
func (iv *Interview) Record() *survey.Record {
	iv.end()
	r := iv.header()
	r.Finished = iv.now()
	r.Saved, r.Author = r.Finished, r.Interviewer
	r.Root = iv.bringAnswered(&survey.Answer{Children: iv.root.finished(iv.plan.root)}, &iv.root.nodes[0])
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
					a := &survey.Answer{Name: k.item.Name, Key: inner.key, Children: inner.finished(k)}
					out = append(out, f.iv.bringAnswered(a, &inner.nodes[0]))
				}
			}
		case k.item.Type.Holds():
			var a *survey.Answer // a group without answers is none
			if inner := f.finished(k); inner != nil {
				a = &survey.Answer{Name: k.item.Name, Children: inner}
			}
			if a = f.iv.bringAnswered(a, n); a != nil {
				out = append(out, a)
			}
		case k.stored && (k.item.Type.Asked() || n.shown() != ""): // a calculation that came to nothing has no state to tell
			out = append(out, f.iv.bringAnswered(&survey.Answer{
				Name: k.item.Name, State: n.state(), Text: n.shown(), Confirmed: n.confirmed && n.warns(),
			}, n))
		}
	}
	return out
}
