package storage

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"strings"
	"sync"

	"anketa/storage/seal"
	"anketa/survey/message"
)

// List gives the interviews that a filter means, those begun last first. Before
// them stand those that are damaged, whatever form is asked for: Damaged says so.
func (s *Store) List(ctx context.Context, f Filter) ([]Summary, error) {
	l := &listing{s: s, filter: f}
	if err := l.read(ctx); err != nil {
		return nil, message.New("list interviews: %w", explain(err))
	}
	out := make([]Summary, 0, l.found)
	for _, part := range slices.Backward(l.parts) { // which is nearly the order
		for i := range part {
			out = append(out, part[len(part)-1-i])
		}
	}
	slices.SortFunc(out, func(a, b Summary) int {
		if (a.Damaged == nil) != (b.Damaged == nil) {
			return map[bool]int{true: 1, false: -1}[a.Damaged == nil]
		}
		return cmp.Or(b.Started.Compare(a.Started), b.Number-a.Number, strings.Compare(a.ID, b.ID))
	})
	return out, nil
}

// A listing is a list that is being read. Who reads the next rows and who opens
// those before take turns: the one costs as much as the other, and rows can only
// be read by one at a time.
type listing struct {
	s      *Store
	filter Filter
	slot   int64            // of whoever is here
	codes  map[int64]string // of colleagues, where they are listed, by slot

	reading sync.Mutex
	rows    packedRows
	parts   [][]Summary
	found   int
	err     error
}

func (l *listing) read(ctx context.Context) (err error) {
	if l.slot, err = l.s.slot(ctx); err != nil {
		return err
	}
	if l.filter.Others {
		if l.codes, err = l.s.codes(ctx); err != nil {
			return err
		}
	}
	l.rows = packedOf(l.filter, l.slot)
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() { l.work(ctx) })
	}
	all.Wait()
	return l.err
}

// work takes rows until there are no more, or until one who works has failed.
func (l *listing) work(ctx context.Context) {
	var p pack
	var w opening
	for l.next(ctx, &p) {
		part, err := l.open(ctx, &p, &w)
		l.reading.Lock()
		if err != nil && l.err == nil {
			l.err = err
		}
		l.parts[p.index], l.found = part, l.found+len(part)
		l.reading.Unlock()
	}
}

// next reads rows as they are. The connection is free again when it returns.
func (l *listing) next(ctx context.Context, p *pack) bool {
	l.reading.Lock()
	defer l.reading.Unlock()
	if l.err == nil {
		l.err = ctx.Err()
	}
	if l.err != nil || l.rows.ended {
		return false
	}
	if l.err = l.rows.read(ctx, l.s.db, p); l.err != nil || len(p.rows) == 0 {
		return false
	}
	p.index = len(l.parts)
	l.parts = append(l.parts, nil)
	return true
}

// open opens what belongs to whoever is here. The error is ErrNoKey where that
// one has gone meanwhile.
func (l *listing) open(ctx context.Context, p *pack, w *opening) ([]Summary, error) {
	done, err := l.s.reading(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	if l.s.ring.slot != l.slot {
		return nil, ErrNoKey
	}
	w.openAll(p, l.slot, l.s.ring.secret)
	part := make([]Summary, 0, len(p.rows))
	for i := range p.rows {
		r := &p.rows[i]
		if r.owner != l.slot {
			part = append(part, Summary{ID: r.id, Number: r.number, Draft: r.draft, Owner: l.codes[r.owner]})
			continue
		}
		if sum := w.summary(r); l.filter.Form == "" || sum.Form == l.filter.Form || sum.Damaged != nil {
			part = append(part, sum)
		}
	}
	return part, nil
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

// codes are those of all who can unlock, by slot.
func (s *Store) codes(ctx context.Context) (map[int64]string, error) {
	all, err := s.Users(ctx)
	codes := map[int64]string{}
	for _, u := range all {
		codes[u.slot] = u.Code
	}
	return codes, err
}

// An opening opens the rows of packs, one pack after the other. What it opens
// becomes one text, so that no row costs memory of its own.
type opening struct {
	opener seal.Opener
	bytes  []byte
	text   string // the same
	fields decoder
}

// openAll opens what belongs to a slot, with the secret of that one.
func (w *opening) openAll(p *pack, slot int64, secret *seal.Secret) {
	var own seal.Key
	defer own.Clear()
	w.bytes = w.bytes[:0]
	for i := range p.rows {
		r := &p.rows[i]
		if r.at = len(w.bytes); r.owner != slot || r.fault != nil {
			continue
		}
		key := &own
		if len(r.key) == 0 { // of a sealed interview there is only what lists show
			key = &secret.Shared
		} else if err := w.opener.Unwrap(key, &secret.User, seal.Place{Kind: string(keyKind), Owner: r.id, N: slot}, r.key); err != nil {
			r.fault = unread(r.name(), keyKind, 0, err)
			continue
		}
		clear, err := w.opener.Open(key, seal.Place{Kind: string(aboutKind), Owner: r.id, N: r.saves}, r.about)
		if err != nil {
			r.fault = unread(r.name(), aboutKind, r.saves, err)
		}
		w.bytes = append(w.bytes, clear...)
		r.clear = len(w.bytes)
	}
	w.text = string(w.bytes)
}

// summary says what a row shows. What stands in clear beside what was opened
// must be what it was when that was sealed.
func (w *opening) summary(r *packedRow) Summary {
	e := entry{place: 1, id: r.id, number: r.number, draft: r.draft, key: r.key}
	if r.fault == nil {
		w.fields.text, w.fields.bad = w.text[r.at:r.clear], false
		err := e.about.decodeText(&w.fields)
		if err == nil && (e.about.Edits != r.edits || e.about.Number != r.number) {
			err = ErrForged
		}
		if err != nil {
			r.fault = unread(r.name(), aboutKind, r.saves, err)
		}
	}
	if r.fault != nil {
		return Summary{ID: r.id, Number: r.number, Draft: r.draft, Mine: true, Sealed: e.keyless(), Damaged: r.fault}
	}
	return e.summary()
}
