package storage

import (
	"fmt"
	"sync"
	"testing"

	"anketa/survey"
)

// TestReadingWhileSaving reads from two goroutines what a third one saves.
func TestReadingWhileSaving(t *testing.T) {
	s := fresh(t)
	for i := range 2 * recordChunk {
		must(s.Put(ctx, finished(newID(), i, "1")))
	}
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			for before := 0; ; {
				n, err := readAll(s)
				if err != nil || n < before {
					t.Errorf("%d records after %d: %v", n, before, err)
					return
				}
				before = n
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	for range 5 {
		r := must(s.Begin(ctx, blank()))
		for n := range 40 {
			if err := s.Append(ctx, r.ID, Place{Done: n}, []survey.Edit{nthAnswer(n)}); err != nil {
				t.Error(err)
			}
		}
		if err := s.Finish(ctx, finished(r.ID, 0, "1")); err != nil {
			t.Error(err)
		}
	}
	close(done)
	readers.Wait()
	if n, err := readAll(s); err != nil || n != 2*recordChunk+5 {
		t.Errorf("%d records, %v", n, err)
	}
}

func readAll(s *Store) (n int, err error) {
	for _, err := range s.Records(ctx, Filter{}) {
		if err != nil {
			return n, err
		}
		n++
	}
	list, err := s.List(ctx, Filter{Finished: true})
	if err == nil && len(list) < n {
		err = fmt.Errorf("%d in the list, %d records", len(list), n)
	}
	return n, err
}

// TestSavesGoBetweenRecords saves while a record is held: with one connection,
// a reader that kept it would wait for itself.
func TestSavesGoBetweenRecords(t *testing.T) {
	s := fresh(t)
	for i := range recordChunk + 5 {
		must(s.Put(ctx, finished(newID(), i, "1")))
	}
	draft := must(s.Begin(ctx, blank()))
	n := 0
	for r, err := range s.Records(ctx, Filter{}) {
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Append(ctx, draft.ID, Place{Done: n}, []survey.Edit{answer("age", fmt.Sprint(r.Number))}); err != nil {
			t.Fatal(err)
		}
		n++
	}
	if _, place, err := s.Draft(ctx, draft.ID); n != recordChunk+5 || place.Done != n-1 || err != nil {
		t.Errorf("%d records, %+v, %v", n, place, err)
	}
}
