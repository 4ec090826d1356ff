package merge

import (
	"slices"

	"anketa/survey"
)

// A view is how one record stands, worked out of its versions.
type view struct {
	lineage  survey.Lineage
	stands   *survey.Record
	hash     survey.Hash // of stands
	joined   bool        // the heads have joined into it
	conflict *Conflict   // the heads wait for a decision
}

// view gives how a record stands. It is worked out once for what is there.
func (s *Set) view(id string) *view {
	hashes := s.records[id]
	if len(hashes) == 1 {
		return &view{stands: s.versions[hashes[0]], hash: hashes[0], lineage: survey.Lineage{Heads: hashes}}
	}
	if v := s.views[id]; v != nil {
		return v
	}
	v := &view{lineage: survey.LineageOf(hashes, func(h survey.Hash) *survey.Record { return s.versions[h] })}
	if len(v.lineage.Heads) > 1 {
		s.meet(id, v)
	}
	if v.stands == nil {
		v.hash = v.lineage.Stands()
		v.stands = s.versions[v.hash]
	}
	s.views[id] = v
	return v
}

// meet joins several heads, or says what keeps them apart. A join that came
// in a workbook is made again: it has to be what these heads make.
func (s *Set) meet(id string, v *view) {
	var heads []*survey.Record
	for _, h := range v.lineage.Heads {
		heads = append(heads, s.versions[h])
	}
	r, c := s.joinOf(v.lineage, heads)
	came := v.lineage.Join != (survey.Hash{})
	switch {
	case r != nil:
		v.stands, v.hash, v.joined = r, r.Hash(), true
	case came && c.unknown:
		v.joined = true
	default:
		v.lineage.Join = survey.Hash{}
		c.ID, c.Heads, c.Paths = id, heads, pathsOf(c.Disputes)
		v.conflict = &c.Conflict
	}
}

// apart is why heads do not join.
type apart struct {
	Conflict
	unknown bool // the form is not at hand; it might be otherwise
}

func (s *Set) joinOf(l survey.Lineage, heads []*survey.Record) (*survey.Record, *apart) {
	j := s.joining(l)
	r := j.join()
	if len(j.disputes) > 0 {
		return nil, &apart{Conflict: Conflict{Disputes: j.disputes}, unknown: !s.atHand(r, heads)}
	}
	if s.forms == nil && j.differ() {
		return nil, &apart{Conflict: s.everything(l), unknown: true}
	}
	if s.forms != nil && j.differ() {
		if fits, err := s.forms.Settle(r, heads); err != nil || !fits {
			return nil, &apart{Conflict: s.everything(l), unknown: err != nil}
		}
	}
	r.Author, r.Reason = survey.JoinAuthor, survey.JoinReason
	return r, nil
}

// atHand says whether the form that a record needs is there.
func (s *Set) atHand(r *survey.Record, heads []*survey.Record) bool {
	if s.forms == nil {
		return false
	}
	_, err := s.forms.Settle(r, heads)
	return err == nil
}

// everything gives all differences as disputes.
func (s *Set) everything(l survey.Lineage) Conflict {
	j := s.joining(l)
	j.every = true
	j.join()
	return Conflict{Disputes: j.disputes, Misfit: true}
}

func (s *Set) joining(l survey.Lineage) *joining {
	y := newHistory(l.Versions)
	return &joining{history: y, heads: l.Heads, calculated: func(p place) bool { return s.calculated(l, p) }}
}

// calculated says whether every version of the form that the heads were made
// with works out by itself what stands at a place.
func (s *Set) calculated(l survey.Lineage, p place) bool {
	if s.forms == nil || p[0] == '@' {
		return false
	}
	return !slices.ContainsFunc(l.Heads, func(h survey.Hash) bool {
		r := l.Versions[h]
		return !s.forms.Calculated(r.Form, r.Version, names(p))
	})
}

// differ says whether the heads hold anything that is not the same in all.
func (j *joining) differ() bool {
	for _, h := range j.heads[1:] {
		a, b := j.sheet(j.heads[0]).held, j.sheet(h).held
		if len(a) != len(b) {
			return true
		}
		for p, v := range a {
			if b[p] != v {
				return true
			}
		}
	}
	return false
}
