package storage

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"syscall"
	"time"

	"anketa/storage/seal"
	"anketa/survey/message"
)

// A WaitError is that of a passphrase which was not tried, because wrong ones
// came before it.
type WaitError struct{ Until time.Time }

func (e *WaitError) Error() string {
	return "too many wrong passphrases: wait until " + e.Until.Format(time.TimeOnly)
}

// delays are how long after so many wrong passphrases in a row the next one is
// tried: typing errors cost nothing, guessing gets slow. The last stays.
var delays = []time.Duration{0, 0, 0, 0, 2 * time.Second, 5 * time.Second, 15 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute}

// tries are the wrong passphrases since the last right one.
type tries struct {
	failed int
	since  int64 // milliseconds since 1970, of the last one
}

func (t tries) delay() time.Duration { return delays[min(max(t.failed, 0), len(delays)-1)] }

// until is when the next passphrase is tried; zero for now. With a clock that
// was set back it is never further away than the delay.
func (t tries) until(now time.Time) time.Time {
	delay := t.delay()
	until := time.UnixMilli(t.since).Add(delay)
	switch {
	case delay == 0 || !until.After(now):
		return time.Time{}
	case until.Sub(now) > delay:
		return now.Add(delay)
	}
	return until
}

// Unlock lets a person in by the passphrase, typed in either layout and any
// case. It takes about a second. The error is ErrPassphrase, *WaitError, or
// ErrNotFound where nobody has the code. Whoever was here before is not any
// more.
func (s *Store) Unlock(ctx context.Context, code, passphrase string) error {
	l, secret, err := s.try(ctx, code, func(l *slot) ([]byte, error) {
		return seal.UnlockWith(passphrase, l.lockedAt(), l.locked)
	})
	if err != nil {
		return message.New("unlock: %w", err)
	}
	s.enter(l, secret)
	return s.settle(ctx)
}

// UnlockPaper lets a person in by the printed code and gives them a new
// passphrase. The errors are those of Unlock, and ErrWeak.
func (s *Store) UnlockPaper(ctx context.Context, code, paper, newPassphrase string) error {
	if err := strong(newPassphrase); err != nil {
		return message.New("unlock by the printed code: %w", err)
	}
	l, secret, err := s.try(ctx, code, func(l *slot) ([]byte, error) {
		if l.paper == nil {
			return nil, ErrPassphrase
		}
		return seal.UnlockWith(paper, l.paperAt(), l.paper)
	})
	if err == nil {
		err = s.letInAnew(ctx, l, secret, newPassphrase, "printed code")
	}
	if err != nil {
		return message.New("unlock by the printed code: %w", err)
	}
	return s.settle(ctx)
}

// letInAnew lets a person in who gets a new passphrase. Where that cannot be
// kept, they are not let in.
func (s *Store) letInAnew(ctx context.Context, l *slot, secret *seal.Secret, passphrase, why string) error {
	s.enter(l, secret)
	if err := s.relock(ctx, l, secret, passphrase); err != nil {
		s.Lock()
		return err
	}
	s.nowLocked(l)
	_ = s.Note(ctx, Event{What: EventPassphrase, Why: why}) // it is changed, whether or not that can be told
	s.trim()                                                // the old lock is in no file any more
	return nil
}

// ChangePassphrase gives whoever is here another passphrase. It writes that
// person's row and nothing else; the next Backup sees to it that the old one
// opens no older backup. The errors are those of Unlock, ErrWeak and
// ErrNoKey.
func (s *Store) ChangePassphrase(ctx context.Context, old, new string) error {
	code := s.User()
	err := strong(new)
	if code == "" {
		err = ErrNoKey
	}
	if err == nil {
		var l *slot
		var secret *seal.Secret
		l, secret, err = s.try(ctx, code, func(l *slot) ([]byte, error) { return seal.UnlockWith(old, l.lockedAt(), l.locked) })
		if err == nil {
			defer secret.Clear()
			if err = s.relock(ctx, l, secret, new); err == nil {
				s.nowLocked(l)
			}
		}
	}
	if err != nil {
		return message.New("change the passphrase: %w", err)
	}
	_ = s.Note(ctx, Event{What: EventPassphrase}) // it is changed, whether or not that can be told
	s.trim()                                      // the old lock is in no file any more
	return nil
}

// nowLocked tells whoever is here what their lock is, so that backups get it.
func (s *Store) nowLocked(l *slot) {
	s.keys.Lock()
	defer s.keys.Unlock()
	if s.ring != nil && s.ring.slot == l.id {
		s.ring.locked = l.locked
	}
}

// try opens the secret of a person. What is tried is counted before, so that a
// program which is ended meanwhile gives no further guess.
func (s *Store) try(ctx context.Context, code string, open func(*slot) ([]byte, error)) (l *slot, secret *seal.Secret, err error) {
	if s.State() == Plain {
		return nil, nil, message.New("user %s: %w", code, ErrNotFound)
	}
	if l, err = s.admit(ctx, code); err != nil {
		return nil, nil, err
	}
	clear, err := open(l)
	defer wipe(clear)
	if err == nil {
		secret, err = seal.ParseSecret(clear)
	}
	switch {
	case errors.Is(err, ErrPassphrase):
		return nil, nil, err
	case err != nil:
		return nil, nil, message.New("%w: the lock of %s: %w", ErrDamaged, code, err)
	}
	if err := s.isOurs(ctx, code, secret); err != nil {
		return nil, nil, err
	}
	// The public keys stand in clear: whoever wrote others there would be handed
	// over what is meant for this person, or sign in their name.
	err = s.count(ctx, func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE slot SET failed = 0, since = 0, public = ?, hand = ? WHERE id = ?",
			[]byte(secret.Public()), secret.HandPublic(), l.id)
		return err
	})
	if errors.Is(err, syscall.ENOSPC) {
		err = nil // it was the right one, and what is there must be readable
	}
	return l, secret, err
}

