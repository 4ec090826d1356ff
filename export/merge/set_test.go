package merge

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"

	"anketa/export"
	"anketa/survey"
	"anketa/survey/message"
)

// TestUnion holds what a union is, over random fleets: any order, any
// grouping, any repetition of three workbooks gives one set, byte for byte,
// and every balance holds.
func TestUnion(t *testing.T) {
	runs := fleets(t, 300)
	conflicts := 0
	for seed := range runs {
		f := randomFleet(rand.New(rand.NewPCG(uint64(seed), 1)), 3)
		a, b, c := f.books[0], f.books[1], f.books[2]
		want := union(t, a, b, c)
		for name, got := range map[string]*Set{
			"another order":   union(t, c, a, b),
			"turned round":    union(t, c, b, a),
			"twice":           union(t, a, b, a, c, c, b),
			"a and b first":   union(t, written(union(t, a, b)), c),
			"b and c first":   union(t, a, written(union(t, c, b))),
			"with itself":     union(t, written(union(t, a, b, c)), written(union(t, b, c, a))),
			"nothing with it": union(t, a, book(), b, c),
		} {
			if !bytes.Equal(got.Canonical(), want.Canonical()) {
				t.Fatalf("fleet %d, %s: another set", seed, name)
			}
			if fmt.Sprint(got.Conflicts(), got.Notices()) != fmt.Sprint(want.Conflicts(), want.Notices()) {
				t.Fatalf("fleet %d, %s: %v %v, want %v %v", seed, name, got.Conflicts(), got.Notices(), want.Conflicts(), want.Notices())
			}
		}
		conflicts += len(want.Conflicts())
	}
	if conflicts < runs/4 {
		t.Errorf("%d conflicts in %d fleets: the fleets are too tame to show anything", conflicts, runs)
	}
}

// union adds workbooks up and checks that everything is accounted for.
func union(t *testing.T, books ...*export.Book) *Set {
	t.Helper()
	s := New()
	var read int
	for i, b := range books {
		balance := add(t, s, fmt.Sprint(i), b)
		refused := 0
		for _, r := range b.Refused {
			if r.Interview {
				refused++
			}
		}
		if balance.Read != len(b.Records)+len(b.Sealed)+refused || balance.Refused != refused {
			t.Fatalf("%s, of %d records and %d refusals", balance, len(b.Records), refused)
		}
		read += balance.Read
	}
	account := s.Account()
	if !account.Holds() || account.Total.Read != read {
		t.Fatalf("the account does not hold:\n%s", account)
	}
	records, versions := s.Len()
	if j := written(s); j.Heads != records || len(j.Records) != versions {
		t.Fatalf("%d heads and %d versions come out, of %d and %d", j.Heads, len(j.Records), records, versions)
	}
	return s
}

