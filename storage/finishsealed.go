package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"time"

	"anketa/storage/seal"
	"anketa/survey"
	"anketa/survey/message"
)

// sealedWhy is what the history says of contents that only the coordinator has
// now.
const sealedWhy = "sealed"

// FinishSealed is Finish for a form that names recipients: the version, with
// the journal, is sealed for them and signed, and what could open the answers
// here is destroyed in the same transaction. A list still shows that the
// interview is there, with its number, day and codes.
//
// An interview that has a readable version already stays readable, and so does
// its correction: sealing that would hide nothing.
func (s *Store) FinishSealed(ctx context.Context, r *survey.Record, to seal.Recipients) error {
	if len(to) == 0 {
		return s.Finish(ctx, r)
	}
	readable := false
	err := s.change(ctx, "seal interview", func(ctx context.Context, tx *sql.Tx) error {
		e, err := s.find(ctx, tx, r.ID)
		if err != nil {
			return err
		}
		made := *r
		made.Number = e.number
		if len(r.Parents) == 0 {
			made.Device = s.device
		}
		if readable, err = s.isReadable(ctx, tx, e); err != nil || readable {
			return err
		}
		if known, err := s.hasVersion(ctx, tx, e, &made); err != nil || known {
			return err
		}
		if !e.draft {
			return message.New("interview %s: no draft: %w", r.ID, ErrNotFound)
		}
		return s.sealVersion(ctx, tx, e, &made, to)
	})
	if err == nil && readable {
		return s.Finish(ctx, r)
	}
	if err == nil {
		s.keepHeadNow()
		s.trim()
	}
	return err
}

// PutSealed keeps a finished version that was made elsewhere, as Put does, and
// seals it as FinishSealed does.
func (s *Store) PutSealed(ctx context.Context, r *survey.Record, to seal.Recipients) (added bool, err error) {
	if len(to) == 0 {
		return s.Put(ctx, r)
	}
	err = s.change(ctx, "seal version", func(ctx context.Context, tx *sql.Tx) error {
		e, err := s.findOrMake(ctx, tx, r)
		if err != nil {
			return err
		}
		if known, err := s.hasVersion(ctx, tx, e, r); err != nil || known {
			return err
		}
		readable, err := s.isReadable(ctx, tx, e)
		if err != nil {
			return err
		}
		if readable {
			if added, err = s.addVersion(ctx, tx, e, r); err == nil && added {
				err = s.describeHead(ctx, tx, e)
			}
			return err
		}
		added = true
		return s.sealVersion(ctx, tx, e, r, to)
	})
	if err == nil && added {
		s.trim()
	}
	return added && err == nil, err
}

// isReadable says whether an interview has a version that can be read here: one
// that opens, for what stands in clear would have to be believed otherwise.
func (s *Store) isReadable(ctx context.Context, q querier, e *entry) (bool, error) {
	if e.keyless() {
		return false, nil
	}
	versions, err := versionsOf(ctx, q, e.place)
	for _, v := range versions {
		if r, err := s.openVersion(e, v); err == nil && r != nil {
			return true, nil
		}
	}
	return false, err
}

func (s *Store) hasVersion(ctx context.Context, q querier, e *entry, r *survey.Record) (known bool, err error) {
	err = q.QueryRowContext(ctx, "SELECT count(*) > 0 FROM version WHERE interview = ? AND tag = ?", e.place, s.versionTag(r.Hash())).Scan(&known)
	return known, err
}

// sealVersion makes the sealed version of an interview and destroys its key,
// with all that it opened.
func (s *Store) sealVersion(ctx context.Context, tx *sql.Tx, e *entry, r *survey.Record, to seal.Recipients) error {
	if r.ID == "" || !r.IsFinished() {
		return message.New("the record is not finished, or has no id")
	}
	if _, kept, err := encode(r); err != nil || kept.Hash() != r.Hash() {
		return errors.Join(err, message.New("interview %s: it changes when it is written", r.ID))
	}
	journal, err := s.journalOf(ctx, tx, e)
	if err != nil {
		return err
	}
	files, err := s.sealAttachments(ctx, tx, e, r, to)
	if err != nil {
		return err
	}
	head, err := s.lastEntry(ctx, tx)
	if err != nil {
		return err
	}
	sealed, err := sealFor(to, s.ring.secret.Sign, r, files, journal, head)
	if err != nil {
		return err
	}
	gone, err := clearAttachments(ctx, tx, e.place)
	if err != nil {
		return err
	}
	if err := s.noteErasing(ctx, tx, e, sealedWhy, "journal"); err != nil {
		return err
	}
	if err := s.noteErased(ctx, tx, e, sealedWhy, gone); err != nil {
		return err
	}
	if err := forgetDraft(ctx, tx, e.place); err != nil {
		return err
	}
	var n int64
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(n), 0) + 1 FROM version WHERE interview = ?", e.place).Scan(&n); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE interview SET key = x'' WHERE place = ?", e.place); err != nil {
		return err
	}
	if e.open != nil {
		e.open.Clear()
	}
	s.live, e.open, e.key, e.draft = nil, nil, nil, false
	payload, err := s.sealOf(e, versionKind, n, sealed) // so that rot is noticed here, too
	if err != nil {
		return err
	}
	if err := s.saveVersion(ctx, tx, e, n, s.versionTag(r.Hash()), payload, true); err != nil {
		return err
	}
	e.about = sealedAbout(r)
	return s.save(ctx, tx, e)
}

