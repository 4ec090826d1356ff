package storage

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"

	"anketa/survey/message"
)

// listChunk is how many rows are read before a save may come between.
const listChunk = 1000

// List gives the interviews that a filter means, those begun last first.
func (s *Store) List(ctx context.Context, f Filter) ([]Summary, error) {
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
	var parts [][]Summary
	err := s.eachListed(ctx, f, func(entries []entry) error {
		part := make([]Summary, 0, len(entries))
		for i := range entries {
			switch e := &entries[i]; {
			case e.open == nil:
				part = append(part, Summary{ID: e.id, Number: e.number, Draft: e.draft, Owner: codes[e.owner]})
			case f.Form == "" || e.about.Form == f.Form:
				part = append(part, e.summary())
			}
		}
		parts = append(parts, part)
		return nil
	})
	if err != nil {
		return nil, message.New("list interviews: %w", explain(err))
	}
	out := slices.Concat(parts...)
	slices.SortFunc(out, func(a, b Summary) int {
		return cmp.Or(b.Started.Compare(a.Started), b.Number-a.Number, strings.Compare(a.ID, b.ID))
	})
	return out, nil
}

// eachListed calls f with the interviews that a filter means, opened where they
// belong to whoever is here; of a colleague's, open stays nil. They come by the
// thousand, and are f's until it returns. The rows that follow are read while
// those before are opened: the one costs as much as the other.
func (s *Store) eachListed(ctx context.Context, filter Filter, f func(entries []entry) error) error {
	slot, err := s.slot(ctx)
	if err != nil {
		return err
	}
	where, args := filter.where(slot)
	var rest rowsAhead
	now, err := s.entriesAfter(ctx, where, args, 0, &sealedRows{})
	for free := (&sealedRows{}); ; now, free = rest.rows, now {
		if err != nil || len(now.entries) == 0 {
			return err
		}
		last := len(now.entries) < listChunk
		if after := now.entries[len(now.entries)-1].place; !last {
			rest.begin(func() (*sealedRows, error) { return s.entriesAfter(ctx, where, args, after, free) })
		}
		failed := s.openRows(ctx, slot, now)
		if failed == nil {
			failed = f(now.entries)
		}
		if last {
			return failed
		}
		if err = rest.wait(); failed != nil {
			return failed
		}
	}
}

// slot is that of whoever is here.
func (s *Store) slot(ctx context.Context) (int64, error) {
	done, err := s.reading(ctx)
	if err != nil {
		return 0, err
	}
	defer done()
	return s.ring.slot, nil
}

// rowsAhead are rows that are being read.
type rowsAhead struct {
	rows  *sealedRows
	err   error
	ready chan struct{}
}

func (r *rowsAhead) begin(read func() (*sealedRows, error)) {
	r.ready = make(chan struct{})
	go func() {
		defer close(r.ready)
		r.rows, r.err = read()
	}()
}

func (r *rowsAhead) wait() error {
	<-r.ready
	return r.err
}

// openRows opens what belongs to whoever has the slot. The error is ErrNoKey
// where that one has gone meanwhile.
func (s *Store) openRows(ctx context.Context, slot int64, rows *sealedRows) error {
	done, err := s.reading(ctx)
	if err != nil {
		return err
	}
	defer done()
	if s.ring.slot != slot {
		return ErrNoKey
	}
	return inParallel(len(rows.entries), func(i int) error {
		e := &rows.entries[i]
		if e.owner != slot {
			return nil
		}
		return s.openAbout(e, rows.sealed[i])
	})
}

// sealedRows are rows of interview as they were read. All their bytes lie in
// one piece of memory, which serves again for other rows.
type sealedRows struct {
	entries []entry
	sealed  [][]byte // about, of each
	bytes   []byte
}

func (r *sealedRows) reset() {
	clear(r.entries)
	r.entries, r.sealed, r.bytes = r.entries[:0], r.sealed[:0], r.bytes[:0]
}

// keep copies bytes that are the driver's. What was kept before stays where it
// is when the memory grows.
func (r *sealedRows) keep(b []byte) []byte {
	at := len(r.bytes)
	r.bytes = append(r.bytes, b...)
	return r.bytes[at:len(r.bytes):len(r.bytes)]
}

// entriesAfter reads the next rows as they are. The connection is free again
// when it returns.
func (s *Store) entriesAfter(ctx context.Context, where string, args []any, after int64, into *sealedRows) (*sealedRows, error) {
	into.reset()
	rows, err := s.db.QueryContext(context.WithoutCancel(ctx),
		"SELECT "+entryColumns+" FROM interview WHERE "+where+" AND place > ? ORDER BY place LIMIT ?", append(slices.Clone(args), after, listChunk)...)
	if err != nil {
		return into, err
	}
	defer rows.Close()
	var key, sealed sql.RawBytes
	for rows.Next() {
		var e entry
		if err := e.scanInto(rows, &key, &sealed); err != nil {
			return into, err
		}
		e.key = into.keep(key)
		into.entries, into.sealed = append(into.entries, e), append(into.sealed, into.keep(sealed))
	}
	return into, rows.Err()
}
