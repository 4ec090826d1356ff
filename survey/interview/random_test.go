package interview

import (
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"testing"
	"time"

	"anketa/survey"
	"anketa/survey/xlsform"
)

func shippedForm(t testing.TB) *survey.Form {
	t.Helper()
	data, err := os.ReadFile("../../app/screen/forms/eeca_migrant_core.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	f, faults := xlsform.Read(data, xlsform.Options{Name: "eeca_migrant_core"})
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	return f
}

func clock() time.Time { return time.Date(2026, 3, 7, 12, 0, 0, 0, time.UTC) }

// stale computes every cell anew and gives the first that is another than the
// interview had.
func stale(iv *Interview) error {
	forget := func(f *frame) {
		for i := range f.nodes {
			f.nodes[i].totals = nil
		}
	}
	forget(iv.root)
	iv.everyFrame(iv.root, forget)
	iv.pushAll(iv.root)
	iv.everyFrame(iv.root, iv.pushAll)
	iv.settle()
	if changes := iv.drain(); len(changes) > 0 {
		return fmt.Errorf("computed anew, %s has another %s", changes[0].Path, changes[0].Property)
	}
	return nil
}

func (iv *Interview) everyFrame(f *frame, do func(*frame)) {
	for i := range f.nodes {
		if i == 0 {
			continue
		}
		for _, inner := range f.nodes[i].roster {
			do(inner)
			iv.everyFrame(inner, do)
		}
	}
}

// resumed says whether an interview that is opened from the draft is the same.
func resumed(iv *Interview) error {
	draft := iv.Draft()
	again, lost, err := Resume(iv.form, draft, iv.o)
	if err != nil || len(lost) > 0 {
		return fmt.Errorf("resume: lost %v, %v", lost, err)
	}
	if edits := again.Edits(); len(edits) > 0 {
		return fmt.Errorf("resuming changes %s (%s)", edits[0].Path, edits[0].Op)
	}
	if have := again.Draft(); !reflect.DeepEqual(have, draft) {
		return fmt.Errorf("the draft was\n%s\nand is\n%s", survey.Encode(draft), survey.Encode(have))
	}
	return nil
}

// TestRandomInterviews walks the shipped form as many respondents would, from
// the first question to the finish.
func TestRandomInterviews(t *testing.T) {
	f := shippedForm(t)
	walks, close := 2000, 20 // in every so many walks each step is looked at
	if testing.Short() {
		walks = 100
	}
	if os.Getenv("ANKETA_TORTURE") != "" {
		walks = 50000
	}
	outcomes := map[string]int{}
	for seed := range walks {
		iv := New(f, Options{Now: clock, Seed: uint64(seed)})
		rng := rand.New(rand.NewPCG(uint64(seed), 1))
		if seed%close == 0 {
			steps(t, iv, rng)
		}
		if err := Random(iv, rng); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		r, problems := iv.Finish()
		if r == nil {
			t.Fatalf("seed %d: it does not finish: %v", seed, problems)
		}
		for _, check := range []func(*Interview) error{stale, resumed} {
			if err := check(iv); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
		}
		outcomes[r.Find("g_obs/disposition_auto").Text]++
	}
	if len(outcomes) < 8 || outcomes["110"] < walks/10 {
		t.Errorf("the walks come to few ends only: %v", outcomes)
	}
}

// steps answers one question after the other, each with a look at everything.
func steps(t *testing.T, iv *Interview, rng *rand.Rand) {
	t.Helper()
	journal := iv.Draft()
	journal.Root = nil
	r := respondent{iv: iv, rng: rng, met: map[*node]bool{}}
	for before := -1; before != len(r.met); {
		before = len(r.met)
		for n := range iv.all {
			if err := r.meet(n); err != nil {
				t.Fatal(err)
			}
			if err := journal.Apply(iv.Edits()...); err != nil {
				t.Fatal(err)
			}
			if err := stale(iv); err != nil {
				t.Fatalf("after %s: %v", n.path(), err)
			}
			if len(iv.Edits()) > 0 {
				t.Fatalf("after %s: computing anew changes the record", n.path())
			}
		}
	}
	if draft := iv.Draft(); !reflect.DeepEqual(journal, draft) {
		t.Fatalf("the journal gives\n%s\nand the draft is\n%s", survey.Encode(journal), survey.Encode(draft))
	}
}
