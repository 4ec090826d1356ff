package storage

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"math/bits"
	"strings"
	"sync"

	"modernc.org/sqlite"

	"anketa/storage/seal"
	"anketa/survey/message"
)

// The rows that are no entries of the history, as settings and who can unlock,
// stand on a shelf: of each table it is known how many rows there must be and
// what they come to. Every event carries that, sealed, so whoever has the file
// and no key can neither delete such a row, put an older one in its place, nor
// add one unseen.
//
// A row comes to 16 bytes that nobody finds without the shared key; a table
// comes to the sum of its rows. So a change costs no more than its own rows,
// and that rows change is heard from SQLite itself, whichever method does it.

// A shelfTable says what counts of a table: whole columns, and of brief ones,
// which are sealed payloads, the beginning with the nonce, and the length.
// Numbers that differ after a restore, as places, do not count.
type shelfTable struct {
	name         string
	says         *message.Text
	whole, brief []string
}

const settingTable = "setting"

// shelfTables have an order that stays: a newer program adds behind it.
var shelfTables = []shelfTable{
	{settingTable, message.New("settings"), []string{"name"}, []string{"value"}},
	{"form", message.New("forms"), []string{"tag"}, []string{"about", "workbook"}},
	{"slot", message.New("people who can unlock"), []string{"id", "code", "locked", "paper", "recovery", "public", "hand"}, nil},
	{"interview", message.New("interviews and whose they are"), []string{"id", "number", "owner"}, nil},
	{"tombstone", message.New("withdrawals"), []string{"tag"}, []string{"payload"}},
	{"outgoing", message.New("exports"), []string{"number"}, []string{"payload"}},
	{"merge", message.New("merges"), []string{"id"}, []string{"payload"}},
	{"refusal", message.New("refusals"), []string{"tag"}, nil},
	{"arrival", message.New("laptops' keys and what arrived sealed"), []string{"tag", "kind"}, []string{"payload"}},
}

// briefFrom is the length from which a payload counts by its first bytes, which
// no two payloads share.
const (
	briefFrom = 256
	briefSize = 64
)

// query reads what counts of a table.
func (t shelfTable) query() string {
	columns := append([]string(nil), t.whole...)
	for _, c := range t.brief {
		columns = append(columns, fmt.Sprintf("CASE WHEN length(%[1]s) > %[2]d THEN substr(%[1]s, 1, %[3]d) ELSE %[1]s END", c, briefFrom, briefSize), "length("+c+")")
	}
	return "SELECT " + strings.Join(columns, ", ") + " FROM " + t.name
}

// digest gives what stands for a row; values are in the order of query.
func (t shelfTable) digest(values []any) digest {
	b := append(make([]byte, 0, 512), t.name...)
	for _, v := range values {
		b = appendValue(append(b, 0), v)
	}
	return sha256.Sum256(b)
}

func appendValue(b []byte, v any) []byte {
	text := func(kind byte, s string) []byte {
		return append(binary.AppendUvarint(append(b, kind), uint64(len(s))), s...)
	}
	switch v := v.(type) {
	case nil:
		return append(b, 'n')
	case int64:
		return binary.AppendVarint(append(b, 'i'), v)
	case string:
		return text('t', v)
	case []byte:
		return text('b', string(v))
	}
	return text('?', fmt.Sprint(v))
}

// shelfColumns gives, for each table by its name, where its columns stand.
var shelfColumns = sync.OnceValue(func() map[string]watchedTable {
	ctx := context.Background()
	out := map[string]watchedTable{}
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		panic("storage: " + err.Error())
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if err := convert(ctx, db, 0, steps()); err != nil {
		panic("storage: " + err.Error())
	}
	for i, t := range shelfTables {
		at := map[string]int{}
		err := eachRow(ctx, db, "SELECT name, cid FROM pragma_table_info('"+t.name+"')", func(rows *sql.Rows) error {
			var name string
			var cid int
			err := rows.Scan(&name, &cid)
			at[name] = cid
			return err
		})
		if err != nil {
			panic("storage: " + err.Error())
		}
		w := watchedTable{shelfTable: t, index: i}
		for _, c := range t.whole {
			w.wholeAt, w.width = append(w.wholeAt, at[c]), max(w.width, at[c]+1)
		}
		for _, c := range t.brief {
			w.briefAt, w.width = append(w.briefAt, at[c]), max(w.width, at[c]+1)
		}
		out[t.name] = w
	}
	return out
})

type watchedTable struct {
	shelfTable
	index, width     int   // of its columns, those behind width do not count
	wholeAt, briefAt []int // columns, from 0
}

