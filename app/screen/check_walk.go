package screen

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"

	"anketa/survey"
	"anketa/survey/interview"
	"anketa/survey/message"
)

const (
	// UsualWalks stands for as many random interviews as take about two seconds.
	UsualWalks = -1
	// longestWalks is when a check stops holding more. It says so then, as it
	// may find less on a slower machine.
	longestWalks = 20 * time.Second
	walkSeed     = 1
)

// usualWalks is what UsualWalks comes to: many where the form is of a usual
// length; beyond that an interview costs as the square of the form's length.
func usualWalks(form *survey.Form) int {
	const most, least, length = 1500, 30, 300
	over := max(1, float64(len(form.Items))/length)
	return max(least, int(most/(over*over)))
}

// A Walk is what random interviews showed of a form.
type Walk struct {
	Held, Wanted int               // fewer were held than wanted where time ran out
	Talks        []Talk            // those that came to an end
	NotReached   []Unasked         // in form order
	Dead         []DeadEnd         // in form order
	Blank        []interview.Fault // what expressions could not work out, as it came up

	form *survey.Form
	seen map[*survey.Item]*sight
}

// A sight is how often something was met.
type sight struct {
	asked  int // interviews in which it was relevant
	vain   int // … and no answer was found that satisfies it
	closed int // … and nothing that can be answered lets the interview end
	bare   int // times that it offered no choice
	shown  int // times that it was shown
}

// Unasked is a question, note, group or repeat that no interview came to;
// what lies in one that is named is not.
type Unasked struct {
	Item      *survey.Item
	Questions int // in it, or itself
}

// A DeadEnd is a question or note at which interviews could not go on.
type DeadEnd struct {
	Item       *survey.Item
	Interviews int
	Kind       DeadEndKind
}

// DeadEndKind says what stopped an interview.
type DeadEndKind uint8

const (
	NoAnswer DeadEndKind = iota // nothing that was tried satisfies the question
	Stopped                     // what cannot be answered must be, or is wrong
	NoChoice                    // it never offered a choice
)

var deadEndNames = [...]string{"no answer", "stopped", "no choice"}

func (k DeadEndKind) String() string { return deadEndNames[k] }

// holdWalks holds random interviews, the same ones for equal forms. It ends
// early with the context, or after the longest time.
func holdWalks(ctx context.Context, form *survey.Form, n int, longest time.Duration, p Progress) *Walk {
	w := &Walk{Wanted: n, form: form, seen: map[*survey.Item]*sight{}}
	for _, it := range form.Items {
		w.seen[it] = &sight{}
	}
	for begun := time.Now(); w.Held < n && ctx.Err() == nil && (w.Held == 0 || time.Since(begun) < longest); w.Held++ {
		p.step(w.Held, n, "")
		w.hold(w.Held)
	}
	p.step(w.Held, n, "")
	w.unasked(form.Root)
	w.deadEnds()
	return w
}

// hold holds interview i, counted from 0.
func (w *Walk) hold(i int) {
	chance := rand.New(rand.NewPCG(walkSeed, uint64(i)))
	iv := interview.New(w.form, interview.Options{
		Now: func() time.Time { return firstSimulated }, Seed: chance.Uint64(), Kind: survey.Simulated,
		Language: i % len(w.form.Languages), Device: "simulated", Interviewer: "sim1", Faults: true,
	})
	vain := w.answer(iv, chance)
	closed := map[*survey.Item]bool{}
	for _, problem := range iv.Problems() {
		if problem.Kind != interview.Warning {
			closed[w.item(problem.Path)] = true
		}
	}
	w.blank(iv.Faults())
	t := &tour{iv: iv, met: map[*survey.Item]bool{}, seen: w.seen}
	t.group(w.form.Root, "")
	for it := range t.met {
		s := w.seen[it]
		s.asked++
		if vain[it] {
			s.vain++
		} else if closed[it] {
			s.closed++
		}
	}
	if len(vain)+len(closed) == 0 {
		w.Talks = append(w.Talks, t.talk)
	}
}

// mostVain is how often an interview goes on behind a question that nothing
// satisfies.
const mostVain = 20

// answer answers everything. A question that nothing satisfies is refused, so
// that what lies behind it is seen too.
func (w *Walk) answer(iv *interview.Interview, chance *rand.Rand) map[*survey.Item]bool {
	vain := map[*survey.Item]bool{}
	for range mostVain {
		var at *interview.Unsatisfied
		if err := interview.Random(iv, chance); !errors.As(err, &at) {
			break
		}
		vain[w.item(at.Path)] = true
		if _, err := iv.Mark(at.Path, survey.Refused); err != nil {
			break
		}
	}
	return vain
}

// item is what stands at a place of an interview.
func (w *Walk) item(p survey.Path) *survey.Item {
	at := w.form.Root
	for name := range p.Steps() {
		at = child(at, name)
		if at == nil {
			return nil
		}
	}
	return at
}

