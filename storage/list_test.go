package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"anketa/survey"
)

// TestAListShowsWhatIsInOrder damages the row of one interview in every way: the
// list has all others as they were, and names that one.
func TestAListShowsWhatIsInOrder(t *testing.T) {
	s := fresh(t)
	var ids []string
	for n := range 3 {
		r := must(s.Begin(ctx, blank()))
		ids = append(ids, r.ID)
		if n == 1 {
			if err := s.Finish(ctx, finished(r.ID, n+1, "34")); err != nil {
				t.Fatal(err)
			}
		}
	}
	good := must(s.List(ctx, Filter{}))
	for _, c := range []struct {
		name, set string
		number    int // as it stands there now
	}{
		{"a bit of about", "about = CAST(substr(about, 1, 100) || x'00' || substr(about, 102) AS BLOB)", 2},
		{"about cut short", "about = substr(about, 1, 30)", 2},
		{"no about", "about = x''", 2},
		{"the about of another one", "about = (SELECT about FROM interview WHERE number = 1)", 2},
		{"a bit of the key", "key = CAST(substr(key, 1, 40) || x'00' || substr(key, 42) AS BLOB)", 2},
		{"the key of another one", "key = (SELECT key FROM interview WHERE number = 1)", 2},
		{"no key", "key = x''", 2},
		{"another number", "number = 77", 77},
		{"a negative number", "number = -5", -5},
		{"another count of saves", "saves = saves + 1", 2},
		{"another count of changes", "edits = edits + 1", 2},
		{"an id that is longer than any", "id = '" + strings.Repeat("x", 70_000) + "'", 2},
		{"an id of letters with two bytes", "id = 'ид'", 2},
		{"an id of nothing", "id = ''", 2},
		{"a key that is longer than any", "key = zeroblob(70000)", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			undo := alter(t, s, ids[1], c.set)
			defer undo()
			for _, f := range []Filter{{}, {Form: blank().Form}, {Others: true}, {Finished: true}, {Form: "another"}} {
				found, damaged := 0, 0
				for _, sum := range must(s.List(ctx, f)) {
					if sum.Damaged == nil {
						found++
						sameSummary(t, sum, good)
						continue
					}
					damaged++
					if sum.Number != c.number || !sum.Mine || !errors.Is(sum.Damaged, ErrDamaged) || !strings.Contains(sum.Damaged.Error(), fmt.Sprintf("interview %d (", c.number)) {
						t.Errorf("%+v: damaged is %+.300v", f, sum)
					}
				}
				if want := map[bool]int{true: 0, false: 2}[f.Finished || f.Form == "another"]; found != want || damaged != 1 {
					t.Errorf("%+v: %d interviews and %d damaged ones", f, found, damaged)
				}
			}
			if _, err := s.CheckAll(ctx); !errors.Is(err, ErrDamaged) {
				t.Errorf("reading all of it: %v", err)
			}
		})
	}
	if now := must(s.List(ctx, Filter{})); len(now) != 3 || now[0].Damaged != nil {
		t.Errorf("afterwards: %v", now)
	}
}

// alter changes the row of an interview behind the store's back.
func alter(t *testing.T, s *Store, id, set string) (undo func()) {
	t.Helper()
	var place int64
	e := &entry{}
	sealed, err := e.scan(s.db.QueryRow("SELECT "+entryColumns+" FROM interview WHERE id = ?", id))
	if err != nil {
		t.Fatal(err)
	}
	place = e.place
	if _, err := s.db.Exec("UPDATE interview SET "+set+" WHERE place = ?", place); err != nil {
		t.Fatal(err)
	}
	return func() {
		t.Helper()
		if _, err := s.db.Exec("UPDATE interview SET id = ?, number = ?, saves = ?, edits = ?, key = ?, about = ? WHERE place = ?", e.id, e.number, e.saves, e.edits, e.key, sealed, place); err != nil {
			t.Fatal(err)
		}
	}
}

func sameSummary(t *testing.T, got Summary, all []Summary) {
	t.Helper()
	for _, want := range all {
		if want.ID == got.ID {
			if !got.Started.Equal(want.Started) || !got.Finished.Equal(want.Finished) {
				t.Errorf("%v is not %v", got, want)
			}
			got.Started, got.Finished = want.Started, want.Finished
			if got != want {
				t.Errorf("%v is not %v", got, want)
			}
			return
		}
	}
	t.Errorf("%v is new", got)
}

// TestALongListIsInOrder has more interviews than are read at once, and times of
// many zones.
func TestALongListIsInOrder(t *testing.T) {
	s := fresh(t)
	const n = 2*listChunk + 7
	want := map[string]time.Time{}
	err := s.change(ctx, "fill", func(ctx context.Context, tx *sql.Tx) error {
		for i := range n {
			r := finished(newID(), i, "1")
			r.Started = monday.Add(time.Duration(i*7919%n) * time.Minute).In(time.FixedZone("", (i%27-12)*3600))
			r.Kind = survey.Kind(i % 2)
			e := &entry{id: r.ID, number: i}
			e.about.describe(r)
			want[r.ID] = r.Started
			if err := s.save(ctx, tx, e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	all := must(s.List(ctx, Filter{}))
	if len(all) != n {
		t.Fatalf("%d interviews", len(all))
	}
	for i, sum := range all {
		if i > 0 && sum.Started.After(all[i-1].Started) {
			t.Fatalf("%v stands behind %v", sum.Started, all[i-1].Started)
		}
		if sum.Damaged != nil || !sum.Started.Equal(want[sum.ID]) || sum.Started.Format(time.RFC3339) != want[sum.ID].Format(time.RFC3339) {
			t.Fatalf("%+v, and not %v", sum, want[sum.ID])
		}
	}
	if err := s.change(ctx, "damage", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE interview SET about = x'01' WHERE number % 100 = 1")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	damaged := 0
	for _, sum := range must(s.List(ctx, Filter{})) {
		if sum.Damaged != nil {
			damaged++
		}
	}
	if damaged != n/100+1 {
		t.Errorf("%d damaged", damaged)
	}
}
