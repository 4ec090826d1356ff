package storage

import (
	"context"
	"database/sql"
	"errors"

	"anketa/survey"
	"anketa/survey/message"
)

// compactAfter is how many journal rows a draft takes before it gets a new
// snapshot: opening it then costs no more than applying these.
const compactAfter = 250

// live is the draft that was last saved, as it is on the disk. With it, an
// edit that does not fit is found at once and not when the draft is opened
// again, and a new snapshot costs no reading.
type live struct {
	*entry
	upto   int64 // the journal row that its snapshot is after
	record *survey.Record
}

// Begin keeps a new draft and gives it back with its id, its number and the
// laptop's id, which nobody else has.
func (s *Store) Begin(ctx context.Context, draft *survey.Record) (*survey.Record, error) {
	var begun *survey.Record
	err := s.change(ctx, "begin interview", func(ctx context.Context, tx *sql.Tx) error {
		r := *draft
		r.ID, r.Device = newID(), s.device
		if err := tx.QueryRowContext(ctx, "UPDATE laptop SET number = number + 1 RETURNING number").Scan(&r.Number); err != nil {
			return err
		}
		e := &entry{id: r.ID, number: r.Number, draft: true}
		e.about.describe(&r)
		e.about.At.Language = r.Language
		if err := s.save(ctx, tx, e); err != nil {
			return err
		}
		var err error
		begun, err = s.saveSnapshot(ctx, tx, e, &r)
		return err
	})
	if err != nil {
		return nil, err
	}
	return begun, nil
}

// saveSnapshot keeps a draft as it is after the last journal row, and gives it
// back as it will be read.
func (s *Store) saveSnapshot(ctx context.Context, tx *sql.Tx, e *entry, r *survey.Record) (*survey.Record, error) {
	clear, kept, err := encode(r)
	if err != nil {
		return nil, err
	}
	payload, err := s.sealOf(e, snapshotKind, e.about.Edits, clear)
	if err != nil {
		return nil, err
	}
	_, err = tx.ExecContext(ctx, "INSERT OR REPLACE INTO snapshot (interview, upto, payload) VALUES (?, ?, ?)", e.place, e.about.Edits, payload)
	return kept, err
}

// encode writes a record and reads it back, so that nothing is kept which
// could not be read.
func encode(r *survey.Record) ([]byte, *survey.Record, error) {
	clear := survey.Encode(r)
	kept, err := survey.Decode(clear)
	if err != nil {
		return nil, nil, err
	}
	return clear, kept, nil
}

// Append keeps edits of a draft and where the interviewer is. When it returns
// nil, they are on the disk. Edits that do not fit the draft are refused.
func (s *Store) Append(ctx context.Context, id string, at Place, edits []survey.Edit) error {
	return s.appendRow(ctx, id, journalRow{At: at, Edits: edits})
}

// errMisfit is that of edits which do not fit the draft as it is.
var errMisfit = message.New("the edits do not fit the draft")

func (s *Store) appendRow(ctx context.Context, id string, row journalRow) error {
	return s.change(ctx, "save answers", func(ctx context.Context, tx *sql.Tx) error {
		now, err := s.lively(ctx, tx, id)
		if err != nil {
			return err
		}
		e := now.entry
		if err := row.applyTo(now.record); err != nil {
			return message.New("%w: %w", errMisfit, err)
		}
		e.about.Edits++
		e.about.At = row.At
		if row.At.Version != "" {
			e.about.Version, e.about.At.Version = row.At.Version, ""
			now.record.Version = row.At.Version
		}
		if err := s.saveRow(ctx, tx, e, row); err != nil {
			return err
		}
		if err := s.save(ctx, tx, e); err != nil {
			return err
		}
		s.live = now
		if e.edits-now.upto < compactAfter {
			return nil
		}
		now.upto = e.edits
		now.record, err = s.saveSnapshot(ctx, tx, e, now.record)
		return err
	})
}

func (s *Store) findDraft(ctx context.Context, q querier, id string) (*entry, error) {
	e, err := s.find(ctx, q, id)
	if err == nil && !e.draft {
		return nil, message.New("interview %s: no draft: %w", id, ErrNotFound)
	}
	return e, err
}

// lively gives the draft as it is on the disk, from memory where it is the one
// that was saved last.
func (s *Store) lively(ctx context.Context, q querier, id string) (*live, error) {
	if s.live != nil && s.live.id == id {
		return s.live, nil
	}
	e, err := s.findDraft(ctx, q, id)
	if err != nil {
		return nil, err
	}
	return s.replay(ctx, q, e)
}

// replay reads a draft's snapshot and applies the journal rows since.
func (s *Store) replay(ctx context.Context, q querier, e *entry) (*live, error) {
	l := &live{entry: e}
	var payload []byte
	err := q.QueryRowContext(ctx, "SELECT upto, payload FROM snapshot WHERE interview = ?", e.place).Scan(&l.upto, &payload)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, message.New("%w: interview %s has lost its snapshot", ErrDamaged, e.id)
	}
	if err != nil {
		return nil, err
	}
	if l.record, err = s.openRecord(e, snapshotKind, l.upto, payload); err != nil {
		return nil, err
	}
	rows, err := s.rowsAfter(ctx, q, e, l.upto)
	if err != nil {
		return nil, err
	}
	gap := false
	for _, row := range rows {
		gap = gap || row.lost
		// What comes after a row that was lost may not fit any more.
		if err := l.record.Apply(row.Edits...); err != nil && !gap {
			return nil, message.New("%w: interview %s: %w", ErrDamaged, e.id, err)
		}
	}
	return l, nil
}

// Draft gives a draft as it was last saved, and where the interviewer was.
func (s *Store) Draft(ctx context.Context, id string) (*survey.Record, Place, error) {
	var r *survey.Record
	var at Place
	err := s.look(ctx, "open draft", func(ctx context.Context, tx *sql.Tx) error {
		e, err := s.findDraft(ctx, tx, id)
		if err != nil {
			return err
		}
		l, err := s.replay(ctx, tx, e)
		if err != nil {
			return err
		}
		r, at = l.record, e.about.At
		r.Version = e.about.Version
		if at.Language != "" {
			r.Language = at.Language
		}
		return nil
	})
	return r, at, err
}

// Discard destroys a draft and its journal. Its number is not given out again.
// Finished versions of the same interview stay: what was corrected is as it was
// before, with its journal.
func (s *Store) Discard(ctx context.Context, id string) error {
	err := s.change(ctx, "discard draft", func(ctx context.Context, tx *sql.Tx) error {
		e, err := s.findDraft(ctx, tx, id)
		if err != nil {
			return err
		}
		s.live = nil
		if e.about.Corrects > 0 && e.versions > 0 { // a merge that was undone may have taken them
			return s.dropCorrection(ctx, tx, e)
		}
		gone := []string{"journal"}
		if e.versions == 0 {
			gone = append(gone, "attachment")
		}
		if err := s.noteErasing(ctx, tx, e, "discarded", gone...); err != nil {
			return err
		}
		for _, table := range append(gone, "snapshot", "lost") {
			if _, err := tx.ExecContext(ctx, "DELETE FROM "+table+" WHERE interview = ?", e.place); err != nil {
				return err
			}
		}
		if e.versions > 0 {
			e.draft, e.about = false, about{}
			if err := s.describeHead(ctx, tx, e); err != nil {
				return err
			}
			return s.dropUnused(ctx, tx, e)
		}
		_, err = tx.ExecContext(ctx, "DELETE FROM interview WHERE place = ?", e.place)
		return err
	})
	if err == nil {
		s.trim()
	}
	return err
}
