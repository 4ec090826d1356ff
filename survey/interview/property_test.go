package interview

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"anketa/survey"
	"anketa/survey/xlsform"
)

// scribe writes random forms: questions, calculations, groups and repeats
// inside each other, in which anything may depend on anything before it.
type scribe struct {
	rng   *rand.Rand
	rows  strings.Builder
	names []string // of questions and calculations so far
	reps  []string
	depth int
}

func randomForm(rng *rand.Rand) string {
	s := &scribe{rng: rng}
	s.rows.WriteString("| survey | type | name | label | relevant | calculation | constraint | repeat_count | choice_filter | required | warning |\n")
	s.items(4 + rng.IntN(8))
	s.rows.WriteString("| choices | list_name | name | label | in |\n")
	for i := range 9 {
		fmt.Fprintf(&s.rows, "| | c | %d | C%d | %d |\n", i, i, i%3)
	}
	return s.rows.String()
}

func (s *scribe) items(n int) {
	for range n {
		s.item()
	}
}

func (s *scribe) item() {
	name := fmt.Sprintf("q%d", len(s.names)+len(s.reps)+s.rng.IntN(2)*100)
	for strings.Contains(s.rows.String(), "| "+name+" |") {
		name += "x"
	}
	switch kind := s.rng.IntN(12); {
	case kind < 2 && s.depth < 3:
		count := ""
		if s.rng.IntN(2) == 0 && len(s.names) > 0 {
			count = fmt.Sprintf("coalesce(number(%s), 1) mod 4", s.number())
		}
		s.row("begin repeat", name, s.condition(), "", "", count, "", "", "")
		s.reps = append(s.reps, name)
		s.inside("end repeat")
	case kind < 4 && s.depth < 3:
		s.row("begin group", name, s.condition(), "", "", "", "", "", "")
		s.inside("end group")
	case kind < 7:
		s.row("calculate", name, s.condition(), s.expression(), "", "", "", "", "")
		s.names = append(s.names, name)
	case kind < 9:
		filter := ""
		if len(s.names) > 0 {
			filter = []string{"in = %s mod 3", "in = 0 or in = %s mod 3", "name != %s", "in = %s"}[s.rng.IntN(4)]
			filter = fmt.Sprintf(filter, s.number())
		}
		s.row([]string{"select_one c", "select_multiple c"}[s.rng.IntN(2)], name, s.condition(), "", "", "", filter, s.maybe("yes"), "")
		s.names = append(s.names, name)
	default:
		s.row("integer", name, s.condition(), "", s.maybe(". < 7"), "", "", s.maybe("yes"), s.maybe(". != 5"))
		s.names = append(s.names, name)
	}
}

func (s *scribe) inside(end string) {
	s.depth++
	s.items(1 + s.rng.IntN(4))
	s.depth--
	s.row(end, "", "", "", "", "", "", "", "")
}

func (s *scribe) row(kind, name, relevant, calculation, constraint, count, filter, required, warning string) {
	label := name
	if kind == "calculate" || name == "" {
		label = ""
	} else if len(s.names) > 0 && s.rng.IntN(3) == 0 {
		label += " of ${" + s.names[s.rng.IntN(len(s.names))] + "}"
	}
	fmt.Fprintf(&s.rows, "| | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n",
		kind, name, label, relevant, calculation, constraint, count, filter, required, warning)
}

func (s *scribe) maybe(text string) string {
	if s.rng.IntN(3) == 0 {
		return text
	}
	return ""
}

func (s *scribe) condition() string {
	if len(s.names) == 0 || s.rng.IntN(3) > 0 {
		return ""
	}
	return fmt.Sprintf([]string{"%s < 5", "%s != ''", "not(%s = 2)"}[s.rng.IntN(3)], s.number())
}

// number gives an expression for one number, whatever it stands in.
func (s *scribe) number() string {
	q := "${" + s.names[s.rng.IntN(len(s.names))] + "}"
	return fmt.Sprintf([]string{"sum(%s)", "count(%s)", "coalesce(max(%s), 1)"}[s.rng.IntN(3)], q)
}

func (s *scribe) expression() string {
	if len(s.names) == 0 {
		return "1 + 1"
	}
	switch s.rng.IntN(6) {
	case 0:
		if len(s.reps) > 0 {
			return "count(${" + s.reps[s.rng.IntN(len(s.reps))] + "})"
		}
	case 1:
		if s.depth > 0 {
			return "position(..) + " + s.number()
		}
	case 2:
		return "${" + s.names[s.rng.IntN(len(s.names))] + "}"
	case 3:
		return "join('-', ${" + s.names[s.rng.IntN(len(s.names))] + "})"
	}
	return s.number() + " + " + s.number()
}

