package export

import (
	"testing"

	"anketa/survey"
)

// TestCaseOf finds the case code in the group that it stands in.
func TestCaseOf(t *testing.T) {
	code := &survey.Answer{Name: "case_code", State: survey.Given, Text: "K1-07"}
	group := &survey.Answer{Name: "start", Children: []*survey.Answer{code}}
	r := &survey.Record{Root: &survey.Answer{Children: []*survey.Answer{group}}}
	if got := caseOf(r); got != "K1-07" {
		t.Errorf("got %q", got)
	}
	code.State, code.Text = survey.Refused, ""
	if got := caseOf(r); got != "" {
		t.Errorf("a refused one is %q", got)
	}
}
