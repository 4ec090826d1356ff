package storage

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"anketa/survey"
)

// TestReserveTakesTheLastAnswers fills a disk, saves on from the reserve until
// that is used up too, and finds it back when there is room.
func TestReserveTakesTheLastAnswers(t *testing.T) {
	dir := mountTmpfs(t, "size=6m")
	path := filepath.Join(dir, "anketa.db")
	s := must(unlocked(path, Options{Reserve: 256 << 10}))
	defer s.Close()
	want := must(s.Begin(ctx, blank()))
	if s.Room() != RoomScarce || must(os.Stat(path+"-reserve")).Size() != 256<<10 {
		t.Fatalf("before the disk is full: room %d", s.Room())
	}
	film := ballast{filepath.Join(dir, "film.mkv")}
	film.fill(t, s)
	saved := 0
	for i := 0; ; i++ {
		if i == 5000 {
			t.Fatal("there is always space")
		}
		e := answer(survey.Path(fmt.Sprintf("q%d", i)), strings.Repeat("a long story ", 50))
		err := s.Append(ctx, want.ID, Place{}, []survey.Edit{e})
		if errors.Is(err, syscall.ENOSPC) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := want.Apply(e); err != nil {
			t.Fatal(err)
		}
		if s.Room() == RoomSpent {
			saved++
		}
	}
	if saved < 10 || s.Room() != RoomSpent {
		t.Errorf("%d answers were saved from the reserve; room %d", saved, s.Room())
	}
	if _, err := s.Backup(ctx); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("a backup on a full disk: %v", err)
	}
	film.free(t, s)
	if err := s.Append(ctx, want.ID, Place{}, []survey.Edit{answer("q", "1")}); err != nil {
		t.Fatal(err)
	}
	if err := want.Apply(answer("q", "1")); err != nil {
		t.Fatal(err)
	}
	if s.Room() != RoomScarce || must(os.Stat(path+"-reserve")).Size() != 256<<10 {
		t.Errorf("with space again: room %d", s.Room())
	}
	got, _, err := s.Draft(ctx, want.ID)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "the draft", got, want)
}

// TestNoRoomForAReserve opens a store on a disk that has too little room for one.
func TestNoRoomForAReserve(t *testing.T) {
	path := filepath.Join(mountTmpfs(t, "size=2m"), "anketa.db")
	s := must(unlocked(path, Options{Reserve: 1 << 20}))
	defer s.Close()
	if _, err := os.Stat(path + "-reserve"); !errors.Is(err, os.ErrNotExist) || s.Room() != RoomSpent {
		t.Errorf("reserve %v, room %d", err, s.Room())
	}
	if err := s.SetSetting(ctx, "a", "b"); err != nil {
		t.Error(err)
	}
}
