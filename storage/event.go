package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"time"

	"anketa/survey/message"
)

// eventKind is that of an event, which everybody reads who can unlock the store.
const eventKind kind = "event"

// What events tell.
const (
	EventUnlock     = "unlock"
	EventLock       = "lock"
	EventPassphrase = "passphrase" // somebody changed theirs
	EventEnrolled   = "enrolled"
	EventBackup     = "backup"
	EventRestored   = "restored"    // from a backup; Erased is what was lost with it
	EventRolledBack = "rolled back" // the store was found to be an older one, and is gone on with
	EventExport     = "export"
	EventMerge      = "merge"
	EventClock      = "clock"     // the laptop's clock was set back
	EventSigner     = "signer"    // a laptop's key was enrolled
	EventErased     = "erased"    // contents were erased on purpose
	EventRehearsed  = "rehearsed" // somebody tried the way over the coordinator
	EventKept       = "kept"      // rows beside the history were written: see shelf
	EventAccepted   = "accepted"  // such rows were not those that were kept, and somebody took them as they are: Tables
)

// An Event is something that happened to the store, beside the answers. None
// of those is in it.
type Event struct {
	What string `json:"what"`
	Stamp
	Who     string `json:"who,omitempty"`     // the code of whoever was here
	Subject []byte `json:"subject,omitempty"` // stands for the id of an interview, also of one that is gone
	Number  int    `json:"number,omitempty"`  // the interview's, or that of an export, a merge or a backup
	Erased  []Span `json:"erased,omitempty"`  // the entries whose contents are gone
	Why     string `json:"why,omitempty"`
	SHA256  string `json:"sha256,omitempty"` // of a file, in hex
	Known   string `json:"known,omitempty"`  // the end of the history as it was known before

	Before time.Time `json:"before,omitzero"`  // of EventClock: what the clock said before
	Tables []string  `json:"tables,omitempty"` // of EventRestored and EventAccepted: those that were not as they had been kept
	Anew   []Span    `json:"anew,omitempty"`   // of EventRestored: the entries that rows were given anew
	Seq    int64     `json:"seq"`              // its entry

	written int64  // the entry that it was written for; another one than Seq where a restore entered it anew
	prior   []byte // the link of the entry before that one
	shelf   []byte // what the tables came to
}

// eventFormat is the version of an event's payload.
const eventFormat = 1

type eventJSON struct {
	Format int `json:"anketa"`
	Event
	Prior []byte `json:"prior,omitempty"`
	Shelf []byte `json:"shelf,omitempty"`
}

// openEvent reads the event of an entry.
func (s *Store) openEvent(seq int64, sealed []byte) (e Event, ok bool) {
	var j eventJSON
	clear, err := s.openShared(eventKind, "", sealed)
	if err != nil || json.Unmarshal(clear, &j) != nil || j.Format != eventFormat {
		return e, false
	}
	e = j.Event
	e.Seq, e.written, e.prior, e.shelf = seq, j.Seq, j.Prior, j.Shelf
	return e, true
}

// note keeps an event, in the transaction of what it tells. It needs s.writing
// and somebody who is here.
func (s *Store) note(ctx context.Context, tx *sql.Tx, e Event) error {
	before := s.clock.latest
	e.Stamp = s.clock.tick(s.now())
	if e.Back && e.What != EventClock {
		if err := s.noteClock(ctx, tx, before); err != nil {
			return err
		}
	}
	return s.saveEvent(ctx, tx, e)
}

// noteClock tells that the clock was set back from a time.
func (s *Store) noteClock(ctx context.Context, tx *sql.Tx, before time.Time) error {
	e := Event{What: EventClock, Stamp: s.clock.tick(s.now()), Before: sane(before)}
	e.Back = true
	return s.saveEvent(ctx, tx, e)
}

