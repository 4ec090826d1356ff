package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"strconv"
	"time"

	"anketa/survey/message"
)

// outgoingKind is that of an export that was made, by its number.
const outgoingKind kind = "outgoing"

// An Export is one handing over of finished interviews, counted by the laptop
// from 1.
type Export struct {
	Number     int
	Form       string // id of the form
	Time       time.Time
	SHA256     string           // of the file, in hex; "" while it is being written
	Interviews map[string]int64 // how many versions each had, by id
	Head       Head             // the end of the history before it
}

type exportJSON struct {
	Format     int              `json:"anketa"`
	Form       string           `json:"form"`
	Time       time.Time        `json:"time"`
	SHA256     string           `json:"sha256,omitempty"`
	Interviews map[string]int64 `json:"interviews"`
	Head       string           `json:"head"`
}

const exportFormat = 1

// BeginExport gives out the number of the next export, of all finished
// interviews of a form. It is to be followed by RecordExport or, where no file
// was made, by DropExport.
func (s *Store) BeginExport(ctx context.Context, form string) (*Export, error) {
	finished, err := s.List(ctx, Filter{Form: form, Finished: true})
	if err != nil {
		return nil, err
	}
	x := &Export{Form: form, Time: s.now(), Interviews: map[string]int64{}}
	err = s.change(ctx, "begin an export", func(ctx context.Context, tx *sql.Tx) error {
		for _, f := range finished {
			if f.Damaged != nil {
				continue // it goes out when it can be read
			}
			var n int64
			if err := tx.QueryRowContext(ctx, "SELECT versions FROM interview WHERE id = ?", f.ID).Scan(&n); err != nil {
				return err
			}
			x.Interviews[f.ID] = n
		}
		if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(number), 0) + 1 FROM outgoing").Scan(&x.Number); err != nil {
			return err
		}
		if x.Head, err = s.lastEntry(ctx, tx); err != nil {
			return err
		}
		return s.saveExport(ctx, tx, x)
	})
	return x, err
}

// RecordExport keeps what became of an export, whose file is there now.
func (s *Store) RecordExport(ctx context.Context, x *Export) error {
	err := s.change(ctx, "record the export", func(ctx context.Context, tx *sql.Tx) error {
		if err := s.saveExport(ctx, tx, x); err != nil {
			return err
		}
		return s.note(ctx, tx, Event{What: EventExport, Number: x.Number, SHA256: x.SHA256})
	})
	if err == nil {
		s.keepHeadNow()
	}
	return err
}

// DropExport takes the number of an export back of which there is no file.
func (s *Store) DropExport(ctx context.Context, x *Export) error {
	return s.change(ctx, "drop the export", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM outgoing WHERE number = ?", x.Number)
		return err
	})
}

func (s *Store) saveExport(ctx context.Context, tx *sql.Tx, x *Export) error {
	clear, err := json.Marshal(exportJSON{exportFormat, x.Form, sane(x.Time), x.SHA256, x.Interviews, x.Head.String()})
	if err != nil {
		return err
	}
	sealed, err := s.sealShared(outgoingKind, strconv.Itoa(x.Number), clear)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO outgoing (number, payload) VALUES (?, ?) ON CONFLICT (number) DO UPDATE SET payload = excluded.payload", x.Number, sealed)
	return err
}

// Exports gives those that were made, by number.
func (s *Store) Exports(ctx context.Context) (all []Export, err error) {
	err = s.look(ctx, "read exports", func(ctx context.Context, tx *sql.Tx) error {
		all = nil
		return eachRow(ctx, tx, "SELECT number, payload FROM outgoing ORDER BY number", func(rows *sql.Rows) error {
			var number int
			var sealed []byte
			if err := rows.Scan(&number, &sealed); err != nil {
				return err
			}
			x, err := s.openExport(number, sealed)
			if err == nil {
				all = append(all, x)
			}
			return err
		})
	})
	return all, err
}

func (s *Store) openExport(number int, sealed []byte) (Export, error) {
	clear, err := s.openShared(outgoingKind, strconv.Itoa(number), sealed)
	if err != nil {
		return Export{}, err
	}
	var j exportJSON
	if err := json.Unmarshal(clear, &j); err != nil || j.Format != exportFormat {
		return Export{}, message.New("%w: export %d cannot be read", ErrDamaged, number)
	}
	x := Export{Number: number, Form: j.Form, Time: j.Time, SHA256: j.SHA256, Interviews: j.Interviews}
	x.Head, _ = ParseHead(j.Head) // that of an empty history is none
	return x, nil
}

// Unexported gives the numbers of finished interviews of this laptop, or the
// corrections of such, that are in no export yet; of those that whoever is here
// can read.
func (s *Store) Unexported(ctx context.Context) (numbers []int, err error) {
	sent := map[string]int64{}
	exports, err := s.Exports(ctx)
	if err != nil {
		return nil, err
	}
	for _, x := range exports {
		if x.SHA256 == "" {
			continue
		}
		for id, n := range x.Interviews {
			sent[id] = max(sent[id], n)
		}
	}
	err = s.look(ctx, "find what was not exported", func(ctx context.Context, tx *sql.Tx) error {
		numbers = nil
		return eachRow(ctx, tx, "SELECT id, number, versions FROM interview WHERE versions > 0 AND owner = ? ORDER BY number", func(rows *sql.Rows) error {
			var id string
			var number int
			var versions int64
			if err := rows.Scan(&id, &number, &versions); err != nil {
				return err
			}
			if versions > sent[id] {
				numbers = append(numbers, number)
			}
			return nil
		}, s.ring.slot)
	})
	return numbers, err
}
