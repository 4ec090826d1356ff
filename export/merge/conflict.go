package merge

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"anketa/survey"
	"anketa/survey/message"
)

// Forms is what a set has to know of forms to put answers of several versions
// together.
type Forms interface {
	// Calculated says whether a version of a form works out by itself what
	// stands at a path, which has no positions.
	Calculated(form, version, path string) bool

	// Settle works out the calculations of a record that was put together out of
	// several. fits is false where the form would not have asked those questions
	// of one respondent, or an answer breaks a rule that it kept before. The
	// error says that the form is not at hand.
	Settle(put *survey.Record, from []*survey.Record) (fits bool, err error)
}

// A Conflict is a record with versions of which none replaces the other and
// that do not join by themselves.
type Conflict struct {
	ID       string
	Heads    []*survey.Record // by hash; the last one stands in
	Disputes []Dispute        // in the order of the last one
	Paths    []survey.Path    // of the disputes, each once

	// Misfit says that no answer was changed twice and the form would not have
	// asked what comes of all changes together, or is not at hand. Then every
	// difference is a dispute, with a proposal.
	Misfit bool
}

// A Dispute is something of which not all heads hold the same.
type Dispute struct {
	// Place names it in all heads, also where an instance has another position:
	// incidents{5f2c…}/inc_type. What the record says of itself is @kind,
	// @interviewer and so on, as columns of a workbook are called.
	Place string
	Path  survey.Path // as people see it; "@kind" where Place is

	// Answers are what each head holds, in the order of Conflict.Heads: nil
	// where it holds nothing, as where the path passed the question by, and an
	// instance with all that is in it where one head has removed it.
	Answers  []*survey.Answer
	Proposed int // the head whose answer is taken unless somebody chooses; -1 where somebody has to
}

// dispute notes one.
func (j *joining) dispute(p place, agreed bool, from survey.Hash, answer func(survey.Hash) *survey.Answer) {
	d := Dispute{Place: p, Proposed: -1, Answers: make([]*survey.Answer, len(j.heads))}
	for i, h := range j.heads {
		if path, ok := j.sheet(h).paths[p]; ok {
			d.Path = path
		}
		if agreed && h == from {
			d.Proposed = i
		}
	}
	for i, h := range j.heads {
		if j.sheet(h).paths[p] != "" {
			d.Answers[i] = answer(h)
		}
	}
	j.disputes = append(j.disputes, d)
}

// sortDisputes brings them into the order of the last head; what it does not
// have comes last, and before all what the record says of itself.
func (j *joining) sortDisputes() {
	at := map[place]int{}
	for i, p := range j.sheet(j.heads[len(j.heads)-1]).order {
		at[p] = i + 1
	}
	rank := func(p place) int {
		if strings.HasPrefix(p, "@") {
			return 0
		}
		if at[p] == 0 {
			return len(at) + 1
		}
		return at[p]
	}
	slices.SortStableFunc(j.disputes, func(a, b Dispute) int {
		return cmp.Or(rank(a.Place)-rank(b.Place), strings.Compare(a.Place, b.Place))
	})
}

// Conflicts gives the ids of the records that wait for a decision, sorted.
func (s *Set) Conflicts() []string {
	var out []string
	for id := range s.records {
		if s.view(id).conflict != nil {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// Conflict gives the sides of a record's conflict; false where it has none.
func (s *Set) Conflict(id string) (Conflict, bool) {
	if len(s.records[id]) < 2 || s.view(id).conflict == nil {
		return Conflict{}, false
	}
	return *s.view(id).conflict, true
}

// A Decision says which head's answer counts, for each dispute by its Place. A
// dispute with a proposal may be left out.
type Decision struct {
	Choices  map[string]survey.Hash
	Who, Why string // Why may not be blank: it stands in the workbook
	When     time.Time
}

// ErrNoConflict is that of a decision about a record that waits for none.
var ErrNoConflict = message.New("its versions are not in conflict")

// Decide ends a conflict: it gives a new version, made from all heads, and the
// set has it. Who decides otherwise elsewhere begins a new conflict, which is
// decided in the same way.
func (s *Set) Decide(id string, d Decision) (*survey.Record, error) {
	c, ok := s.Conflict(id)
	switch {
	case !ok:
		return nil, message.New("interview %s: %w", id, ErrNoConflict)
	case strings.TrimSpace(d.Who) == "" || strings.TrimSpace(d.Why) == "":
		return nil, message.New("interview %s: a decision needs who made it and why", id)
	}
	j := s.joining(s.view(id).lineage)
	j.choices, j.every = d.Choices, c.Misfit
	if err := c.decided(d.Choices, j.heads); err != nil {
		return nil, err
	}
	r := j.join()
	if s.forms != nil {
		if _, err := s.forms.Settle(r, c.Heads); err != nil {
			return nil, message.New("interview %s: %w", id, err)
		}
	}
	r.Author, r.Reason, r.Saved = d.Who, d.Why, d.When.UTC().Truncate(time.Second)
	s.Make(r)
	return r, nil
}

// Make puts in a version that was made here, as a decision or a correction.
func (s *Set) Make(r *survey.Record) {
	for _, p := range r.Parents { // a join that the set made stays for ever
		if v := s.view(r.ID); v.joined && v.hash == p && s.versions[p] == nil {
			s.Make(v.stands)
		}
	}
	if s.put(r.Hash(), r) {
		s.decided++
	}
}

// decided holds that there is one choice for every dispute that needs one, and
// none for anything else.
func (c Conflict) decided(choices map[string]survey.Hash, heads []survey.Hash) error {
	known := map[string]bool{}
	for _, d := range c.Disputes {
		known[d.Place] = true
		if _, chosen := choices[d.Place]; !chosen && d.Proposed < 0 {
			return message.New("interview %s: it is not said which side counts in %s", c.ID, d.Path)
		}
	}
	for p, h := range choices {
		if !known[p] || !slices.Contains(heads, h) {
			return message.New("interview %s: %s is not in dispute, or has no such side", c.ID, p)
		}
	}
	return nil
}

func pathsOf(disputes []Dispute) []survey.Path {
	var out []survey.Path
	for _, d := range disputes {
		if !slices.Contains(out, d.Path) {
			out = append(out, d.Path)
		}
	}
	return out
}
