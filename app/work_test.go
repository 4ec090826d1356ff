package app

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"fyne.io/fyne/v2/test"

	"anketa/app/screen"
)

// TestWritesLandInOrder: each write is carried out after the one before, and
// told once, also those that were under way when the window went.
func TestWritesLandInOrder(t *testing.T) {
	test.NewTempApp(t)
	w := newWorker()
	var mu sync.Mutex
	var wrote, landed []int
	for i := range 20 {
		w.Put(func() error {
			mu.Lock()
			defer mu.Unlock()
			wrote = append(wrote, i)
			return nil
		}, func(error) {
			mu.Lock()
			defer mu.Unlock()
			landed = append(landed, i)
		})
	}
	w.stop()
	want := make([]int, 20)
	for i := range want {
		want[i] = i
	}
	slices.Sort(landed)
	if !slices.Equal(wrote, want) || !slices.Equal(landed, want) {
		t.Errorf("written %v, landed %v", wrote, landed)
	}
	after := errors.New("full")
	w.Put(func() error { return after }, func(err error) {
		if !errors.Is(err, after) {
			t.Errorf("after the window went a write tells %v", err)
		}
		after = nil
	})
	if after != nil {
		t.Error("a write after the window went is not carried out at once")
	}
}

func TestAJobIsCancelled(t *testing.T) {
	test.NewTempApp(t)
	w := newWorker()
	defer w.stop()
	ended := make(chan error)
	cancel := w.run(func(ctx context.Context, p screen.Progress) error {
		if p != nil {
			t.Error("a job whose progress nobody shows has one")
		}
		<-ctx.Done()
		return ctx.Err()
	}, nil, func(err error) { ended <- err })
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the job ended with %v", err)
	}
}
