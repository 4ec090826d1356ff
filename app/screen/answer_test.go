package screen_test

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"anketa/app/screen"
	"anketa/survey/interview"
)

// TestFillCases fills the shipped form from the hand-made cases: the values
// that were worked out by hand come out, and as many questions are put.
func TestFillCases(t *testing.T) {
	data, err := os.ReadFile("../../survey/interview/testdata/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	var all struct {
		Base   map[string]any `json:"base_answers"`
		Repeat map[string]any `json:"repeat_answers"`
		Cases  []struct {
			ID      string
			Changes map[string]any
			Expect  map[string]string
			Asked   int `json:"asked_n"`
		}
	}
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	if len(all.Cases) < 30 {
		t.Fatalf("there are %d cases", len(all.Cases))
	}
	form := shippedForm(t)
	for _, c := range all.Cases {
		answers := screen.Answers{}
		for name, text := range all.Base {
			answers[name] = text
		}
		for name, text := range c.Changes {
			answers[name] = text
		}
		for _, repeat := range []string{"incidents", "other_jobs"} {
			answers[repeat] = []any{only(all.Repeat, repeatPrefix[repeat]), only(all.Repeat, repeatPrefix[repeat]), only(all.Repeat, repeatPrefix[repeat])}
		}
		filled, err := screen.Fill(form, answers, interview.Options{Now: time.Now})
		if err != nil {
			t.Errorf("%s: %v", c.ID, err)
			continue
		}
		got := filled.JSON(form)
		for name, want := range c.Expect {
			if have := fmt.Sprint(got.Values[name]); have != want {
				t.Errorf("%s: %s is %q, want %q", c.ID, name, have, want)
			}
		}
		if got.Asked != c.Asked {
			t.Errorf("%s: %d questions were asked, want %d", c.ID, got.Asked, c.Asked)
		}
	}
}

// The questions of a repeat begin with these letters.
var repeatPrefix = map[string]string{"incidents": "inc_", "other_jobs": "oj_"}

// only gives the answers whose names begin so.
func only(answers map[string]any, prefix string) map[string]any {
	out := map[string]any{}
	for name, text := range answers {
		if strings.HasPrefix(name, prefix) {
			out[name] = text
		}
	}
	return out
}

// TestFillFaults holds what is said of answers that cannot be put.
func TestFillFaults(t *testing.T) {
	form := shippedForm(t)
	for answers, want := range map[string]string{
		`{"agee": 12}`:                        `there is no question named "agee"`,
		`{"incidents": [{"age": 12}]}`:        `there is no question named "age" in incidents[1]`,
		`{"incidents": {"inc_type": 1}}`:      `incidents: the answers of a repeat are a list, one object for each instance`,
		`{"incidents": [1]}`:                  `incidents: instance 1 is not an object of answers by name`,
		`{"interviewer_code": {"code": "A"}}`: `g_setup/interviewer_code: an answer is a text, a number, true, false or a list of choice names`,
	} {
		var a screen.Answers
		if err := json.Unmarshal([]byte(answers), &a); err != nil {
			t.Fatal(err)
		}
		_, err := screen.Fill(form, a, interview.Options{Now: time.Now})
		if err == nil || err.Error() != want {
			t.Errorf("%s: %v, want %s", answers, err, want)
		}
	}
}

// TestFillForms holds how an answer may be written, and what is left over.
func TestFillForms(t *testing.T) {
	form := shippedForm(t)
	answers := `{"values": {"interviewer_code": "KZ07", "contact_outcome": 1, "age": 31.0, "plans": 2}, "repeats": {"incidents": []}}`
	var a screen.Answers
	if err := json.Unmarshal([]byte(answers), &a); err != nil {
		t.Fatal(err)
	}
	filled, err := screen.Fill(form, a, interview.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	got := filled.JSON(form)
	for name, want := range map[string]string{"interviewer_code": "KZ07", "contact_outcome": "1", "age": "31", "elig_age": "1"} {
		if got.Values[name] != want {
			t.Errorf("%s is %v, want %s", name, got.Values[name], want)
		}
	}
	if _, asked := got.Values["plans"]; asked || !slices.Equal(filled.Unused, []string{"g_life/plans"}) {
		t.Errorf("what is not relevant was asked; left over are %v", filled.Unused)
	}
}