func (s *Store) saveEvent(ctx context.Context, tx *sql.Tx, e Event) error {
	last, err := s.lastEntry(ctx, tx)
	if err != nil {
		return err
	}
	e.Seq = last.Seq + 1
	if e.Who == "" && s.ring != nil {
		e.Who = s.ring.code
	}
	shelf, err := s.shelfNow(ctx, tx)
	if err != nil {
		return err
	}
	clear, err := json.Marshal(eventJSON{eventFormat, e, last.Link[:], shelf})
	if err != nil {
		return err
	}
	sealed, err := s.sealShared(eventKind, "", clear)
	if err != nil {
		return err
	}
	if _, err := s.chain(ctx, tx, string(eventKind), "", e.Seq, sealed); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO event (seq, payload) VALUES (?, ?)", e.Seq, sealed)
	return err
}

// noteErasing tells that all rows of an interview in some tables are about to
// be deleted on purpose, in the same transaction.
func (s *Store) noteErasing(ctx context.Context, tx *sql.Tx, e *entry, why string, tables ...string) error {
	var seqs []int64
	for _, table := range tables {
		err := eachRow(ctx, tx, "SELECT seq FROM "+table+" WHERE interview = ? ORDER BY seq", func(rows *sql.Rows) error {
			var seq int64
			err := rows.Scan(&seq)
			seqs = append(seqs, seq)
			return err
		}, e.place)
		if err != nil {
			return err
		}
	}
	slices.Sort(seqs)
	return s.noteErased(ctx, tx, e, why, seqs)
}

// noteErased tells that the contents of some entries of an interview, which
// come sorted, are erased on purpose, in the same transaction.
func (s *Store) noteErased(ctx context.Context, tx *sql.Tx, e *entry, why string, seqs []int64) error {
	if len(seqs) == 0 {
		return nil
	}
	return s.note(ctx, tx, Event{What: EventErased, Subject: s.ring.secret.Shared.Tag([]byte(e.id)), Number: e.number, Erased: spans(seqs), Why: why})
}

// noteAlone keeps an event by itself. That it cannot be kept, as on a full
// disk, keeps nobody from working. It needs s.writing.
func (s *Store) noteAlone(ctx context.Context, e Event) {
	if s.ring == nil || s.db == nil || s.plain {
		return
	}
	_ = s.write(ctx, "note", func(ctx context.Context, tx *sql.Tx) error { return s.note(ctx, tx, e) })
}

// noteBackup keeps that a backup was made, and the head that it has.
func (s *Store) noteBackup(ctx context.Context, number int) {
	s.writing.Lock()
	defer s.writing.Unlock()
	s.noteAlone(ctx, Event{What: EventBackup, Number: number})
	s.keepHead(ctx)
}

// Note keeps an event of somebody else's making, as a merge.
func (s *Store) Note(ctx context.Context, e Event) error {
	return s.change(ctx, "note "+e.What, func(ctx context.Context, tx *sql.Tx) error { return s.note(ctx, tx, e) })
}

// Events gives what happened, the first thing first. An event that cannot be
// read is an error; ErrNoKey is that of a locked store.
func (s *Store) Events(ctx context.Context) ([]Event, error) {
	all, unread, err := s.readEvents(ctx)
	if err == nil && len(unread) > 0 {
		err = message.New("%w: event %d cannot be read", ErrDamaged, unread[0])
	}
	return all, err
}

func (s *Store) readEvents(ctx context.Context) (all []Event, unread []int64, err error) {
	err = s.look(ctx, "read events", func(ctx context.Context, tx *sql.Tx) error {
		all, unread = nil, nil
		return eachRow(ctx, tx, "SELECT seq, payload FROM event ORDER BY seq", func(rows *sql.Rows) error {
			var seq int64
			var sealed []byte
			if err := rows.Scan(&seq, &sealed); err != nil {
				return err
			}
			e, ok := s.openEvent(seq, sealed)
			if !ok {
				unread = append(unread, seq)
				return nil
			}
			all = append(all, e)
			return nil
		})
	})
	return all, unread, err
}
