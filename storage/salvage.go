package storage

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"anketa/survey"
)

// A salvage brings into a store what a damaged copy of it has beyond that. A
// row that cannot be read costs that row: tables are read from both ends, for
// SQLite goes no further at a page that is broken.
type salvage struct {
	from, to *Store
	out      *Restored
}

// run takes over everything that is readable. Its error is that of the store
// which is being filled; what is wrong with the damaged one is counted.
func (v *salvage) run(ctx context.Context) error {
	if err := v.number(ctx); err != nil {
		return err
	}
	for _, take := range []func(context.Context) error{v.settings, v.forms, v.interviews} {
		if err := take(ctx); err != nil {
			return err
		}
	}
	return nil
}

// lostUnless counts a table of which a part cannot be read.
func (v *salvage) lostUnless(whole bool) {
	if !whole {
		v.out.Lost++
	}
}

// number sees to it that no number is given out twice.
func (v *salvage) number(ctx context.Context) error {
	var number int64
	err := v.from.db.QueryRowContext(ctx, "SELECT number FROM laptop").Scan(&number)
	if err != nil || number < 0 || number >= mostNumber {
		v.out.Lost++
		return nil
	}
	return v.to.change(ctx, "go on counting", func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "UPDATE laptop SET number = max(number, ?)", number)
		return err
	})
}

// A keyed row is one of a table that is read in the order of its key.
type keyed[T any] struct {
	key string
	row T
}

// bothWays reads rows forwards to the first fault, and then backwards to the
// next one; whole says that there was none. order is the key by which the query
// is put in order.
func bothWays[T any](ctx context.Context, q querier, query, order string, scan func(*sql.Rows) (keyed[T], error), args ...any) (all []T, whole bool) {
	read := func(direction string) (some []keyed[T], err error) {
		rows, err := q.QueryContext(ctx, query+" ORDER BY "+order+direction, args...)
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		for rows.Next() {
			row, err := scan(rows)
			if err != nil {
				return some, err
			}
			some = append(some, row)
		}
		return some, rows.Err()
	}
	ahead, err := read("")
	seen := map[string]bool{}
	for _, r := range ahead {
		all, seen[r.key] = append(all, r.row), true
	}
	if err == nil {
		return all, true
	}
	back, _ := read(" DESC") // its fault is the same one, or one more
	for i := len(back) - 1; i >= 0; i-- {
		if !seen[back[i].key] {
			all = append(all, back[i].row)
		}
	}
	return all, false
}

// A blobRow is a row of texts and payloads.
type blobRow [3][]byte

func scanBlobs(rows *sql.Rows) (keyed[blobRow], error) {
	var r blobRow
	err := rows.Scan(&r[0], &r[1], &r[2])
	return keyed[blobRow]{string(r[0]), r}, err
}

func (v *salvage) settings(ctx context.Context) error {
	found, whole := bothWays(ctx, v.from.db, "SELECT name, value, NULL FROM setting", "name", scanBlobs)
	v.lostUnless(whole)
	for _, row := range found {
		name := string(row[0])
		value, err := v.from.sealer.open(label{name, settingKind, 0}, row[1])
		if err != nil {
			v.out.Lost++
			continue
		}
		if err := v.to.SetSetting(ctx, name, string(value)); err != nil {
			return err
		}
	}
	return nil
}

// forms takes over those that the backup does not have.
func (v *salvage) forms(ctx context.Context) error {
	found, whole := bothWays(ctx, v.from.db, "SELECT tag, about, workbook FROM form", "place", scanBlobs)
	v.lostUnless(whole)
	for _, row := range found {
		tag := string(row[0])
		text, err := v.from.sealer.open(label{tag, formKind, 0}, row[1])
		workbook, unread := v.from.sealer.open(label{tag, workbookKind, 0}, row[2])
		var info FormInfo
		if err != nil || unread != nil || json.Unmarshal(text, &info) != nil || string(v.to.formTag(info.ID, info.Version)) != tag {
			v.out.Lost++
			continue
		}
		if had, err := v.to.Form(ctx, info.ID, info.Version); err == nil {
			if !bytes.Equal(had, workbook) { // edited since, or damaged: the one that was read back stays
				v.out.Lost++
			}
			continue
		}
		if err := v.to.SaveForm(ctx, info.ID, info.Version, info.Title, workbook); err != nil {
			return err
		}
	}
	return nil
}

type sealedEntry struct {
	entry
	sealed []byte
}

func (v *salvage) interviews(ctx context.Context) error {
	found, whole := bothWays(ctx, v.from.db, "SELECT "+entryColumns+" FROM interview", "place", func(rows *sql.Rows) (keyed[*sealedEntry], error) {
		e := &sealedEntry{}
		sealed, err := e.scan(rows)
		e.sealed = sealed
		return keyed[*sealedEntry]{e.id, e}, err
	})
	v.lostUnless(whole)
	for _, e := range found {
		if v.from.openAbout(&e.entry, e.sealed) != nil {
			v.out.Lost++
			continue
		}
		if err := v.interview(ctx, &e.entry); err != nil {
			return fmt.Errorf("interview %s: %w", e.id, err)
		}
	}
	return nil
}

