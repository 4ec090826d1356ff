package command

import (
	"fmt"
	"io"

	"anketa/app/screen"
	"anketa/export"
	"anketa/export/merge"
	"anketa/survey"
	"anketa/survey/message"
)

// printOutside tells what was changed in workbooks: old and new side by side,
// for that is what somebody has to decide about.
func printOutside(w io.Writer, o *screen.Outside) {
	for _, r := range o.Repaired {
		message.Fprintf(w, "%s: repaired: %s: %q was %q\n", r.File, placeOf(r.Sheet, r.Row, r.Column), r.Seen, r.Is)
	}
	for _, e := range o.Edits {
		message.Fprintf(w, "%s: %s: %s (%s)%s: %s → %s%s\n", e.File, standing(e), placeOf(e.Sheet, e.Row, e.Column), e.Key, caseWord(e.Case), valueWord(e.Old), valueWord(e.New), because(e.Fault))
		for _, f := range e.Follows {
			message.Fprintf(w, "  then %s\n", f)
		}
	}
	for _, f := range o.Faults {
		message.Fprintln(w, f)
	}
	if o.Accepted > 0 {
		message.Fprintf(w, "%d versions were made of corrections\n", o.Accepted)
	}
	if n := o.Undecided(); n > 0 {
		message.Fprintf(w, "%d answers were changed outside of Anketa and wait for a decision: --accept-edits takes those that the form allows, anketa corrections lists all\n", n)
	}
}

func placeOf(sheet string, row int, column string) string {
	return survey.Position{Sheet: sheet, Row: row, Header: column}.String()
}

func standing(e screen.Edit) string {
	switch {
	case e.Verdict == export.Accepted:
		return "accepted"
	case e.Verdict == export.Refused:
		return "refused"
	case e.Fault != nil:
		return "cannot be accepted"
	}
	return "edited"
}

func caseWord(code string) string {
	if code == "" {
		return ""
	}
	return " case " + code
}

func because(fault *message.Text) *message.Text {
	if fault == nil {
		return nil
	}
	return message.New(". %s", fault)
}

func valueWord(v export.Value) string {
	if v.Text == "" {
		return v.State.String()
	}
	return fmt.Sprintf("%q", v.Text)
}

// outsideReport is what was changed in workbooks, as --json prints it.
type outsideReport struct {
	Edits    []editReport   `json:"edits"`
	Repaired []repairReport `json:"repaired"`
	Accepted int            `json:"accepted"` // versions that were made
	Faults   []string       `json:"faults"`   // lines of a list that were not carried out
}

type editReport struct {
	Tag      string   `json:"tag"` // names the edit for ever
	ID       string   `json:"id"`
	Case     string   `json:"case_code,omitempty"`
	Key      string   `json:"key"`
	File     string   `json:"file"`
	Sheet    string   `json:"sheet"`
	Row      int      `json:"row"`
	Column   string   `json:"column"`
	Label    string   `json:"label,omitempty"`
	Path     string   `json:"path"`
	Old      string   `json:"old"`
	OldState string   `json:"old_state"`
	New      string   `json:"new"`
	NewState string   `json:"new_state"`
	Decision string   `json:"decision"` // open, accepted, refused
	Who      string   `json:"who,omitempty"`
	Fault    string   `json:"fault,omitempty"`
	Follows  []string `json:"follows"`
}

type repairReport struct {
	File   string `json:"file"`
	Sheet  string `json:"sheet"`
	Row    int    `json:"row"`
	Column string `json:"column"`
	Key    string `json:"key"`
	Seen   string `json:"seen"`
	Is     string `json:"is"`
}

func outsideReportOf(o *screen.Outside) outsideReport {
	out := outsideReport{Edits: []editReport{}, Repaired: []repairReport{}, Accepted: o.Accepted, Faults: english(o.Faults)}
	for _, e := range o.Edits {
		r := editReport{
			Tag: e.Tag, ID: e.ID, Case: e.Case, Key: e.Key, File: e.File, Sheet: e.Sheet, Row: e.Row, Column: e.Column, Label: e.Label, Path: string(e.Path),
			Old: e.Old.Text, OldState: e.Old.State.String(), New: e.New.Text, NewState: e.New.State.String(),
			Decision: string(e.Verdict), Who: e.Who, Fault: e.Fault.String(), Follows: []string{},
		}
		for _, f := range e.Follows {
			r.Follows = append(r.Follows, f.String())
		}
		out.Edits = append(out.Edits, r)
	}
	for _, r := range o.Repaired {
		out.Repaired = append(out.Repaired, repairOf(r))
	}
	return out
}

func repairOf(r merge.Repaired) repairReport {
	return repairReport{r.File, r.Sheet, r.Row, r.Column, r.Key, r.Seen, r.Is}
}
