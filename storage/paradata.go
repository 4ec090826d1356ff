package storage

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"iter"
	"slices"

	"anketa/survey"
	"anketa/survey/message"
)

// A Change is one entry of an interview's journal: who changed what, and when.
type Change struct {
	Interview string
	Device    string // where it was made
	Number    int
	N         int64 // of the save that it was part of, from 1
	Lost      bool  // a damaged file had that save, and nothing else is known of it

	Stamp
	Who      string // the code of whoever had unlocked the store; "" where the journal is older than that
	Language string
	Edit     survey.Edit
	State    survey.State // of the answer before
	Text     string
}

// Changes gives the journals of the finished interviews that a filter means and
// that whoever is here can read, by number: first of those that the store
// itself kept, then of those that came sealed and were opened here. Those
// that are damaged are left out: List names them. An error ends the sequence.
func (s *Store) Changes(ctx context.Context, f Filter) iter.Seq2[Change, error] {
	f.Finished, f.Others = true, false
	return func(yield func(Change, error) bool) {
		for _, give := range []func(context.Context, Filter, func(Change, error) bool) (more bool, err error){s.ownChanges, s.openedChanges} {
			more, err := give(ctx, f, yield)
			if err != nil {
				yield(Change{}, message.New("read journals: %w", explain(err)))
			}
			if !more || err != nil {
				return
			}
		}
	}
}

func (s *Store) ownChanges(ctx context.Context, f Filter, yield func(Change, error) bool) (more bool, err error) {
	all, err := s.List(ctx, f)
	if err != nil {
		return false, err
	}
	slices.SortFunc(all, func(a, b Summary) int { return cmp.Or(a.Number-b.Number, cmp.Compare(a.ID, b.ID)) })
	for _, sum := range all {
		if sum.Sealed || sum.Damaged != nil {
			continue // its journal went with it; or a list names it
		}
		var rows []journalRow
		err := s.look(ctx, "read journal", func(ctx context.Context, tx *sql.Tx) error {
			e, err := s.find(ctx, tx, sum.ID)
			if err == nil {
				rows, err = s.rowsAfter(ctx, tx, e, 0)
			}
			return err
		})
		if err != nil {
			return false, err
		}
		for i, row := range rows {
			if !row.changes(Change{Interview: sum.ID, Device: s.device, Number: sum.Number, N: int64(i + 1)}, yield) {
				return false, nil
			}
		}
	}
	return true, nil
}

// changes fills in what a row says, once for each of its edits.
func (r journalRow) changes(c Change, yield func(Change, error) bool) bool {
	c.Stamp, c.Who, c.Language, c.Lost = r.Stamp, r.Who, r.At.Language, r.lost
	if r.lost {
		return yield(c, nil)
	}
	for i, e := range r.Edits {
		c.Edit, c.State, c.Text = e, survey.NotReached, ""
		if i < len(r.Was) {
			c.State, c.Text = r.Was[i].State, r.Was[i].Text
		}
		if !yield(c, nil) {
			return false
		}
	}
	return true
}

func (s *Store) openedChanges(ctx context.Context, f Filter, yield func(Change, error) bool) (more bool, err error) {
	all, err := s.List(ctx, f)
	if err != nil {
		return false, err
	}
	meant := map[string]bool{}
	for _, sum := range all {
		meant[sum.ID] = true
	}
	trails, err := s.Trails(ctx)
	if err != nil {
		return false, err
	}
	for _, t := range trails {
		if !meant[t.ID] {
			continue
		}
		var rows []json.RawMessage
		if err := json.Unmarshal(t.Journal, &rows); err != nil {
			return false, message.New("%w: the journal of interview %s cannot be read", ErrDamaged, t.ID)
		}
		for i, text := range rows {
			c := Change{Interview: t.ID, Device: t.Device, Number: t.Number, N: int64(i + 1)}
			row, err := decodeTravelled(text)
			if err != nil {
				return false, message.New("interview %s: %w", t.ID, err)
			}
			if !row.changes(c, yield) {
				return false, nil
			}
		}
	}
	return true, nil
}

// decodeTravelled reads a row as journalOf writes it.
func decodeTravelled(text []byte) (journalRow, error) {
	var lost struct {
		Lost bool `json:"lost"`
	}
	if err := json.Unmarshal(text, &lost); err == nil && lost.Lost {
		return journalRow{lost: true}, nil
	}
	return decodeRow(text)
}
