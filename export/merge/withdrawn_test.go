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

// TestSealedCount holds that a row that nobody has opened is in one column of
// the balance, whenever and however often it comes, also when its interview was
// withdrawn.
func TestSealedCount(t *testing.T) {
	row := func(key string, n int) export.SealedRow {
		return export.SealedRow{Key: key, Number: n, Device: "laptop", Kind: survey.Training, Text: key}
	}
	one := &export.Book{Sealed: []export.SealedRow{row("uuid:a", 1), row("uuid:b", 2)}}
	two := &export.Book{Sealed: []export.SealedRow{row("uuid:b", 2), row("uuid:c", 3)}, Records: []*survey.Record{first("d", "q", "1")}, Heads: 1}
	gone := &export.Book{Withdrawn: []export.Withdrawn{{Key: "uuid:b"}}}
	for _, tt := range []struct {
		name  string
		books []*export.Book
		want  Balance
	}{
		{"once", []*export.Book{one}, Balance{Read: 2, Waiting: 2}},
		{"both", []*export.Book{one, two}, Balance{Read: 5, Added: 1, Known: 1, Waiting: 3}},
		{"twice", []*export.Book{one, two, one}, Balance{Read: 7, Added: 1, Known: 3, Waiting: 3}},
		{"withdrawn behind", []*export.Book{one, gone}, Balance{Read: 2, Waiting: 1, Withdrawn: 1}},
		{"withdrawn before", []*export.Book{gone, one}, Balance{Read: 2, Waiting: 1, Withdrawn: 1}},
	} {
		a := union(t, tt.books...).Account()
		if a.Total != tt.want || !a.Holds() {
			t.Errorf("%s: %s, want %s", tt.name, a.Total, tt.want)
		}
		if a.Kinds[survey.Training] != 0 || a.Files[0].Kinds[survey.Training].Read != a.Files[0].Read || !a.Files[0].Kinds[survey.Training].Holds() {
			t.Errorf("%s: by kind %+v", tt.name, a.Files[0].Kinds)
		}
	}
	s := New()
	s.PutSealed(row("uuid:a", 1))
	if b := s.Add("one", "", one); b != (Balance{Read: 2, Known: 1, Waiting: 1}) {
		t.Errorf("one that waits in the store already: %s", b)
	}
}