// TestBalance holds what each count means, workbook by workbook.
func TestBalance(t *testing.T) {
	a1 := first("a", "q", "1")
	a2 := next("typing error", []*survey.Record{a1}, "q", "2")
	a3 := next("another view", []*survey.Record{a1}, "q", "3")
	a4 := next("decided", []*survey.Record{a2, a3}, "q", "3")
	b1 := first("b", "q", "1")
	refusal := export.Refusal{Sheet: "data", Row: 7, Why: message.New("The row does not agree with its hash."), Interview: true}
	s := New()
	for _, step := range []struct {
		name  string
		book  *export.Book
		want  string
		heads string
	}{
		{"a first version of each", book(a1, b1), "2 read = 2 added + 0 already known + 0 superseded + 0 joined + 0 conflict + 0 refused", "uuid:a=1 uuid:b=1"},
		{"the same file again", book(a1, b1), "2 read = 0 added + 2 already known + 0 superseded + 0 joined + 0 conflict + 0 refused", "uuid:a=1 uuid:b=1"},
		{"a row twice", book(b1, b1), "2 read = 0 added + 2 already known + 0 superseded + 0 joined + 0 conflict + 0 refused", "uuid:a=1 uuid:b=1"},
		{"a correction with what it replaces", book(a2, a1), "2 read = 1 added + 1 already known + 0 superseded + 0 joined + 0 conflict + 0 refused", "uuid:a=2 uuid:b=1"},
		{"a rival of the correction", book(a3), "1 read = 0 added + 0 already known + 0 superseded + 0 joined + 1 conflict + 0 refused", "uuid:a=? uuid:b=1"},
		{"the decision", book(a4, a2, a3, a1), "4 read = 1 added + 3 already known + 0 superseded + 0 joined + 0 conflict + 0 refused", "uuid:a=3 uuid:b=1"},
		{"refused rows", &export.Book{Refused: []export.Refusal{refusal, {Sheet: "incidents"}}}, "1 read = 0 added + 0 already known + 0 superseded + 0 joined + 0 conflict + 1 refused", "uuid:a=3 uuid:b=1"},
		{"nothing", book(), "0 read = 0 added + 0 already known + 0 superseded + 0 joined + 0 conflict + 0 refused", "uuid:a=3 uuid:b=1"},
	} {
		if got := add(t, s, step.name, step.book).String(); got != step.want {
			t.Errorf("%s:\n%s, want\n%s", step.name, got, step.want)
		}
		heads := ""
		for r := range s.Heads() {
			text := r.Find("q").Text
			if len(s.Conflicts()) > 0 && r.ID == "uuid:a" {
				text = "?"
			}
			heads += " " + r.ID + "=" + text
		}
		if heads[1:] != step.heads {
			t.Errorf("%s: the heads are%s, want %s", step.name, heads, step.heads)
		}
	}

	fresh := New()
	if got, want := add(t, fresh, "all at once", book(a1, a4, a3, a2)).String(),
		"4 read = 1 added + 0 already known + 3 superseded + 0 joined + 0 conflict + 0 refused"; got != want {
		t.Errorf("all at once: %s, want %s", got, want)
	}
	rivals := New()
	if got, want := add(t, rivals, "both sides", book(a2, a3, a1)).String(),
		"3 read = 0 added + 0 already known + 1 superseded + 0 joined + 2 conflict + 0 refused"; got != want {
		t.Errorf("both sides: %s, want %s", got, want)
	}
}

// TestAClaimOnAnotherRecord holds that a version cannot hide an interview of
// somebody else by naming it as its parent.
func TestAClaimOnAnotherRecord(t *testing.T) {
	a := first("a", "q", "1")
	thief := first("b", "q", "2")
	thief.Parents = []survey.Hash{a.Hash()}
	s := New()
	add(t, s, "x", book(a, thief))
	if records, _ := s.Len(); records != 2 || len(written(s).Records[:2]) != 2 || written(s).Heads != 2 {
		t.Errorf("%d records, %d heads", records, written(s).Heads)
	}
}

// TestConflict holds that only what was changed twice is in dispute, and that
// the greatest hash stands in.
func TestConflict(t *testing.T) {
	a1 := first("a", "q", "1", "g/same", "x", "g/other", "y")
	a2 := next("one", []*survey.Record{a1}, "q", "2")
	a3 := next("two", []*survey.Record{a1}, "q", "3", "g/new", "z")
	s := New()
	add(t, s, "x", book(a1, a2, a3))
	c, ok := s.Conflict("uuid:a")
	if !ok || len(c.Heads) != 2 || c.Heads[0].Hash().Compare(c.Heads[1].Hash()) >= 0 {
		t.Fatalf("conflict: %v %+v", ok, c)
	}
	if got := written(s).Records[0]; got != c.Heads[1] {
		t.Error("the greatest hash does not stand in")
	}
	if got := fmt.Sprint(c.Paths); got != "[q]" {
		t.Errorf("in dispute: %s", got)
	}
	if _, ok := s.Conflict("uuid:none"); ok {
		t.Error("a record that is not there has a conflict")
	}
}
