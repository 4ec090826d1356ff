package survey

import (
	"iter"
	"time"
)

// State says how a question stands in a record. The six states are never
// folded into one blank: a report divides by those who were asked.
type State uint8

const (
	NotReached    State = iota // relevant, and nothing was recorded
	Given                      // answered
	DontKnow                   // the respondent does not know
	Refused                    // the respondent does not want to say
	NotApplicable              // the question does not fit this respondent
	NotAsked                   // the path passed it by
)

var stateNames = [...]string{"not reached", "given", "don't know", "refused", "not applicable", "not asked"}

func (s State) String() string { return stateNames[s] }

// Answered says whether the state satisfies a required question.
func (s State) Answered() bool { return s >= Given && s <= NotApplicable }

// Kind says where a record comes from. Only Real ones are data.
type Kind uint8

const (
	Real      Kind = iota
	Training       // an interviewer practised
	Simulated      // a program answered
)

var kindNames = [...]string{"real", "training", "simulated"}

func (k Kind) String() string { return kindNames[k] }

// A Record is an interview as it is stored, exported and merged. It stands by
// itself: it can be read, compared and written without its form.
type Record struct {
	ID          string // "uuid:" and a random UUID, for ever
	Form        string // the form's id
	Version     string // the form's version when the record was last saved
	Kind        Kind
	Number      int    // the running number that the laptop gave out, from 1
	Device      string // the laptop's random installation id
	Interviewer string // a code, never a name
	Language    string // the interview's language when it was last saved
	Started     time.Time
	Finished    time.Time // zero while it is a draft

	// A finished record is one version in a small graph, as a commit is.
	Parents []Hash    // the versions that this one replaces; none for the first
	Author  string    // who made this version
	Reason  string    // why, where it is a correction
	Saved   time.Time // when this version was made

	Root *Answer // the form's root group; its children are the top-level items
}

// An Answer is one node of a record: the answer to a question, the value of a
// calculation, a group, or one instance of a repeat.
//
// Instances of a repeat are siblings of one name, in order; Key tells them
// apart for ever. A plain answer or group may stand beside instances of the
// same name, and a group may have an answer of its own: what a name was in
// another version of the form stays beside what it is now.
type Answer struct {
	Name      string
	Key       string // of a repeat instance: random, never reused; else ""
	State     State  // of a question; Given for a calculation that has a value
	Text      string // in ODK's text form, canonical: see Canonical
	Confirmed bool   // a soft check doubted the answer, and it was confirmed
	Parked    bool   // only in drafts: not relevant now, kept in case it is again
	Children  []*Answer
}

// Hash is the SHA-256 of a record's canonical form: the name of a version.
type Hash [32]byte

// Finish says whether r is a finished record and no draft.
func (r *Record) IsFinished() bool { return !r.Finished.IsZero() }

// All walks the record in order: every answer with its path, groups and
// instances before what they hold. The root is not among them.
func (r *Record) All() iter.Seq2[Path, *Answer] {
	return func(yield func(Path, *Answer) bool) {
		if r.Root != nil {
			r.Root.walk("", yield)
		}
	}
}

func (a *Answer) walk(at Path, yield func(Path, *Answer) bool) bool {
	seen := map[string]int{}
	for _, c := range a.Children {
		p := at.Join(c.Name)
		if c.Key != "" {
			seen[c.Name]++
			p = p.At(seen[c.Name])
		}
		if !yield(p, c) || !c.walk(p, yield) {
			return false
		}
	}
	return true
}

// Find gives the answer at p, nil where there is none.
func (r *Record) Find(p Path) *Answer {
	a := r.Root
	for name, n := range p.Steps() {
		if a = a.step(name, n); a == nil {
			return nil
		}
	}
	return a
}

// step follows one step of a path: a position means an instance, none a plain
// answer or group. A draft that came from another version of its form can have
// both of one name.
func (a *Answer) step(name string, position int) *Answer {
	if position > 0 {
		return a.Instance(name, position)
	}
	return a.Plain(name)
}

// Plain gives the answer or group of that name that is no instance of a
// repeat; nil where there is none.
func (a *Answer) Plain(name string) *Answer {
	if a == nil {
		return nil
	}
	for _, c := range a.Children {
		if c.Key == "" && c.Name == name {
			return c
		}
	}
	return nil
}

// Instance gives the nth instance of the repeat of that name, counted from 1;
// nil where there is none.
func (a *Answer) Instance(name string, n int) *Answer {
	if a == nil {
		return nil
	}
	for _, c := range a.Children {
		if c.Key != "" && c.Name == name {
			if n--; n == 0 {
				return c
			}
		}
	}
	return nil
}
