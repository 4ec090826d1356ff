package storage

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"syscall"
	"testing"

	"anketa/storage/powertest"
)

// faultEvery says that of so many calls of the disk one is made to fail.
func faultEvery() int {
	switch {
	case torture() >= 1000:
		return 1
	case testing.Short():
		return 60
	}
	return 30
}

// TestEveryCallOfTheDiskMayFail has each call of a short day fail, and each call
// while an older store is sealed, and then the reason go away: what the store
// said is saved is there, and it goes on. It is there too when the power goes at
// any moment of the day.
func TestEveryCallOfTheDiskMayFail(t *testing.T) {
	for _, c := range []struct {
		name  string
		fault powertest.Fault
	}{
		{"one error", powertest.Fault{}},
		{"errors until it is mended", powertest.Fault{Stays: true}},
		{"full once", powertest.Fault{Full: true}},
		{"full until there is room", powertest.Fault{Full: true, Stays: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			onTestDisk(t)
			t.Log(failEverywhere(t, c.fault, aShortDay(), func() *teller { return newTeller(t, t.TempDir()) }))
			t.Log("while it is sealed:", failEverywhere(t, c.fault, []step{opens, closes}, func() *teller { return sealingTeller(t) }))
		})
	}
}

// faults counts what became of calls that failed.
type faults struct{ days, said, again, unsaid int }

func (f faults) String() string {
	return fmt.Sprintf("%d calls failed; %d steps were refused, %d of them until the store was opened again; %d times nobody had to know", f.days, f.said, f.again, f.unsaid)
}

// failEverywhere tells a story as often as it has calls that may fail.
func failEverywhere(t *testing.T, fault powertest.Fault, story []step, begin func() *teller) (sum faults) {
	t.Helper()
	for n := 1 + rand.IntN(faultEvery()); ; n += faultEvery() {
		fault.Nth = n
		w := begin()
		w.disk.Break(fault)
		said, again, err := w.tellThrough(story)
		if err != nil {
			t.Fatalf("call %d: %v", n, err)
		}
		if w.disk.Heal() == 0 {
			break
		}
		sum.days++
		sum.said += said
		sum.again += again
		if said == 0 {
			sum.unsaid++
		}
		if err := w.checkAfterCut(t.TempDir(), powertest.Loss(sum.days%powertest.Losses)); err != nil {
			t.Errorf("call %d, and then a power cut: %v", n, err)
		}
		if err := w.check(); err != nil {
			t.Errorf("call %d: %v", n, err)
		}
		w.disk.Forget()
	}
	if sum.said == 0 {
		t.Error("no fault was noticed")
	}
	return sum
}

// tellThrough does a story on a disk that fails, and mends it when the store
// says that a step was not done; then the step is done again, at the worst after
// opening the store again.
func (w *teller) tellThrough(story []step) (said, again int, err error) {
	for _, st := range story {
		first := w.take(st)
		if first == nil {
			continue
		}
		said++
		if w.disk.Struck() == 0 {
			return said, again, fmt.Errorf("without a fault: %w", first)
		}
		if err := aboutTheDisk(first); err != nil {
			return said, again, err
		}
		w.disk.Heal()
		if err = w.take(st); err == nil {
			continue
		}
		again++
		if err := w.s.Close(); err != nil {
			return said, again, fmt.Errorf("close, after %w: %w", first, err)
		}
		if err := errors.Join(opens.do(w, &promise{}), w.take(st)); err != nil {
			return said, again, fmt.Errorf("after it was mended, and %w: %w", first, err)
		}
	}
	return said, again, nil
}

// aboutTheDisk holds what a store says of a fault of the disk: nothing that
// would have people look for another reason. ErrDamaged is right where a page
// cannot be read: if it stays so, the store has to be restored.
func aboutTheDisk(err error) error {
	for _, wrong := range []error{ErrForeign, ErrNewer, ErrLocked, ErrNotFound} {
		if errors.Is(err, wrong) {
			return fmt.Errorf("the disk failed, and the store says: %w", err)
		}
	}
	if code(err) != codeFull && errors.Is(err, syscall.ENOSPC) && !strings.Contains(err.Error(), "powertest") {
		return fmt.Errorf("there is room, and the store says: %w", err)
	}
	return nil
}

// TestTheFaultHarnessMissesWhatIsGone has it find a store that says an answer
// is saved which is not.
func TestTheFaultHarnessMissesWhatIsGone(t *testing.T) {
	onTestDisk(t)
	w := newTeller(t, t.TempDir())
	w.tell(t, []step{opens, begins, answers})
	liar := step{"answer", func(w *teller, p *promise) error {
		err := answers.do(w, p)
		w.answers++
		p.interviews[w.id] = fmt.Sprintf("draft %d", w.answers)
		if err == nil {
			return errors.New("the disk did not fail")
		}
		return nil
	}}
	w.disk.Break(powertest.Fault{Nth: 1, Full: true, Stays: true})
	if err := w.take(liar); err != nil {
		t.Fatal(err)
	}
	w.disk.Heal()
	if err := w.s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := w.check(); !errors.Is(err, errLost) {
		t.Errorf("an answer that was not saved: %v", err)
	}
}

// check opens the store on a good disk.
func (w *teller) check() error {
	s, err := enter(w.path)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := kept(s, w.now(), w.now()); err != nil {
		return err
	}
	return goesOn(s, w.now())
}

// checkAfterCut is check where the power went at some moment of the day. What
// was written before a sync that failed may never have reached the disk.
func (w *teller) checkAfterCut(dir string, loss powertest.Loss) error {
	rnd := rand.New(rand.NewPCG(rand.Uint64(), 0))
	cutter := w.disk.Cut()
	said := cutter.To(w.first + rnd.IntN(len(w.disk.Ops())-w.first+1))
	if err := cutter.Leave(dir, loss, rnd); err != nil {
		return err
	}
	return survives(dir, w.promises[said], w.promises[min(said+1, len(w.promises)-1)], false, rnd)
}
