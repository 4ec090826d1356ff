package storage

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"errors"
	"strings"
	"time"

	"anketa/storage/seal"
	"anketa/survey/message"
)

// State says who can do what with a store.
type State uint8

const (
	Fresh    State = iota // empty: nobody can open it yet
	Plain                 // kept in clear by an earlier Anketa: nobody protects it yet
	Locked                // it needs a passphrase
	Unlocked              // somebody is here
)

// What keeps a store from being unlocked, and a person from being let in.
var (
	ErrNoKey      = message.New("the store is locked, or this belongs to a colleague")
	ErrPassphrase = seal.ErrPassphrase
	ErrWeak       = message.New("the passphrase is too easy to guess: take six random words")
	ErrTaken      = message.New("somebody has this code already: take another one")
	ErrNoCode     = message.New("a code is needed")
)

// What is wrong with a payload. Both come with ErrDamaged.
var (
	ErrBroken = seal.ErrBroken
	ErrForged = seal.ErrForged
)

// A Person is somebody who is to be able to unlock the store.
type Person struct {
	Code       string          // stands in the file in clear: never a name
	Passphrase string          // at least seal.EnoughBits hard to guess
	Paper      string          // a printed code that unlocks too: seal.NewPaper; "" for none
	Recipients seal.Recipients // the coordinator's keys, which can give the secret back; none for no such way
}

func (p Person) check() error {
	if strings.TrimSpace(p.Code) == "" || p.Code != strings.TrimSpace(p.Code) {
		return ErrNoCode
	}
	if p.Paper != "" {
		if err := seal.CheckPaper(p.Paper); err != nil {
			return err
		}
	}
	return strong(p.Passphrase)
}

func strong(passphrase string) error {
	if seal.Strength(passphrase) < seal.EnoughBits {
		return ErrWeak
	}
	return nil
}

// A User is somebody who can unlock the store, as anybody can read from the
// file.
type User struct {
	Code   string
	Public ed25519.PublicKey // verifies what they signed
	Wait   time.Time         // no passphrase is tried before; zero where there is no such time

	slot int64
}

// A slot is the row of a person.
type slot struct {
	id                      int64
	code                    string
	locked, paper, recovery []byte
	public                  []byte
	hand                    string
	tries
}

const slotColumns = "id, code, locked, paper, recovery, public, hand, failed, since"

func (l *slot) scan(row interface{ Scan(...any) error }) error {
	return row.Scan(&l.id, &l.code, &l.locked, &l.paper, &l.recovery, &l.public, &l.hand, &l.failed, &l.since)
}

// lockedAt and paperAt bind a lock to its person, so that nobody's passphrase
// opens another's.
func (l *slot) lockedAt() seal.Place { return seal.Place{Kind: "passphrase", Owner: l.code} }
func (l *slot) paperAt() seal.Place  { return seal.Place{Kind: "paper", Owner: l.code} }

// State says how the store stands.
func (s *Store) State() State {
	s.keys.RLock()
	defer s.keys.RUnlock()
	switch {
	case s.ring != nil:
		return Unlocked
	case s.plain:
		return Plain
	case s.peopled:
		return Locked
	}
	return Fresh
}

// User is the code of whoever is here; "" while the store is locked.
func (s *Store) User() string {
	s.keys.RLock()
	defer s.keys.RUnlock()
	if s.ring == nil {
		return ""
	}
	return s.ring.code
}

// Users lists who can unlock the store, in the order in which they came.
func (s *Store) Users(ctx context.Context) (users []User, err error) {
	if s.State() == Plain {
		return nil, nil
	}
	err = s.lookClear(ctx, "list who can unlock", func(ctx context.Context, tx *sql.Tx) error {
		users = nil
		all, err := slots(ctx, tx)
		for _, l := range all {
			users = append(users, User{Code: l.code, Public: l.public, Wait: l.until(s.now()), slot: l.id})
		}
		return err
	})
	return users, err
}

func slots(ctx context.Context, q querier) (all []slot, err error) {
	rows, err := q.QueryContext(ctx, "SELECT "+slotColumns+" FROM slot ORDER BY id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var l slot
		if err := l.scan(rows); err != nil {
			return nil, err
		}
		all = append(all, l)
	}
	return all, rows.Err()
}

func findSlot(ctx context.Context, q querier, code string) (*slot, error) {
	l := &slot{}
	err := l.scan(q.QueryRowContext(ctx, "SELECT "+slotColumns+" FROM slot WHERE code = ?", code))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, message.New("user %s: %w", code, ErrNotFound)
	}
	return l, err
}

