package storage

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"anketa/storage/seal"
	"anketa/survey/message"
)

// A way over the coordinator that was never gone is one that nobody knows to
// lead anywhere: the same request and answer are rehearsed, and change nothing.

// A Rehearsal says of a person whether the way over the coordinator is there,
// and was tried.
type Rehearsal struct {
	Code string
	Way  bool      // a form with a recipient gave them one
	At   time.Time // when it was tried, as it is now; zero where it was not
}

// Due says whether there is a way that nobody has tried.
func (r Rehearsal) Due() bool { return r.Way && r.At.IsZero() }

// rehearsalSetting keeps who has tried which way, by code.
const rehearsalSetting = "rehearsals"

type rehearsed struct {
	At time.Time `json:"at"`
	Of []byte    `json:"of"` // the digest of what was sealed to the coordinator
}

// wayOf stands for a way over the coordinator: with other recipients, it is
// another one.
func wayOf(recovery []byte) []byte {
	sum := sha256.Sum256(recovery)
	return sum[:]
}

// TryRecovery goes the way over the coordinator as TakeRecovery does, for
// whoever is here, and keeps that it was gone. Nothing else changes. The error
// is ErrPassphrase where the code is another one, ErrNoAnswer where the answer
// is somebody else's or older than the keys of the form in use, or ErrNoKey.
func (s *Store) TryRecovery(ctx context.Context, answer []byte, once string) error {
	var a answerJSON
	if err := json.Unmarshal(answer, &a); err != nil || a.Format != 1 || a.Device != s.device || a.Code != s.User() {
		return message.New("try the way over the coordinator: %w", ErrNoAnswer)
	}
	clear, err := seal.UnlockWith(seal.TidyPaper(once), recoveryAt(a.Code, a.Device), a.Locked)
	defer wipe(clear)
	if err != nil {
		return message.New("try the way over the coordinator: %w", err)
	}
	secret, err := seal.ParseSecret(clear)
	if err != nil {
		return message.New("try the way over the coordinator: %w: %w", ErrNoAnswer, err)
	}
	defer secret.Clear()
	return s.change(ctx, "keep that the way over the coordinator was tried", func(ctx context.Context, tx *sql.Tx) error {
		l, err := findSlot(ctx, tx, s.ring.code)
		switch {
		case err != nil:
			return err
		case !secret.Public().Equal(ed25519.PublicKey(s.ring.secret.Public())) || !bytes.Equal(a.Of, wayOf(l.recovery)):
			return ErrNoAnswer
		}
		all, err := s.rehearsals(ctx, tx)
		if err != nil {
			return err
		}
		all[l.code] = rehearsed{s.now(), a.Of}
		text, err := json.Marshal(all)
		if err == nil {
			err = s.saveSetting(ctx, tx, rehearsalSetting, string(text))
		}
		if err != nil {
			return err
		}
		return s.note(ctx, tx, Event{What: EventRehearsed})
	})
}

// Rehearsals tells of everybody who can unlock the store.
func (s *Store) Rehearsals(ctx context.Context) (out []Rehearsal, err error) {
	err = s.look(ctx, "read who has tried the way over the coordinator", func(ctx context.Context, tx *sql.Tx) error {
		out = nil
		people, err := slots(ctx, tx)
		if err != nil {
			return err
		}
		all, err := s.rehearsals(ctx, tx)
		for _, l := range people {
			r := Rehearsal{Code: l.code, Way: len(l.recovery) > 0}
			if tried, ok := all[l.code]; ok && bytes.Equal(tried.Of, wayOf(l.recovery)) {
				r.At = tried.At
			}
			out = append(out, r)
		}
		return err
	})
	return out, err
}

func (s *Store) rehearsals(ctx context.Context, q querier) (map[string]rehearsed, error) {
	all := map[string]rehearsed{}
	text, err := s.readSetting(ctx, q, rehearsalSetting)
	if err != nil || text == "" {
		return all, err
	}
	if err := json.Unmarshal([]byte(text), &all); err != nil {
		return nil, errors.Join(ErrDamaged, err)
	}
	return all, nil
}
