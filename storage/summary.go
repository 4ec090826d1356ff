package storage

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"anketa/survey"
)

// Place is where an interviewer was.
type Place struct {
	Path     survey.Path `json:"path,omitempty"`
	Language string      `json:"language,omitempty"`
	Done     int         `json:"done,omitempty"`  // questions answered
	Total    int         `json:"total,omitempty"` // of those asked then

	// Interviewer is the code of whoever holds it, where that is not known
	// from the beginning; "" leaves what the draft began with.
	Interviewer string `json:"interviewer,omitempty"`
}

// A Summary is what lists show of an interview.
type Summary struct {
	ID          string
	Number      int
	Form        string
	Version     string // of the form
	Kind        survey.Kind
	Interviewer string
	Started     time.Time
	Finished    time.Time // zero while there is a draft
	Done, Total int       // of the draft, when it was last saved; 0 where there was none here
}

// A Filter says which interviews are meant; its zero value means all.
type Filter struct {
	Form     string // id of the form
	ID       string // of the interview
	Finished bool   // only interviews that have a finished version
}

// where gives the condition on the rows of interview, as far as it can be told
// without opening them.
func (f Filter) where() (condition string, args []any) {
	condition = "1"
	if f.ID != "" {
		condition += " AND id = ?"
		args = append(args, f.ID)
	}
	if f.Finished {
		condition += " AND versions > 0"
	}
	return condition, args
}

// about is the payload of an interview's row.
type about struct {
	Form        string      `json:"form"`
	Version     string      `json:"version"`
	Kind        survey.Kind `json:"kind"`
	Interviewer string      `json:"interviewer"`
	Started     time.Time   `json:"started"`
	Finished    time.Time   `json:"finished"`
	At          Place       `json:"at"`
	Edits       int64       `json:"edits"` // number of the last journal row
}

// describe takes over what a list shows of a record.
func (a *about) describe(r *survey.Record) {
	a.Form, a.Version, a.Kind, a.Interviewer = r.Form, r.Version, r.Kind, r.Interviewer
	a.Started, a.Finished = sane(r.Started), sane(r.Finished)
}

// sane gives a time that JSON can hold: none where the laptop's clock is in a
// year that it has no digits for. An answer is saved all the same.
func sane(t time.Time) time.Time {
	if t.Year() < 1 || t.Year() > 9999 {
		return time.Time{}
	}
	return t.Round(0)
}

// An entry is the row of one interview.
type entry struct {
	place    int64
	id       string
	number   int
	draft    bool
	versions int64
	saves    int64
	about    about
}

const entryColumns = "place, id, number, draft, versions, saves, about"

// scan reads a row of entryColumns; its about is still sealed.
func (e *entry) scan(row interface{ Scan(...any) error }) (sealed []byte, err error) {
	err = row.Scan(&e.place, &e.id, &e.number, &e.draft, &e.versions, &e.saves, &sealed)
	return sealed, err
}

func (s *Store) openAbout(e *entry, sealed []byte) error {
	clear, err := s.sealer.open(label{e.id, aboutKind, e.saves}, sealed)
	if err != nil {
		return fmt.Errorf("interview %s: %w", e.id, err)
	}
	if err := json.Unmarshal(clear, &e.about); err != nil {
		return fmt.Errorf("interview %s: %w", e.id, ErrDamaged)
	}
	return nil
}

// find reads the row of an interview; ErrNotFound where there is none.
func (s *Store) find(ctx context.Context, q querier, id string) (*entry, error) {
	e := &entry{}
	sealed, err := e.scan(q.QueryRowContext(ctx, "SELECT "+entryColumns+" FROM interview WHERE id = ?", id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("interview %s: %w", id, ErrNotFound)
	}
	if err != nil {
		return nil, err
	}
	return e, s.openAbout(e, sealed)
}

// save writes the row of an interview; one that is new gets its place.
func (s *Store) save(ctx context.Context, tx *sql.Tx, e *entry) error {
	e.saves++
	clear, err := json.Marshal(e.about)
	if err != nil {
		return err
	}
	sealed, err := s.sealer.seal(label{e.id, aboutKind, e.saves}, clear)
	if err != nil {
		return err
	}
	if e.place > 0 {
		_, err = tx.ExecContext(ctx, "UPDATE interview SET draft = ?, versions = ?, saves = ?, about = ? WHERE place = ?",
			e.draft, e.versions, e.saves, sealed, e.place)
		return err
	}
	done, err := tx.ExecContext(ctx, "INSERT INTO interview (id, number, draft, versions, saves, about) VALUES (?, ?, ?, ?, ?, ?)",
		e.id, e.number, e.draft, e.versions, e.saves, sealed)
	if err == nil {
		e.place, err = done.LastInsertId()
	}
	return err
}

func (e *entry) summary() Summary {
	a := &e.about
	sum := Summary{
		ID: e.id, Number: e.number, Form: a.Form, Version: a.Version, Kind: a.Kind, Interviewer: a.Interviewer,
		Started: a.Started, Finished: a.Finished, Done: a.At.Done, Total: a.At.Total,
	}
	if e.draft {
		sum.Finished, sum.Interviewer = time.Time{}, cmp.Or(a.At.Interviewer, a.Interviewer)
	}
	return sum
}

// listChunk is how many rows are read before a save may come between.
const listChunk = 1000

// List gives the interviews that a filter means, those begun last first.
func (s *Store) List(ctx context.Context, f Filter) ([]Summary, error) {
	var out []Summary
	for after, more := int64(0), true; more; {
		entries, sealed, err := s.listAfter(ctx, f, after)
		if err != nil {
			return nil, fmt.Errorf("list interviews: %w", explain(err))
		}
		for i, e := range entries {
			if err := s.openAbout(e, sealed[i]); err != nil {
				return nil, fmt.Errorf("list interviews: %w", err)
			}
			if f.Form == "" || e.about.Form == f.Form {
				out = append(out, e.summary())
			}
			after = e.place
		}
		more = len(entries) == listChunk
	}
	slices.SortFunc(out, func(a, b Summary) int {
		return cmp.Or(b.Started.Compare(a.Started), b.Number-a.Number, strings.Compare(a.ID, b.ID))
	})
	return out, nil
}

func (s *Store) listAfter(ctx context.Context, f Filter, after int64) (entries []*entry, sealed [][]byte, err error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	where, args := f.where()
	rows, err := s.db.QueryContext(context.WithoutCancel(ctx),
		"SELECT "+entryColumns+" FROM interview WHERE "+where+" AND place > ? ORDER BY place LIMIT ?", append(args, after, listChunk)...)
	if err != nil {
		return nil, nil, err
	}
	defer rows.Close()
	for rows.Next() {
		e := &entry{}
		b, err := e.scan(rows)
		if err != nil {
			return nil, nil, err
		}
		entries, sealed = append(entries, e), append(sealed, b)
	}
	return entries, sealed, rows.Err()
}
