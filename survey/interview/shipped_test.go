package interview_test

import (
	"encoding/json"
	"os"
	"sync"
	"testing"
	"time"

	"anketa/survey"
	"anketa/survey/interview"
	"anketa/survey/xlsform"
)

// shipped is the questionnaire that the program brings.
var shipped = sync.OnceValue(func() *survey.Form {
	data, err := os.ReadFile("../../app/screen/forms/eeca_migrant_core.xlsx")
	if err != nil {
		panic(err)
	}
	f, faults := xlsform.Read(data, xlsform.Options{Name: "eeca_migrant_core"})
	if err := faults.Err(); err != nil {
		panic(err)
	}
	return f
})

func noon() time.Time { return time.Date(2026, 3, 7, 12, 0, 0, 0, time.FixedZone("", 3*60*60)) }

// cases are interviews that were worked out by hand: answers, and what the
// calculations must come to.
type cases struct {
	Base   map[string]string `json:"base_answers"`
	Repeat map[string]string `json:"repeat_answers"`
	Cases  []struct {
		ID      string
		Changes map[string]string
		Expect  map[string]string
		Asked   int `json:"asked_n"`
	}
}

func readCases(t testing.TB) cases {
	t.Helper()
	data, err := os.ReadFile("testdata/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var c cases
	if err := json.Unmarshal(data, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// hand answers what is asked from prepared answers, in form order, until
// nothing new comes up.
type hand struct {
	t       testing.TB
	iv      *interview.Interview
	answers map[string]string
	repeats map[string]string
	done    map[survey.Path]bool
}

func (h *hand) answer(f *survey.Form) {
	for before := -1; before != len(h.done); {
		before = len(h.done)
		h.group(f.Root, "")
	}
}

func (h *hand) group(g *survey.Item, at survey.Path) {
	for _, it := range g.Items {
		p := at.Join(it.Name)
		switch {
		case it.Type.Kind == survey.RepeatKind:
			for n := range h.iv.Instances(p) {
				h.group(it, p.At(n+1))
			}
		case it.Type.Holds():
			h.group(it, p)
		case it.Type.Asked() && h.iv.Relevant(p) && !h.done[p]:
			h.question(it, p)
		}
	}
}

func (h *hand) question(it *survey.Item, p survey.Path) {
	text, ok := h.answers[it.Name]
	if it.Name == "disposition" { // the interviewer takes what is suggested
		text, ok = h.iv.View("g_obs/disposition_auto").Text, true
	}
	if it.Repeat() != nil {
		text, ok = h.repeats[it.Name]
	}
	if !ok {
		return
	}
	h.done[p] = true
	if _, err := h.iv.Set(p, text); err != nil {
		h.t.Fatal(err)
	}
}

// calculations gives what every calculation outside repeats came to.
func calculations(f *survey.Form, r *survey.Record) map[string]string {
	out := map[string]string{}
	for _, it := range f.Items {
		if it.Type.Kind == survey.CalculateKind {
			if a := r.Find(it.Path()); a != nil {
				out[it.Name] = a.Text
			}
		}
	}
	return out
}

func TestCasesWorkedOutByHand(t *testing.T) {
	f, all := shipped(), readCases(t)
	if len(all.Cases) != 30 {
		t.Fatalf("there are %d cases", len(all.Cases))
	}
	for _, c := range all.Cases {
		t.Run(c.ID, func(t *testing.T) {
			h := &hand{t, interview.New(f, interview.Options{Now: noon}), map[string]string{}, all.Repeat, map[survey.Path]bool{}}
			for _, answers := range []map[string]string{all.Base, c.Changes} {
				for name, text := range answers {
					h.answers[name] = text
				}
			}
			h.answer(f)
			have := calculations(f, h.iv.Record())
			for name, want := range c.Expect {
				if have[name] != want {
					t.Errorf("%s = %q, want %q", name, have[name], want)
				}
			}
			if n := h.iv.Asked(); n != c.Asked {
				t.Errorf("%d questions are asked, want %d", n, c.Asked)
			}
			if r, problems := h.iv.Finish(); r == nil {
				t.Errorf("it does not finish: %v", problems)
			}
		})
	}
}
