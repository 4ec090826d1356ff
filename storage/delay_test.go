package storage

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"anketa/storage/seal"
)

// TestGuessingGetsSlow tries wrong passphrases by a clock that the test moves.
func TestGuessingGetsSlow(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	clock := monday
	open := func() *Store {
		return must(Open(ctx, path, Options{Now: func() time.Time { return clock }, Effort: seal.Least}))
	}
	s := open()
	if err := s.Enroll(ctx, Person{Code: firstCode, Passphrase: firstPhrase, Paper: seal.NewPaper()}); err != nil {
		t.Fatal(err)
	}
	s.Lock()
	for i, delay := range []time.Duration{0, 0, 0, 2, 5, 15, 30, 60, 120, 300, 300, 300} {
		delay *= time.Second
		if err := s.Unlock(ctx, firstCode, "wrong"); !errors.Is(err, ErrPassphrase) {
			t.Fatalf("wrong passphrase %d: %v", i+1, err)
		}
		if i == 6 { // neither the file's end nor the program's forgets
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			s = open()
			defer s.Close()
		}
		var wait *WaitError
		if delay > 0 {
			clock = clock.Add(delay - time.Millisecond)
			err := s.Unlock(ctx, firstCode, firstPhrase)
			if !errors.As(err, &wait) || !wait.Until.Equal(clock.Add(time.Millisecond)) {
				t.Fatalf("after %d wrong ones the right one, too early: %v", i+1, err)
			}
			if err := s.UnlockPaper(ctx, firstCode, seal.NewPaper(), secondPhrase); !errors.As(err, &wait) {
				t.Errorf("the printed code does not wait: %v", err)
			}
			if u := must(s.Users(ctx))[0]; !u.Wait.Equal(wait.Until) {
				t.Errorf("the user waits until %v, want %v", u.Wait, wait.Until)
			}
			clock = clock.Add(time.Millisecond)
		}
	}
	clock = clock.AddDate(-1, 0, 0)
	var wait *WaitError
	if err := s.Unlock(ctx, firstCode, firstPhrase); !errors.As(err, &wait) || wait.Until.Sub(clock) > 5*time.Minute {
		t.Errorf("with a clock that was set back a year: %v", err)
	}
	clock = clock.Add(5 * time.Minute)
	if err := s.Unlock(ctx, firstCode, firstPhrase); err != nil {
		t.Fatalf("after the whole delay: %v", err)
	}
	s.Lock()
	for range 4 {
		if err := s.Unlock(ctx, firstCode, "wrong"); !errors.Is(err, ErrPassphrase) {
			t.Errorf("the right one did not end the waiting: %v", err)
		}
	}
}

// TestSettingTheClockGivesNoGuess: the program's own clock goes on as it did.
func TestSettingTheClockGivesNoGuess(t *testing.T) {
	s := must(Open(ctx, filepath.Join(t.TempDir(), "anketa.db"), Options{Effort: seal.Least}))
	defer s.Close()
	do(t, s.Enroll(ctx, Person{Code: firstCode, Passphrase: firstPhrase}))
	s.Lock()
	for range 5 {
		_ = s.Unlock(ctx, firstCode, "wrong")
	}
	do(t, only(s.db.Exec("UPDATE slot SET since = since - 86400000"))) // so the file looks by a clock that was set a day forward
	now := time.Now()
	if l := must(findSlot(ctx, s.db, firstCode)); !l.until(now).IsZero() {
		t.Fatalf("by the wall's clock: %v", l.until(now))
	}
	var wait *WaitError
	if err := s.Unlock(ctx, firstCode, firstPhrase); !errors.As(err, &wait) || wait.Until.Before(now) {
		t.Error(err)
	}
}
