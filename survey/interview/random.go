package interview

import (
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"

	"anketa/survey"
	"anketa/survey/xpath"
)

// Random answers everything that is asked and open, in form order, as some
// respondent might: choices that are offered, numbers and texts that keep
// their constraints, now and then don't know or refused, up to three instances
// of a free repeat. Doubts are confirmed. Equal chance on equal interviews
// gives equal answers.
//
// It is an error, *Unsatisfied, and as a rule a fault of the form, when nothing
// that was tried satisfies a question, also with other answers to those that its
// constraint reads.
func Random(iv *Interview, rng *rand.Rand) error {
	r := respondent{iv: iv, rng: rng, met: map[*node]bool{}}
	for before := -1; before != len(r.met); {
		before = len(r.met)
		r.extend(iv.root)
		for n := range iv.all {
			if err := r.meet(n); err != nil {
				return err
			}
		}
	}
	return r.correct()
}

// Unsatisfied is the error of a question that no answer was found for.
type Unsatisfied struct{ Path survey.Path }

func (e *Unsatisfied) Error() string {
	return string(e.Path) + ": no answer was found that satisfies the question"
}

// tries is how many answers are tried before a question counts as one that
// nothing satisfies. The second half of the numbers are 0, 1, 2, …: where
// answers have to add up, only one of them stands.
const tries = 200

// returns is how often a respondent goes back to an answer before a question
// that hangs on it is given up.
const returns = 100

type respondent struct {
	iv  *Interview
	rng *rand.Rand
	met map[*node]bool // questions and rosters
}

// chance is true once in n times.
func (r *respondent) chance(n int) bool { return r.rng.IntN(n) == 0 }

// extend adds instances to the free repeats that were not met before.
func (r *respondent) extend(f *frame) {
	for i := range f.nodes {
		n := &f.nodes[i]
		if n.spec.members == nil || n.instance() {
			continue
		}
		if free := n.spec.item.Rules[survey.Count] == nil; free && n.relevant && !r.met[n] {
			r.met[n] = true
			for range r.rng.IntN(3) {
				r.iv.grow(n, n.count)
				r.iv.recount(n, n.count+1)
				r.iv.settle()
			}
		}
		for _, inner := range n.active() {
			r.extend(inner)
		}
	}
	r.iv.forget()
}

// forget leaves the changes of a call untold.
func (iv *Interview) forget() {
	for _, c := range iv.notes {
		c.node.noted = 0
	}
	iv.notes = iv.notes[:0]
}

// meet answers a question once.
func (r *respondent) meet(n *node) error {
	if r.met[n] || !n.spec.item.Type.Asked() || n.readonly {
		return nil
	}
	r.met[n] = true
	if n.state().Answered() && r.iv.problem(n) == "" || !n.required && r.chance(4) {
		return nil
	}
	return r.reply(n)
}

// reply tries answers until one stands.
func (r *respondent) reply(n *node) error {
	if r.chance(25) && r.pass(n) {
		return nil
	}
	if r.find(n) {
		return nil
	}
	if (foreign(n) || r.hangs(n)) && r.pass(n) {
		return nil
	}
	r.say(n, "", survey.NotReached)
	if n.required && !r.back(n) {
		return &Unsatisfied{n.path()}
	}
	return nil
}

// find tries answers until one stands.
func (r *respondent) find(n *node) bool {
	for try := range tries {
		r.say(n, r.candidate(n, try), survey.NotReached)
		// A doubtful answer is kept only where most are doubted.
		if r.stands(n) && (!n.doubt || try > tries/4) {
			r.confirm(n)
			return true
		}
	}
	return false
}

// back takes another answer to a question that n's constraint reads, as people
// do whose numbers do not add up, until an answer to n stands.
func (r *respondent) back(n *node) bool {
	var others []*node
	for of := range r.read(n) {
		if of != nil && of != n && of.relevant && !of.readonly && of.spec.item.Type.Asked() {
			others = append(others, of)
		}
	}
	for range min(returns, returns*len(others)) {
		if r.find(others[r.rng.IntN(len(others))]) && (!n.relevant || r.find(n)) {
			return true
		}
	}
	return false
}

