package storage

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"slices"
	"time"

	"anketa/survey/message"
)

// A Witness is a head that is known outside the store.
type Witness struct {
	Head
	Only string        // a code that was read out, where no more is known than that
	From *message.Text // who has it, for people: "the backup of 4 May"
}

// A History is what a store's chain was found to be.
type History struct {
	Head     Head
	Entries  int64
	Gone     []Span // entries without contents: erased on purpose, or lost
	Findings []Finding
	Events   bool        // events were read: what is erased on purpose is known
	Back     []time.Time // when the clock was found set back, where events were read
	Taken    []Taken     // what was taken as it is in spite of losses, where events were read
}

// Whole says that nothing is wrong.
func (h *History) Whole() bool { return len(h.Findings) == 0 }

// Missing counts the entries without contents.
func (h *History) Missing() (n int64) {
	for _, s := range h.Gone {
		n += s.Last - s.First + 1
	}
	return n
}

// historyChunk is how many rows are read at once, so that a save waits for no
// longer than that takes.
const historyChunk = 2000

// verifyHistory holds the chain of a store against itself, what the store has
// against the chain, and the chain against what is known outside. It needs no
// key: what is missing, it only tells. The error is that of reading.
//
// What is written meanwhile does not disturb it: every row that is found has an
// entry when the entries are read, and of those that were added since the
// beginning none is missed.
func verifyHistory(ctx context.Context, q querier, witnesses []Witness) (*History, error) {
	v := newVerifying(q, witnesses)
	for _, read := range []func(context.Context) error{v.begin, v.contents, v.end, v.entries} {
		if err := read(ctx); err != nil {
			return nil, err
		}
	}
	v.judge()
	v.outside(witnesses)
	slices.SortFunc(v.history.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.String(), b.String()))
	})
	return v.history, nil
}

// A stored row is what a store has of an entry.
type stored struct {
	Row
	digest digest
	sealed digest // SHA-256 of its payload, to find where else it belongs
}

type verifying struct {
	q       querier
	history *History
	rows    map[int64]stored   // by entry, until the entry is found
	twice   map[int64][]stored // further rows of one entry: at most one of all is right
	before  Head               // the end of the history at the beginning
	wrong   []mismatch
	gone    []int64
	links   map[int64]Link   // of the entries that a witness names
	codes   map[string]int64 // where a code was found
	last    Head             // the entry before
}

// A mismatch is a row that is not what its entry says.
type mismatch struct {
	seq   int64
	row   stored
	entry digest
}

func newVerifying(q querier, witnesses []Witness) *verifying {
	v := &verifying{q: q, rows: map[int64]stored{}, twice: map[int64][]stored{}, history: &History{}, links: map[int64]Link{}, codes: map[string]int64{}}
	for _, w := range witnesses {
		if w.Only != "" {
			v.codes[w.Only] = 0
		} else {
			v.links[w.Seq] = Link{}
		}
	}
	return v
}

func (v *verifying) find(f Flaw, first, last int64, rows ...Row) {
	v.history.Findings = append(v.history.Findings, Finding{Flaw: f, Span: Span{first, last}, Rows: rows})
}

// contents reads what the store has.
func (v *verifying) contents(ctx context.Context) error {
	const of = " r LEFT JOIN interview i ON i.place = r.interview WHERE (r.interview, r.n) > (?, ?) ORDER BY r.interview, r.n LIMIT ?"
	kinds := []string{"journal", "version"}
	if there, err := hasColumn(ctx, v.q, "attachment", "seq"); err != nil {
		return err
	} else if there {
		kinds = append(kinds, "attachment")
	}
	for _, kind := range kinds {
		most := historyChunk
		if kind == "attachment" { // whose rows are large
			most = 16
		}
		query := "SELECT coalesce(r.seq, 0), r.n, r.payload, r.interview, coalesce(i.id, ''), coalesce(i.number, 0) FROM " + kind + of
		at, n := int64(-1), int64(-1)
		for more := true; more; {
			found, err := v.chunk(ctx, query, kind, &at, &n, at, n, most)
			if err != nil {
				return err
			}
			more = found == most
		}
	}
	return v.events(ctx)
}

func (v *verifying) events(ctx context.Context) error {
	at, n := int64(0), int64(-1)
	for more := true; more; {
		found, err := v.chunk(ctx, "SELECT seq, seq, payload, 0, '', 0 FROM event WHERE seq > ? ORDER BY seq LIMIT ?", "event", &at, &n, n, historyChunk)
		if err != nil {
			return err
		}
		more = found == historyChunk
	}
	return nil
}

// chunk takes rows, and says how many there were and where the last one is.
func (v *verifying) chunk(ctx context.Context, query, kind string, at, n *int64, args ...any) (found int, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	rows, err := v.q.QueryContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	var payload sql.RawBytes
	for ; rows.Next(); found++ {
		s := stored{Row: Row{Kind: kind}}
		var seq int64
		if err := rows.Scan(&seq, &s.N, &payload, at, &s.ID, &s.Number); err != nil {
			return 0, err
		}
		*n = s.N
		sum := digest(sha256.Sum256(payload))
		s.digest, s.sealed = digestOfSum(kind, s.ID, s.N, sum), sum
		v.take(seq, s)
	}
	return found, rows.Err()
}

