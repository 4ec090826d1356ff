package merge

import (
	"testing"

	"anketa/export"
	"anketa/survey"
)

// TestWithdrawnWhenever holds that it is no matter whether it is known that an
// interview was withdrawn before its versions come, or after: nothing of it is
// there, and what was counted counts as withdrawn.
func TestWithdrawnWhenever(t *testing.T) {
	a := first("a", "q", "1")
	a2 := next("corrected", []*survey.Record{a}, "q", "2")
	b := first("b", "q", "1")
	told := &export.Book{Withdrawn: []export.Withdrawn{{Key: a.ID, Case: "C-1", Day: "2026-05-01", By: "K1"}}}
	held := &export.Book{Records: []*survey.Record{a2, b, a}, Heads: 2}
	for name, books := range map[string][]*export.Book{
		"before": {told, held}, "after": {held, told}, "twice": {held, told, held, told},
		"together": {{Records: held.Records, Heads: 2, Withdrawn: told.Withdrawn}},
	} {
		s := union(t, books...)
		account := s.Account()
		if !account.Holds() {
			t.Errorf("%s: the account does not hold:\n%s", name, account)
		}
		if records, versions := s.Len(); records != 1 || versions != 1 || len(s.Withdrawn()) != 1 {
			t.Errorf("%s: %d records, %d versions, withdrawn %v", name, records, versions, s.Withdrawn())
		}
		want := Balance{Read: 3, Added: 1, Withdrawn: 2}
		if name == "twice" {
			want = Balance{Read: 6, Added: 1, Known: 1, Withdrawn: 4}
		}
		if account.Total != want {
			t.Errorf("%s: %s, want %s", name, account.Total, want)
		}
	}
	s := union(t, told)
	s.Put(a)
	if records, _ := s.Len(); records != 0 {
		t.Error("one that the laptop has is put in all the same")
	}
}

// TestAWithdrawnNumberIsNotMissing holds that the ledger of running numbers
// does not miss what was withdrawn.
func TestAWithdrawnNumberIsNotMissing(t *testing.T) {
	var all []*survey.Record
	for i, id := range []string{"a", "b", "c"} {
		r := first(id, "q", id)
		r.Device, r.Number = "laptop", i+1
		all = append(all, r)
	}
	s := union(t, &export.Book{Records: all, Heads: 3})
	s.Withdraw(export.Withdrawn{Key: all[1].ID, Device: "laptop", Number: 2})
	laptops, _ := s.Laptops()
	if len(laptops) != 1 || len(laptops[0].Missing) != 0 || len(laptops[0].Known) != 1 || laptops[0].Known[0].Why != export.Withdrew {
		t.Errorf("%+v", laptops)
	}
}