// hangs says whether a question's choices or constraint hang on another one
// that was not answered, so that nothing can satisfy it.
func (r *respondent) hangs(n *node) bool {
	if n.spec.item.Type.Selects() && len(r.names(n)) == 0 {
		return true
	}
	for of := range r.read(n) {
		if of == nil || of.kept == "" || !of.relevant {
			return true
		}
	}
	return false
}

// read gives the questions that a constraint reads, nil for one that has no
// instance.
func (r *respondent) read(n *node) iter.Seq[*node] {
	return func(yield func(*node) bool) {
		rule := n.spec.item.Rules[survey.Valid]
		if rule == nil {
			return
		}
		for ref := range xpath.Refs(rule.Expr) {
			it := r.iv.form.Item(ref.Slot)
			if it != nil && !yield(r.iv.nearest(n, r.iv.plan.specs[it.Index])) {
				return
			}
		}
	}
}

func (r *respondent) say(n *node, text string, mark survey.State) {
	r.iv.answer(n, text, mark)
	r.iv.forget()
}

func (r *respondent) stands(n *node) bool {
	return n.relevant && n.state().Answered() && r.iv.problem(n) == ""
}

func (r *respondent) confirm(n *node) {
	if n.doubt && !n.confirmed {
		n.confirmed = true
		r.iv.touch(n)
	}
}

// pass does not know, or does not say.
func (r *respondent) pass(n *node) bool {
	state := survey.DontKnow
	if r.chance(2) {
		state = survey.Refused
	}
	if code := n.spec.codes[state]; n.takes(code) {
		r.say(n, code, survey.NotReached)
	} else {
		r.say(n, "", state)
	}
	return r.stands(n)
}

// correct goes back to answers that later ones made wrong.
func (r *respondent) correct() error {
	for range 10 {
		wrong := 0
		for n := range r.iv.all {
			if !n.spec.item.Type.Asked() || n.readonly || r.iv.problem(n) == "" && !n.missing() {
				continue
			}
			wrong++
			if err := r.reply(n); err != nil {
				return err
			}
		}
		if wrong == 0 {
			return nil
		}
	}
	return nil
}

// candidate gives an answer that may satisfy a question; the later the try,
// the further from what is usual.
func (r *respondent) candidate(n *node, try int) string {
	now := r.iv.now()
	switch n.spec.item.Type.Kind {
	case survey.SelectOneKind:
		return r.way(n, r.names(n))
	case survey.SelectMultipleKind:
		return r.some(n, r.names(n), try)
	case survey.RankKind:
		names := r.names(n)
		r.rng.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		return strings.Join(names, " ")
	case survey.IntegerKind:
		return strconv.FormatFloat(math.Trunc(r.number(n, try)), 'f', 0, 64)
	case survey.DecimalKind, survey.RangeKind:
		return r.decimal(n, try)
	case survey.DateKind:
		return r.day(now, try).Format(time.DateOnly)
	case survey.TimeKind:
		return fmt.Sprintf("%02d:%02d:00.000", r.rng.IntN(24), r.rng.IntN(60))
	case survey.DateTimeKind:
		return r.day(now, try).Format("2006-01-02T15:04:05.000Z07:00")
	case survey.AcknowledgeKind:
		return "OK"
	case survey.GeopointKind:
		return r.point()
	case survey.GeotraceKind:
		return r.point() + "; " + r.point()
	case survey.GeoshapeKind:
		first := r.point()
		return first + "; " + r.point() + "; " + r.point() + "; " + first
	case survey.FileKind:
		return "simulated.bin"
	}
	return r.text(n, try)
}

