package storage

import (
	"fmt"
	"testing"

	"anketa/survey"
)

// TestChanges holds what is told of how interviews came about: of one's own,
// and of one that came sealed.
func TestChanges(t *testing.T) {
	s := fresh(t)
	r := must(s.Begin(ctx, blank()))
	edits := []survey.Edit{answer("age", "3"), answer("age", "30"), {Op: survey.Put, Path: "pay", State: survey.Refused}}
	for i, e := range edits {
		if err := s.Append(ctx, r.ID, Place{Language: "en", Done: i}, []survey.Edit{e}); err != nil {
			t.Fatal(err)
		}
	}
	draft := must(s.Begin(ctx, blank()))
	if err := s.Append(ctx, draft.ID, Place{}, []survey.Edit{answer("age", "9")}); err != nil {
		t.Fatal(err)
	}
	done, _, err := s.Draft(ctx, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	done.Finished = monday
	if err := s.Finish(ctx, done); err != nil {
		t.Fatal(err)
	}
	came := finished("uuid:came", 8, "41")
	if _, err := s.Put(ctx, came); err != nil {
		t.Fatal(err)
	}
	row, err := journalRow{Stamp: Stamp{Time: monday}, Who: "i9", Edits: []survey.Edit{answer("age", "41")}}.encode()
	if err != nil {
		t.Fatal(err)
	}
	journal := fmt.Appendf(nil, `[{"n":1,"lost":true},{"n":2,%s]`, row[1:])
	if err := s.KeepTrails(ctx, []Trail{{ID: "uuid:came", Device: "d2", Number: 8, Journal: journal}, {ID: "uuid:gone", Journal: journal}}); err != nil {
		t.Fatal(err)
	}

	var got []string
	for c, err := range s.Changes(ctx, Filter{Form: "core"}) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%d.%d %s %s %s→%s %s %v", c.Number, c.N, c.Edit.Path, c.Language, c.Text, c.Edit.Text, c.Edit.State, c.Lost))
	}
	want := []string{
		"1.1 age en →3 given false", "1.2 age en 3→30 given false", "1.3 pay en → refused false",
		"8.1   → not reached true", "8.2 age  →41 given false",
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}
