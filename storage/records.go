package storage

import (
	"context"
	"database/sql"
	"fmt"
	"iter"

	"anketa/survey"
)

// recordChunk is how many interviews are read before a save may come between.
const recordChunk = 64

// Records gives the newest version of each finished interview that a filter
// means, by number and then id. Newest is the head: the version that no other
// one replaces; of several, which are in conflict, the one with the greatest
// hash, so that every store chooses the same.
//
// Saves may come between two records. What they finish is among the records
// where its number comes later. An error ends the sequence.
func (s *Store) Records(ctx context.Context, f Filter) iter.Seq2[*survey.Record, error] {
	f.Finished = true
	return func(yield func(*survey.Record, error) bool) {
		number, id := -1, ""
		for {
			chunk, err := s.headsAfter(ctx, f, number, id)
			if err != nil {
				yield(nil, fmt.Errorf("read interviews: %w", explain(err)))
				return
			}
			for heads := range chunkByID(chunk) {
				r, err := s.greatest(heads)
				if err != nil {
					yield(nil, fmt.Errorf("read interviews: %w", explain(err)))
					return
				}
				number, id = heads[0].number, heads[0].id
				if (f.Form == "" || r.Form == f.Form) && !yield(r, nil) {
					return
				}
			}
			if len(chunk) < recordChunk {
				return
			}
		}
	}
}

// A head is a version that no other one of its interview replaces.
type head struct {
	id      string
	number  int
	n       int64
	payload []byte
}

// headsOf gives the query of the heads of the interviews that another query
// chooses.
func headsOf(interviews string) string {
	return `SELECT i.id, i.number, v.n, v.payload FROM (` + interviews + `) i
		JOIN version v ON v.interview = i.place
		WHERE NOT EXISTS (SELECT 1 FROM replaced r WHERE r.interview = v.interview AND r.tag = v.tag)
		ORDER BY i.number, i.id, v.n`
}

// headsAfter reads the heads of the next interviews. The connection is free
// again when it returns, however long the caller then takes.
func (s *Store) headsAfter(ctx context.Context, f Filter, number int, id string) ([]head, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	where, args := f.where()
	rows, err := s.db.QueryContext(context.WithoutCancel(ctx), headsOf(
		"SELECT place, id, number FROM interview WHERE "+where+" AND (number, id) > (?, ?) ORDER BY number, id LIMIT ?"),
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
		if err := rows.Scan(&h.id, &h.number, &h.n, &h.payload); err != nil {
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

// greatest reads the head that stands for its interview.
func (s *Store) greatest(heads []head) (*survey.Record, error) {
	var best *survey.Record
	var hash survey.Hash
	for _, h := range heads {
		clear, err := s.sealer.open(label{h.id, versionKind, h.n}, h.payload)
		if err != nil {
			return nil, fmt.Errorf("interview %s: %w", h.id, err)
		}
		r, err := survey.Decode(clear)
		if err != nil {
			return nil, fmt.Errorf("%w: interview %s: %w", ErrDamaged, h.id, err)
		}
		if len(heads) == 1 {
			return r, nil
		}
		if rh := r.Hash(); best == nil || rh.Compare(hash) > 0 {
			best, hash = r, rh
		}
	}
	if best == nil {
		return nil, fmt.Errorf("%w: an interview has no newest version", ErrDamaged)
	}
	return best, nil
}
