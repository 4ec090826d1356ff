package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"anketa/survey"
	"anketa/survey/message"
)

// plainVersion is that of a file which was kept in clear.
const plainVersion = 1

// A plainInterview is all of one interview in a file of version 1. Its records
// and its about are in clear.
type plainInterview struct {
	entry
	upto     int64
	snapshot []byte
	journal  map[int64][]byte // by number
	versions []storedVersion
}

// plainAbout is the about of version 1.
type plainAbout struct {
	Form        string      `json:"form"`
	Version     string      `json:"version"`
	Kind        survey.Kind `json:"kind"`
	Interviewer string      `json:"interviewer"`
	Started     time.Time   `json:"started"`
	Finished    time.Time   `json:"finished"`
	At          Place       `json:"at"`
	Edits       int64       `json:"edits"`
}

// eachPlain reads the interviews of a file of version 1, one after another.
func eachPlain(ctx context.Context, q querier, f func(p *plainInterview) error) error {
	var places []int64
	err := eachRow(ctx, q, "SELECT place FROM interview ORDER BY place", func(rows *sql.Rows) error {
		var place int64
		err := rows.Scan(&place)
		places = append(places, place)
		return err
	})
	if err != nil {
		return err
	}
	for _, place := range places {
		p, err := readPlain(ctx, q, place)
		if err == nil {
			err = f(p)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func eachRow(ctx context.Context, q querier, query string, f func(rows *sql.Rows) error, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func readPlain(ctx context.Context, q querier, place int64) (*plainInterview, error) {
	p := &plainInterview{journal: map[int64][]byte{}}
	var text []byte
	row := q.QueryRowContext(ctx, "SELECT place, id, number, draft, versions, saves, about FROM interview WHERE place = ?", place)
	if err := row.Scan(&p.place, &p.id, &p.number, &p.draft, &p.entry.versions, &p.saves, &text); err != nil {
		return nil, err
	}
	var a plainAbout
	if json.Unmarshal(text, &a) != nil {
		return nil, message.New("%w: interview %s: its row cannot be read", ErrDamaged, p.id)
	}
	p.about = about{Form: a.Form, Version: a.Version, Kind: a.Kind, Interviewer: a.Interviewer, Started: a.Started, Finished: a.Finished, At: a.At, Edits: a.Edits, Number: p.number}
	err := q.QueryRowContext(ctx, "SELECT upto, payload FROM snapshot WHERE interview = ?", place).Scan(&p.upto, &p.snapshot)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	err = eachRow(ctx, q, "SELECT n, payload FROM journal WHERE interview = ? ORDER BY n", func(rows *sql.Rows) error {
		var n int64
		var payload []byte
		err := rows.Scan(&n, &payload)
		p.journal[n] = payload
		return err
	}, place)
	if err != nil {
		return nil, err
	}
	return p, eachRow(ctx, q, "SELECT n, tag, payload FROM version WHERE interview = ? ORDER BY n", func(rows *sql.Rows) error {
		var v storedVersion
		err := rows.Scan(&v.n, &v.tag, &v.payload)
		p.versions = append(p.versions, v)
		return err
	}, place)
}

// check is ErrDamaged where something would not be read while it is used.
func (p *plainInterview) check() error {
	damaged := func(what *message.Text) error { return message.New("%w: interview %s: %s", ErrDamaged, p.id, what) }
	if p.draft {
		r, err := survey.Decode(p.snapshot)
		if err != nil {
			return damaged(message.New("its snapshot cannot be read"))
		}
		for n := p.upto + 1; n <= p.about.Edits; n++ {
			row, err := decodeRow(p.journal[n])
			if err != nil || r.Apply(row.Edits...) != nil {
				return damaged(message.New("journal row %d cannot be read", n))
			}
		}
	}
	if int64(len(p.versions)) != p.entry.versions {
		return damaged(message.New("it has lost a version"))
	}
	for _, v := range p.versions {
		r, err := survey.Decode(v.payload)
		if err != nil {
			return damaged(message.New("a version cannot be read"))
		}
		if h := r.Hash(); string(h[:]) != string(v.tag) {
			return damaged(message.New("a version is not what it was"))
		}
	}
	return nil
}

// plainContent reads all of a file of version 1.
func plainContent(ctx context.Context, q querier) (found Content, err error) {
	err = eachPlain(ctx, q, func(p *plainInterview) error {
		if p.draft {
			found.Drafts++
		}
		if p.entry.versions > 0 {
			found.Finished++
		}
		for _, t := range []time.Time{p.about.Started, p.about.Finished} {
			if t.After(found.Newest) {
				found.Newest = t
			}
		}
		return p.check()
	})
	if err != nil {
		return found, err
	}
	return found, eachPair(ctx, q, "SELECT tag, about FROM form", func(_, about []byte) error {
		if !json.Valid(about) {
			return message.New("%w: a form's name cannot be read", ErrDamaged)
		}
		return nil
	})
}