// interview takes over what the damaged file has of one interview. The journal
// comes first: a draft takes its answers from it, and a finished interview its
// past.
func (v *salvage) interview(ctx context.Context, e *entry) error {
	if err := v.adopt(ctx, e); err != nil {
		return err
	}
	if err := v.replay(ctx, e); err != nil {
		return err
	}
	return v.versions(ctx, e)
}

// adopt takes over a draft that the backup does not have, as far as its
// snapshot goes.
func (v *salvage) adopt(ctx context.Context, e *entry) error {
	_, err := v.to.find(ctx, v.to.db, e.id)
	if !errors.Is(err, ErrNotFound) {
		return err
	}
	if !e.draft {
		return nil
	}
	var upto int64
	var payload []byte
	err = v.from.db.QueryRowContext(ctx, "SELECT upto, payload FROM snapshot WHERE interview = ?", e.place).Scan(&upto, &payload)
	if err == nil {
		payload, err = v.from.sealer.open(label{e.id, snapshotKind, upto}, payload)
	}
	draft, unread := survey.Decode(payload)
	if err != nil || unread != nil {
		v.out.Lost++
		return nil
	}
	v.out.Interviews++
	past, _ := bothWays(ctx, v.from.db, "SELECT n, payload, NULL FROM journal WHERE interview = ? AND n <= ?", "n", scanBlobs, e.place, upto)
	return v.to.change(ctx, "take over a draft", func(ctx context.Context, tx *sql.Tx) error {
		made := &entry{id: e.id, number: e.number, draft: true, about: e.about}
		made.about.Edits = upto
		if err := v.to.save(ctx, tx, made); err != nil {
			return err
		}
		for _, raw := range past {
			if _, err := tx.ExecContext(ctx, "INSERT INTO journal (interview, n, payload) VALUES (?, CAST(? AS INTEGER), ?)", made.place, string(raw[0]), raw[1]); err != nil {
				return err
			}
		}
		_, err := v.to.saveSnapshot(ctx, tx, made, draft)
		return err
	})
}

// replay gives a draft the changes that the backup does not have. One that does
// not fit any more, because another before it is missing, is lost.
func (v *salvage) replay(ctx context.Context, e *entry) error {
	now, err := v.to.find(ctx, v.to.db, e.id)
	if errors.Is(err, ErrNotFound) || err == nil && !now.draft {
		return nil
	}
	if err != nil {
		return err
	}
	found, _ := bothWays(ctx, v.from.db, "SELECT n, payload, NULL FROM journal WHERE interview = ? AND n > ?", "n", scanBlobs, e.place, now.about.Edits)
	missing := e.about.Edits - now.about.Edits
	for _, raw := range found {
		row, err := v.row(e.id, raw)
		if err == nil {
			err = v.to.appendRow(ctx, e.id, row)
		}
		switch {
		case err == nil:
			missing--
			v.out.Changes++
		case !errors.Is(err, ErrDamaged) && !errors.Is(err, errMisfit):
			return err
		}
	}
	v.out.Lost += int(max(missing, 0))
	return nil
}

func (v *salvage) row(id string, raw blobRow) (journalRow, error) {
	n, err := strconv.ParseInt(string(raw[0]), 10, 64)
	if err != nil {
		return journalRow{}, ErrDamaged
	}
	clear, err := v.from.sealer.open(label{id, journalKind, n}, raw[1])
	if err != nil {
		return journalRow{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return decodeRow(clear)
}

// versions takes over the finished versions that are what they were.
func (v *salvage) versions(ctx context.Context, e *entry) error {
	found, err := versionsOf(ctx, v.from.db, e.place)
	if err != nil { // the way by the index is broken, or a page of the table
		found, _ = bothWays(ctx, v.from.db, "SELECT n, tag, payload FROM version NOT INDEXED WHERE interview = ?", "rowid", func(rows *sql.Rows) (keyed[storedVersion], error) {
			var s storedVersion
			err := rows.Scan(&s.n, &s.tag, &s.payload)
			return keyed[storedVersion]{string(s.tag), s}, err
		}, e.place)
	}
	missing := e.versions
	for _, stored := range found {
		r, err := v.from.openVersion(e.id, stored)
		if err != nil {
			continue
		}
		missing--
		added, err := v.finish(ctx, e, r)
		if err != nil {
			return err
		}
		if added {
			v.out.Interviews++
		}
	}
	v.out.Lost += int(max(missing, 0))
	return nil
}

// finish keeps a version. Where the backup has the draft that became it, that
// draft ends.
func (v *salvage) finish(ctx context.Context, e *entry, r *survey.Record) (added bool, err error) {
	now, err := v.to.find(ctx, v.to.db, e.id)
	if err == nil && now.draft && !e.draft && r.Device == v.to.device && r.Number == now.number {
		return true, v.to.Finish(ctx, r)
	}
	if err != nil && !errors.Is(err, ErrNotFound) {
		return false, err
	}
	return v.to.Put(ctx, r)
}
