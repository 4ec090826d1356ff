package interview

import (
	"math/rand/v2"
	"slices"
	"time"

	"anketa/survey"
	"anketa/survey/message"
	"anketa/survey/xpath"
)

// Options are what an interview is told of the world.
type Options struct {
	Now         func() time.Time // nil: time.Now
	Seed        uint64           // of random(), uuid() and the keys of instances; equal seeds give equal records
	Language    int              // index in Form.Languages
	Kind        survey.Kind
	Device      string         // the laptop's installation id: deviceid
	Interviewer string         // a code: username
	LastSaved   *survey.Record // what ${last-saved#q} reads; may be nil
	Faults      bool           // collect what expressions cannot work out: see Interview.Faults
}

// An Interview is one filling of one form.
type Interview struct {
	form     *survey.Form
	plan     *plan
	o        Options
	now      func() time.Time
	zone     *time.Location
	rand     *rand.Rand
	language int
	head     survey.Record // all but the answers
	root     *frame

	queue   queue
	notes   []note // the changes of this call
	touched []*node
	edits   []survey.Edit

	contexts []*xpath.Context // by how deep evaluations are nested
	depth    int
	typed    bool  // a constraint is evaluated: answers count as typed
	self     *node // the calculation that is evaluated
	lists    map[*survey.List]*listDoc
	strays   map[*node]*survey.Answer // see aside
	keys     map[string]bool          // of all instances that there ever were
	faults   *faults                  // nil where nobody asks for them
}

// A Change is one property of one place that is not what it was.
type Change struct {
	Path     survey.Path
	Property survey.Property
}

type note struct {
	node     *node
	property survey.Property
}

// New starts an interview: metadata, then defaults, then everything that
// follows from them (xlsform.md §4.1).
func New(f *survey.Form, o Options) *Interview {
	iv := open(f, o, 0)
	iv.head = survey.Record{
		ID: "uuid:" + iv.uuid(), Form: f.ID, Version: f.Version, Kind: o.Kind,
		Device: o.Device, Interviewer: o.Interviewer, Started: iv.now(),
	}
	iv.root = newFrame(iv, iv.plan.root, nil)
	iv.begin(iv.root)
	iv.start()
	return iv
}

// Resume goes on with a draft. Where the form is another version than the
// draft's, answers to questions that it does not have are named as lost, and
// kept at their places in the draft and the finished record; one to a question
// that moved goes with it. A draft of another form is an error.
func Resume(f *survey.Form, draft *survey.Record, o Options) (iv *Interview, lost []survey.Path, err error) {
	if draft.Form != f.ID {
		return nil, nil, message.New("the draft belongs to the form %q and not to %q", draft.Form, f.ID)
	}
	iv = open(f, o, fingerprint(draft))
	iv.head = *draft
	iv.head.Root, iv.head.Parents = nil, slices.Clone(draft.Parents)
	iv.head.Version = f.Version
	iv.root = newFrame(iv, iv.plan.root, nil)
	iv.touchAll(iv.root)
	if draft.Root != nil {
		lost = iv.adopt(iv.load(iv.root, iv.plan.root, draft.Root, ""))
	}
	iv.start()
	return iv, lost, nil
}

func open(f *survey.Form, o Options, salt uint64) *Interview {
	iv := &Interview{form: f, plan: planOf(f), o: o, now: o.Now, lists: map[*survey.List]*listDoc{}, keys: map[string]bool{}, strays: map[*node]*survey.Answer{}}
	if o.Faults {
		iv.faults = &faults{told: map[faultID]int{}}
	}
	if iv.now == nil {
		iv.now = time.Now
	}
	iv.zone = iv.now().Location()
	iv.rand = rand.New(rand.NewPCG(o.Seed, salt))
	if o.Language >= 0 && o.Language < len(f.Languages) {
		iv.language = o.Language
	}
	iv.queue = newQueue(len(iv.plan.cells))
	return iv
}

