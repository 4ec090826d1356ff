package interview_test

import (
	"reflect"
	"strings"
	"testing"

	"anketa/survey"
	"anketa/survey/interview"
	"anketa/survey/xlsform"
)

// FuzzOpenAndAnswer opens any form and does any things with it. Whatever they
// are, the engine does not fall over, the journal gives the draft, and the
// draft opens to the same.
func FuzzOpenAndAnswer(f *testing.F) {
	f.Add("| survey | type | name | label | relevant | constraint |\n| | integer | a | A | | . > 0 |\n| | text | b | B | ${a} > 3 | |", "set a 5\nset b x\nset a -1")
	f.Add("| survey | type | name | label | repeat_count |\n| | integer | n | N | |\n| | begin repeat | r | R | ${n} |\n| | text | q | Q ${n} | |\n| | end repeat | | | |", "set n 3\nset r[2]/q x\nset n 1\nmark r[1]/q 2")
	f.Add("| survey | type | name | label |\n| | begin repeat | r | R |\n| | text | q | Q |\n| | end repeat | | |", "add r\nremove r[1]\nconfirm r[1]/q")
	f.Add("| survey | type | name | label | choice_filter |\n| | select_one l | a | A | |\n| | select_multiple l | b | B | x = ${a} or name = ${b} |\n| choices | list_name | name | label | x |\n| | l | 1 | I | 2 |\n| | l | 2 | II | 1 |", "set a 1\nset b 2\nset a 2")
	f.Fuzz(func(t *testing.T, tables, script string) {
		if len(tables) > 3000 || len(script) > 300 {
			return
		}
		form, faults := xlsform.ReadMarkdown(tables, xlsform.Options{Name: "form"})
		if faults.Err() != nil {
			return
		}
		play(t, form, script)
	})
}

func play(t *testing.T, form *survey.Form, script string) {
	iv := interview.New(form, interview.Options{Now: noon, Seed: 1})
	journal := iv.Draft()
	journal.Root = nil
	for line := range strings.Lines(script) {
		verb, rest, _ := strings.Cut(strings.TrimRight(line, "\n"), " ")
		at, text, _ := strings.Cut(rest, " ")
		p := survey.Path(at)
		switch verb { // what is refused changes nothing
		case "set":
			iv.Set(p, text)
		case "mark":
			iv.Mark(p, survey.State(len(text)))
		case "confirm":
			iv.Confirm(p)
		case "add":
			iv.Add(p)
		case "remove":
			iv.Remove(p)
		}
		iv.View(p)
	}
	iv.Problems()
	if err := journal.Apply(iv.Edits()...); err != nil {
		t.Fatal(err)
	}
	draft := iv.Draft()
	if !reflect.DeepEqual(journal, draft) {
		t.Fatalf("the journal gives\n%s\nand the draft is\n%s", survey.Encode(journal), survey.Encode(draft))
	}
	if _, lost, err := interview.Resume(form, draft, interview.Options{Now: noon, Seed: 1}); err != nil || len(lost) > 0 {
		t.Fatalf("resume: lost %v, %v", lost, err)
	}
}
