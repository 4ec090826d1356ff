package storage

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"anketa/survey/message"
)

// listChunk is how many rows are read before a save may come between.
const listChunk = 1000

// A call of the driver takes longer than SQLite does for a row, and there is one
// for each column. So lists have SQLite put the columns of many rows together,
// and take them apart here.

// A packedRow is what a list reads of an interview.
type packedRow struct {
	id                  string
	number              int
	draft               bool
	saves, edits, owner int64
	key, about          []byte // sealed

	fault     error // why it cannot be opened
	at, clear int   // where it stands, opened
}

// name is what people find the interview by.
func (r *packedRow) name() *message.Text { return message.New("interview %d (%s)", r.number, r.id) }

// A pack is rows that were read at once. All their bytes lie in one piece of
// memory, which serves again for other rows.
type pack struct {
	index int
	last  int64 // place of the last row
	rows  []packedRow
	bytes []byte
}

// packedColumns are the columns of a pack but for the owner, whom a list of one
// person knows.
var packedColumns = []string{
	"max(place)", "count(*)", "group_concat(id, '')", "CAST(group_concat(key || about, '') AS BLOB)",
	"group_concat(octet_length(id) | (octet_length(key) << 16) | (octet_length(about) << 32))",
	"group_concat(number)", "group_concat(draft)", "group_concat(saves)", "group_concat(edits)",
}

// packedRows are rows of interview that are being read, in the order of place.
type packedRows struct {
	query string
	args  []any
	owner int64 // of all of them; 0 where that is read
	after int64
	ended bool
}

func packedOf(f Filter, slot int64) packedRows {
	p := packedRows{owner: slot}
	where, args := f.where(slot)
	columns := packedColumns
	if f.Others && f.Form == "" {
		p.owner, columns = 0, append(slices.Clip(columns), "group_concat(owner)")
	}
	p.args = args
	p.query = "SELECT " + strings.Join(columns, ", ") + " FROM (SELECT * FROM interview WHERE " + where + " AND place > ? ORDER BY place LIMIT ?)"
	return p
}

// read reads the next rows; there are none where they are at an end. Where
// columns are not of the lengths that they say, which only somebody else's hand
// brings about, rows come one by one, and that one is damaged.
func (r *packedRows) read(ctx context.Context, db *sql.DB, p *pack) error {
	sound, err := r.some(ctx, db, p, listChunk)
	if err == nil && !sound {
		sound, err = r.some(ctx, db, p, 1)
	}
	if err != nil {
		return err
	}
	if !sound {
		p.rows[0].fault = unread(p.rows[0].name(), aboutKind, 0, ErrForged)
	}
	r.after, r.ended = p.last, len(p.rows) == 0
	return nil
}

func (r *packedRows) some(ctx context.Context, db *sql.DB, p *pack, most int) (sound bool, err error) {
	rows, err := db.QueryContext(context.WithoutCancel(ctx), r.query, append(slices.Clone(r.args), r.after, most)...)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	if !rows.Next() {
		return false, rows.Err()
	}
	var last sql.NullInt64
	var n int
	var ids, owners sql.NullString
	var payloads sql.RawBytes
	var numbers [5]sql.NullString
	to := []any{&last, &n, &ids, &payloads, &numbers[0], &numbers[1], &numbers[2], &numbers[3], &numbers[4]}
	if r.owner == 0 {
		to = append(to, &owners)
	}
	if err := rows.Scan(to...); err != nil {
		return false, err
	}
	p.rows, p.bytes = slices.Grow(p.rows[:0], n)[:n], append(p.bytes[:0], payloads...)
	clear(p.rows)
	for i := range p.rows {
		p.rows[i].owner = r.owner
	}
	p.last = last.Int64
	return p.divide(ids.String, numbers, owners.String), rows.Err()
}

// divide gives each row its own.
func (p *pack) divide(ids string, numbers [5]sql.NullString, owners string) (sound bool) {
	at := 0
	for i := range p.rows {
		row := &p.rows[i]
		lengths := nextNumber(&numbers[0].String)
		row.number, row.draft = int(nextNumber(&numbers[1].String)), nextNumber(&numbers[2].String) != 0
		row.saves, row.edits = nextNumber(&numbers[3].String), nextNumber(&numbers[4].String)
		if owners != "" {
			row.owner = nextNumber(&owners)
		}
		id, key, about := int(lengths&0xffff), int(lengths>>16&0xffff), int(lengths>>32)
		if id > len(ids) || about < 0 || key+about > len(p.bytes)-at {
			row.id = ids
			return false
		}
		row.id, ids = ids[:id], ids[id:]
		row.key, row.about = p.bytes[at:at+key:at+key], p.bytes[at+key:at+key+about]
		at += key + about
	}
	return ids == "" && at == len(p.bytes)
}

// nextNumber takes the first of the whole numbers that SQLite wrote with commas
// between them.
func nextNumber(text *string) (n int64) {
	t, i := *text, 0
	negative := strings.HasPrefix(t, "-")
	if negative {
		i++
	}
	for ; i < len(t) && t[i] != ','; i++ {
		n = 10*n + int64(t[i]-'0')
	}
	*text = t[min(i+1, len(t)):]
	if negative {
		return -n
	}
	return n
}
