package storage

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"anketa/survey"
)

func TestFinish(t *testing.T) {
	s := fresh(t)
	draft := must(s.Begin(ctx, blank()))
	if err := s.Append(ctx, draft.ID, Place{Done: 1, Total: 3}, []survey.Edit{answer("age", "34")}); err != nil {
		t.Fatal(err)
	}
	r := finished(draft.ID, 99, "34")
	for range 2 { // the second time, as after a crash between commit and answer
		if err := s.Finish(ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	want := *r
	want.Number, want.Device = 1, s.Device()
	all := records(t, s, Filter{})
	if len(all) != 1 {
		t.Fatalf("%d records", len(all))
	}
	same(t, "version", all[0], &want)
	other := finished(draft.ID, 99, "35")
	gone := map[string]error{
		"Draft":         second(s.Draft(ctx, draft.ID)),
		"Append":        s.Append(ctx, draft.ID, Place{}, nil),
		"Discard":       s.Discard(ctx, draft.ID),
		"another":       s.Finish(ctx, other),
		"of no draft":   s.Finish(ctx, finished("uuid:0", 1, "1")),
		"Draft of none": second(s.Draft(ctx, "uuid:0")),
	}
	for what, err := range gone {
		if !errors.Is(err, ErrNotFound) {
			t.Errorf("%s after the finish: %v", what, err)
		}
	}
	var rows int
	if err := s.db.QueryRow("SELECT count(*) FROM journal").Scan(&rows); err != nil || rows != 1 {
		t.Errorf("the journal has %d rows (%v)", rows, err)
	}
	if err := s.Finish(ctx, blank()); err == nil {
		t.Error("a draft was taken for a finished record")
	}
	list := must(s.List(ctx, Filter{Finished: true}))
	if len(list) != 1 || !list[0].Finished.Equal(r.Finished) || list[0].Done != 1 || list[0].Total != 3 || list[0].Interviewer != "i9" {
		t.Errorf("list %+v", list)
	}
}

func TestPutIsAUnion(t *testing.T) {
	first := finished("uuid:a", 5, "34")
	left, right := finished("uuid:a", 5, "35", first.Hash()), finished("uuid:a", 5, "36", first.Hash())
	both := finished("uuid:a", 5, "37", left.Hash(), right.Hash())
	conflict := left
	if right.Hash().Compare(left.Hash()) > 0 {
		conflict = right
	}
	stranger := finished("uuid:b", 5, "1", first.Hash()) // names a version that is not its own
	for _, c := range []struct {
		name string
		put  []*survey.Record
		head *survey.Record // of uuid:a
	}{
		{"one", []*survey.Record{first}, first},
		{"in order", []*survey.Record{first, left}, left},
		{"the newer first", []*survey.Record{left, first}, left},
		{"conflict", []*survey.Record{first, left, right}, conflict},
		{"conflict, other order", []*survey.Record{right, left, first}, conflict},
		{"settled", []*survey.Record{right, both, left, first}, both},
		{"another's parent", []*survey.Record{stranger, first}, first},
	} {
		s := fresh(t)
		for _, r := range c.put {
			if !must(s.Put(ctx, r)) {
				t.Errorf("%s: a version was taken for known", c.name)
			}
		}
		for _, r := range c.put {
			if must(s.Put(ctx, r)) {
				t.Errorf("%s: a known version was added", c.name)
			}
		}
		got := records(t, s, Filter{ID: "uuid:a"})
		if len(got) != 1 {
			t.Errorf("%s: %d heads", c.name, len(got))
			continue
		}
		same(t, c.name, got[0], c.head)
	}
}

func TestPutLeavesADraft(t *testing.T) {
	s := fresh(t)
	draft := must(s.Begin(ctx, blank()))
	if err := s.Append(ctx, draft.ID, Place{Done: 1}, []survey.Edit{answer("age", "34")}); err != nil {
		t.Fatal(err)
	}
	must(s.Put(ctx, finished(draft.ID, 1, "50")))
	if got, _, err := s.Draft(ctx, draft.ID); err != nil || got.Find("age").Text != "34" {
		t.Fatalf("draft %v, %v", got, err)
	}
	if list := must(s.List(ctx, Filter{})); len(list) != 1 || !list[0].Finished.IsZero() {
		t.Errorf("with a draft and a version: %+v", list)
	}
	if err := s.Discard(ctx, draft.ID); err != nil {
		t.Fatal(err)
	}
	if list := must(s.List(ctx, Filter{})); len(list) != 1 || list[0].Finished.IsZero() || list[0].Done != 0 {
		t.Errorf("after the draft was discarded: %+v", list)
	}
}

func TestRecordsThatCannotBeKept(t *testing.T) {
	s := fresh(t)
	twice := finished("uuid:a", 1, "1")
	twice.Root.Children = append(twice.Root.Children, &survey.Answer{Name: "age"})
	negative := finished("uuid:b", -1, "1")
	for what, r := range map[string]*survey.Record{
		"no id": finished("", 1, "1"), "a draft": blank(), "two answers of one name": twice, "a negative number": negative,
	} {
		if added, err := s.Put(ctx, r); err == nil || added {
			t.Errorf("%s was kept", what)
		}
	}
	if list := must(s.List(ctx, Filter{})); len(list) != 0 {
		t.Errorf("something is left of what was refused: %+v", list)
	}
}

func TestListAndRecords(t *testing.T) {
	s := fresh(t)
	other := finished("uuid:x", 2, "1")
	other.Form = "trade"
	for _, r := range []*survey.Record{finished("uuid:c", 3, "1"), finished("uuid:b", 1, "1"), finished("uuid:a", 1, "1"), other} {
		must(s.Put(ctx, r))
	}
	draft := must(s.Begin(ctx, blank()))
	for _, c := range []struct {
		f             Filter
		list, records []string
	}{
		{Filter{}, []string{"uuid:c", "uuid:x", "uuid:a", "uuid:b", draft.ID}, []string{"uuid:a", "uuid:b", "uuid:x", "uuid:c"}},
		{Filter{Form: "core"}, []string{"uuid:c", "uuid:a", "uuid:b", draft.ID}, []string{"uuid:a", "uuid:b", "uuid:c"}},
		{Filter{Form: "core", Finished: true}, []string{"uuid:c", "uuid:a", "uuid:b"}, []string{"uuid:a", "uuid:b", "uuid:c"}},
		{Filter{ID: "uuid:x"}, []string{"uuid:x"}, []string{"uuid:x"}},
		{Filter{ID: draft.ID}, []string{draft.ID}, nil},
		{Filter{ID: "uuid:none"}, nil, nil},
	} {
		var list, heads []string
		for _, sum := range must(s.List(ctx, c.f)) {
			list = append(list, sum.ID)
		}
		for _, r := range records(t, s, c.f) {
			heads = append(heads, r.ID)
		}
		if !slices.Equal(list, c.list) {
			t.Errorf("%+v: list %v, want %v", c.f, list, c.list)
		}
		if !slices.Equal(heads, c.records) {
			t.Errorf("%+v: records %v, want %v", c.f, heads, c.records)
		}
	}
}

// TestRecordsCrossChunks has conflicts on both sides of a chunk's end.
func TestRecordsCrossChunks(t *testing.T) {
	s := fresh(t)
	n := 2*recordChunk + 3
	for i := range n {
		id := fmt.Sprintf("uuid:%04d", i)
		must(s.Put(ctx, finished(id, i/2, "1")))
		if i%recordChunk >= recordChunk-2 || i%recordChunk < 2 {
			must(s.Put(ctx, finished(id, i/2, "2")))
		}
	}
	got := records(t, s, Filter{})
	for i, r := range got {
		if want := fmt.Sprintf("uuid:%04d", i); r.ID != want {
			t.Fatalf("record %d is %s, want %s", i, r.ID, want)
		}
	}
	if len(got) != n {
		t.Errorf("%d records, want %d", len(got), n)
	}
	for range s.Records(ctx, Filter{}) {
		break // a reader that stops leaves the store usable
	}
	must(s.Put(ctx, finished("uuid:last", 1, "1")))
}
