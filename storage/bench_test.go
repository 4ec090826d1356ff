package storage

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"anketa/storage/seal"
	"anketa/survey"
)

// report adds the median and the 99th percentile to a benchmark's figures.
func report(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	at := func(percent int) float64 {
		return float64(took[min(len(took)*percent/100, len(took)-1)].Microseconds()) / 1000
	}
	b.ReportMetric(at(50), "p50-ms")
	b.ReportMetric(at(99), "p99-ms")
}

// BenchmarkAppend is one answer, durably.
func BenchmarkAppend(b *testing.B) {
	s := fresh(b)
	r := must(s.Begin(ctx, blank()))
	var took []time.Duration
	for n := 0; b.Loop(); n++ {
		began := time.Now()
		if err := s.Append(ctx, r.ID, Place{Path: "g_1/q1", Done: n, Total: 130}, []survey.Edit{nthAnswer(n)}); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	report(b, took)
}

// BenchmarkBareCommit is what SQLite takes for one small row with the same
// settings: what an answer costs beyond that is ours.
func BenchmarkBareCommit(b *testing.B) {
	s := fresh(b)
	if _, err := s.db.Exec("CREATE TABLE bare (n INTEGER PRIMARY KEY, text TEXT)"); err != nil {
		b.Fatal(err)
	}
	var took []time.Duration
	for n := 0; b.Loop(); n++ {
		began := time.Now()
		if _, err := s.db.Exec("INSERT INTO bare VALUES (?, ?)", n, "an answer of some forty bytes, as is usual"); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	report(b, took)
}

// BenchmarkFinish is the end of an interview of 130 questions.
func BenchmarkFinish(b *testing.B) {
	s := fresh(b)
	done := interviewOf130()
	var took []time.Duration
	for b.Loop() {
		r := must(s.Begin(ctx, blank()))
		done.ID = r.ID
		began := time.Now()
		if err := s.Finish(ctx, done); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	report(b, took)
}

func BenchmarkDraft(b *testing.B) {
	s := fresh(b)
	r := must(s.Begin(ctx, interviewOf130()))
	for n := range compactAfter - 1 { // the most that is ever replayed
		if err := s.Append(ctx, r.ID, Place{}, []survey.Edit{nthAnswer(n)}); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		if _, _, err := s.Draft(ctx, r.ID); err != nil {
			b.Fatal(err)
		}
	}
}

const many = 10_000

// filled makes a store of many finished interviews.
func filled(b *testing.B) (path string) {
	b.Helper()
	path = filepath.Join(b.TempDir(), "anketa.db")
	s := must(unlocked(path, Options{}))
	defer s.Close()
	err := s.change(ctx, "fill", func(ctx context.Context, tx *sql.Tx) error {
		for i := range many {
			r := interviewOf130()
			r.ID, r.Number = newID(), i
			e := &entry{id: r.ID, number: i}
			e.about.describe(r)
			if err := s.save(ctx, tx, e); err != nil {
				return err
			}
			if _, err := s.addVersion(ctx, tx, e, r); err != nil {
				return err
			}
			if err := s.save(ctx, tx, e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return path
}

func interviewOf130() *survey.Record {
	r := finished("", 1, "34")
	for i := range 130 {
		r.Root.Children = append(r.Root.Children, &survey.Answer{Name: fmt.Sprintf("question_%03d", i), State: survey.Given, Text: fmt.Sprint(i * 7919)})
	}
	return r
}

// BenchmarkList100000 is the list of a coordinator who has all of a study.
func BenchmarkList100000(b *testing.B) {
	const rows = 100_000
	s := fresh(b)
	err := s.change(ctx, "fill", func(ctx context.Context, tx *sql.Tx) error {
		for i := range rows {
			e := &entry{id: newID(), number: i}
			e.about.describe(finished(e.id, i, "1"))
			if err := s.save(ctx, tx, e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if n := len(must(s.List(ctx, Filter{}))); n != rows {
			b.Fatal(n)
		}
	}
}

// BenchmarkManyInterviews is what a coordinator does with many: open the
// store, list them, read them all.
func BenchmarkManyInterviews(b *testing.B) {
	path := filled(b)
	b.Run("Open", func(b *testing.B) {
		for b.Loop() {
			if err := must(unlocked(path, Options{})).Close(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("UnlockToList", func(b *testing.B) { // at the effort of Floor
		s := must(unlocked(path, Options{}))
		defer s.Close()
		s.cost = seal.Floor
		if err := s.ChangePassphrase(ctx, firstPhrase, secondPhrase); err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			s.Lock()
			if err := s.Unlock(ctx, firstCode, secondPhrase); err != nil {
				b.Fatal(err)
			}
			if n := len(must(s.List(ctx, Filter{}))); n != many {
				b.Fatal(n)
			}
		}
		s.cost = seal.Least
		if err := s.ChangePassphrase(ctx, secondPhrase, firstPhrase); err != nil {
			b.Fatal(err)
		}
	})
	s := must(unlocked(path, Options{}))
	defer s.Close()
	b.Run("List", func(b *testing.B) {
		for b.Loop() {
			if n := len(must(s.List(ctx, Filter{}))); n != many {
				b.Fatal(n)
			}
		}
	})
	b.Run("Records", func(b *testing.B) {
		for b.Loop() {
			if n := len(records(b, s, Filter{})); n != many {
				b.Fatal(n)
			}
		}
		b.ReportMetric(float64(many)*float64(b.N)/b.Elapsed().Seconds(), "records/s")
	})
	b.Run("AppendMeanwhile", func(b *testing.B) { // to the reading of all of them
		r := must(s.Begin(ctx, blank()))
		stop := make(chan struct{})
		stopped := make(chan struct{})
		go func() {
			defer close(stopped)
			for {
				for range s.Records(ctx, Filter{}) {
					select {
					case <-stop:
						return
					default:
					}
				}
			}
		}()
		var took []time.Duration
		for n := 0; b.Loop(); n++ {
			began := time.Now()
			if err := s.Append(ctx, r.ID, Place{}, []survey.Edit{nthAnswer(n)}); err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Since(began))
		}
		close(stop)
		<-stopped
		report(b, took)
	})
}
