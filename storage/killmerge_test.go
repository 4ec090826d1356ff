package storage

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"anketa/survey"
)

// The workbooks of mergeOn have so many interviews, of which the second one has
// every other, corrected, and some that only it has.
const perBook = 3 * mergeChunk

// bookRecords are the versions that a workbook brings, in the order of a merge.
func bookRecords(book int) (fresh []*survey.Record, known []survey.Hash) {
	for i := range perBook {
		r := finished(fmt.Sprintf("uuid:m%05d", i), 1000+i, "30")
		switch {
		case book == 1:
			fresh = append(fresh, r)
		case i%2 == 0:
			fresh, known = append(fresh, finished(r.ID, r.Number, "31", r.Hash())), append(known, r.Hash())
		}
	}
	return fresh, known
}

// mergeOn merges two workbooks and undoes both merges, again and again. It says
// what was done.
func mergeOn(path string, say func(string, ...any)) error {
	s, err := unlocked(path, Options{})
	if err != nil {
		return err
	}
	say("open")
	for {
		for book := 1; book <= 2; book++ {
			if err := mergeBook(s, book); err != nil {
				return err
			}
			say("merged")
		}
		if err := undoEverything(s); err != nil {
			return err
		}
		say("undone")
	}
}

func mergeBook(s *Store, book int) error {
	fresh, known := bookRecords(book)
	m, err := s.KeepMerge(ctx, Merge{Form: "core", Files: []MergedFile{{fmt.Sprint(book), "00"}}}, fresh, known, nil)
	if err != nil {
		return err
	}
	return s.RefuseIn(ctx, m.ID, [][]byte{[]byte("an edit"), []byte(fmt.Sprint("an edit of ", book))})
}

// undoEverything takes back every merge that is there, the last one first, also
// those that were broken off.
func undoEverything(s *Store) error {
	all, err := s.Merges(ctx)
	if err != nil {
		return err
	}
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Undone.IsZero() {
			if _, _, err := s.UndoMerge(ctx, all[i].ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// TestAKilledMergeLosesNothing kills a program while it merges and while it
// takes merges back. What the laptop has is there each time, the history is
// whole, the merges can be made again, and all of them be undone.
func TestAKilledMergeLosesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	own := func(s *Store) string { return standingIn(t, s) }
	s := must(unlocked(path, Options{}))
	for i := range 3 {
		finishedHere(t, s, fmt.Sprint(20+i))
	}
	want := own(s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	runs := 6
	if testing.Short() {
		runs = 3
	}
	seed := uint64(time.Now().UnixNano())
	rnd := rand.New(rand.NewPCG(seed, 0))
	for round := range runs {
		c := start(t, "merge", path)
		if !c.said.Scan() {
			t.Fatalf("seed %d: the program ended: %s", seed, c.err.String())
		}
		for range rnd.IntN(3) {
			c.said.Scan()
		}
		timer := time.AfterFunc(time.Duration(rnd.Int64N(int64(400*time.Millisecond))), func() { _ = c.cmd.Process.Kill() })
		for c.said.Scan() { // until it is killed
		}
		timer.Stop()
		_ = c.cmd.Wait()
		s := must(unlocked(path, Options{}))
		whole := func(when string) {
			t.Helper()
			if err := sound(ctx, s.db, "PRAGMA integrity_check", "ok"); err != nil {
				t.Fatalf("seed %d, round %d, %s: %v", seed, round, when, err)
			}
			if h := must(s.Verify(ctx)); !h.Whole() {
				t.Fatalf("seed %d, round %d, %s: the history tells %v", seed, round, when, h.Findings)
			}
		}
		whole("killed")
		for book := 1; book <= 2; book++ { // again, whatever of it is there
			if err := mergeBook(s, book); err != nil {
				t.Fatal(err)
			}
		}
		versions := 0
		for _, err := range s.Versions(ctx, Filter{}) {
			if err != nil {
				t.Fatal(err)
			}
			versions++
		}
		if versions != 3+perBook+perBook/2 {
			t.Fatalf("seed %d, round %d: %d versions are there after the merges were made again", seed, round, versions)
		}
		if !must(s.Refused(ctx, []byte("an edit"))) || !must(s.Refused(ctx, []byte("an edit of 2"))) {
			t.Fatalf("seed %d, round %d: what was refused is forgotten", seed, round)
		}
		if err := undoEverything(s); err != nil {
			t.Fatalf("seed %d, round %d: %v", seed, round, err)
		}
		whole("undone")
		if got := own(s); got != want {
			t.Fatalf("seed %d, round %d: it holds %.200s, want %s", seed, round, got, want)
		}
		if must(s.Refused(ctx, []byte("an edit"))) || must(s.Refused(ctx, []byte("an edit of 1"))) {
			t.Fatalf("seed %d, round %d: what undone merges refused is refused still", seed, round)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
