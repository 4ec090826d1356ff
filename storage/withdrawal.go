package storage

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// tombstoneKind is that of what is kept of a withdrawn interview, by its tag.
const tombstoneKind kind = "tombstone"

// ErrWithdrawn is that of an interview which was withdrawn, and must not come
// back.
var ErrWithdrawn = message.New("the interview was withdrawn")

// Why an interview is withdrawn. A word, so that nothing about anybody is in it.
const (
	OnRequest  = "request"   // whoever was asked wants it
	ByMistake  = "mistake"   // it should not have been made
	AfterTime  = "retention" // the time for which it may be kept is over
	ByWorkbook = "workbook"  // a workbook says so
)

// A Withdrawal is what is kept of an interview that was withdrawn: no answer.
type Withdrawal struct {
	ID     string      `json:"id"`
	Case   string      `json:"case,omitempty"` // its case code; "" where it had none
	Day    string      `json:"day"`            // on which it was withdrawn: 2026-05-01
	By     string      `json:"by"`             // code of whoever did
	Why    string      `json:"why"`
	Form   string      `json:"form,omitempty"`
	Device string      `json:"device,omitempty"` // the laptop that it was made on, and its number there
	Number int         `json:"number,omitempty"`
	Kind   survey.Kind `json:"kind,omitempty"`
}

type tombstoneJSON struct {
	Format int `json:"anketa"`
	Withdrawal
}

const tombstoneFormat = 1

// An UnfinishedError is that of interviews which were withdrawn and of which
// something is left in a file that could not be written.
type UnfinishedError struct{ Err error }

func (e *UnfinishedError) Error() string {
	return "the interviews are withdrawn, but not everything of them could be erased: " + e.Err.Error()
}

func (e *UnfinishedError) Unwrap() error { return e.Err }

// Withdraw destroys interviews for good: answers, history, key and what lists
// show, here and in every backup within reach. What stays is that they were
// withdrawn, so that they never come back. The error is ErrNotFound or ErrNoKey
// of one of them, and then none was touched, or an *UnfinishedError.
func (s *Store) Withdraw(ctx context.Context, why string, ids ...string) (all []Withdrawal, err error) {
	err = s.change(ctx, "withdraw interviews", func(ctx context.Context, tx *sql.Tx) error {
		all = nil
		for _, id := range ids {
			e, err := s.find(ctx, tx, id)
			if err != nil && (e == nil || !errors.Is(err, ErrDamaged)) {
				return err
			}
			w, err := s.withdrawalOf(ctx, tx, e, why)
			if err != nil {
				return err
			}
			if err := s.bury(ctx, tx, e, w); err != nil {
				return err
			}
			all = append(all, w)
		}
		_, err := s.eraseArrivals(ctx, tx, ids...)
		return err
	})
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return all, s.purge(ctx)
}

// TakeWithdrawals honours what was withdrawn elsewhere: what is here of it is
// destroyed, whoever it belongs to, and it never comes back. What is known is
// passed over. The error may be an *UnfinishedError.
func (s *Store) TakeWithdrawals(ctx context.Context, all []Withdrawal) (erased int, err error) {
	err = s.change(ctx, "take withdrawals over", func(ctx context.Context, tx *sql.Tx) error {
		ids := []string(nil)
		erased = 0
		for _, w := range all {
			if known, err := s.isWithdrawn(ctx, tx, w.ID); err != nil || known {
				if err != nil {
					return err
				}
				continue
			}
			w.Why = cmp.Or(w.Why, ByWorkbook)
			if err := s.saveTombstone(ctx, tx, w); err != nil {
				return err
			}
			gone, err := s.eraseIfHere(ctx, tx, w.ID, w.Why)
			if err != nil {
				return err
			}
			erased += gone
			ids = append(ids, w.ID)
		}
		arrived, err := s.eraseArrivals(ctx, tx, ids...)
		erased = max(erased, arrived)
		return err
	})
	if err == nil && erased > 0 {
		err = s.purge(ctx)
	}
	return erased, err
}