// take keeps a row until its entry is found.
func (v *verifying) take(seq int64, s stored) {
	if _, twice := v.rows[seq]; twice {
		v.twice[seq] = append(v.twice[seq], s)
		return
	}
	v.rows[seq] = s
}

func (v *verifying) begin(ctx context.Context) (err error) {
	v.before, err = lastEntry(ctx, v.q)
	return err
}

func (v *verifying) end(ctx context.Context) (err error) {
	v.history.Head, err = lastEntry(ctx, v.q)
	return err
}

// entries reads the chain.
func (v *verifying) entries(ctx context.Context) error {
	for more := true; more; {
		if err := ctx.Err(); err != nil {
			return err
		}
		found, err := v.someEntries(ctx)
		if err != nil {
			return err
		}
		more = found == historyChunk
	}
	return nil
}

func (v *verifying) someEntries(ctx context.Context) (found int, err error) {
	rows, err := v.q.QueryContext(ctx, "SELECT seq, digest, link FROM chain WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?", v.last.Seq, v.history.Head.Seq, historyChunk)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	var d, link sql.RawBytes
	for ; rows.Next(); found++ {
		var h Head
		var entry digest
		if err := rows.Scan(&h.Seq, &d, &link); err != nil {
			return 0, err
		}
		copy(entry[:], d)
		copy(h.Link[:], link)
		v.entry(h, entry, len(d) == len(entry) && len(link) == len(h.Link))
	}
	return found, rows.Err()
}

// entry holds one entry against the one before it and against its row.
func (v *verifying) entry(h Head, d digest, sized bool) {
	v.history.Entries++
	switch {
	case h.Seq != v.last.Seq+1:
		v.find(Cut, v.last.Seq+1, h.Seq-1)
	case !sized || h.Link != v.last.Link.next(h.Seq, d):
		v.breakAt(h.Seq)
	}
	v.last = h
	v.seen(h)
	v.match(h.Seq, d)
}

// breakAt notes an entry that does not follow, together with those just before.
func (v *verifying) breakAt(seq int64) {
	if n := len(v.history.Findings); n > 0 {
		if f := &v.history.Findings[n-1]; f.Flaw == Broken && f.Last == seq-1 {
			f.Last = seq
			return
		}
	}
	v.find(Broken, seq, seq)
}

// match holds the rows of an entry against it. Of several, those that are not
// what it says were inserted.
func (v *verifying) match(seq int64, d digest) {
	row, here := v.rows[seq]
	for _, other := range v.twice[seq] {
		if other.digest == d {
			row, other = other, row
		}
		v.find(Inserted, seq, seq, other.Row)
	}
	delete(v.rows, seq)
	switch {
	case !here && seq <= v.before.Seq:
		v.gone = append(v.gone, seq)
	case here && row.digest != d:
		v.wrong = append(v.wrong, mismatch{seq, row, d})
	}
}

// seen remembers what the witnesses ask for.
func (v *verifying) seen(h Head) {
	if _, asked := v.links[h.Seq]; asked {
		v.links[h.Seq] = h.Link
	}
	if len(v.codes) > 0 {
		if _, asked := v.codes[h.Code()]; asked {
			v.codes[h.Code()] = h.Seq
		}
	}
}

// judge names what became of the rows that are not what their entries say, and
// of those that have none.
func (v *verifying) judge() {
	for seq, row := range v.rows {
		v.find(Inserted, seq, seq, row.Row)
		for _, other := range v.twice[seq] {
			v.find(Inserted, seq, seq, other.Row)
		}
	}
	v.pairs()
	for _, w := range v.wrong {
		v.find(Altered, w.seq, w.seq, w.row.Row)
	}
	v.history.Gone = spans(v.gone)
}

// mostPairs bounds how many altered rows are held against each other.
const mostPairs = 500

// pairs finds, among the rows that are not what they were, those that were put
// in each other's place.
func (v *verifying) pairs() {
	if len(v.wrong) > mostPairs {
		return
	}
	for i := 0; i < len(v.wrong); i++ {
		for j := i + 1; j < len(v.wrong); j++ {
			a, b := v.wrong[i], v.wrong[j]
			flaw := Exchanged
			switch {
			case a.row.digest == b.entry && b.row.digest == a.entry:
				flaw = Reordered
			case !a.fits(b) || !b.fits(a):
				continue
			}
			v.find(flaw, a.seq, b.seq, a.row.Row, b.row.Row)
			v.wrong = slices.Delete(slices.Delete(v.wrong, j, j+1), i, i+1)
			i--
			break
		}
	}
}

// fits says whether the payload of m is the one that other should have.
func (m mismatch) fits(other mismatch) bool {
	return digestOfSum(other.row.Kind, other.row.ID, other.row.N, m.row.sealed) == other.entry
}

// outside holds the chain against what is known of it.
func (v *verifying) outside(witnesses []Witness) {
	for _, w := range witnesses {
		f := Finding{Known: w.From, Span: Span{w.Seq, w.Seq}}
		switch {
		case w.Only != "" && v.codes[w.Only] > 0:
			continue
		case w.Only != "":
			f.Flaw, f.Span = Unheard, Span{v.last.Seq, v.last.Seq}
		case w.Seq == 0 || v.links[w.Seq] == w.Link:
			continue
		case w.Seq > v.last.Seq:
			f.Flaw, f.First = RolledBack, v.last.Seq+1
		default:
			f.Flaw = Rewritten
		}
		v.history.Findings = append(v.history.Findings, f)
	}
}
