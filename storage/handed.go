package storage

import (
	"context"
	"database/sql"
	"slices"

	"anketa/storage/seal"
)

// What was handed over, its former owner could still read in older backups:
// there it had their key. So each backup that has it as theirs is given the key
// and the owner that the store has now, with the owner where it lacks them.

// A handed interview is one with its key and its owner of now.
type handed struct {
	id    string
	key   []byte
	owner slot
}

// handedOver gives the interviews that may have been handed over: where several
// people unlock the store, all that one of them reads. Where somebody meddled
// with that, backups stay as they are.
func (s *Store) handedOver(ctx context.Context) (all []handed, err error) {
	meddled := func(f Finding) bool { return f.Table == "interview" || f.Table == "slot" }
	if s.State() != Unlocked || slices.ContainsFunc(s.Altered(), meddled) {
		return nil, nil
	}
	err = s.lookClear(ctx, "list whose interviews are", func(ctx context.Context, tx *sql.Tx) error {
		all = nil
		people, err := slots(ctx, tx)
		if err != nil || len(people) < 2 {
			return err
		}
		of := map[int64]slot{}
		for _, l := range people {
			of[l.id] = l
		}
		return eachRow(ctx, tx, "SELECT id, owner, key FROM interview WHERE length(key) > 0", func(rows *sql.Rows) error {
			var h handed
			var owner int64
			err := rows.Scan(&h.id, &owner, &h.key)
			if h.owner = of[owner]; err == nil && seal.Intact(h.key) == nil {
				all = append(all, h)
			}
			return err
		})
	})
	return all, err
}

// staleOwners gives the interviews that a backup has as somebody else's.
func staleOwners(ctx context.Context, q querier, now []handed) (stale []handed, err error) {
	if len(now) == 0 {
		return nil, nil
	}
	then := map[string]int64{}
	err = eachRow(ctx, q, "SELECT id, owner FROM interview WHERE length(key) > 0", func(rows *sql.Rows) error {
		var id string
		var owner int64
		err := rows.Scan(&id, &owner)
		then[id] = owner
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, h := range now {
		if owner, there := then[h.id]; there && owner != h.owner.id {
			stale = append(stale, h)
		}
	}
	return stale, nil
}

// handOverIn hands interviews over in a backup.
func handOverIn(ctx context.Context, tx *sql.Tx, all []handed) error {
	for _, h := range all {
		l := h.owner
		if _, err := tx.ExecContext(ctx, "INSERT INTO slot ("+slotColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0) ON CONFLICT DO NOTHING",
			l.id, l.code, l.locked, l.paper, l.recovery, l.public, l.hand); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "UPDATE interview SET owner = ?, key = ? WHERE id = ?", l.id, h.key, h.id); err != nil {
			return err
		}
	}
	return nil
}
