package storage

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"anketa/survey"
)

// A filler takes away all space that a store could grow into, and gives it
// back.
type filler interface {
	fill(t *testing.T, s *Store)
	free(t *testing.T, s *Store)
}

// pageLimit is a full disk as SQLite can play it on every system.
type pageLimit struct{}

func (pageLimit) fill(t *testing.T, s *Store) { setPragma(t, s, "max_page_count = 1") } // as few as there are
func (pageLimit) free(t *testing.T, s *Store) { setPragma(t, s, "max_page_count = 1000000") }

func setPragma(t *testing.T, s *Store, pragma string) {
	t.Helper()
	if _, err := s.db.Exec("PRAGMA " + pragma); err != nil {
		t.Fatal(err)
	}
}

func TestFullStoreGoesOn(t *testing.T) { testFull(t, t.TempDir(), pageLimit{}) }

// testFull saves until there is no space, and goes on when there is again.
func testFull(t *testing.T, dir string, disk filler) {
	path := filepath.Join(dir, "anketa.db")
	s := reopened(t, path)
	want := must(s.Begin(ctx, blank()))
	id := want.ID
	disk.fill(t, s)
	var refused survey.Edit
	for i := 0; ; i++ {
		if i == 5000 {
			t.Fatal("there is always space")
		}
		e := answer(survey.Path(fmt.Sprintf("q%d", i)), strings.Repeat("a long story ", 50))
		err := s.Append(ctx, id, Place{Done: i}, []survey.Edit{e})
		if err == nil {
			if err := want.Apply(e); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatalf("after %d answers: %v", i, err)
		}
		refused = e
		break
	}
	check := func(when string) {
		t.Helper()
		got, _, err := s.Draft(ctx, id)
		if err != nil {
			t.Fatalf("%s: %v", when, err)
		}
		same(t, when, got, want)
	}
	check("full")
	if _, err := s.Put(ctx, finished("uuid:a", 1, strings.Repeat("x", 20_000))); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("a version: %v", err)
	}
	long := blank()
	long.Root.Children[0].Text = strings.Repeat("x", 20_000)
	if _, err := s.Begin(ctx, long); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("a draft: %v", err)
	}
	disk.free(t, s)
	if err := s.Append(ctx, id, Place{}, []survey.Edit{refused}); err != nil {
		t.Fatalf("with space again: %v", err)
	}
	if err := want.Apply(refused); err != nil {
		t.Fatal(err)
	}
	check("with space again")
	if r := must(s.Begin(ctx, blank())); r.Number != 2 {
		t.Errorf("a number went with a draft that was refused: the next is %d", r.Number)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = reopened(t, path)
	check("reopened")
}

// TestFinishOnAFullDisk repeats the finish that was refused.
func TestFinishOnAFullDisk(t *testing.T) {
	s := fresh(t)
	r := must(s.Begin(ctx, blank()))
	f := finished(r.ID, 1, strings.Repeat("a long story ", 5000))
	pageLimit{}.fill(t, s)
	if err := s.Finish(ctx, f); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("finish: %v", err)
	}
	if _, _, err := s.Draft(ctx, r.ID); err != nil {
		t.Errorf("the draft after a finish that was refused: %v", err)
	}
	pageLimit{}.free(t, s)
	if err := s.Finish(ctx, f); err != nil {
		t.Fatalf("finish with space again: %v", err)
	}
	if n := len(records(t, s, Filter{})); n != 1 {
		t.Errorf("%d records", n)
	}
}

func TestReadOnly(t *testing.T) {
	s := fresh(t)
	r := must(s.Begin(ctx, blank()))
	setPragma(t, s, "query_only = 1")
	if err := s.Append(ctx, r.ID, Place{}, []survey.Edit{answer("age", "1")}); !errors.Is(err, syscall.EROFS) {
		t.Errorf("%v", err)
	}
	setPragma(t, s, "query_only = 0")
	if err := s.Append(ctx, r.ID, Place{}, []survey.Edit{answer("age", "1")}); err != nil {
		t.Error(err)
	}
}