// way picks a choice. Where it decides what else is asked it is, as a rule,
// one that leads on: an interviewer's contacts mostly do, and an interview that
// ends at the door tells little.
func (r *respondent) way(n *node, names []string) string {
	if len(names) == 0 {
		return ""
	}
	r.rng.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	if !n.spec.decides || len(names) > 12 || r.chance(8) {
		return names[0]
	}
	best, most := "", -1
	for _, name := range names {
		r.say(n, name, survey.NotReached)
		if _, total := r.iv.Progress(); total > most && r.stands(n) {
			best, most = name, total
		}
	}
	return best
}

// names gives the choices that are offered; the codes for don't know and the
// like are left to pass.
func (r *respondent) names(n *node) []string {
	if n.spec.item.ItemsFrom != nil {
		return slices.Clone(n.names)
	}
	if n.spec.choices == nil {
		return nil
	}
	var all, real []string
	for i, c := range n.spec.choices.list.Choices {
		if n.offered != nil && !n.isOffered(n.spec.choices.list.Choices[i].Name) {
			continue
		}
		all = append(all, c.Name)
		if !slices.Contains(n.spec.codes[:], c.Name) {
			real = append(real, c.Name)
		}
	}
	if len(real) == 0 {
		return all
	}
	return real
}

func (r *respondent) some(n *node, names []string, try int) string {
	if len(names) == 0 {
		return ""
	}
	most := min(4, len(names))
	if try > 8 {
		most = 1 // a choice that excludes all others
	}
	r.rng.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	return strings.Join(names[:1+r.rng.IntN(most)], " ")
}

func (r *respondent) day(now time.Time, try int) time.Time {
	back := r.rng.IntN(365 * 30)
	switch try % 4 {
	case 1:
		back = r.rng.IntN(60)
	case 2:
		back = 0
	case 3:
		back = -r.rng.IntN(365)
	}
	return now.AddDate(0, 0, -back)
}

func (r *respondent) point() string {
	return fmt.Sprintf("%.5f %.5f", 38+20*r.rng.Float64(), 30+60*r.rng.Float64())
}

// number gives a number near those that the constraint names.
func (r *respondent) number(n *node, try int) float64 {
	low, high := r.bounds(n)
	switch {
	case try >= tries/2:
		return float64(try - tries/2)
	case try%4 == 3: // at an edge, one after another
		edges := append(named(n), low, high, low+1, high-1, 0, 1)
		return edges[try/4%len(edges)]
	case high-low > 10000: // an amount of money: small ones are more frequent
		return low + math.Floor(math.Exp(r.rng.Float64()*math.Log(math.Min(high-low, 200000))))
	}
	return low + math.Floor(r.rng.Float64()*(high-low+1))
}

func (r *respondent) decimal(n *node, try int) string {
	f := r.number(n, try)
	s := n.spec.span
	switch {
	case n.spec.item.Type.Kind == survey.RangeKind:
		f = s.from + math.Round((f-s.from)/s.step)*s.step
	case n.spec.item.Type.Data == survey.DecimalData:
		f += float64(r.rng.IntN(100)) / 100
	}
	return strconv.FormatFloat(math.Round(f*1e6)/1e6, 'f', -1, 64)
}

// bounds gives the least and the greatest number that a question's span or
// constraint names, without the codes for don't know and the like.
func (r *respondent) bounds(n *node) (low, high float64) {
	if n.spec.item.Type.Kind == survey.RangeKind {
		return n.spec.span.from, n.spec.span.to
	}
	switch named := named(n); len(named) {
	case 0:
		return 0, 50
	case 1:
		return named[0] - 50*float64(r.rng.IntN(2)), named[0] + 50
	default:
		return slices.Min(named), slices.Max(named)
	}
}

// named gives the numbers that a constraint names, without the codes for don't
// know and the like.
func named(n *node) []float64 {
	rule := n.spec.item.Rules[survey.Valid]
	if rule == nil {
		return nil
	}
	var out []float64
	for _, text := range numbersIn(rule.Expr) {
		if f, err := strconv.ParseFloat(text, 64); err == nil && !slices.Contains(n.spec.codes[:], text) {
			out = append(out, f)
		}
	}
	return out
}
