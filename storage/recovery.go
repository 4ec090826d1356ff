package storage

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"encoding/json"

	"anketa/storage/seal"
	"anketa/survey/message"
)

// A forgotten passphrase is mended through the coordinator: the person's secret
// is in the file, sealed to the form's recipients. It goes to the coordinator
// as a request; she opens it and locks it with a code that is used once, which
// she reads out; with the code and the answer the person sets a new passphrase.

// Why there is no way over the coordinator.
var (
	ErrNoRecovery = message.New("no form with a recipient was used here when this person was let in, so the coordinator cannot help: the printed code can")
	ErrNoRequest  = message.New("this file is no request to recover a passphrase")
	ErrNoAnswer   = message.New("this file is no answer to a request to recover a passphrase, or one for somebody else")
)

type requestJSON struct {
	Format int    `json:"anketa_recovery_request"`
	Code   string `json:"code"`
	Device string `json:"device"`
	Public []byte `json:"public"`
	Sealed []byte `json:"sealed"`
}

type answerJSON struct {
	Format int    `json:"anketa_recovery_answer"`
	Code   string `json:"code"`
	Device string `json:"device"`
	Locked []byte `json:"locked"`
	Of     []byte `json:"of,omitempty"` // the digest of what the request had sealed
}

// What is sealed to the coordinator says whose it is, for a request is a file
// that anybody can write: under another's code, a colleague would be given what
// is not theirs.
type recoveryJSON struct {
	Format int    `json:"anketa_recovery"`
	Code   string `json:"code"`
	Device string `json:"device"`
	Secret []byte `json:"secret"`
}

// sealRecovery seals the secret of a person on a laptop.
func sealRecovery(to seal.Recipients, code, device string, secret []byte) ([]byte, error) {
	clear, err := json.Marshal(recoveryJSON{1, code, device, secret})
	if err != nil {
		return nil, err
	}
	defer wipe(clear)
	return to.Seal(clear)
}

// openRecovery gives the secret of whoever asks; the error is ErrNoRequest
// where it is somebody else's.
func openRecovery(id *seal.Identity, q requestJSON) (secret []byte, err error) {
	clear, err := id.Open(q.Sealed)
	if err != nil {
		return nil, err
	}
	defer wipe(clear)
	var r recoveryJSON
	if err := json.Unmarshal(clear, &r); err != nil || r.Format != 1 || r.Code != q.Code || r.Device != q.Device {
		wipe(r.Secret)
		return nil, ErrNoRequest
	}
	return r.Secret, nil
}

func recoveryAt(code, device string) seal.Place {
	return seal.Place{Kind: "recovery", Owner: device + "/" + code}
}

// SetRecovery gives whoever is here the way over some recipients, in place of
// the one before.
func (s *Store) SetRecovery(ctx context.Context, to seal.Recipients) error {
	return s.change(ctx, "keep the way over the coordinator", func(ctx context.Context, tx *sql.Tx) error {
		clear := s.ring.secret.Bytes()
		defer wipe(clear)
		sealed, err := sealRecovery(to, s.ring.code, s.device, clear)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "UPDATE slot SET recovery = ? WHERE id = ?", sealed, s.ring.slot)
		return err
	})
}

// RequestRecovery gives what a coordinator needs to let a person in again. It
// needs no key. The error may be ErrNoRecovery, ErrNotFound.
func (s *Store) RequestRecovery(ctx context.Context, code string) (request []byte, err error) {
	err = s.lookClear(ctx, "ask the coordinator", func(ctx context.Context, tx *sql.Tx) error {
		l, err := findSlot(ctx, tx, code)
		if err != nil {
			return err
		}
		if len(l.recovery) == 0 {
			return ErrNoRecovery
		}
		request, err = json.Marshal(requestJSON{1, l.code, s.device, l.public, l.recovery})
		return err
	})
	return request, err
}

// AnswerRecovery is the coordinator's part. Once is the code to be read out to
// who asks, after it is sure that it is them; who says whose request it is.
func AnswerRecovery(id *seal.Identity, request []byte, e seal.Effort) (answer []byte, once string, who User, err error) {
	var q requestJSON
	if err := json.Unmarshal(request, &q); err != nil || q.Format != 1 {
		return nil, "", User{}, ErrNoRequest
	}
	clear, err := openRecovery(id, q)
	if err != nil {
		return nil, "", User{}, err
	}
	defer wipe(clear)
	secret, err := seal.ParseSecret(clear)
	if err != nil || !secret.Public().Equal(ed25519.PublicKey(q.Public)) {
		return nil, "", User{}, ErrNoRequest
	}
	defer secret.Clear()
	if e == (seal.Effort{}) {
		e = seal.Floor
	}
	once = seal.NewPaper()
	answer, err = json.Marshal(answerJSON{1, q.Code, q.Device, seal.LockWith(once, e, recoveryAt(q.Code, q.Device), clear), wayOf(q.Sealed)})
	return answer, once, User{Code: q.Code, Public: q.Public}, err
}

// TakeRecovery lets a person in by the coordinator's answer and its code, and
// gives them a new passphrase. The errors are those of Unlock, ErrWeak and
// ErrNoAnswer.
func (s *Store) TakeRecovery(ctx context.Context, answer []byte, once, newPassphrase string) error {
	if err := strong(newPassphrase); err != nil {
		return message.New("recover the passphrase: %w", err)
	}
	var a answerJSON
	if err := json.Unmarshal(answer, &a); err != nil || a.Format != 1 || a.Device != s.device {
		return message.New("recover the passphrase: %w", ErrNoAnswer)
	}
	l, secret, err := s.try(ctx, a.Code, func(l *slot) ([]byte, error) {
		clear, err := seal.UnlockWith(seal.TidyPaper(once), recoveryAt(a.Code, a.Device), a.Locked)
		if err != nil {
			return nil, err
		}
		secret, err := seal.ParseSecret(clear)
		if err != nil || !secret.Public().Equal(ed25519.PublicKey(l.public)) {
			return nil, ErrPassphrase
		}
		return clear, nil
	})
	if err == nil {
		err = s.letInAnew(ctx, l, secret, newPassphrase, "coordinator")
	}
	if err != nil {
		return message.New("recover the passphrase: %w", err)
	}
	return s.settle(ctx)
}
