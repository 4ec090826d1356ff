package storage

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"anketa/survey"
)

// standingIn says what a store holds: of each interview how many versions there are
// and which age stands.
func standingIn(t testing.TB, s *Store) string {
	t.Helper()
	counts := map[string]int{}
	for r, err := range s.Versions(ctx, Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		counts[r.ID]++
	}
	var out []string
	for _, r := range records(t, s, Filter{}) {
		out = append(out, fmt.Sprintf("%s %d:%s", strings.TrimPrefix(r.ID, "uuid:"), counts[r.ID], r.Find("age").Text))
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// TestMerges plays merges and takes them back: what another merge has brought
// too, or the laptop has itself, stays, and nothing goes that something was
// made from.
func TestMerges(t *testing.T) {
	a1 := finished("uuid:a", 1, "30")
	a2 := finished("uuid:a", 1, "31", a1.Hash())
	b1, c1 := finished("uuid:b", 2, "40"), finished("uuid:c", 3, "50")
	a3 := finished("uuid:a", 1, "32", a2.Hash())
	type call struct {
		keep  []*survey.Record // as by a merge
		known []*survey.Record
		put   *survey.Record // as by hand
		undo  int64
		says  string // of the error
		want  string // what is held then
	}
	for _, tt := range []struct {
		name  string
		calls []call
	}{
		{"one merge and back", []call{
			{keep: []*survey.Record{a1, a2, b1}, want: "a 2:31 b 1:40"},
			{undo: 1, want: ""},
			{undo: 1, says: "it was undone on", want: ""},
			{undo: 7, says: "does not have it", want: ""},
		}},
		{"what the laptop has stays", []call{
			{put: a1, want: "a 1:30"},
			{keep: []*survey.Record{a1, a2}, want: "a 2:31"},
			{undo: 1, want: "a 1:30"},
		}},
		{"what another merge has brought too stays, and goes with it", []call{
			{keep: []*survey.Record{a1, b1}, want: "a 1:30 b 1:40"},
			{keep: []*survey.Record{c1}, known: []*survey.Record{b1}, want: "a 1:30 b 1:40 c 1:50"},
			{undo: 1, want: "b 1:40 c 1:50"},
			{undo: 2, want: ""},
		}},
		{"a correction of the laptop holds it", []call{
			{keep: []*survey.Record{a1, b1}, want: "a 1:30 b 1:40"},
			{put: a2, want: "a 2:31 b 1:40"},
			{undo: 1, says: "merge 1 cannot be undone: interviews that it brought were corrected here since (1)", want: "a 2:31 b 1:40"},
		}},
		{"later merges go first", []call{
			{keep: []*survey.Record{a1}, want: "a 1:30"},
			{keep: []*survey.Record{a2}, want: "a 2:31"},
			{keep: []*survey.Record{a3}, want: "a 3:32"},
			{undo: 1, says: "later merges brought corrections of them; undo those first (2)", want: "a 3:32"},
			{undo: 2, says: "undo those first (3)", want: "a 3:32"},
			{undo: 3, want: "a 2:31"},
			{undo: 2, want: "a 1:30"},
			{undo: 1, want: ""},
		}},
		{"a merge is made again", []call{
			{keep: []*survey.Record{a1}, want: "a 1:30"},
			{undo: 1, want: ""},
			{keep: []*survey.Record{a1}, want: "a 1:30"},
			{undo: 2, want: ""},
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := fresh(t)
			for i, c := range tt.calls {
				var err error
				switch {
				case c.keep != nil:
					var known []survey.Hash
					for _, r := range c.known {
						known = append(known, r.Hash())
					}
					_, err = s.KeepMerge(ctx, Merge{Form: "f", Files: []MergedFile{{"a.xlsx", "00"}}}, c.keep, known, nil)
				case c.put != nil:
					_, err = s.Put(ctx, c.put)
				default:
					_, _, err = s.UndoMerge(ctx, c.undo)
				}
				if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
					t.Errorf("call %d: %v, want %q", i, err, c.says)
				}
				if got := standingIn(t, s); got != c.want {
					t.Errorf("call %d: it holds %q, want %q", i, got, c.want)
				}
				if _, err := s.CheckAll(ctx); err != nil {
					t.Errorf("call %d: %v", i, err)
				}
				if h := must(s.Verify(ctx)); !h.Whole() {
					t.Errorf("call %d: the history tells %v", i, h.Findings)
				}
			}
		})
	}
}

// TestMergesAreListed holds what is kept of a merge, also past its undoing.
func TestMergesAreListed(t *testing.T) {
	s := fresh(t)
	m := Merge{Form: "f", Files: []MergedFile{{"stick/a.xlsx", "aa"}}, Out: "all.xlsx", Account: []byte(`{"read":1}`)}
	must(s.KeepMerge(ctx, m, []*survey.Record{finished("uuid:a", 1, "30")}, nil, nil))
	must(s.KeepMerge(ctx, m, nil, nil, nil))
	if _, removed, err := s.UndoMerge(ctx, 1); err != nil || removed != 1 {
		t.Fatal(removed, err)
	}
	all := must(s.Merges(ctx))
	if len(all) != 2 || all[0].ID != 1 || all[0].Brought != 1 || all[0].Undone.IsZero() || all[0].UndoneBy != s.User() || !all[0].Done ||
		all[1].Brought != 0 || !all[1].Undone.IsZero() || string(all[1].Account) != `{"read":1}` || all[1].Files[0].SHA256 != "aa" || all[1].Who != s.User() {
		t.Errorf("%+v", all)
	}
}

// TestAJoinThatIsPassedOver holds that of two joins the one that joins what is
// there now stands, and the earlier one again where that is taken back.
func TestAJoinThatIsPassedOver(t *testing.T) {
	a := finished("uuid:a", 1, "1")
	one, two, three := finished("uuid:a", 1, "2", a.Hash()), finished("uuid:a", 1, "3", a.Hash()), finished("uuid:a", 1, "4", a.Hash())
	join := func(text string, of ...*survey.Record) *survey.Record {
		var parents []survey.Hash
		for _, r := range of {
			parents = append(parents, r.Hash())
		}
		r := finished("uuid:a", 1, text, parents...)
		r.Author, r.Reason = survey.JoinAuthor, survey.JoinReason
		return r
	}
	for _, texts := range [][2]string{{"5", "6"}, {"6", "5"}, {"7", "8"}, {"8", "7"}} {
		s := fresh(t)
		must(s.KeepMerge(ctx, Merge{}, []*survey.Record{a, one, two, join(texts[0], one, two)}, nil, nil))
		must(s.KeepMerge(ctx, Merge{}, []*survey.Record{three, join(texts[1], one, two, three)}, nil, nil))
		if got := standingIn(t, s); got != "a 6:"+texts[1] {
			t.Errorf("%v: %s stands", texts, got)
		}
		if _, _, err := s.UndoMerge(ctx, 2); err != nil {
			t.Error(err)
		}
		if got := standingIn(t, s); got != "a 4:"+texts[0] {
			t.Errorf("%v: %s stands after the undoing", texts, got)
		}
	}
}

// TestUndoErrors holds that what keeps a merge can be asked for.
func TestUndoErrors(t *testing.T) {
	s := fresh(t)
	a := finished("uuid:a", 7, "1")
	must(s.KeepMerge(ctx, Merge{}, []*survey.Record{a}, nil, nil))
	must(s.Put(ctx, finished("uuid:a", 7, "2", a.Hash())))
	_, _, err := s.UndoMerge(ctx, 1)
	var kept *UndoError
	if !errors.As(err, &kept) || !slices.Equal(kept.Numbers, []int{7}) || len(kept.Later) > 0 {
		t.Errorf("%v", err)
	}
}

// TestWithdrawals holds that an interview which was withdrawn is known as such,
// whoever asks for many.
func TestWithdrawals(t *testing.T) {
	s := fresh(t)
	for _, gone := range []bool{false, true} {
		if gone {
			if _, err := s.db.Exec("INSERT INTO tombstone (tag, payload) VALUES (?, x'00')", s.ring.secret.Shared.Tag([]byte("uuid:a"))); err != nil {
				t.Fatal(err)
			}
		}
		withdrawn := must(s.Withdrawals(ctx))
		if withdrawn("uuid:a") != gone || withdrawn("uuid:b") {
			t.Errorf("with a tombstone %v: %v, %v", gone, withdrawn("uuid:a"), withdrawn("uuid:b"))
		}
	}
}
