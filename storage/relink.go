package storage

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"anketa/survey/message"
)

// What a restore does to the history. The backup's holds together. What the
// damaged file has beyond it comes along as it is where it continues it; from
// the first entry on that does not, rows are entered anew, behind the others. An
// event says so. Nobody is here during a restore, so the event waits in clear,
// with nothing about anyone in it, until the next unlocking. Whoever has the
// file can write such a note too, to have losses taken for those of a restore:
// so every one is told of for ever.

const restoredSetting = "restored"

// relink makes the history of a restored store hold together, and leaves a note
// of what happened for the next unlocking. before is that of the backup, known
// the head beside the damaged file.
func (s *Store) relink(ctx context.Context, before *History, known Head, out *Restored) error {
	v := newVerifying(s.db, nil)
	for _, read := range []func(context.Context) error{v.contents, v.goodPart} {
		if err := read(ctx); err != nil {
			return err
		}
	}
	loose, good := v.loose(), v.last.Seq
	err := s.changeClear(ctx, "link the history", func(ctx context.Context, tx *sql.Tx) error {
		for _, query := range []string{"DELETE FROM chain WHERE seq > ?", "UPDATE event SET seq = -seq WHERE seq > ?"} {
			if _, err := tx.ExecContext(ctx, query, v.last.Seq); err != nil {
				return err
			}
		}
		s.tail = &v.last
		for _, l := range loose {
			if err := s.enterAnew(ctx, tx, l, v.last.Seq); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	var anew []Span
	if len(loose) > 0 {
		anew = []Span{{good + 1, good + int64(len(loose))}}
	}
	return s.leaveNote(ctx, before, known, out, anew)
}

// A looseRow is one whose entry is not of the history that is kept.
type looseRow struct {
	seq int64 // that it had
	Row
}

// goodPart walks the history to the last entry that follows from all before it.
func (v *verifying) goodPart(ctx context.Context) error {
	errStop := errors.New("here it ends")
	err := eachRow(ctx, v.q, "SELECT seq, digest, link FROM chain ORDER BY seq", func(rows *sql.Rows) error {
		var h Head
		var d, link sql.RawBytes
		if err := rows.Scan(&h.Seq, &d, &link); err != nil {
			return err
		}
		var entry digest
		copy(entry[:], d)
		copy(h.Link[:], link)
		if h.Seq != v.last.Seq+1 || h.Link != v.last.Link.next(h.Seq, entry) {
			return errStop
		}
		v.last = h
		v.match(h.Seq, entry)
		return nil
	})
	if errors.Is(err, errStop) {
		return nil
	}
	return err
}

// loose gives the rows that goodPart found no entry for, in their order.
func (v *verifying) loose() (all []looseRow) {
	for seq, row := range v.rows {
		all = append(all, looseRow{seq, row.Row})
		for _, other := range v.twice[seq] {
			all = append(all, looseRow{seq, other.Row})
		}
	}
	for _, f := range v.history.Findings { // a second row of an entry that has its own
		all = append(all, looseRow{f.First, f.Rows[0]})
	}
	for _, w := range v.wrong {
		all = append(all, looseRow{w.seq, w.row.Row})
	}
	slices.SortFunc(all, func(a, b looseRow) int {
		return cmp.Or(cmp.Compare(a.seq, b.seq), strings.Compare(a.Kind, b.Kind), strings.Compare(a.ID, b.ID), cmp.Compare(a.N, b.N))
	})
	return all
}

// enterAnew gives a row a new entry. Events behind good have their numbers
// negated, so that none is in the way of another.
func (s *Store) enterAnew(ctx context.Context, tx *sql.Tx, l looseRow, good int64) error {
	if l.Kind == string(eventKind) {
		at := l.seq
		if at > good {
			at = -at
		}
		var sealed []byte
		if err := tx.QueryRowContext(ctx, "SELECT payload FROM event WHERE seq = ?", at).Scan(&sealed); err != nil {
			return err
		}
		last, err := s.lastEntry(ctx, tx)
		if err != nil {
			return err
		}
		seq, err := s.chain(ctx, tx, l.Kind, "", last.Seq+1, sealed)
		if err == nil {
			_, err = tx.ExecContext(ctx, "UPDATE event SET seq = ? WHERE seq = ?", seq, at)
		}
		return err
	}
	const of = " WHERE interview = (SELECT place FROM interview WHERE id = ?) AND n = ?"
	var sealed []byte
	if err := tx.QueryRowContext(ctx, "SELECT payload FROM "+l.Kind+of, l.ID, l.N).Scan(&sealed); err != nil {
		return err
	}
	seq, err := s.chain(ctx, tx, l.Kind, l.ID, l.N, sealed)
	if err == nil {
		_, err = tx.ExecContext(ctx, "UPDATE "+l.Kind+" SET seq = ?"+of, seq, l.ID, l.N)
	}
	return err
}

// leaveNote keeps what the event of a restore will say.
func (s *Store) leaveNote(ctx context.Context, before *History, known Head, out *Restored, anew []Span) error {
	after, err := verifyHistory(ctx, s.db, nil)
	if err != nil {
		return err
	}
	if !after.Whole() {
		return message.New("%w: the restored history does not hold together: %s", ErrDamaged, after.Findings[0])
	}
	var gone []int64
	for _, s := range after.Gone {
		for seq := s.First; seq <= s.Last; seq++ {
			gone = append(gone, seq)
		}
	}
	e := Event{What: EventRestored, Number: out.Backup.Number, Erased: spans(without(gone, before.Gone)), Anew: anew}
	had := known.Seq == 0
	if !had {
		if had, err = hasEntry(ctx, s.db, known); err != nil {
			return err
		}
	}
	if !had {
		e.Known, out.Missing = known.String(), max(known.Seq-after.Head.Seq, 0)
	}
	note, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return s.SetOpenSetting(ctx, restoredSetting, string(note))
}

// takeNote makes an event of what a restore left. Rows outside the history are
// taken as they are now, but for the settings: somebody has to look at those. It
// needs s.writing.
func (s *Store) takeNote(ctx context.Context) {
	var found []Finding
	err := s.write(ctx, "note the restore", func(ctx context.Context, tx *sql.Tx) error {
		found = nil
		var note string
		err := tx.QueryRowContext(ctx, "SELECT value FROM open_setting WHERE name = ?", restoredSetting).Scan(&note)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err == nil {
			found, _, err = s.shelfFindings(ctx, tx)
		}
		if err != nil {
			return err
		}
		e := readNote(note)
		e.Tables = tablesOf(found)
		found = slices.DeleteFunc(found, func(f Finding) bool { return f.Table == settingTable })
		if err := s.adopt(ctx, tx, found); err != nil {
			return err
		}
		if err := s.note(ctx, tx, e); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, "DELETE FROM open_setting WHERE name = ?", restoredSetting)
		return err
	})
	if err == nil {
		s.adopted(tablesOf(found))
	}
}

// readNote takes from a note, which stood in clear, what a restore says and
// nothing else.
func readNote(text string) Event {
	var n Event
	if json.Unmarshal([]byte(text), &n) != nil {
		return Event{What: EventRestored, Why: "the note of it cannot be read"}
	}
	e := Event{What: EventRestored, Number: n.Number, Erased: n.Erased, Anew: n.Anew}
	if head, err := ParseHead(n.Known); err == nil {
		e.Known = head.String()
	}
	rows := int64(0)
	for _, s := range e.Anew {
		rows += s.Last - s.First + 1
	}
	if rows > 0 {
		e.Why = count(rows, "row was", "rows were") + " entered anew"
	}
	return e
}