// digestOf gives what stands for a row as SQLite hands it over.
func (w *watchedTable) digestOf(row []any) digest {
	values := make([]any, 0, len(w.wholeAt)+2*len(w.briefAt))
	for _, i := range w.wholeAt {
		values = append(values, row[i])
	}
	for _, i := range w.briefAt {
		b, _ := row[i].([]byte)
		n := int64(len(b))
		if n > briefFrom {
			b = b[:briefSize]
		}
		values = append(values, b, n)
	}
	return w.digest(values)
}

// A rowChange is a row that came, or went.
type rowChange struct {
	table int
	came  bool
	row   digest
}

// A watcher hears from SQLite which rows of the shelf change. It is used by
// whoever has s.writing.
type watcher struct{ heard []rowChange }

// hear is called for each row before it changes.
func (w *watcher) hear(d sqlite.SQLitePreUpdateData) {
	t, shelved := shelfColumns()[d.TableName]
	if !shelved || d.DatabaseName != "main" {
		return
	}
	row := make([]any, t.width)
	var was, is *rowChange
	if d.Old(row...) == nil { // an insertion has none
		was = &rowChange{t.index, false, t.digestOf(row)}
	}
	if d.New(row...) == nil { // a deletion has none
		is = &rowChange{t.index, true, t.digestOf(row)}
	}
	if was != nil && is != nil && was.row == is.row {
		return // as an interview of which an answer is saved
	}
	for _, c := range []*rowChange{was, is} {
		if c != nil {
			w.heard = append(w.heard, *c)
		}
	}
}

// watchedConnector makes connections that are heard.
type watchedConnector struct {
	driver.Connector
	hear func(sqlite.SQLitePreUpdateData)
}

func (w watchedConnector) Connect(ctx context.Context) (driver.Conn, error) {
	c, err := w.Connector.Connect(ctx)
	if h, can := c.(sqlite.HookRegisterer); can && err == nil && w.hear != nil {
		h.RegisterPreUpdateHook(w.hear)
	}
	return c, err
}

// A shelf is what the tables must come to.
type shelf [shelfSize]tableSum

// shelfSize is how many tables there are.
const shelfSize = 9

type tableSum struct {
	known    bool // false of a table that an older program did not count
	rows     int64
	high, lo uint64
}

func (t *tableSum) add(key *seal.Key, c rowChange) {
	tag := key.Tag(c.row[:])
	high, lo := binary.BigEndian.Uint64(tag), binary.BigEndian.Uint64(tag[8:])
	var carry uint64
	if c.came {
		t.rows++
		t.lo, carry = bits.Add64(t.lo, lo, 0)
		t.high, _ = bits.Add64(t.high, high, carry)
		return
	}
	t.rows--
	t.lo, carry = bits.Sub64(t.lo, lo, 0)
	t.high, _ = bits.Sub64(t.high, high, carry)
}

// encode gives the number of tables, and of each how many rows it has and what
// they come to.
func (s *shelf) encode() []byte {
	b := []byte{byte(len(s))}
	for _, t := range s {
		b = binary.AppendVarint(b, t.rows)
		b = binary.BigEndian.AppendUint64(b, t.high)
		b = binary.BigEndian.AppendUint64(b, t.lo)
	}
	return b
}

// decodeShelf is the way back; nil where it is no shelf.
func decodeShelf(b []byte) *shelf {
	if len(b) == 0 {
		return nil
	}
	s := &shelf{}
	n := int(b[0])
	d := &decoder{text: string(b[1:])}
	for i := range min(n, len(s)) {
		s[i].known, s[i].rows = true, d.varint()
		sum := []byte(d.take(16))
		if d.bad {
			return nil
		}
		s[i].high, s[i].lo = binary.BigEndian.Uint64(sum), binary.BigEndian.Uint64(sum[8:])
	}
	return s
}

// countShelf reads what the tables come to.
func countShelf(ctx context.Context, q querier, shared *seal.Key) (*shelf, error) {
	key := shared.Sub("shelf")
	defer key.Clear()
	s := &shelf{}
	for i, t := range shelfTables {
		s[i].known = true
		row, to := make([]any, len(t.whole)+2*len(t.brief)), make([]any, len(t.whole)+2*len(t.brief))
		for k := range row {
			to[k] = &row[k]
		}
		err := eachRow(ctx, q, t.query(), func(rows *sql.Rows) error {
			if err := rows.Scan(to...); err != nil {
				return err
			}
			s[i].add(key, rowChange{i, true, t.digest(row)})
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return s, nil
}

// differs gives what is wrong with the tables, held against what they must come
// to.
func (s *shelf) differs(now *shelf) (out []Finding) {
	for i, t := range s {
		if t.known && t != now[i] {
			out = append(out, Finding{Flaw: Meddled, Table: shelfTables[i].name, Kept: t.rows, Found: now[i].rows})
		}
	}
	return out
}