// newSlot makes the secret of a person and locks it. It takes as long as
// unlocking.
func (s *Store) newSlot(p Person, shared *seal.Key) (*slot, *seal.Secret, error) {
	secret, err := seal.NewSecret(shared)
	if err != nil {
		return nil, nil, err
	}
	clear := secret.Bytes()
	defer wipe(clear)
	l := &slot{code: p.Code, public: secret.Public(), hand: secret.HandPublic()}
	effort := s.effort()
	l.locked = seal.LockWith(p.Passphrase, effort, l.lockedAt(), clear)
	if p.Paper != "" {
		l.paper = seal.LockWith(p.Paper, effort, l.paperAt(), clear)
	}
	if len(p.Recipients) > 0 {
		l.recovery, err = sealRecovery(p.Recipients, p.Code, s.device, clear)
	}
	return l, secret, err
}

func wipe(b []byte) { clear(b) }

// saveSlot keeps a new person.
func saveSlot(ctx context.Context, tx *sql.Tx, l *slot) error {
	var known int
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM slot WHERE code = ?", l.code).Scan(&known); err != nil {
		return err
	}
	if known > 0 {
		return message.New("user %s: %w", l.code, ErrTaken)
	}
	done, err := tx.ExecContext(ctx, "INSERT INTO slot (code, locked, paper, recovery, public, hand, failed, since) VALUES (?, ?, ?, ?, ?, ?, 0, 0)",
		l.code, l.locked, l.paper, l.recovery, l.public, l.hand)
	if err == nil {
		l.id, err = done.LastInsertId()
	}
	return err
}

// Enroll lets a person in. The first one makes the keys of the store and is
// here then; a store that was kept in clear is sealed in its place, and what
// stood in clear is erased. Another one needs the store unlocked, and whoever
// is here stays. The error may be ErrNoKey, ErrWeak, ErrTaken, ErrNoCode.
func (s *Store) Enroll(ctx context.Context, p Person) (err error) {
	if err := p.check(); err != nil {
		return message.New("enroll %s: %w", p.Code, err)
	}
	switch s.State() {
	case Locked:
		err = ErrNoKey
	case Unlocked:
		err = s.enrollAnother(ctx, p)
	case Plain:
		err = s.sealPlain(context.WithoutCancel(ctx), p)
	default:
		err = s.enrollFirst(ctx, p)
	}
	if err != nil {
		return message.New("enroll %s: %w", p.Code, explain(err))
	}
	return nil
}

func (s *Store) enrollFirst(ctx context.Context, p Person) error {
	l, secret, err := s.newSlot(p, seal.NewKey())
	if err != nil {
		return err
	}
	err = s.changeClear(ctx, "keep the keys", func(ctx context.Context, tx *sql.Tx) error {
		var others int
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM slot").Scan(&others); err != nil || others > 0 {
			return errors.Join(err, errFew(others))
		}
		return saveSlot(ctx, tx, l)
	})
	if err == nil {
		s.enter(l, secret)
	}
	return err
}

// errFew is ErrNoKey where there are others already.
func errFew(others int) error {
	if others > 0 {
		return ErrNoKey
	}
	return nil
}

func (s *Store) enrollAnother(ctx context.Context, p Person) error {
	s.keys.RLock()
	ring := s.ring
	if ring == nil {
		s.keys.RUnlock()
		return ErrNoKey
	}
	shared := ring.secret.Shared
	s.keys.RUnlock()
	l, secret, err := s.newSlot(p, &shared)
	shared.Clear()
	secret.Clear()
	if err != nil {
		return err
	}
	return s.change(ctx, "keep the keys", func(ctx context.Context, tx *sql.Tx) error {
		if err := saveSlot(ctx, tx, l); err != nil {
			return err
		}
		return s.note(ctx, tx, Event{What: EventEnrolled, Why: p.Code})
	})
}

// enter takes a person's keys into use.
func (s *Store) enter(l *slot, secret *seal.Secret) {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.setRing(&keyring{l.id, l.code, secret, l.locked})
	older := s.meetShelf(context.Background())
	s.noteAlone(context.Background(), Event{What: EventUnlock})
	s.takeNote(context.Background())
	s.meetSecond(context.Background(), older)
}

// setRing needs s.writing, so that no save is under way.
func (s *Store) setRing(ring *keyring) {
	s.keys.Lock()
	defer s.keys.Unlock()
	if s.ring != nil {
		s.ring.secret.Clear()
	}
	if s.live != nil {
		s.live.open.Clear()
	}
	s.unlearn()
	s.ring, s.altered = ring, nil
	s.peopled = s.peopled || ring != nil
}

// Lock forgets the keys. Every method that needs one gives ErrNoKey until the
// next Unlock. A save that is under way comes first.
func (s *Store) Lock() {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.noteAlone(context.Background(), Event{What: EventLock})
	s.keepHead(context.Background())
	s.setRing(nil)
	if s.path != "" && s.db != nil {
		s.trim()
	}
}
