package merge

import "anketa/survey"

// Before gives the version from which all sides of a conflict were made, as
// far as it has arrived; nil where there is none, or more than one.
func (s *Set) Before(c Conflict) *survey.Record {
	var common map[survey.Hash]bool
	for _, h := range c.Heads {
		from := map[survey.Hash]bool{}
		s.ancestors(h, from)
		for a := range common {
			if !from[a] {
				delete(common, a)
			}
		}
		if common == nil {
			common = from
		}
	}
	older := map[survey.Hash]bool{}
	for h := range common {
		s.ancestors(s.versions[h], older)
	}
	var out *survey.Record
	for h := range common {
		switch {
		case older[h]:
		case out != nil:
			return nil
		default:
			out = s.versions[h]
		}
	}
	return out
}

// ancestors notes all versions that one was made from.
func (s *Set) ancestors(r *survey.Record, into map[survey.Hash]bool) {
	for _, p := range r.Parents {
		if before := s.Version(r.ID, p); before != nil && !into[p] && s.versions[p] != nil {
			into[p] = true
			s.ancestors(before, into)
		}
	}
}