// sealedAbout is what a list still shows.
func sealedAbout(r *survey.Record) about {
	a := about{Form: r.Form, Version: r.Version, Kind: r.Kind, Interviewer: r.Interviewer, Case: caseOf(r), Device: r.Device}
	a.Started, a.Finished = onlyDay(r.Started), onlyDay(r.Finished)
	return a
}

// onlyDay takes the time of the day off.
func onlyDay(t time.Time) time.Time {
	if t = sane(t); t.IsZero() {
		return t
	}
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

// forgetDraft deletes what a draft consists of, with its files.
func forgetDraft(ctx context.Context, tx *sql.Tx, place int64) error {
	for _, table := range []string{"snapshot", "journal", "lost"} {
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+table+" WHERE interview = ?", place); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, "DELETE FROM attachment WHERE interview = ? AND sealed = 0", place)
	return err
}

// keyOrNone gives a key as the table takes it: none is empty, and not NULL.
func keyOrNone(key []byte) any {
	if len(key) == 0 {
		return []byte{}
	}
	return key
}

// giveKey gives a sealed interview a key again, for a readable version that
// came from elsewhere.
func (s *Store) giveKey(ctx context.Context, tx *sql.Tx, e *entry) error {
	if !e.keyless() {
		return nil
	}
	s.newKey(e)
	_, err := tx.ExecContext(ctx, "UPDATE interview SET key = ?, owner = ? WHERE place = ?", e.key, e.owner, e.place)
	return err
}

// journalOf reads the journal of a draft as it travels: each row with its
// number in front, one that was lost with "lost".
func (s *Store) journalOf(ctx context.Context, q querier, e *entry) (out []json.RawMessage, err error) {
	if e.edits == 0 {
		return nil, nil
	}
	rows, err := s.rowsAfter(ctx, q, e, 0)
	if err != nil {
		return nil, err
	}
	for i, row := range rows {
		if row.lost {
			out = append(out, json.RawMessage(fmt.Sprintf(`{"n":%d,"lost":true}`, i+1)))
			continue
		}
		text, err := row.encode()
		if err != nil {
			return nil, err
		}
		out = append(out, append(fmt.Appendf(nil, `{"n":%d,`, i+1), text[1:]...))
	}
	return out, nil
}

// SealedRows gives the sealed versions of interviews that a filter means and
// that belong to whoever is here, by number. Those that are damaged are left out:
// List names them.
func (s *Store) SealedRows(ctx context.Context, f Filter) iter.Seq2[SealedRow, error] {
	return func(yield func(SealedRow, error) bool) {
		all, err := s.List(ctx, f)
		if err != nil {
			yield(SealedRow{}, err)
			return
		}
		for i := len(all) - 1; i >= 0; i-- {
			if !all[i].Sealed || all[i].Damaged != nil {
				continue
			}
			rows, err := s.sealedOf(ctx, all[i])
			if err != nil {
				yield(SealedRow{}, err)
				return
			}
			for _, row := range rows {
				if !yield(row, nil) {
					return
				}
			}
		}
	}
}

func (s *Store) sealedOf(ctx context.Context, sum Summary) (rows []SealedRow, err error) {
	err = s.look(ctx, "read sealed interview", func(ctx context.Context, tx *sql.Tx) error {
		rows = nil
		e, err := s.find(ctx, tx, sum.ID)
		if err != nil {
			return err
		}
		versions, err := versionsOf(ctx, tx, e.place)
		if err != nil {
			return err
		}
		for _, v := range versions {
			if !v.sealed {
				continue
			}
			row := s.sealedRow(e)
			if row.Files, err = s.sealedNames(ctx, tx, e); err != nil {
				return err
			}
			if row.Payload, err = s.openOf(e, versionKind, v.n, v.payload); err != nil {
				return err
			}
			rows = append(rows, row)
		}
		return nil
	})
	return rows, err
}

func (s *Store) sealedRow(e *entry) SealedRow {
	a := &e.about
	row := SealedRow{ID: e.id, Case: a.Case, Interviewer: a.Interviewer, Kind: a.Kind, Number: e.number,
		Device: a.Device, Form: a.Form, Version: a.Version, Public: s.ring.secret.Public()}
	if !a.Started.IsZero() {
		row.Day = a.Started.Format(sealedDay)
	}
	return row
}
