package storage

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"reflect"

	"anketa/survey"
	"anketa/survey/message"
)

// reseal fills a new store, which is unlocked, with all that a file of version
// 1 has in clear.
func reseal(ctx context.Context, from querier, to *Store) error {
	var device string
	var number int64
	if err := from.QueryRowContext(ctx, "SELECT device, number FROM laptop").Scan(&device, &number); err != nil {
		return err
	}
	to.device = device
	return to.change(ctx, "seal", func(ctx context.Context, tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "UPDATE laptop SET device = ?, number = ?", device, number); err != nil {
			return err
		}
		if err := resealNames(ctx, from, to, tx); err != nil {
			return err
		}
		return eachPlain(ctx, from, func(p *plainInterview) error { return p.reseal(ctx, to, tx) })
	})
}

func resealNames(ctx context.Context, from querier, to *Store, tx *sql.Tx) error {
	err := eachPair(ctx, from, "SELECT name, value FROM setting ORDER BY name", func(name, value []byte) error {
		sealed, err := to.sealShared(settingKind, string(name), value)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "INSERT INTO setting (name, value) VALUES (?, ?)", string(name), sealed)
		return err
	})
	if err != nil {
		return err
	}
	return eachPair(ctx, from, "SELECT about, workbook FROM form ORDER BY place", func(about, workbook []byte) error {
		var info FormInfo
		if err := json.Unmarshal(about, &info); err != nil {
			return message.New("%w: a form's name cannot be read", ErrDamaged)
		}
		return to.writeForm(ctx, tx, info, workbook)
	})
}

func (p *plainInterview) reseal(ctx context.Context, to *Store, tx *sql.Tx) error {
	e := &entry{id: p.id, number: p.number, draft: p.draft, about: p.about}
	if err := to.save(ctx, tx, e); err != nil {
		return err
	}
	for n := int64(1); n <= p.about.Edits; n++ {
		if err := p.resealRow(ctx, to, tx, e, n); err != nil {
			return err
		}
	}
	if p.draft {
		sealed, err := to.sealOf(e, snapshotKind, p.upto, p.snapshot)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO snapshot (interview, upto, payload) VALUES (?, ?, ?)", e.place, p.upto, sealed); err != nil {
			return err
		}
	}
	for _, v := range p.versions {
		if err := resealVersion(ctx, to, tx, e, v); err != nil {
			return err
		}
	}
	return to.save(ctx, tx, e)
}

// resealRow seals a row of the journal. One that an earlier damage took was
// never written down as lost.
func (p *plainInterview) resealRow(ctx context.Context, to *Store, tx *sql.Tx, e *entry, n int64) error {
	clear, known := p.journal[n]
	if !known {
		_, err := tx.ExecContext(ctx, "INSERT INTO lost (interview, n) VALUES (?, ?)", e.place, n)
		return err
	}
	sealed, err := to.sealOf(e, journalKind, n, clear)
	if err != nil {
		return err
	}
	seq, err := to.chain(ctx, tx, string(journalKind), e.id, n, sealed)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO journal (interview, n, seq, payload) VALUES (?, ?, ?, ?)", e.place, n, seq, sealed)
	return err
}

func resealVersion(ctx context.Context, to *Store, tx *sql.Tx, e *entry, v storedVersion) error {
	r, err := survey.Decode(v.payload)
	if err != nil {
		return message.New("%w: interview %s: a version cannot be read", ErrDamaged, e.id)
	}
	n, err := to.insertVersion(ctx, tx, e, to.versionTag(r.Hash()), v.payload)
	if err != nil {
		return err
	}
	for _, parent := range r.Parents {
		if _, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO replaced (interview, tag, n) VALUES (?, ?, ?)", e.place, to.versionTag(parent), n); err != nil {
			return err
		}
	}
	return nil
}

// errDiffers is that of a new file which is not what the old one was.
var errDiffers = message.New("what was read back differs")

