package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"iter"
	"slices"
	"strconv"
	"time"

	"anketa/survey"
	"anketa/survey/message"
)

// mergeKind is that of what is kept of a merge.
const mergeKind kind = "merge"

// mergeChunk is how many versions are kept before a save may come between.
const mergeChunk = 500

// A Merge is what is kept of one merge of workbooks into the store.
type Merge struct {
	ID      int64           `json:"-"` // counted from 1
	When    time.Time       `json:"when"`
	Who     string          `json:"who"` // code
	Form    string          `json:"form"`
	Files   []MergedFile    `json:"files"`
	Out     string          `json:"out,omitempty"`     // the workbook that was written, with its folder
	SHA256  string          `json:"sha256,omitempty"`  // of that workbook, in hex
	Account json.RawMessage `json:"account,omitempty"` // the balance, as it was told

	Versions int       `json:"versions"` // of the whole store, when the merge was done
	Brought  int       `json:"brought"`  // versions that only this merge has brought
	Done     bool      `json:"done"`     // all of them were kept; false where the program ended before
	Undone   time.Time `json:"undone,omitzero"`
	UndoneBy string    `json:"undone_by,omitempty"`
}

// A MergedFile is a workbook that went into a merge.
type MergedFile struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"` // in hex
}

// keptMerge is a Merge as the file has it.
type keptMerge struct {
	Format int `json:"anketa"`
	Merge

	// Known begins the tags of the versions that the workbooks held and another
	// merge had brought, one after another: they stay when that one is undone.
	Known []byte `json:"known,omitempty"`

	// Refused are the tags, as they are kept, of edits that it was the first to
	// refuse, Again those that it refused and that were refused already.
	Refused [][]byte `json:"refused,omitempty"`
	Again   [][]byte `json:"again,omitempty"`
}

const (
	mergeFormat = 1
	knownSize   = 12 // bytes of a tag, which no two versions share by chance
)

// KeepMerge keeps the versions that a merge brings, and what the merge was. To
// known come the versions that its workbooks held and the store had. Versions
// that the store has are passed over, so that a merge which was broken off may
// be made again. Saves may come between.
func (s *Store) KeepMerge(ctx context.Context, m Merge, fresh []*survey.Record, known []survey.Hash, progress func(done, total int)) (Merge, error) {
	m.When, m.Who = s.now().Round(0), s.User()
	k := keptMerge{Format: mergeFormat, Merge: m}
	err := s.change(ctx, "keep merge", func(ctx context.Context, tx *sql.Tx) (err error) {
		if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(id), 0) + 1 FROM merge").Scan(&k.ID); err != nil {
			return err
		}
		if k.Known, err = s.broughtBefore(ctx, tx, known); err != nil {
			return err
		}
		return s.saveMerge(ctx, tx, &k)
	})
	if err != nil {
		return Merge{}, err
	}
	for chunk := range slices.Chunk(fresh, mergeChunk) {
		err := s.change(ctx, "keep merge", func(ctx context.Context, tx *sql.Tx) error {
			n, err := s.putAll(ctx, tx, k.ID, chunk)
			k.Brought += n
			return err
		})
		if err != nil {
			return Merge{}, err
		}
		if progress != nil {
			progress(k.Brought, len(fresh))
		}
	}
	k.Done = true
	err = s.change(ctx, "keep merge", func(ctx context.Context, tx *sql.Tx) error {
		if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM version").Scan(&k.Versions); err != nil {
			return err
		}
		if err := s.note(ctx, tx, Event{What: EventMerge, Number: int(k.ID)}); err != nil {
			return err
		}
		return s.saveMerge(ctx, tx, &k)
	})
	return k.Merge, err
}

// putAll keeps versions as brought by a merge, and counts those that are new.
func (s *Store) putAll(ctx context.Context, tx *sql.Tx, merge int64, versions []*survey.Record) (n int, err error) {
	for _, r := range versions {
		e, added, err := s.put(ctx, tx, r)
		if err != nil {
			return 0, err
		}
		if !added {
			continue
		}
		n++
		if _, err := tx.ExecContext(ctx, "UPDATE version SET merge = ? WHERE interview = ? AND tag = ?", merge, e.place, s.versionTag(r.Hash())); err != nil {
			return 0, err
		}
	}
	return n, nil
}

// broughtBefore gives the tags of those versions that a merge has brought.
func (s *Store) broughtBefore(ctx context.Context, q querier, known []survey.Hash) ([]byte, error) {
	brought := map[string]bool{}
	err := eachRow(ctx, q, "SELECT tag FROM version WHERE merge IS NOT NULL", func(rows *sql.Rows) error {
		var tag []byte
		err := rows.Scan(&tag)
		brought[string(tag)] = true
		return err
	})
	if err != nil || len(brought) == 0 {
		return nil, err
	}
	var out []byte
	for _, h := range known {
		if tag := s.versionTag(h); brought[string(tag)] {
			out = append(out, tag[:knownSize]...)
		}
	}
	return out, nil
}

func (s *Store) saveMerge(ctx context.Context, tx *sql.Tx, k *keptMerge) error {
	clear, err := json.Marshal(k)
	if err != nil {
		return err
	}
	payload, err := s.sealShared(mergeKind, strconv.FormatInt(k.ID, 10), clear)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO merge (id, payload) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET payload = excluded.payload", k.ID, payload)
	return err
}