// TestAnyForm answers random forms at random. After every step nothing is
// stale, the journal gives the draft, and the draft opens to the same.
func TestAnyForm(t *testing.T) {
	forms := 400
	if testing.Short() {
		forms = 60
	}
	opened, repeats := 0, 0
	for seed := range forms {
		rng := rand.New(rand.NewPCG(uint64(seed), 2))
		tables := randomForm(rng)
		f, faults := xlsform.ReadMarkdown(tables, xlsform.Options{Name: "form"})
		if faults.Err() != nil { // a reference that goes round in a circle, through a repeat
			continue
		}
		opened++
		if err := wander(f, rng, &repeats); err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, tables)
		}
	}
	if opened < forms/2 || repeats < forms {
		t.Errorf("of %d forms %d open, with %d instances", forms, opened, repeats)
	}
}

func wander(f *survey.Form, rng *rand.Rand, repeats *int) error {
	iv := New(f, Options{Now: clock, Seed: 1})
	journal := iv.Draft()
	journal.Root = nil
	for step := range 40 {
		did, err := wanderOn(iv, rng, repeats)
		if err != nil {
			return err
		}
		if err := journal.Apply(iv.Edits()...); err != nil {
			return fmt.Errorf("step %d, %s: %w", step, did, err)
		}
		if draft := iv.Draft(); !reflect.DeepEqual(journal, draft) {
			return fmt.Errorf("step %d, %s: the journal gives\n%s\nand the draft is\n%s", step, did, survey.Encode(journal), survey.Encode(draft))
		}
		if err := stale(iv); err != nil {
			return fmt.Errorf("step %d, %s: %w", step, did, err)
		}
		if err := resumed(iv); err != nil {
			return fmt.Errorf("step %d, %s: %w", step, did, err)
		}
	}
	return nil
}

// wanderOn does one thing, and says what.
func wanderOn(iv *Interview, rng *rand.Rand, repeats *int) (string, error) {
	var questions, rosters []*node
	nodes := func(f *frame) {
		for i := range f.nodes[1:] {
			n := &f.nodes[i+1]
			if !f.present() {
				continue
			}
			if n.spec.members != nil {
				rosters = append(rosters, n)
			} else if n.spec.item.Type.Asked() {
				questions = append(questions, n)
			}
		}
	}
	nodes(iv.root)
	iv.everyFrame(iv.root, nodes)
	if len(rosters) > 0 && rng.IntN(4) == 0 {
		n := rosters[rng.IntN(len(rosters))]
		*repeats += n.count
		if n.count > 0 && rng.IntN(2) == 0 {
			p := n.path().At(1 + rng.IntN(n.count))
			iv.Remove(p) // refused where the form counts
			return "remove " + string(p), nil
		}
		if n.count < 5 {
			iv.Add(n.path())
		}
		return "add " + string(n.path()), nil
	}
	if len(questions) == 0 {
		return "nothing", nil
	}
	n := questions[rng.IntN(len(questions))]
	text := []string{"", "0", "1", "2", "3", "5", "8", "12", "x"}[rng.IntN(9)]
	if n.spec.item.Type.Multiple() {
		text = []string{"", "0", "1 2", "0 4 8", "3 7", "x"}[rng.IntN(6)]
	}
	was, mark := n.text, n.mark
	if rng.IntN(5) > 0 {
		_, err := iv.Set(n.path(), text)
		return "set " + string(n.path()) + " " + text, err
	}
	before := survey.Encode(iv.Draft())
	if _, err := iv.Set(n.path(), text); err != nil {
		return "", err
	}
	iv.answer(n, was, mark)
	iv.drain()
	if after := survey.Encode(iv.Draft()); !iv.counts() && string(after) != string(before) {
		return "", fmt.Errorf("set %s %s and back: the draft was\n%s\nand is\n%s", n.path(), text, before, after)
	}
	return "set and back " + string(n.path()), nil
}

// counts says whether the form sets the number of instances of a repeat, which
// then stay, parked.
func (iv *Interview) counts() bool {
	return slices.ContainsFunc(iv.plan.specs, func(s *spec) bool { return s.item.Rules[survey.Count] != nil })
}