// start brings everything up to date for the first time.
func (iv *Interview) start() {
	iv.pushAll(iv.root)
	iv.settle()
	iv.drain()
}

// Language is the index of the interview's language in Form.Languages.
func (iv *Interview) Language() int { return iv.language }

// SetLanguage changes the language of labels, hints and messages. Stored
// answers do not depend on it; a calculation that asks for a label does.
func (iv *Interview) SetLanguage(i int) []Change {
	if i < 0 || i >= len(iv.form.Languages) || i == iv.language {
		return nil
	}
	iv.language = i
	for _, c := range iv.plan.tongue {
		iv.root.each(c.spec, func(n *node) { iv.queue.push(n, c.property) })
	}
	for _, s := range iv.plan.specs {
		iv.root.each(s, func(n *node) { iv.note(n, survey.Wording) })
	}
	iv.settle()
	return iv.drain()
}

// each gives the nodes of s in a frame; of a repeat its rosters.
func (f *frame) each(s *spec, yield func(*node)) {
	if depth := f.depth(); depth < len(s.chain) {
		for _, inner := range f.nodes[s.chain[depth].local].roster {
			inner.each(s, yield)
		}
		return
	}
	yield(&f.nodes[s.local])
}

// note adds to the changes of this call, each once.
func (iv *Interview) note(n *node, p survey.Property) {
	if n.noted&(1<<p) == 0 {
		n.noted |= 1 << p
		iv.notes = append(iv.notes, note{n, p})
	}
}

// drain gives the changes of this call. What changed in an instance that is
// gone, or not there for the interviewer, is not among them.
func (iv *Interview) drain() []Change {
	var out []Change
	if len(iv.notes) > 0 {
		out = make([]Change, 0, len(iv.notes))
	}
	for _, c := range iv.notes {
		c.node.noted = 0
		if c.node.frame.present() {
			out = append(out, Change{c.node.path(), c.property})
		}
	}
	clear(iv.notes)
	iv.notes = iv.notes[:0]
	return out
}

// present says whether a frame is one of those that a path can name.
func (f *frame) present() bool {
	for ; f.roster != nil; f = f.roster.frame {
		if f.gone || f.at > f.roster.count {
			return false
		}
	}
	return true
}

// Relevant says whether a place is asked now: its own condition holds and
// those of everything around it.
func (iv *Interview) Relevant(p survey.Path) bool {
	n := iv.find(p)
	return n != nil && n.relevant
}

// Instances gives how many instances a repeat has.
func (iv *Interview) Instances(repeat survey.Path) int {
	if n := iv.find(repeat); n != nil {
		return n.count
	}
	return 0
}

// all gives every relevant item that stands for itself, in form order: not
// groups and repeats, but what they hold.
func (iv *Interview) all(yield func(*node) bool) { iv.root.walk(iv.plan.root, yield) }

func (f *frame) walk(s *spec, yield func(*node) bool) bool {
	for _, k := range s.kids {
		n := &f.nodes[k.local]
		switch {
		case !n.relevant:
			continue
		case k.members != nil:
			for _, inner := range n.active() {
				if inner.nodes[0].relevant && !inner.walk(k, yield) {
					return false
				}
			}
		case k.item.Type.Holds():
			if !f.walk(k, yield) {
				return false
			}
		case !yield(n):
			return false
		}
	}
	return true
}

// Progress is how many questions are answered, of those that are asked now.
func (iv *Interview) Progress() (done, total int) {
	for n := range iv.all {
		if !n.spec.item.Type.Asked() {
			continue
		}
		total++
		if n.state().Answered() {
			done++
		}
	}
	return done, total
}

// Asked is how many questions are put: those with a number (column qid) where
// the form numbers its questions, else every one that takes an answer. Each
// instance counts.
func (iv *Interview) Asked() int {
	asked := 0
	for n := range iv.all {
		it := n.spec.item
		if iv.plan.qid && it.Columns["qid"] != "" || !iv.plan.qid && it.Type.Asked() {
			asked++
		}
	}
	return asked
}
