package storage

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"time"

	"anketa/storage/seal"
	"anketa/survey"
	"anketa/survey/message"
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

	// Version is that of the form it is gone on with; "" leaves it as it was.
	Version string `json:"version,omitempty"`
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

	Corrects bool // the draft corrects what was finished here

	Sealed bool   // only the coordinator can read it
	Case   string // its case code, of a finished one; "" where the form makes none

	Damaged error // why it cannot be read, ErrDamaged; then only ID, Number, Draft and Sealed are known
}

// A Filter says which interviews are meant; its zero value means all.
type Filter struct {
	Form     string // id of the form
	ID       string // of the interview
	Finished bool   // only interviews that have a finished version
	Others   bool   // also those of colleagues, where no form is named: that they are there

	Without map[string]bool // no Records of these, by id: those that a list found damaged
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
		condition += " AND (versions > 0 OR EXISTS (SELECT 1 FROM version v WHERE v.interview = place))"
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
		return nil, message.New("interview %s: %w", id, ErrNotFound)
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
		Started: a.Started, Finished: a.Finished, Done: a.At.Done, Total: a.At.Total, Mine: true, Draft: e.draft, Corrects: e.draft && a.Corrects > 0,
		Sealed: e.keyless(), Case: a.Case,
	}
	if e.draft {
		sum.Finished, sum.Interviewer = time.Time{}, cmp.Or(a.At.Interviewer, a.Interviewer)
	}
	return sum
}
