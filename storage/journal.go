package storage

import (
	"context"
	"database/sql"
	"encoding/json"

	"anketa/survey"
	"anketa/survey/message"
)

// journalFormat is the version of a journal row's payload:
//
//	{"anketa":2,"time":"2026-05-01T09:00:00.5+03:00","elapsed":81250,"session":"9f86d081","who":"K1",
//	 "at":{"path":"g_work/job","language":"Русский (ru)","done":3,"total":80},
//	 "edits":[{"op":0,"path":"g_work/job","state":1,"text":"…","was":{"state":4}}]}
//
// Op and state are the numbers of their constants; was is what stood there
// before. Format 1 had neither that, nor more than the time by the clock.
const journalFormat = 2

// A journalRow is one change of a draft: when, by whom, where the interviewer
// was then, and what changed.
type journalRow struct {
	Stamp
	Who   string // the code of whoever had unlocked the store
	At    Place
	Edits []survey.Edit
	Was   []before // of each edit; none in format 1

	lost bool // a damaged file had it, and it could not be read
}

// before is an answer as it was; the zero value is none.
type before struct {
	State survey.State `json:"state,omitempty"`
	Text  string       `json:"text,omitempty"`
}

type rowJSON struct {
	Format int `json:"anketa"`
	Stamp
	Who   string     `json:"who,omitempty"`
	At    Place      `json:"at"`
	Edits []editJSON `json:"edits,omitempty"`
}

type editJSON struct {
	Op    survey.Op    `json:"op"`
	Path  survey.Path  `json:"path"`
	Key   string       `json:"key,omitempty"`
	State survey.State `json:"state,omitempty"`
	Text  string       `json:"text,omitempty"`
	Was   before       `json:"was,omitzero"`
}

// applyTo gives a draft the edits, and keeps what was there before.
func (r *journalRow) applyTo(draft *survey.Record) error {
	r.Was = make([]before, len(r.Edits))
	for i, e := range r.Edits {
		if a := draft.Find(e.Path); a != nil {
			r.Was[i] = before{a.State, a.Text}
		}
		if err := draft.Apply(e); err != nil {
			return err
		}
	}
	return nil
}

func (r journalRow) encode() ([]byte, error) {
	j := rowJSON{Format: journalFormat, Stamp: r.Stamp, Who: r.Who, At: r.At, Edits: make([]editJSON, len(r.Edits))}
	for i, e := range r.Edits {
		j.Edits[i] = editJSON{Op: e.Op, Path: e.Path, Key: e.Key, State: e.State, Text: e.Text}
		if i < len(r.Was) {
			j.Edits[i].Was = r.Was[i]
		}
	}
	return json.Marshal(j)
}

func decodeRow(clear []byte) (r journalRow, err error) {
	var j rowJSON
	if err := json.Unmarshal(clear, &j); err != nil || j.Format < 1 || j.Format > journalFormat {
		return r, message.New("%w: a journal row cannot be read", ErrDamaged)
	}
	r = journalRow{Stamp: j.Stamp, Who: j.Who, At: j.At, Edits: make([]survey.Edit, len(j.Edits)), Was: make([]before, len(j.Edits))}
	for i, e := range j.Edits {
		r.Edits[i] = survey.Edit{Op: e.Op, Path: e.Path, Key: e.Key, State: e.State, Text: e.Text}
		r.Was[i] = e.Was
	}
	return r, nil
}

// saveRow adds a row to the journal of a draft, whose about has its number.
func (s *Store) saveRow(ctx context.Context, tx *sql.Tx, e *entry, r journalRow) error {
	latest := s.clock.latest
	r.Stamp, r.Who = s.clock.tick(s.now()), s.ring.code
	if r.Back {
		if err := s.noteClock(ctx, tx, latest); err != nil {
			return err
		}
	}
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
	_, err = s.exec(ctx, tx, insertRow, e.place, n, seq, payload)
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
		return nil, message.New("%w: interview %s has lost journal row %d", ErrDamaged, e.id, n+1)
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
