package screen_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"anketa/app/screen"
	"anketa/export"
	"anketa/export/merge"
	"anketa/storage"
	"anketa/storage/storagetest"
	"anketa/survey"
	"anketa/survey/interview"
	"anketa/survey/xlsform"
)

// ages holds what a store has: of each interview how many versions, and the
// answer to "a" of the one that stands.
func ages(t *testing.T, s *storage.Store) string {
	t.Helper()
	ctx := context.Background()
	counts := map[string]int{}
	for r, err := range s.Versions(ctx, storage.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		counts[r.ID]++
	}
	var out []string
	for r, err := range s.Records(ctx, storage.Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, fmt.Sprintf("%d: %d a=%s b=%s sum=%s", r.Number, counts[r.ID], r.Find("a").Text, r.Find("b").Text, r.Find("sum").Text))
	}
	slices.Sort(out)
	return strings.Join(out, "; ")
}

// A post is workbooks on their way to a coordinator.
type post struct {
	t    *testing.T
	dir  string
	form *survey.Form
}

func newPost(t *testing.T) *post {
	form, faults := xlsform.ReadMarkdown(household, xlsform.Options{Name: "household"})
	if err := faults.Err(); err != nil {
		t.Fatal(err)
	}
	return &post{t, t.TempDir(), form}
}

// interview makes a finished one.
func (p *post) interview(number int, seed uint64) *survey.Record {
	at := time.Date(2026, 5, number, 9, 0, 0, 0, time.UTC)
	filled, err := screen.Fill(p.form, screen.Answers{"a": "1", "b": "2", "n": "0"},
		interview.Options{Now: func() time.Time { return at }, Seed: seed, Device: "laptop", Interviewer: "K1"})
	if err != nil {
		p.t.Fatal(err)
	}
	filled.Record.Number = number
	return filled.Record
}

// book writes a workbook: the first version stands, the others are behind it.
func (p *post) book(name string, versions ...*survey.Record) string {
	path := filepath.Join(p.dir, name)
	heads, others := versions[:1], versions[1:]
	if name == "two.xlsx" {
		heads, others = versions, nil
	}
	_, err := export.Write(context.Background(), path, func(yield func(*survey.Record, error) bool) {
		for _, r := range heads {
			if !yield(r, nil) {
				return
			}
		}
	}, export.Options{Forms: []*survey.Form{p.form}, Others: others, Now: time.Now()})
	if err != nil {
		p.t.Fatal(err)
	}
	return path
}

