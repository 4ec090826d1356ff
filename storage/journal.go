package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"anketa/survey"
)

// journalFormat is the version of a journal row's payload:
//
//	{"anketa":1,"time":"2026-05-01T09:00:00.5+03:00",
//	 "at":{"path":"g_work/job","language":"Русский (ru)","done":3,"total":80},
//	 "edits":[{"op":0,"path":"g_work/job","state":1,"text":"…"}]}
//
// Op and state are the numbers of their constants.
const journalFormat = 1

// A journalRow is one change of a draft: when, where the interviewer was then,
// and what changed.
type journalRow struct {
	Time  time.Time
	At    Place
	Edits []survey.Edit

	lost bool // a damaged file had it, and it could not be read
}

type rowJSON struct {
	Format int        `json:"anketa"`
	Time   time.Time  `json:"time"`
	At     Place      `json:"at"`
	Edits  []editJSON `json:"edits,omitempty"`
}

type editJSON struct {
	Op    survey.Op    `json:"op"`
	Path  survey.Path  `json:"path"`
	Key   string       `json:"key,omitempty"`
	State survey.State `json:"state,omitempty"`
	Text  string       `json:"text,omitempty"`
}

func (r journalRow) encode() ([]byte, error) {
	j := rowJSON{Format: journalFormat, Time: sane(r.Time), At: r.At, Edits: make([]editJSON, len(r.Edits))}
	for i, e := range r.Edits {
		j.Edits[i] = editJSON(e)
	}
	return json.Marshal(j)
}

func decodeRow(clear []byte) (r journalRow, err error) {
	var j rowJSON
	if err := json.Unmarshal(clear, &j); err != nil || j.Format != journalFormat {
		return r, fmt.Errorf("%w: a journal row cannot be read", ErrDamaged)
	}
	r = journalRow{Time: j.Time, At: j.At, Edits: make([]survey.Edit, len(j.Edits))}
	for i, e := range j.Edits {
		r.Edits[i] = survey.Edit(e)
	}
	return r, nil
}

// saveRow adds a row to the journal of a draft, whose about has its number.
func (s *Store) saveRow(ctx context.Context, tx *sql.Tx, e *entry, r journalRow) error {
	clear, err := r.encode()
	if err != nil {
		return err
	}
	n := e.about.Edits
	payload, err := s.sealOf(e, journalKind, n, clear)
	if err != nil {
		return err
	}
	seq, err := s.chain(ctx, tx, string(journalKind), e.id, n, payload)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO journal (interview, n, seq, payload) VALUES (?, ?, ?, ?)", e.place, n, seq, payload)
	return err
}

// rowsAfter reads the journal of a draft from the row after n to its end. That
// none is missing is known from their numbers, and the last from about.
func (s *Store) rowsAfter(ctx context.Context, q querier, e *entry, n int64) ([]journalRow, error) {
	found, err := q.QueryContext(ctx, `SELECT n, payload FROM journal WHERE interview = ? AND n > ?
		UNION ALL SELECT n, NULL FROM lost WHERE interview = ? AND n > ? ORDER BY n`, e.place, n, e.place, n)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var rows []journalRow
	for found.Next() {
		var at int64
		var payload []byte
		if err := found.Scan(&at, &payload); err != nil {
			return nil, err
		}
		if at != n+1 {
			break
		}
		n++
		row, err := s.openRow(e, n, payload)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	if n != e.about.Edits {
		return nil, fmt.Errorf("%w: interview %s has lost journal row %d", ErrDamaged, e.id, n+1)
	}
	return rows, nil
}

// openRow reads a row of the journal; one without a payload was lost.
func (s *Store) openRow(e *entry, n int64, payload []byte) (journalRow, error) {
	if payload == nil {
		return journalRow{lost: true}, nil
	}
	clear, err := s.openOf(e, journalKind, n, payload)
	if err != nil {
		return journalRow{}, err
	}
	return decodeRow(clear)
}