// Merges gives every merge that was made, the first one first, also those that
// were undone.
func (s *Store) Merges(ctx context.Context) (all []Merge, err error) {
	err = s.look(ctx, "read merges", func(ctx context.Context, tx *sql.Tx) error {
		found, err := s.merges(ctx, tx)
		for _, k := range found {
			if !k.Done && k.Undone.IsZero() && err == nil { // nobody has counted them
				err = tx.QueryRowContext(ctx, "SELECT count(*) FROM version WHERE merge = ?", k.ID).Scan(&k.Brought)
			}
			all = append(all, k.Merge)
		}
		return err
	})
	return all, err
}

func (s *Store) merges(ctx context.Context, q querier) (all []*keptMerge, err error) {
	err = eachRow(ctx, q, "SELECT id, payload FROM merge ORDER BY id", func(rows *sql.Rows) error {
		k := &keptMerge{}
		var id int64
		var payload []byte
		if err := rows.Scan(&id, &payload); err != nil {
			return err
		}
		clear, err := s.openShared(mergeKind, strconv.FormatInt(id, 10), payload)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(clear, k); err != nil || k.Format != mergeFormat {
			return message.New("%w: merge %d cannot be read", ErrDamaged, id)
		}
		k.ID = id
		all = append(all, k)
		return nil
	})
	return all, err
}

// Versions gives every version that a filter means and that belongs to whoever
// is here, also those that were replaced: interview by interview, as Records
// does. Versions that only the coordinator can open are left out.
func (s *Store) Versions(ctx context.Context, f Filter) iter.Seq2[*survey.Record, error] {
	f.Finished, f.Others = true, false
	return func(yield func(*survey.Record, error) bool) {
		number, id := -1, ""
		for {
			all, err := s.versionsAfter(ctx, f, number, id)
			if err != nil {
				yield(nil, message.New("read interviews: %w", explain(err)))
				return
			}
			if len(all) == 0 {
				return
			}
			for _, v := range all {
				number, id = v.head.number, v.head.id
				if v.record != nil && (f.Form == "" || v.record.Form == f.Form) && !yield(v.record, nil) {
					return
				}
			}
		}
	}
}

type readVersion struct {
	head   head
	record *survey.Record // nil where only the coordinator can open it
}

func (s *Store) versionsAfter(ctx context.Context, f Filter, number int, id string) ([]readVersion, error) {
	done, err := s.reading(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	where, args := f.where(s.ring.slot)
	rows, err := s.db.QueryContext(context.WithoutCancel(ctx), allVersionsOf(
		"SELECT "+headColumns+" FROM interview WHERE "+where+" AND (number, id) > (?, ?) ORDER BY number, id LIMIT ?"),
		append(args, number, id, recordChunk)...)
	if err != nil {
		return nil, err
	}
	heads, err := readHeads(rows)
	if err != nil {
		return nil, err
	}
	out := make([]readVersion, len(heads))
	return out, inParallel(len(heads), func(i int) (err error) {
		out[i].head = heads[i]
		if !heads[i].sealed {
			out[i].record, err = s.openRecord(&heads[i].entry, versionKind, heads[i].n, heads[i].payload)
		}
		return err
	})
}

// allVersionsOf gives the query of all versions of the interviews that another
// query chooses.
func allVersionsOf(interviews string) string {
	return `SELECT i.place, i.id, i.number, i.owner, i.key, i.versions, i.there, v.n, v.sealed, v.payload FROM (` + interviews + `) i
		JOIN version v ON v.interview = i.place ORDER BY i.number, i.id, v.n`
}

// Withdrawals gives what tells whether an interview was withdrawn, for many of
// them.
func (s *Store) Withdrawals(ctx context.Context) (withdrawn func(id string) bool, err error) {
	tags := map[string]bool{}
	err = s.look(ctx, "read withdrawals", func(ctx context.Context, tx *sql.Tx) error {
		return eachRow(ctx, tx, "SELECT tag FROM tombstone", func(rows *sql.Rows) error {
			var tag []byte
			err := rows.Scan(&tag)
			tags[string(tag)] = true
			return err
		})
	})
	if err != nil || len(tags) == 0 {
		return func(string) bool { return false }, err
	}
	shared := s.ring.secret.Shared
	return func(id string) bool { return tags[string(shared.Tag([]byte(id)))] }, nil
}

// MergeWrote keeps which workbook a merge wrote.
func (s *Store) MergeWrote(ctx context.Context, id int64, out, sha256 string) error {
	return s.change(ctx, "keep merge", func(ctx context.Context, tx *sql.Tx) error {
		all, err := s.merges(ctx, tx)
		if err != nil {
			return err
		}
		for _, k := range all {
			if k.ID == id {
				k.Out, k.SHA256 = out, sha256
				return s.saveMerge(ctx, tx, k)
			}
		}
		return ErrNotFound
	})
}

// CountVersions says how many versions there are, whoever they belong to. With
// what a merge was, it tells whether anything has come since.
func (s *Store) CountVersions(ctx context.Context) (n int, err error) {
	err = s.look(ctx, "count versions", func(ctx context.Context, tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT count(*) FROM version").Scan(&n)
	})
	return n, err
}