// TestMergeInto follows workbooks into a store: joins, a conflict and its
// decision, one that came twice, and the undoing.
func TestMergeInto(t *testing.T) {
	ctx, p, store := context.Background(), newPost(t), storagetest.New(t)
	base, other := p.interview(1, 1), p.interview(2, 2)
	one, two, three := corrected(t, p.form, base, 10, "a=6"), corrected(t, p.form, base, 20, "b=7"), corrected(t, p.form, base, 30, "a=3")
	out := filepath.Join(p.dir, "all.xlsx")
	into := func(rulings []screen.Ruling, paths ...string) *screen.Merged {
		t.Helper()
		m, err := screen.MergeInto(ctx, store, paths, out, rulings, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !m.Holds() {
			t.Errorf("the account does not hold:\n%s", m.Account)
		}
		return m
	}
	holds := func(want string) {
		t.Helper()
		if got := ages(t, store); got != want {
			t.Errorf("it holds %s, want %s", got, want)
		}
		if _, err := store.CheckAll(ctx); err != nil {
			t.Error(err)
		}
	}
	a, b, c := p.book("a.xlsx", one, base), p.book("b.xlsx", two, base), p.book("c.xlsx", three, base)
	first := into(nil, a, p.book("two.xlsx", base, other))
	if first.Merge != 1 || first.Brought != 3 || first.Total.Added != 2 {
		t.Errorf("merge %d brought %d\n%s", first.Merge, first.Brought, first.Account)
	}
	holds("1: 2 a=6 b=2 sum=8; 2: 1 a=1 b=2 sum=3")
	second := into(nil, b)
	if second.Merge != 2 || second.Brought != 2 || second.Total != (merge.Balance{Read: 2, Known: 1, Joined: 1}) {
		t.Errorf("merge %d brought %d\n%s", second.Merge, second.Brought, second.Account)
	}
	holds("1: 4 a=6 b=7 sum=13; 2: 1 a=1 b=2 sum=3")

	// What is known costs reading alone.
	info, _ := os.Stat(out)
	again := into(nil, b, a)
	if now, _ := os.Stat(out); !again.Unchanged || again.Merge != 0 || again.Total != (merge.Balance{Read: 4, Known: 4}) || !now.ModTime().Equal(info.ModTime()) {
		t.Errorf("again: merge %d, unchanged %v\n%s", again.Merge, again.Unchanged, again.Account)
	}
	if err := os.Remove(out); err != nil {
		t.Fatal(err)
	}
	if again = into(nil, b, a); again.Unchanged || again.Brought != 0 {
		t.Errorf("the workbook is gone, and was not written again: %+v", again)
	}
	book, err := export.Read(ctx, out)
	if err != nil || book.Heads != 2 || len(book.Records) != 5 {
		t.Errorf("the workbook has %d interviews and %d versions (%v)", book.Heads, len(book.Records), err)
	}

	// A conflict waits, is shown with both sides, and is decided.
	conflict := into(nil, c)
	if len(conflict.Conflicts) != 1 || conflict.Total.Conflict != 1 {
		t.Errorf("no conflict:\n%s", conflict.Account)
	}
	m, err := screen.ReadMerge(ctx, store, []string{c}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Decide(base.ID, merge.Decision{}); err == nil {
		t.Error("decided without choices")
	}
	found := m.Conflicts()
	if len(found) != 1 || len(found[0].Rows) != 1 || found[0].Rows[0].Label != "A" || found[0].Number != 1 {
		t.Fatalf("%+v", found)
	}
	sides := slices.Sorted(slices.Values(found[0].Rows[0].Sides))
	if fmt.Sprint(sides) != "[1 3 6]" && fmt.Sprint(sides) != "[3 6]" {
		t.Errorf("sides %v", sides)
	}
	d := merge.Decision{Choices: map[string]survey.Hash{"a": three.Hash()}, Who: "C1", Why: "asked again", When: base.Saved.Add(time.Hour)}
	if err := m.Decide(base.ID, d); err != nil {
		t.Fatal(err)
	}
	decided, err := m.Keep(ctx, out)
	if err != nil || decided.Brought != 1 || len(decided.Conflicts) > 0 {
		t.Fatalf("%v %+v", err, decided)
	}
	holds("1: 6 a=3 b=7 sum=10; 2: 1 a=1 b=2 sum=3")

	// What the laptop does itself keeps a merge from being undone.
	correction := corrected(t, p.form, standing(t, store, base.ID), 5, "b=8")
	if _, err := store.Put(ctx, correction); err != nil {
		t.Fatal(err)
	}
	if _, _, err := store.UndoMerge(ctx, decided.Merge); err == nil || !strings.Contains(err.Error(), "corrected here since (1)") {
		t.Errorf("undone: %v", err)
	}
	merges, err := store.Merges(ctx)
	if err != nil || len(merges) != 5 || merges[0].Brought != 3 || merges[0].Out == "" || !strings.Contains(string(merges[1].Account), `"joined":1`) {
		t.Errorf("%v %+v", err, merges)
	}
}

func standing(t *testing.T, s *storage.Store, id string) *survey.Record {
	t.Helper()
	for r, err := range s.Records(context.Background(), storage.Filter{ID: id}) {
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	t.Fatal("it is not there")
	return nil
}

// TestUndoingAll holds that a store out of which all merges were taken back, in
// order, is as it was, and that they can be made again.
func TestUndoingAll(t *testing.T) {
	ctx, p, store := context.Background(), newPost(t), storagetest.New(t)
	base := p.interview(1, 1)
	own := p.interview(3, 3)
	if _, err := store.Put(ctx, own); err != nil {
		t.Fatal(err)
	}
	before := ages(t, store)
	a, b := p.book("a.xlsx", corrected(t, p.form, base, 10, "a=6"), base), p.book("b.xlsx", corrected(t, p.form, base, 20, "b=7"), base)
	for range 2 {
		var made []int64
		for _, path := range []string{a, b} {
			m, err := screen.MergeInto(ctx, store, []string{path}, "", nil, nil)
			if err != nil || m.Unchanged {
				t.Fatal(err, m)
			}
			made = append(made, m.Merge)
		}
		if got := ages(t, store); got != "1: 4 a=6 b=7 sum=13; "+before {
			t.Errorf("it holds %s", got)
		}
		if _, _, err := store.UndoMerge(ctx, made[0]); err == nil {
			t.Error("the first merge was undone below the second")
		}
		for _, id := range slices.Backward(made) {
			if _, _, err := store.UndoMerge(ctx, id); err != nil {
				t.Fatal(err)
			}
		}
		if got := ages(t, store); got != before {
			t.Errorf("it holds %s, want %s", got, before)
		}
		if _, err := store.CheckAll(ctx); err != nil {
			t.Error(err)
		}
	}
}