// honourWithdrawals destroys again what a restored backup brought back.
func (s *Store) honourWithdrawals(ctx context.Context) error {
	withdrawn, err := s.Withdrawals(ctx)
	if err != nil {
		return err
	}
	var back []string
	err = s.look(ctx, "look for withdrawn interviews", func(ctx context.Context, tx *sql.Tx) error {
		back = nil
		return eachRow(ctx, tx, "SELECT id FROM interview WHERE EXISTS (SELECT 1 FROM tombstone)", func(rows *sql.Rows) error {
			var id string
			err := rows.Scan(&id)
			if err == nil && withdrawn(id) {
				back = append(back, id)
			}
			return err
		})
	})
	if err != nil || len(back) == 0 {
		return err
	}
	err = s.change(ctx, "destroy withdrawn interviews", func(ctx context.Context, tx *sql.Tx) error {
		for _, id := range back {
			if _, err := s.eraseIfHere(ctx, tx, id, "withdrawn before"); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = s.compact(ctx)
	}
	return err
}

// withdrawalOf says what will be kept of an interview.
func (s *Store) withdrawalOf(ctx context.Context, q querier, e *entry, why string) (Withdrawal, error) {
	w := Withdrawal{ID: e.id, Case: e.about.Case, Day: s.now().Format(sealedDay), By: s.ring.code, Why: why, Form: e.about.Form,
		Device: cmp.Or(e.about.Device, s.device), Number: e.number, Kind: e.about.Kind}
	switch {
	case e.keyless():
	case e.draft:
		l, err := s.replay(ctx, q, e)
		if err == nil {
			w.Case = caseOf(l.record)
		}
		if err != nil && !errors.Is(err, ErrDamaged) {
			return w, err
		}
	default:
		rows, err := q.QueryContext(ctx, headsOf("SELECT "+headColumns+" FROM interview WHERE place = ?"), e.place)
		if err != nil {
			return w, err
		}
		heads, err := readHeads(rows)
		if err != nil {
			return w, err
		}
		if r, err := s.greatest(ctx, q, heads); err == nil && r != nil {
			w.Device, w.Case = r.Device, caseOf(r)
		}
	}
	return w, nil
}

func (s *Store) bury(ctx context.Context, tx *sql.Tx, e *entry, w Withdrawal) error {
	if err := s.saveTombstone(ctx, tx, w); err != nil {
		return err
	}
	return s.erase(ctx, tx, e, w.Why)
}

func (s *Store) saveTombstone(ctx context.Context, tx *sql.Tx, w Withdrawal) error {
	clear, err := json.Marshal(tombstoneJSON{tombstoneFormat, w})
	if err != nil {
		return err
	}
	tag := s.ring.secret.Shared.Tag([]byte(w.ID))
	sealed, err := s.sealShared(tombstoneKind, hex.EncodeToString(tag), clear)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT OR IGNORE INTO tombstone (tag, payload) VALUES (?, ?)", tag, sealed)
	return err
}

// eraseIfHere destroys an interview without opening it; 0 where it is not here.
func (s *Store) eraseIfHere(ctx context.Context, tx *sql.Tx, id, why string) (erased int, err error) {
	e := &entry{}
	_, err = e.scan(tx.QueryRowContext(ctx, "SELECT "+entryColumns+" FROM interview WHERE id = ?", id))
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err == nil {
		err = s.erase(ctx, tx, e, why)
	}
	return 1, err
}

// erase destroys all rows of an interview. That it was there stays in the
// history.
func (s *Store) erase(ctx context.Context, tx *sql.Tx, e *entry, why string) error {
	s.live = nil
	if err := s.noteErasing(ctx, tx, e, "withdrawn: "+why, "journal", "version", "attachment"); err != nil {
		return err
	}
	for _, table := range interviewTables {
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+table+" WHERE interview = ?", e.place); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, "DELETE FROM interview WHERE place = ?", e.place)
	return err
}

func (s *Store) isWithdrawn(ctx context.Context, q querier, id string) (withdrawn bool, err error) {
	err = q.QueryRowContext(ctx, "SELECT count(*) > 0 FROM tombstone WHERE tag = ?", s.ring.secret.Shared.Tag([]byte(id))).Scan(&withdrawn)
	return withdrawn, err
}

// Withdrawn gives what was withdrawn, here or elsewhere, by day and then case
// code.
func (s *Store) Withdrawn(ctx context.Context) (all []Withdrawal, err error) {
	err = s.look(ctx, "read withdrawals", func(ctx context.Context, tx *sql.Tx) error {
		all = nil
		return eachPair(ctx, tx, "SELECT tag, payload FROM tombstone ORDER BY tag", func(tag, sealed []byte) error {
			var w tombstoneJSON
			clear, err := s.openShared(tombstoneKind, hex.EncodeToString(tag), sealed)
			if err != nil {
				return err
			}
			if err := json.Unmarshal(clear, &w); err != nil || w.Format != tombstoneFormat {
				return message.New("%w: a withdrawal cannot be read", ErrDamaged)
			}
			all = append(all, w.Withdrawal)
			return nil
		})
	})
	slices.SortFunc(all, func(a, b Withdrawal) int {
		return cmp.Or(strings.Compare(a.Day, b.Day), strings.Compare(a.Case, b.Case), strings.Compare(a.ID, b.ID))
	})
	return all, err
}

// FindCase gives the interviews of whoever is here that have a case code, by
// number, drafts among them.
func (s *Store) FindCase(ctx context.Context, code string) (found []Summary, err error) {
	code = strings.TrimSpace(code)
	all, err := s.List(ctx, Filter{})
	for _, sum := range all {
		if sum.Draft {
			r, _, err := s.Draft(ctx, sum.ID)
			if err != nil && !errors.Is(err, ErrDamaged) {
				return nil, err
			}
			if err == nil {
				sum.Case = caseOf(r)
			}
		}
		if code != "" && strings.EqualFold(sum.Case, code) || sum.ID == code {
			found = append(found, sum)
		}
	}
	slices.SortFunc(found, func(a, b Summary) int { return a.Number - b.Number })
	return found, err
}
