package storage

import (
	"context"
	"database/sql"
	"errors"

	"anketa/survey"
	"anketa/survey/message"
)

// Finish ends a draft: r becomes a version, for ever, with the number and the
// laptop that the draft was given. The journal stays. Finishing again with the
// same record does nothing, so that a call may be repeated whose end was not
// seen.
func (s *Store) Finish(ctx context.Context, r *survey.Record) error {
	err := s.change(ctx, "finish interview", func(ctx context.Context, tx *sql.Tx) error {
		e, err := s.find(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		made := *r
		made.Number = e.number
		if len(r.Parents) == 0 { // a correction is of the laptop that held the interview
			made.Device = s.device
		}
		added, err := s.addVersion(ctx, tx, e, &made)
		switch {
		case err != nil:
			return err
		case !e.draft && added:
			return message.New("interview %s: no draft: %w", r.ID, ErrNotFound)
		case !e.draft:
			return nil
		}
		s.live, e.draft, e.about.Corrects = nil, false, 0
		if err := s.describeHead(ctx, tx, e); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM snapshot WHERE interview = ?", e.place); err != nil {
			return err
		}
		return s.dropUnused(ctx, tx, e)
	})
	if err == nil {
		s.keepHeadNow()
		s.trim()
	}
	return err
}

// Put keeps a finished version that was made elsewhere; added is false where
// the store has it. A draft of the same interview stays a draft.
func (s *Store) Put(ctx context.Context, r *survey.Record) (added bool, err error) {
	err = s.change(ctx, "keep version", func(ctx context.Context, tx *sql.Tx) error {
		_, added, err = s.put(ctx, tx, r)
		return err
	})
	return added && err == nil, err
}

func (s *Store) put(ctx context.Context, tx *sql.Tx, r *survey.Record) (e *entry, added bool, err error) {
	e, err = s.findOrMake(ctx, tx, r)
	if err != nil {
		return nil, false, err
	}
	if added, err = s.addVersion(ctx, tx, e, r); err != nil || !added {
		return e, false, err
	}
	if err := s.describeHead(ctx, tx, e); err != nil {
		return nil, false, err
	}
	return e, true, s.countOn(ctx, tx, r)
}

// findOrMake gives the row of an interview, new where a record brings it. The
// error is ErrWithdrawn where it must not come back.
func (s *Store) findOrMake(ctx context.Context, tx *sql.Tx, r *survey.Record) (*entry, error) {
	e, err := s.find(ctx, tx, r.ID)
	if !errors.Is(err, ErrNotFound) {
		return e, err
	}
	switch gone, err := s.isWithdrawn(ctx, tx, r.ID); {
	case err != nil:
		return nil, err
	case gone:
		return nil, message.New("interview %s: %w", r.ID, ErrWithdrawn)
	}
	e = &entry{id: r.ID, number: r.Number}
	e.about.describe(r)
	return e, s.save(ctx, tx, e)
}

// addVersion keeps a version unless the store has it.
func (s *Store) addVersion(ctx context.Context, tx *sql.Tx, e *entry, r *survey.Record) (added bool, err error) {
	if r.ID == "" || !r.IsFinished() {
		return false, message.New("the record is not finished, or has no id")
	}
	clear, kept, err := encode(r)
	if err != nil {
		return false, err
	}
	h := r.Hash()
	if kept.Hash() != h {
		return false, message.New("interview %s: it changes when it is written", r.ID)
	}
	var known int
	tag := s.versionTag(h)
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM version WHERE interview = ? AND tag = ?", e.place, tag).Scan(&known); err != nil || known > 0 {
		return false, err
	}
	if err := s.giveKey(ctx, tx, e); err != nil {
		return false, err
	}
	n, err := s.insertVersion(ctx, tx, e, tag, clear)
	if err != nil {
		return false, err
	}
	for _, p := range r.Parents {
		if _, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO replaced (interview, tag, n) VALUES (?, ?, ?)", e.place, s.versionTag(p), n); err != nil {
			return false, err
		}
	}
	return true, nil
}

// insertVersion keeps an encoded record as the next version and gives its
// number. A version that was lost keeps its number.
func (s *Store) insertVersion(ctx context.Context, tx *sql.Tx, e *entry, tag, clear []byte) (n int64, err error) {
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(n), 0) + 1 FROM version WHERE interview = ?", e.place).Scan(&n); err != nil {
		return 0, err
	}
	payload, err := s.sealOf(e, versionKind, n, clear)
	if err != nil {
		return 0, err
	}
	return n, s.saveVersion(ctx, tx, e, n, tag, payload, false)
}

// saveVersion keeps the payload of a version.
func (s *Store) saveVersion(ctx context.Context, tx *sql.Tx, e *entry, n int64, tag, payload []byte, sealed bool) error {
	seq, err := s.chain(ctx, tx, string(versionKind), e.id, n, payload)
	if err != nil {
		return err
	}
	e.versions++
	_, err = tx.ExecContext(ctx, "INSERT INTO version (interview, n, seq, tag, sealed, payload) VALUES (?, ?, ?, ?, ?, ?)", e.place, n, seq, tag, sealed, payload)
	return err
}

// describeHead saves the row of an interview after its draft or versions
// changed. A list shows the draft where there is one, else the head.
func (s *Store) describeHead(ctx context.Context, tx *sql.Tx, e *entry) error {
	if !e.draft {
		rows, err := tx.QueryContext(ctx, headsOf("SELECT "+headColumns+" FROM interview WHERE place = ?"), e.place)
		if err != nil {
			return err
		}
		found, err := readHeads(rows)
		if err != nil {
			return err
		}
		head, err := s.greatest(ctx, tx, found)
		if err != nil {
			return err
		}
		if head != nil {
			e.about.describe(head)
		}
	}
	return s.save(ctx, tx, e)
}

// mostNumber bounds what a file from elsewhere can say of a laptop's numbers:
// past it, it is no count of interviews.
const mostNumber = 1 << 31

// countOn sees to it that no number is given out which the laptop gave out
// before its store was lost and a workbook brought its interviews back.
func (s *Store) countOn(ctx context.Context, tx *sql.Tx, r *survey.Record) error {
	if r.Device != s.device || r.Number >= mostNumber {
		return nil
	}
	_, err := tx.ExecContext(ctx, "UPDATE laptop SET number = max(number, ?)", r.Number)
	return err
}