func child(of *survey.Item, name string) *survey.Item {
	for _, c := range of.Items {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// unasked collects the outermost things that no interview came to.
func (w *Walk) unasked(g *survey.Item) {
	for _, it := range g.Items {
		switch n := shownIn(it); {
		case n == 0:
		case w.seen[it].asked == 0:
			w.NotReached = append(w.NotReached, Unasked{it, n})
		case it.Type.Holds():
			w.unasked(it)
		}
	}
}

// shownIn counts what an interviewer can see of an item and in it.
func shownIn(it *survey.Item) int {
	n := 0
	for part := range it.Walk() {
		if part.Type.Asked() || part.Type.Kind == survey.NoteKind {
			n++
		}
	}
	return n
}

func (w *Walk) deadEnds() {
	for _, it := range w.form.Items {
		s := w.seen[it]
		if s.vain > 0 {
			w.Dead = append(w.Dead, DeadEnd{it, s.vain, NoAnswer})
		}
		if s.closed > 0 {
			w.Dead = append(w.Dead, DeadEnd{it, s.closed, Stopped})
		}
		if s.shown > 0 && s.bare == s.shown {
			w.Dead = append(w.Dead, DeadEnd{it, s.asked, NoChoice})
		}
	}
}

// blank adds what the expressions of one interview could not work out.
func (w *Walk) blank(faults []interview.Fault) {
	for _, f := range faults {
		i := slices.IndexFunc(w.Blank, func(known interview.Fault) bool { return known.At == f.At && known.Error.Error() == f.Error.Error() })
		if i < 0 {
			w.Blank = append(w.Blank, f)
		} else {
			w.Blank[i].Times += f.Times
		}
	}
}

// findings puts what was seen into words.
func (w *Walk) findings() survey.ErrorList {
	var l survey.ErrorList
	if w.Held < w.Wanted {
		l = append(l, &survey.Error{Severity: survey.Notice, Code: "WALK_004", Msg: message.New("The form is large, so that only %d of %d random interviews were held.", w.Held, w.Wanted), Hint: message.New("What few people are asked may have been missed.")})
	}
	for _, f := range w.Blank {
		l = append(l, blankFinding(f))
	}
	for _, d := range w.Dead {
		l = append(l, w.deadEnd(d))
	}
	for _, u := range w.NotReached {
		l = append(l, w.notReached(u))
	}
	return append(l, w.length()...)
}

// blankFinding puts into words what an expression could not work out.
func blankFinding(f interview.Fault) *survey.Error {
	var l survey.ErrorList
	l.AddExpr(f.At, "WALK_006", f.Error)
	l[0].Severity = survey.Warning
	l[0].Msg = message.New("%s In random interviews the expression was then blank.", l[0].Msg)
	return l[0]
}

func (w *Walk) deadEnd(d DeadEnd) *survey.Error {
	often := message.New("%d of %d", d.Interviews, w.Held)
	rule := d.Item.Rule(survey.Valid)
	e := &survey.Error{At: d.Item.At, Severity: survey.Warning}
	switch d.Kind {
	case NoAnswer:
		e.Code, e.Msg = "WALK_002", message.New("In %s random interviews no answer to %s was found that may stand.", often, d.Item.Name)
		e.Hint = message.New("Try whether the constraint and the choices leave one.")
	case Stopped:
		e.Severity, e.Code, e.Msg = survey.Notice, "WALK_003", message.New("%s random interviews could not be finished: %s stops them, and nobody can answer it.", often, d.Item.Name)
		e.Hint = message.New("If that is not meant as a stop, give it relevant, or make it not required.")
	case NoChoice:
		rule = d.Item.Rule(survey.Choices)
		e.Code, e.Msg = "WALK_005", message.New("%s was asked in %s random interviews and never offered a choice.", d.Item.Name, often)
		e.Hint = message.New("Compare its choice_filter with the columns of its list.")
	}
	return at(e, rule)
}

// mostExcerpt keeps a long condition from filling the list.
const mostExcerpt = 200

// at puts a fault at the cell of a rule, and shows the rule.
func at(e *survey.Error, rule *survey.Rule) *survey.Error {
	if rule == nil {
		return e
	}
	e.At = rule.At
	if text := []rune(rule.Expr.String()); len(text) > mostExcerpt {
		e.Excerpt = string(text[:mostExcerpt]) + "…"
	} else {
		e.Excerpt = string(text)
	}
	return e
}

func (w *Walk) notReached(u Unasked) *survey.Error {
	what := message.New("%s", u.Item.Name)
	if u.Item.Type.Holds() {
		what = message.New("%s %s (%s)", u.Item.Type.Name, u.Item.Name,
			counted(u.Questions, message.New("%d question or note", u.Questions), message.New("%d questions and notes", u.Questions)))
	}
	return at(&survey.Error{At: u.Item.At, Severity: survey.Notice, Code: "WALK_001",
		Msg:  message.New("Not reached in %s: %s.", counted(w.Held, message.New("%d random interview", w.Held), message.New("%d random interviews", w.Held)), what),
		Hint: message.New("It is out of reach, or few people are asked it: check its condition."),
	}, u.Item.Rule(survey.Relevant))
}