// mostTried is of how many events one must open with the secret of a person.
const mostTried = 50

// isOurs finds a lock that was taken from another store: nothing here opens with
// its secret.
func (s *Store) isOurs(ctx context.Context, code string, secret *seal.Secret) error {
	events, ours := 0, false
	err := s.lookClear(ctx, "look at the lock", func(ctx context.Context, tx *sql.Tx) error {
		return eachRow(ctx, tx, "SELECT payload FROM event ORDER BY seq DESC LIMIT "+strconv.Itoa(mostTried), func(rows *sql.Rows) error {
			var sealed []byte
			err := rows.Scan(&sealed)
			if err == nil && !ours {
				_, foreign := secret.Shared.Open(seal.Place{Kind: string(eventKind)}, sealed)
				events, ours = events+1, foreign == nil
			}
			return err
		})
	})
	if err == nil && events > 0 && !ours {
		secret.Clear()
		err = message.New("%w: the lock of %s was taken from another store: put the file back that stood here before, or restore a backup (%w)", ErrDamaged, code, ErrForged)
	}
	return err
}

// count writes down how often was tried.
func (s *Store) count(ctx context.Context, f func(ctx context.Context, tx *sql.Tx) error) error {
	return s.changeClear(ctx, "count passphrases", f)
}

// paceOf gives when the next passphrase of a person is tried: by the clock of
// the file, or by that of the program, which nobody sets.
func (s *Store) paceOf(l *slot, now time.Time) time.Time {
	until := l.until(now)
	last, met := s.tried[l.code]
	if now.Before(last) { // a clock that knows no more than the wall's
		last, s.tried[l.code] = now, now
	}
	if wait := l.delay() - now.Sub(last); met && wait > 0 && (until.IsZero() || until.Before(now.Add(wait))) {
		return now.Add(wait)
	}
	return until
}

// admit counts a try as a wrong one, or says how long to wait.
func (s *Store) admit(ctx context.Context, code string) (l *slot, err error) {
	var wait *WaitError
	now := s.now()
	err = s.count(ctx, func(ctx context.Context, tx *sql.Tx) error {
		if l, err = findSlot(ctx, tx, code); err != nil {
			return err
		}
		until := s.paceOf(l, now)
		if until.IsZero() {
			l.failed, l.since = l.failed+1, now.UnixMilli()
		} else {
			wait = &WaitError{until}
			l.since = min(l.since, now.UnixMilli()) // a clock that was set back: count from here
		}
		_, err := tx.ExecContext(ctx, "UPDATE slot SET failed = ?, since = ? WHERE id = ?", l.failed, l.since, l.id)
		return err
	})
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return s.admitUncounted(ctx, code)
	case err == nil && wait != nil:
		err = wait
	case err == nil:
		s.tryAt(code, now)
	}
	return l, err
}

// freeTries are how many wrong passphrases cost no waiting.
const freeTries = 4

// admitUncounted is admit on a full disk: what is there must be readable, but
// where no try is counted in the file, every one after the first makes wait.
func (s *Store) admitUncounted(ctx context.Context, code string) (l *slot, err error) {
	err = s.lookClear(ctx, "look for a person", func(ctx context.Context, tx *sql.Tx) error {
		l, err = findSlot(ctx, tx, code)
		return err
	})
	if err != nil {
		return nil, err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	now, paced := s.now(), *l
	paced.failed = max(l.failed, freeTries-1+s.missed[code])
	if until := s.paceOf(&paced, now); !until.IsZero() {
		return nil, &WaitError{until}
	}
	s.missed[code]++
	s.tried[code] = now
	return l, nil
}

func (s *Store) tryAt(code string, now time.Time) {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.tried[code] = now
}

// relock puts a secret under another passphrase.
func (s *Store) relock(ctx context.Context, l *slot, secret *seal.Secret, passphrase string) error {
	clear := secret.Bytes()
	defer wipe(clear)
	locked := seal.LockWith(passphrase, s.effort(), l.lockedAt(), clear)
	err := s.changeClear(ctx, "keep the lock", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE slot SET locked = ? WHERE id = ?", locked, l.id)
		return err
	})
	if err == nil {
		l.locked = locked
	}
	return err
}

// unlocking is how long deriving a key from a passphrase is to take: long for
// whoever guesses, not for whoever types it.
const unlocking = 700 * time.Millisecond

// effort is what a new lock costs.
func (s *Store) effort() seal.Effort {
	s.calibrated.Do(func() {
		if s.cost == (seal.Effort{}) {
			s.cost = seal.Calibrate(unlocking)
		}
	})
	return s.cost
}
