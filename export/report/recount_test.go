package report

import (
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"anketa/survey"
)

// TestRecount counts random records a second time, question by question and
// from the paths of the answers, and compares.
func TestRecount(t *testing.T) {
	runs := 30
	if os.Getenv("ANKETA_TORTURE") != "" {
		runs = 1000
	}
	form := testForm()
	for seed := range runs {
		rng := rand.New(rand.NewPCG(uint64(seed), 7))
		records := make([]*survey.Record, rng.IntN(60))
		for i := range records {
			records[i] = randomRecord(form, rng, i)
		}
		recount(t, form, build(t, form, Options{}, records...), records)
	}
}

// recount compares every table of a report with what the records hold.
func recount(t *testing.T, form *survey.Form, r *Report, records []*survey.Record) {
	t.Helper()
	for _, s := range r.Sections {
		for _, q := range s.Questions {
			if q.Name == "wage" {
				continue // TestParts
			}
			held := answersOf(form, records, string(q.Path))
			if want := baseOf(held); !reflect.DeepEqual(q.Base, want) {
				t.Fatalf("%s: base %+v, want %+v", q.Path, q.Base, want)
			}
			given := slices.DeleteFunc(slices.Clone(held), func(a *survey.Answer) bool { return a == nil || a.State != survey.Given || a.Text == "" })
			for _, row := range q.Rows {
				share := 0.0
				if len(given) > 0 {
					share = float64(choseCode(q, given, row.Code)) / float64(len(given))
				}
				if k := choseCode(q, given, row.Code); k != row.Count || row.Share != share {
					t.Fatalf("%s %s: count %d, share %v; want %d of %d", q.Path, row.Code, row.Count, row.Share, k, len(given))
				}
			}
			if q.Table == Numeric {
				sameNumbers(t, q, given)
			}
		}
	}
}

// answersOf gives what the records hold at a place, one entry for each
// interview or instance, nil where there is no answer.
func answersOf(form *survey.Form, records []*survey.Record, path string) []*survey.Answer {
	repeats := map[string]bool{}
	for it := range form.Root.Walk() {
		if it.Type.Kind == survey.RepeatKind {
			repeats[string(it.Path())] = true
		}
	}
	unit := ""
	for at := survey.Path(path); at != ""; at = at.Parent() {
		if unit == "" && repeats[string(at)] {
			unit = string(at)
		}
	}
	var out []*survey.Answer
	for _, r := range records {
		units := map[string]*survey.Answer{}
		var order []string
		if unit == "" {
			order = append(order, "")
		}
		for p, a := range r.All() {
			if unit != "" && p.Names() == unit {
				order = append(order, string(p))
			}
			if p.Names() == path {
				at := p
				for at.Names() != unit {
					at = at.Parent()
				}
				units[string(at)] = a
			}
		}
		for _, u := range order {
			out = append(out, units[u])
		}
	}
	return out
}

func baseOf(held []*survey.Answer) Base {
	b := Base{Units: len(held)}
	lines := map[survey.State]*int{
		survey.Given: &b.Given, survey.DontKnow: &b.DontKnow, survey.Refused: &b.Refused,
		survey.NotApplicable: &b.NotApplicable, survey.NotReached: &b.NotReached, survey.NotAsked: &b.NotAsked,
	}
	for _, a := range held {
		switch {
		case a == nil:
			b.NotAsked++
		case a.State == survey.Given && a.Text == "":
			b.NotReached++
		default:
			*lines[a.State]++
		}
	}
	return b
}

func choseCode(q Question, given []*survey.Answer, code string) int {
	k := 0
	for _, a := range given {
		words := strings.Fields(a.Text)
		if q.Table == Places {
			words = words[:1]
		}
		if slices.Contains(words, code) {
			k++
		}
	}
	return k
}

func sameNumbers(t *testing.T, q Question, given []*survey.Answer) {
	t.Helper()
	var sum float64
	for _, a := range given {
		v, err := strconv.ParseFloat(a.Text, 64)
		if err != nil {
			t.Fatal(err)
		}
		sum += v
	}
	binned := 0
	for _, b := range q.Bins {
		binned += b.Count
	}
	if len(given) == 0 && q.Numbers == nil && binned == 0 {
		return
	}
	if n := len(given); q.Numbers.N != n || binned != n || fmt.Sprintf("%.6g", q.Numbers.Mean) != fmt.Sprintf("%.6g", sum/float64(n)) {
		t.Fatalf("%s: %+v in %d, want mean %v of %d", q.Path, q.Numbers, binned, sum/float64(n), n)
	}
}

// TestParts holds that the parts of a number are all of it.
func TestParts(t *testing.T) {
	form := testForm()
	rng := rand.New(rand.NewPCG(3, 4))
	var records []*survey.Record
	for n := range 200 {
		var sum Base
		for _, q := range build(t, form, Options{}, records...).Sections[0].Questions {
			if q.Name == "wage" {
				sum = sum.plus(q.Base)
			}
		}
		if want := baseOf(answersOf(form, records, "g_work/g_pay/wage")); sum != want {
			t.Fatalf("of %d: the parts come to %+v, all is %+v", n, sum, want)
		}
		records = append(records, randomRecord(form, rng, n))
	}
}

func (b Base) plus(c Base) Base {
	return Base{
		b.Units + c.Units, b.Given + c.Given, b.DontKnow + c.DontKnow, b.Refused + c.Refused,
		b.NotApplicable + c.NotApplicable, b.NotReached + c.NotReached, b.NotAsked + c.NotAsked, b.Unusable + c.Unusable,
	}
}
