package storage

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"
	"syscall"

	"anketa/storage/seal"
	"anketa/survey/message"
)

// HandOver gives an interview to a colleague: from now on only they read it.
// It is theirs when they unlock the store the next time.
func (s *Store) HandOver(ctx context.Context, interview, toCode string) error {
	err := s.change(ctx, "hand over interview", func(ctx context.Context, tx *sql.Tx) error {
		e, err := s.find(ctx, tx, interview)
		if err != nil {
			return err
		}
		to, err := findSlot(ctx, tx, toCode)
		if err != nil {
			return err
		}
		if to.id == e.owner {
			return nil
		}
		if e.keyless() {
			return message.New("interview %d: %w", e.number, ErrSealed)
		}
		e.owner = to.id
		if e.key, err = s.ring.secret.SealFor(to.hand, e.keyPlace(), e.open[:]); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE interview SET owner = ?, key = ? WHERE place = ?", e.owner, e.key, e.place); err != nil {
			return err
		}
		s.live = nil
		return s.save(ctx, tx, e)
	})
	if err == nil {
		s.trim() // the key for the one who had it is in no file any more
	}
	return err
}

// settle takes over what colleagues handed over, and destroys again what a
// restored backup brought back.
func (s *Store) settle(ctx context.Context) error {
	err := s.change(ctx, "take over interviews", func(ctx context.Context, tx *sql.Tx) error {
		handed, err := s.handed(ctx, tx)
		if err != nil {
			return err
		}
		for _, e := range handed {
			clear, err := s.ring.secret.OpenHanded(e.keyPlace(), e.key)
			var key seal.Key
			if err != nil || copy(key[:], clear) != len(clear) || len(clear) != len(key) {
				continue // reading that interview tells; the others are read all the same
			}
			wrapped := s.ring.secret.User.Wrap(e.keyPlace(), &key)
			key.Clear()
			wipe(clear)
			if _, err := tx.ExecContext(ctx, "UPDATE interview SET key = ? WHERE place = ?", wrapped, e.place); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = s.honourWithdrawals(ctx)
	}
	if errors.Is(err, syscall.ENOSPC) {
		return nil // the next time; the others can be read
	}
	return err
}

// handed lists the interviews whose keys are still sealed as a colleague gave
// them.
func (s *Store) handed(ctx context.Context, q querier) (all []*entry, err error) {
	rows, err := q.QueryContext(ctx, "SELECT "+entryColumns+" FROM interview WHERE owner = ? AND length(key) > ?", s.ring.slot, wrappedSize)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		e := &entry{}
		if _, err := e.scan(rows); err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, rows.Err()
}

// wrappedSize is the length of an interview's key under its owner's; handed
// over, it is longer.
var wrappedSize = len(new(seal.Key).Wrap(seal.Place{}, new(seal.Key)))

// A Foreign is what somebody sees of a colleague's interviews: that they are
// there.
type Foreign struct {
	Code     string // of the colleague
	Finished []int  // numbers, in order
	Drafts   []int
}

// Foreign lists what others hold in the store, by their codes.
func (s *Store) Foreign(ctx context.Context) (all []Foreign, err error) {
	err = s.look(ctx, "look for interviews of colleagues", func(ctx context.Context, tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT l.code, i.number, i.draft FROM interview i JOIN slot l ON l.id = i.owner
			WHERE i.owner <> ? ORDER BY i.number, i.id`, s.ring.slot)
		if err != nil {
			return err
		}
		defer rows.Close()
		of := map[string]*Foreign{}
		for rows.Next() {
			var code string
			var number int
			var draft bool
			if err := rows.Scan(&code, &number, &draft); err != nil {
				return err
			}
			f := of[code]
			if f == nil {
				f = &Foreign{Code: code}
				of[code] = f
			}
			if draft {
				f.Drafts = append(f.Drafts, number)
			} else {
				f.Finished = append(f.Finished, number)
			}
		}
		all = nil
		for _, code := range slices.Sorted(maps.Keys(of)) {
			all = append(all, *of[code])
		}
		return rows.Err()
	})
	return all, err
}

// Sealed counts the finished interviews that only the coordinator can open.
func (s *Store) Sealed(ctx context.Context) (n int, err error) {
	err = s.lookClear(ctx, "count sealed interviews", func(ctx context.Context, tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, "SELECT count(DISTINCT interview) FROM version WHERE sealed = 1").Scan(&n)
		if err != nil {
			return message.New("count: %w", err)
		}
		return nil
	})
	return n, err
}
