package merge

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"anketa/survey"
)

// A joining puts one record together out of several heads.
type joining struct {
	*history
	heads      []survey.Hash
	calculated func(place) bool
	choices    map[place]survey.Hash // what a person decided
	every      bool                  // tell every difference, also where one answer gives way

	record   *survey.Record
	disputes []Dispute
}

// A side is one head, with its part of the group that is being put together.
type side struct {
	head survey.Hash
	part *survey.Answer // nil where it has none
}

// join puts the heads together. Where there are disputes the record holds, of
// each, what the last head has.
func (j *joining) join() *survey.Record {
	j.record = &survey.Record{ID: j.versions[j.heads[0]].ID, Root: &survey.Answer{}}
	sides := make([]side, len(j.heads))
	for i, h := range j.heads {
		r := j.versions[h]
		sides[i] = side{h, r.Root}
		if r.Saved.After(j.record.Saved) {
			j.record.Saved = r.Saved
		}
	}
	for _, p := range slices.Sorted(maps.Keys(said(j.record))) {
		j.say(p, sides)
	}
	j.record.Saved = j.record.Saved.UTC()
	j.record.Parents = slices.Clone(j.heads)
	j.record.Root.Children = j.children("", sides)
	j.sortDisputes()
	return j.record
}

// say puts together what a record says of itself.
func (j *joining) say(p place, sides []side) {
	if less := older(p); less != nil {
		alive := j.alive(j.heads, p)
		best := slices.MaxFunc(alive, func(a, b survey.Hash) int {
			return cmp.Or(less(j.versions[a], j.versions[b]), a.Compare(b))
		})
		say(j.record, j.versions[best], p)
		return
	}
	_, from := j.pick(p, sides)
	say(j.record, j.versions[from], p)
}

// pick gives what is held at a place, and by which head; it notes a dispute.
func (j *joining) pick(p place, sides []side) (held, survey.Hash) {
	heads := headsAt(sides)
	alive := j.alive(heads, p)
	from := alive[len(alive)-1]
	agreed := alike(alive, func(h survey.Hash) held { return j.at(h, p) })
	if chosen, ok := j.choices[p]; ok && slices.Contains(heads, chosen) {
		return j.at(chosen, p), chosen
	}
	if !j.calculated(p) && (!agreed || j.every && len(alive) < len(heads)) {
		j.dispute(p, agreed, from, func(h survey.Hash) *survey.Answer { return j.answer(h, p) })
	}
	return j.at(from, p), from
}

func headsAt(sides []side) []survey.Hash {
	out := make([]survey.Hash, len(sides))
	for i, s := range sides {
		out[i] = s.head
	}
	return out
}

// answer gives what a head holds at a place, as an answer; nil for nothing.
func (j *joining) answer(h survey.Hash, p place) *survey.Answer {
	v := j.at(h, p)
	if !v.there {
		return nil
	}
	name := p[strings.LastIndexByte(p, '/')+1:]
	return &survey.Answer{Name: names(name), State: v.state, Text: v.text, Confirmed: v.confirmed, Parked: v.parked}
}

