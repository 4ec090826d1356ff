package storage

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"anketa/storage/powertest"
)

// cuts is how often the power is cut.
func cuts() int {
	switch {
	case torture() > 0:
		return torture() * 3 / 2
	case testing.Short():
		return 60
	}
	return 300
}

// A tally counts what became of what was saved.
type tally struct {
	cuts, again, lost, unread int
	first                     error
}

func (c *tally) add(err error) {
	switch {
	case err == nil:
		return
	case errors.Is(err, errLost):
		c.lost++
	default:
		c.unread++
	}
	if c.first == nil {
		c.first = err
	}
}

func (c tally) String() string {
	return fmt.Sprintf("%d power cuts, %d of them once more while the store was opened again; %d lost what was saved, %d left a store that cannot be read", c.cuts, c.again, c.lost, c.unread)
}

// TestNothingIsLostWhenThePowerGoes cuts the power at every write and sync of a
// working day, in every way in which a disk can lose what was not synced.
func TestNothingIsLostWhenThePowerGoes(t *testing.T) {
	onTestDisk(t)
	w := newTeller(t, t.TempDir())
	w.tell(t, aWorkingDay())
	c := cutEverywhere(t, w, cuts())
	t.Logf("%d operations of the disk; %s", len(w.disk.Ops()), c)
	if c.first != nil {
		t.Errorf("%d lost, %d unreadable; the first: %v", c.lost, c.unread, c.first)
	}
}

// TestAHarnessThatFindsNothingIsNone has the harness find what is known to be
// lost: with fewer syncs of the -wal file, and without those of folders.
func TestAHarnessThatFindsNothingIsNone(t *testing.T) {
	for _, c := range []struct {
		name string
		set  func()
	}{
		{"synchronous=NORMAL", func() { daily.synchronous = "NORMAL" }},
		{"names that are not synced", func() { names.persist = func(string) error { return nil } }},
	} {
		t.Run(c.name, func(t *testing.T) {
			onTestDisk(t)
			was := daily
			t.Cleanup(func() { daily = was })
			c.set()
			w := newTeller(t, t.TempDir())
			w.tell(t, aShortDay())
			found := cutEverywhere(t, w, min(cuts(), 2000)/2)
			t.Log(found)
			if found.lost == 0 {
				t.Error("nothing was lost, or it was not noticed")
			}
		})
	}
}

// cutEverywhere spreads cuts over all that a disk was asked to do.
func cutEverywhere(t *testing.T, w *teller, n int) tally {
	t.Helper()
	return cutBetween(t, w, 0, n)
}

// cutBetween is cutEverywhere from an operation on.
func cutBetween(t *testing.T, w *teller, first, n int) (c tally) {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	rnd := rand.New(rand.NewPCG(seed, 0))
	ops := len(w.disk.Ops()) - first
	cutter := w.disk.Cut()
	scratch := t.TempDir()
	for i := range n {
		// In each stretch one place: which one, and how it is cut, is chance.
		from, to := i*(ops+1)/n, (i+1)*(ops+1)/n
		at := first + from + rnd.IntN(max(to-from, 1))
		said := cutter.To(at)
		loss := powertest.Loss(i % powertest.Losses)
		dir := filepath.Join(scratch, "cut")
		err := cutter.Leave(dir, loss, rnd)
		if err != nil {
			t.Fatal(err)
		}
		later := w.promises[min(said+1, len(w.promises)-1)]
		again := i%8 == 7
		if err := survives(dir, w.promises[said], later, again, rnd); err != nil {
			c.add(fmt.Errorf("seed %d, cut %d at operation %d of %d (%d): %w", seed, i, at-first, ops, loss, err))
		}
		c.cuts++
		if again {
			c.again++
		}
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// survives opens what a power cut left. Where again is set, the power goes once
// more while the program does so.
func survives(dir string, now, later promise, again bool, rnd *rand.Rand) error {
	disk, err := powertest.Watch(dir)
	if err != nil {
		return err
	}
	defer disk.Forget()
	path, before := filepath.Join(dir, "anketa.db"), len(disk.Ops())
	s, err := enter(path)
	if err != nil {
		return fmt.Errorf("%w: %w", errUnread, err)
	}
	defer s.Close()
	if err := errors.Join(kept(s, now, later), wholeHistory(s, again)); err != nil {
		return err
	}
	if !again {
		return goesOn(s, now)
	}
	if err := s.Close(); err != nil {
		return err
	}
	cutter := disk.Cut()
	cutter.To(before + rnd.IntN(len(disk.Ops())-before+1))
	twice := filepath.Join(dir, "again")
	if err := cutter.Leave(twice, powertest.Loss(rnd.IntN(powertest.Losses)), rnd); err != nil {
		return err
	}
	return survives(twice, now, later, false, rnd)
}

// wholeHistory has a store find nothing wrong with a history that nobody
// touched: with its end, or with all of it.
func wholeHistory(s *Store, all bool) error {
	if gap := s.Break(); gap != nil {
		return fmt.Errorf("%w: the store takes itself for another one: %d entries are missing", errLost, gap.Missing)
	}
	if !all {
		return nil
	}
	h, err := s.Verify(ctx)
	if err == nil && !h.Whole() {
		err = fmt.Errorf("%w: %s", errUnread, h.Findings[0])
	}
	return err
}

// goesOn has the store take another interview, whose number nobody has.
func goesOn(s *Store, p promise) error {
	w := &teller{s: s}
	next := promise{interviews: map[string]string{}}
	for _, st := range []step{begins, answers, finishes} {
		if err := st.do(w, &next); err != nil {
			return fmt.Errorf("%w: afterwards: %s: %w", errUnread, st.name, err)
		}
	}
	if next.number <= p.number {
		return fmt.Errorf("%w: number %d was given out, and now %d", errLost, p.number, next.number)
	}
	return s.Close()
}