// compareResealed reads everything back and holds it against the old file.
func compareResealed(ctx context.Context, from querier, to *Store) error {
	for _, query := range []string{"SELECT device || number, '' FROM laptop", "SELECT count(*), '' FROM form", "SELECT count(*), '' FROM setting", "SELECT count(*), '' FROM interview"} {
		var was, is string
		if err := eachPair(ctx, from, query, func(a, _ []byte) error { was = string(a); return nil }); err != nil {
			return err
		}
		if err := eachPair(ctx, to.db, query, func(a, _ []byte) error { is = string(a); return nil }); err != nil {
			return err
		}
		if was != is {
			return errDiffers
		}
	}
	return to.look(ctx, "read back", func(ctx context.Context, tx *sql.Tx) error {
		if err := compareNames(ctx, from, to, tx); err != nil {
			return err
		}
		return eachPlain(ctx, from, func(p *plainInterview) error { return p.compare(ctx, to, tx) })
	})
}

func compareNames(ctx context.Context, from querier, to *Store, tx *sql.Tx) error {
	err := eachPair(ctx, from, "SELECT name, value FROM setting", func(name, value []byte) error {
		var sealed []byte
		if err := tx.QueryRowContext(ctx, "SELECT value FROM setting WHERE name = ?", string(name)).Scan(&sealed); err != nil {
			return err
		}
		return sameClear(value)(to.openShared(settingKind, string(name), sealed))
	})
	if err != nil {
		return err
	}
	return eachPair(ctx, from, "SELECT about, workbook FROM form", func(about, workbook []byte) error {
		var info FormInfo
		if err := json.Unmarshal(about, &info); err != nil {
			return err
		}
		if err := sameClear(workbook)(to.form(ctx, tx, info.ID, info.Version)); err != nil {
			return err
		}
		kept, err := to.formInfo(ctx, tx, to.formTag(info.ID, info.Version))
		if err == nil && (kept.Title != info.Title || !kept.Saved.Equal(info.Saved)) {
			err = errDiffers
		}
		return err
	})
}

// sameClear gives what holds an opened payload against what it was.
func sameClear(want []byte) func(got []byte, err error) error {
	return func(got []byte, err error) error {
		if err == nil && !bytes.Equal(got, want) {
			err = errDiffers
		}
		return err
	}
}

func (p *plainInterview) compare(ctx context.Context, to *Store, tx *sql.Tx) error {
	e, err := to.find(ctx, tx, p.id)
	if err != nil {
		return err
	}
	if e.draft != p.draft || e.versions != p.entry.versions || !sameAbout(e.about, p.about) {
		return errDiffers
	}
	return errors.Join(p.compareRows(ctx, to, tx, e), p.compareSnapshot(ctx, to, tx, e), p.compareVersions(ctx, to, tx, e))
}

func sameAbout(a, b about) bool {
	same := a.Started.Equal(b.Started) && a.Finished.Equal(b.Finished)
	a.Started, a.Finished = b.Started, b.Finished
	return same && reflect.DeepEqual(a, b)
}

func (p *plainInterview) compareRows(ctx context.Context, to *Store, tx *sql.Tx, e *entry) error {
	found := 0
	err := eachRow(ctx, tx, "SELECT n, payload FROM journal WHERE interview = ?", func(rows *sql.Rows) error {
		var n int64
		var sealed []byte
		if err := rows.Scan(&n, &sealed); err != nil {
			return err
		}
		found++
		return sameClear(p.journal[n])(to.openOf(e, journalKind, n, sealed))
	}, e.place)
	if err == nil && found != len(p.journal) {
		err = errDiffers
	}
	return err
}

func (p *plainInterview) compareSnapshot(ctx context.Context, to *Store, tx *sql.Tx, e *entry) error {
	if !p.draft {
		return nil
	}
	var sealed []byte
	if err := tx.QueryRowContext(ctx, "SELECT payload FROM snapshot WHERE interview = ? AND upto = ?", e.place, p.upto).Scan(&sealed); err != nil {
		return err
	}
	return sameClear(p.snapshot)(to.openOf(e, snapshotKind, p.upto, sealed))
}

func (p *plainInterview) compareVersions(ctx context.Context, to *Store, tx *sql.Tx, e *entry) error {
	all, err := versionsOf(ctx, tx, e.place)
	if err != nil || len(all) != len(p.versions) {
		return errors.Join(err, errDiffers)
	}
	for i, v := range all {
		r, err := to.openVersion(e, v)
		if err != nil {
			return err
		}
		if h := r.Hash(); string(h[:]) != string(p.versions[i].tag) {
			return errDiffers
		}
	}
	return nil
}