// children puts the children of a group together: plain ones by name, then the
// instances of each repeat.
func (j *joining) children(at place, sides []side) []*survey.Answer {
	plain, repeats := map[place]bool{}, map[string]bool{}
	kids := make([]map[place]*survey.Answer, len(sides))
	for i, s := range sides {
		kids[i] = map[place]*survey.Answer{}
		for p, c := range placed(s.part, at) {
			kids[i][p] = c
			if c.Key == "" {
				plain[p] = true
			} else {
				repeats[c.Name] = true
			}
		}
	}
	of := func(p place) []side {
		out := make([]side, len(sides))
		for i, s := range sides {
			out[i] = side{s.head, kids[i][p]}
		}
		return out
	}
	var out []*survey.Answer
	for _, p := range slices.Sorted(maps.Keys(plain)) {
		if a := j.plain(p, of(p)); a != nil {
			out = append(out, a)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(repeats)) {
		for _, p := range j.instances(at, name, sides) {
			if a := j.instance(p, of(p)); a != nil {
				out = append(out, a)
			}
		}
	}
	return out
}

// plain puts an answer or group together.
func (j *joining) plain(p place, sides []side) *survey.Answer {
	own, _ := j.pick(p, sides)
	inner := j.children(p, sides)
	if !own.there && inner == nil {
		return nil
	}
	return &survey.Answer{Name: nameIn(sides), State: own.state, Text: own.text, Confirmed: own.confirmed, Parked: own.parked, Children: inner}
}

func nameIn(sides []side) string { return sides[slices.IndexFunc(sides, there)].part.Name }

func there(s side) bool { return s.part != nil }

// instance puts an instance of a repeat together. One that is not in every
// head was added, or was removed; where somebody changed an answer in it that
// nobody who removed it has seen, a person has to decide.
func (j *joining) instance(p place, sides []side) *survey.Answer {
	var with, without []side
	for _, s := range sides {
		if there(s) {
			with = append(with, s)
		} else {
			without = append(without, s)
		}
	}
	if len(without) > 0 {
		whole, settled := j.presence(p, sides, with, without)
		if settled {
			return whole
		}
	}
	own, _ := j.pick(p, with)
	first := with[0].part
	return &survey.Answer{Name: first.Name, Key: first.Key, State: own.state, Text: own.text, Confirmed: own.confirmed, Parked: own.parked, Children: j.children(p, with)}
}

// presence decides on an instance that some heads do not have; settled is
// false where it stays and has to be put together.
func (j *joining) presence(p place, sides, with, without []side) (whole *survey.Answer, settled bool) {
	part := func(h survey.Hash) *survey.Answer {
		return sides[slices.IndexFunc(sides, func(s side) bool { return s.head == h })].part
	}
	if chosen, ok := j.choices[p]; ok {
		return respell(part(chosen)), true
	}
	alive := j.alive(headsAt(sides), p)
	stays := slices.ContainsFunc(alive, func(h survey.Hash) bool { return part(h) != nil })
	goes := slices.ContainsFunc(alive, func(h survey.Hash) bool { return part(h) == nil })
	agreed := stays != goes && (stays || !j.changedUnseen(p, with, without))
	from := with[len(with)-1].head
	if goes && !stays {
		from = without[len(without)-1].head
	}
	if !agreed || j.every {
		j.dispute(p, agreed, from, part)
	}
	return nil, !stays
}

// changedUnseen says whether an answer in an instance was changed and no
// version without the instance has seen it.
func (j *joining) changedUnseen(p place, with, without []side) bool {
	for _, s := range with {
		for _, q := range j.sheet(s.head).order {
			if !below(q, p) || j.calculated(q) || !j.at(s.head, q).there {
				continue
			}
			writers := j.writersOf(s.head, q)
			if !slices.ContainsFunc(without, func(w side) bool { return j.knows(w.head, writers) }) {
				return true
			}
		}
	}
	return false
}

// instances gives the instances of a repeat in their order: that of one head,
// and each further one behind the one that it followed.
func (j *joining) instances(at place, name string, sides []side) []place {
	leading := j.orderOf(at, name, sides)
	sides = append(slices.DeleteFunc(slices.Clone(sides), func(s side) bool { return s.head == leading.head }), leading)
	var out []place
	for _, s := range slices.Backward(sides) {
		next := 0
		for _, p := range sequence(s.part, at, name) {
			if i := slices.Index(out, p); i >= 0 {
				next = i + 1
				continue
			}
			out = slices.Insert(out, next, p)
			next++
		}
	}
	return out
}

// orderOf gives the head whose order of instances leads. Two that have the
// instances which both have in another order are a dispute.
func (j *joining) orderOf(at place, name string, sides []side) side {
	p := ordering(at, name)
	of := func(h survey.Hash) side {
		return sides[slices.IndexFunc(sides, func(s side) bool { return s.head == h })]
	}
	if chosen, ok := j.choices[p]; ok {
		return of(chosen)
	}
	alive := j.alive(headsAt(sides), p)
	last := of(alive[len(alive)-1])
	for _, h := range alive[:len(alive)-1] {
		if !inOneOrder(sequence(last.part, at, name), sequence(of(h).part, at, name)) {
			j.dispute(p, false, last.head, func(h survey.Hash) *survey.Answer { return j.answer(h, p) })
			break
		}
	}
	return last
}

func inOneOrder(a, b []place) bool {
	shared := func(of, in []place) []place {
		return slices.DeleteFunc(slices.Clone(of), func(p place) bool { return !slices.Contains(in, p) })
	}
	return slices.Equal(shared(a, b), shared(b, a))
}

// respell copies an answer with its children in the order that a joined record
// has, whatever order they were written in.
func respell(a *survey.Answer) *survey.Answer {
	if a == nil {
		return nil
	}
	c := *a
	c.Children = nil
	for _, kid := range a.Children {
		if kid := respell(kid); kid.Key != "" || holds(kid).there || len(kid.Children) > 0 {
			c.Children = append(c.Children, kid)
		}
	}
	slices.SortStableFunc(c.Children, func(a, b *survey.Answer) int {
		return cmp.Or(cmp.Compare(min(len(a.Key), 1), min(len(b.Key), 1)), strings.Compare(a.Name, b.Name))
	})
	return &c
}
