package storage

import (
	"context"
	"database/sql"
	"iter"
	"slices"

	"anketa/survey"
	"anketa/survey/message"
)

// recordChunk is how many interviews are read before a save may come between.
const recordChunk = 64

// Records gives the newest version of each finished interview that a filter
// means and that belongs to whoever is here, by number and then id. Newest is
// the head: the version that no other one replaces; of several, which are in
// conflict, the one with the greatest hash, so that every store chooses the
// same. Interviews that only the coordinator can open are left out, and those of f.Without; Foreign and
// Sealed count what is.
//
// Saves may come between two records. What they finish is among the records
// where its number comes later. An error ends the sequence.
func (s *Store) Records(ctx context.Context, f Filter) iter.Seq2[*survey.Record, error] {
	f.Finished, f.Others = true, false
	return func(yield func(*survey.Record, error) bool) {
		number, id := -1, ""
		for {
			chunk, err := s.recordsAfter(ctx, f, number, id)
			if err != nil {
				yield(nil, message.New("read interviews: %w", explain(err)))
				return
			}
			for _, r := range chunk.records {
				if r != nil && (f.Form == "" || r.Form == f.Form) && !yield(r, nil) {
					return
				}
			}
			if number, id = chunk.number, chunk.id; chunk.last {
				return
			}
		}
	}
}

// A recordsChunk is the records of some interviews, and where they end; one
// that only the coordinator can open is nil.
type recordsChunk struct {
	records []*survey.Record
	number  int
	id      string
	last    bool
}

// recordsAfter reads the next records. The connection is free again when it
// returns, however long the caller then takes.
func (s *Store) recordsAfter(ctx context.Context, f Filter, number int, id string) (c recordsChunk, err error) {
	done, err := s.reading(ctx)
	if err != nil {
		return c, err
	}
	defer done()
	heads, err := s.headsAfter(ctx, f, number, id)
	if err != nil || len(heads) == 0 {
		c.last = true
		return c, err
	}
	interviews := slices.Collect(chunkByID(heads))
	end := heads[len(heads)-1]
	c = recordsChunk{records: make([]*survey.Record, len(interviews)), number: end.number, id: end.id}
	return c, inParallel(len(interviews), func(i int) (err error) {
		if f.Without[interviews[i][0].id] {
			return nil
		}
		if h := interviews[i][0]; h.versions != h.there {
			return message.New("%w: interview %s has %d versions, and there are %d", ErrDamaged, h.id, h.versions, h.there)
		}
		c.records[i], err = s.greatest(ctx, s.db, interviews[i])
		return err
	})
}

// A head is a version that no other one of its interview replaces.
type head struct {
	entry
	there   int64 // versions that the interview has, of which entry.versions is told
	n       int64
	sealed  bool
	payload []byte
}

// headColumns are what headsOf needs of an interview. Versions are counted, too,
// for the number that stands in clear would have to be believed.
const headColumns = "place, id, number, owner, key, versions, (SELECT count(*) FROM version WHERE interview = place) AS there"

// headsOf gives the query of the heads of the interviews that another query
// chooses; n is 0 where an interview has none.
func headsOf(interviews string) string {
	return `SELECT i.place, i.id, i.number, i.owner, i.key, i.versions, i.there, coalesce(v.n, 0), coalesce(v.sealed, 0), v.payload FROM (` + interviews + `) i
		LEFT JOIN version v ON v.interview = i.place
			AND NOT EXISTS (SELECT 1 FROM replaced r WHERE r.interview = v.interview AND r.tag = v.tag)
		ORDER BY i.number, i.id, v.n`
}

// headsAfter reads the heads of the next interviews.
func (s *Store) headsAfter(ctx context.Context, f Filter, number int, id string) ([]head, error) {
	where, args := f.where(s.ring.slot)
	rows, err := s.db.QueryContext(context.WithoutCancel(ctx), headsOf(
		"SELECT "+headColumns+" FROM interview WHERE "+where+" AND (number, id) > (?, ?) ORDER BY number, id LIMIT ?"),
		append(args, number, id, recordChunk)...)
	if err != nil {
		return nil, err
	}
	return readHeads(rows)
}

func readHeads(rows *sql.Rows) ([]head, error) {
	defer rows.Close()
	var out []head
	for rows.Next() {
		var h head
		if err := rows.Scan(&h.place, &h.id, &h.number, &h.owner, &h.key, &h.versions, &h.there, &h.n, &h.sealed, &h.payload); err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, rows.Err()
}

// chunkByID gives the heads of each interview; they stand side by side.
func chunkByID(heads []head) iter.Seq[[]head] {
	return func(yield func([]head) bool) {
		for len(heads) > 0 {
			n := 1
			for n < len(heads) && heads[n].id == heads[0].id {
				n++
			}
			if !yield(heads[:n]) {
				return
			}
			heads = heads[n:]
		}
	}
}

// greatest reads the head that stands for its interview; nil where only the
// coordinator can open it.
func (s *Store) greatest(ctx context.Context, q querier, heads []head) (*survey.Record, error) {
	if len(heads) == 0 {
		return nil, message.New("%w: an interview has no newest version", ErrDamaged)
	}
	var best *survey.Record
	var hash survey.Hash
	e := &heads[0].entry
	if err := s.checkHeads(ctx, q, e, heads); err != nil {
		return nil, err
	}
	if heads[0].n == 0 {
		return nil, message.New("%w: interview %s has no newest version", ErrDamaged, e.id)
	}
	for _, h := range heads {
		if h.sealed {
			return nil, s.checkSealed(e, h.n, h.payload)
		}
		r, err := s.openRecord(e, versionKind, h.n, h.payload)
		if err != nil || len(heads) == 1 {
			return r, err
		}
		if r.IsJoin() {
			return s.standing(ctx, q, e)
		}
		if rh := r.Hash(); best == nil || rh.Compare(hash) > 0 {
			best, hash = r, rh
		}
	}
	return best, nil
}

// checkHeads sees to it that what stands in clear, which version replaces which,
// hides no version and shows none that was replaced. One version alone is
// neither.
func (s *Store) checkHeads(ctx context.Context, q querier, e *entry, heads []head) error {
	if heads[0].there == 1 && heads[0].n > 0 {
		return nil
	}
	return s.checkVersions(ctx, q, e)
}

// openRecord reads a record that is a payload of an interview.
func (s *Store) openRecord(e *entry, k kind, n int64, sealed []byte) (*survey.Record, error) {
	clear, err := s.openOf(e, k, n, sealed)
	if err != nil {
		return nil, err
	}
	r, err := survey.Decode(clear)
	if err != nil {
		return nil, unread("interview "+e.id, k, n, err)
	}
	return r, nil
}
