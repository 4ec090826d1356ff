package storage

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"anketa/storage/seal"
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

	Mine  bool   // whoever is here can read it; of others there are only ID, Number, Owner and Draft
	Owner string // the code of whom it belongs to, where that is a colleague
	Draft bool

	Sealed bool   // only the coordinator can read it
	Case   string // its case code, of a finished one; "" where the form makes none
}

// A Filter says which interviews are meant; its zero value means all.
type Filter struct {
	Form     string // id of the form
	ID       string // of the interview
	Finished bool   // only interviews that have a finished version
	Others   bool   // also those of colleagues, where no form is named: that they are there
}

// where gives the condition on the rows of interview, as far as it can be told
// without opening them, for whoever has a slot.
func (f Filter) where(slot int64) (condition string, args []any) {
	condition = "1"
	if !f.Others || f.Form != "" {
		condition += " AND owner = ?"
		args = append(args, slot)
	}
	if f.ID != "" {
		condition += " AND id = ?"
		args = append(args, f.ID)
	}
	if f.Finished {
		condition += " AND versions > 0"
	}
	return condition, args
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
	edits    int64
	owner    int64
	key      []byte
	about    about
	open     *seal.Key // key, once it was opened
}

const entryColumns = "place, id, number, draft, versions, saves, edits, owner, key, about"

// scan reads a row of entryColumns; its about is still sealed.
func (e *entry) scan(row interface{ Scan(...any) error }) (sealed []byte, err error) {
	err = row.Scan(&e.place, &e.id, &e.number, &e.draft, &e.versions, &e.saves, &e.edits, &e.owner, &e.key, &sealed)
	return sealed, err
}

// openAbout opens what a list shows. What stands in clear beside it must be
// what it was when that was sealed.
func (s *Store) openAbout(e *entry, sealed []byte) error {
	clear, err := s.openOf(e, aboutKind, e.saves, sealed)
	if err != nil {
		return err
	}
	if err := e.about.decode(clear); err != nil {
		return unread("interview "+e.id, aboutKind, e.saves, err)
	}
	if e.about.Edits != e.edits || e.about.Number != e.number {
		return unread("interview "+e.id, aboutKind, e.saves, ErrForged)
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

// save writes the row of an interview; one that is new gets its place and its
// key.
func (s *Store) save(ctx context.Context, tx *sql.Tx, e *entry) error {
	if e.place == 0 && len(e.key) == 0 {
		s.newKey(e)
	}
	if s.live != nil && s.live.id == e.id && s.live.entry != e {
		s.live = nil // its row is another one from now on
	}
	e.saves++
	e.edits, e.about.Number = e.about.Edits, e.number
	sealed, err := s.sealOf(e, aboutKind, e.saves, e.about.encode())
	if err != nil {
		return err
	}
	if e.place > 0 {
		_, err = s.exec(ctx, tx, updateInterview,
			e.draft, e.versions, e.saves, e.edits, sealed, e.place)
		return err
	}
	done, err := tx.ExecContext(ctx, "INSERT INTO interview (id, number, draft, versions, saves, edits, owner, key, about) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		e.id, e.number, e.draft, e.versions, e.saves, e.edits, e.owner, e.key, sealed)
	if err == nil {
		e.place, err = done.LastInsertId()
	}
	return err
}

func (e *entry) summary() Summary {
	a := &e.about
	sum := Summary{
		ID: e.id, Number: e.number, Form: a.Form, Version: a.Version, Kind: a.Kind, Interviewer: a.Interviewer,
		Started: a.Started, Finished: a.Finished, Done: a.At.Done, Total: a.At.Total, Mine: true, Draft: e.draft,
		Sealed: e.keyless(), Case: a.Case,
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
	codes := map[int64]string{}
	if f.Others {
		all, err := s.Users(ctx)
		if err != nil {
			return nil, err
		}
		for _, u := range all {
			codes[u.slot] = u.Code
		}
	}
	for after, more := int64(0), true; more; {
		chunk, err := s.listAfter(ctx, f, after)
		if err != nil {
			return nil, fmt.Errorf("list interviews: %w", explain(err))
		}
		for _, e := range chunk {
			switch {
			case e.open == nil:
				out = append(out, Summary{ID: e.id, Number: e.number, Draft: e.draft, Owner: codes[e.owner]})
			case f.Form == "" || e.about.Form == f.Form:
				out = append(out, e.summary())
			}
			after = e.place
		}
		more = len(chunk) == listChunk
	}
	slices.SortFunc(out, func(a, b Summary) int {
		return cmp.Or(b.Started.Compare(a.Started), b.Number-a.Number, strings.Compare(a.ID, b.ID))
	})
	return out, nil
}

// listAfter reads the next interviews and opens what is there for whoever is
// here; of a colleague's, open stays nil.
func (s *Store) listAfter(ctx context.Context, f Filter, after int64) ([]*entry, error) {
	done, err := s.reading(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	where, args := f.where(s.ring.slot)
	entries, sealed, err := s.entriesAfter(ctx, where, args, after)
	if err != nil {
		return nil, err
	}
	return entries, inParallel(len(entries), func(i int) error {
		if entries[i].owner != s.ring.slot {
			return nil
		}
		return s.openAbout(entries[i], sealed[i])
	})
}

// entriesAfter reads the next rows as they are. The connection is free again
// when it returns.
func (s *Store) entriesAfter(ctx context.Context, where string, args []any, after int64) (entries []*entry, sealed [][]byte, err error) {
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
