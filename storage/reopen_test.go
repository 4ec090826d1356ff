package storage

import (
	"errors"
	"testing"

	"anketa/survey"
)

// correctionOf is the draft that corrects a version.
func correctionOf(r *survey.Record) *survey.Record {
	d := *r
	d.Parents, d.Reason, d.Author = []survey.Hash{r.Hash()}, "misheard", "K1"
	d.Finished, d.Saved = blank().Finished, blank().Saved
	return &d
}

func finishedHere(t *testing.T, s *Store, text string) *survey.Record {
	t.Helper()
	draft := must(s.Begin(ctx, blank()))
	if err := s.Append(ctx, draft.ID, Place{Done: 1, Total: 3}, []survey.Edit{answer("age", text)}); err != nil {
		t.Fatal(err)
	}
	if err := s.Finish(ctx, finished(draft.ID, 1, text)); err != nil {
		t.Fatal(err)
	}
	return records(t, s, Filter{ID: draft.ID})[0]
}

func rowsOf(t *testing.T, s *Store, query string) (n int) {
	t.Helper()
	if err := s.db.QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestACorrectionIsAnotherVersion(t *testing.T) {
	s := fresh(t)
	first := finishedHere(t, s, "34")
	draft := must(s.Reopen(ctx, first.ID, correctionOf(first)))
	if draft.IsFinished() || draft.Reason != "misheard" || draft.Parents[0] != first.Hash() || !draft.Started.Equal(first.Started) {
		t.Fatalf("draft %+v", draft)
	}
	sum := must(s.List(ctx, Filter{}))[0]
	if !sum.Draft || !sum.Corrects || !sum.Finished.IsZero() {
		t.Errorf("the list says %+v", sum)
	}
	if err := s.Append(ctx, first.ID, Place{}, []survey.Edit{answer("age", "35")}); err != nil {
		t.Fatal(err)
	}
	again := must(s.Reopen(ctx, first.ID, correctionOf(first)))
	if again.Find("age").Text != "35" {
		t.Error("reopening again begins anew")
	}
	second := finished(first.ID, 1, "35", first.Hash())
	second.Device, second.Reason, second.Finished = first.Device, "misheard", first.Finished
	for range 2 {
		if err := s.Finish(ctx, second); err != nil {
			t.Fatal(err)
		}
	}
	var all []*survey.Record
	for r, err := range s.Versions(ctx, Filter{ID: first.ID}) {
		all = append(all, must(r, err))
	}
	if len(all) != 2 {
		t.Fatalf("%d versions", len(all))
	}
	same(t, "the first version", all[0], first)
	same(t, "the correction", records(t, s, Filter{ID: first.ID})[0], second)
	if n := rowsOf(t, s, "SELECT count(*) FROM journal"); n != 2 {
		t.Errorf("the journal has %d rows", n)
	}
	if sum := must(s.List(ctx, Filter{}))[0]; sum.Draft || sum.Corrects || !sum.Finished.Equal(first.Finished) {
		t.Errorf("the list says %+v", sum)
	}
	if _, err := s.CheckAll(ctx); err != nil {
		t.Error(err)
	}
}

func TestADiscardedCorrectionLeavesWhatWasFinished(t *testing.T) {
	s := fresh(t)
	first := finishedHere(t, s, "34")
	for round := range 2 {
		must(s.Reopen(ctx, first.ID, correctionOf(first)))
		if err := s.Append(ctx, first.ID, Place{}, []survey.Edit{answer("age", "35")}); err != nil {
			t.Fatal(err)
		}
		if err := s.Discard(ctx, first.ID); err != nil {
			t.Fatal(err)
		}
		same(t, "what was finished", records(t, s, Filter{ID: first.ID})[0], first)
		if n := rowsOf(t, s, "SELECT count(*) FROM journal WHERE n = 1"); n != 1 {
			t.Error("the journal of what was finished is gone")
		}
		if n := rowsOf(t, s, "SELECT count(*) FROM journal"); n != 1 {
			t.Errorf("round %d: the journal has %d rows", round, n)
		}
		if _, err := s.CheckAll(ctx); err != nil {
			t.Error(err)
		}
	}
	h := must(verifyHistory(ctx, s.db, nil))
	if !h.Whole() || h.Missing() != 2 {
		t.Errorf("history %+v", h)
	}
	if err := s.Discard(ctx, first.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("what is finished was discarded: %v", err)
	}
}

func TestWhatCannotBeReopened(t *testing.T) {
	s := fresh(t)
	first := finishedHere(t, s, "34")
	other := correctionOf(first)
	other.Parents = []survey.Hash{{1}}
	if _, err := s.Reopen(ctx, first.ID, other); !errors.Is(err, ErrNotFound) {
		t.Errorf("of a version that is not there: %v", err)
	}
	if _, err := s.Reopen(ctx, first.ID, first); err == nil {
		t.Error("a finished record was taken for a draft")
	}
}

func TestADraftKeepsTheFormVersionItGoesOnWith(t *testing.T) {
	s := fresh(t)
	draft := must(s.Begin(ctx, blank()))
	for _, version := range []string{"9", ""} {
		if err := s.Append(ctx, draft.ID, Place{Version: version}, []survey.Edit{answer("age", "34")}); err != nil {
			t.Fatal(err)
		}
		r, _, err := s.Draft(ctx, draft.ID)
		if err != nil || r.Version != "9" {
			t.Errorf("version %q, %v", r.Version, err)
		}
	}
	if sum := must(s.List(ctx, Filter{}))[0]; sum.Version != "9" {
		t.Errorf("the list says %q", sum.Version)
	}
}
