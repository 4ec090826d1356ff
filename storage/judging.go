package storage

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"anketa/survey/message"
)

// judgeKept holds what events carry against the history and against the tables
// on the shelf. Each event knows, sealed, the link of the entry before it: so
// whoever has the file and no key cannot write the history before it anew, even
// where the heads outside are written anew too.
func (s *Store) judgeKept(ctx context.Context, h *History, events []Event) error {
	return s.look(ctx, "hold events against the history", func(ctx context.Context, tx *sql.Tx) error {
		before := map[int64]Link{}
		err := eachRow(ctx, tx, "SELECT c.seq, c.link FROM event e JOIN chain c ON c.seq = e.seq - 1", func(rows *sql.Rows) error {
			var seq int64
			var link []byte
			err := rows.Scan(&seq, &link)
			l := Link{}
			copy(l[:], link)
			before[seq] = l
			return err
		})
		if err != nil {
			return err
		}
		h.Findings = append(h.Findings, judgeLinks(before, events)...)
		found, _, err := s.shelfFindings(ctx, tx)
		h.Findings = append(h.Findings, found...)
		return err
	})
}

// judgeLinks finds events that do not stand where they were written. Those of
// an older program do not tell, and a restore enters some anew.
func judgeLinks(before map[int64]Link, events []Event) (out []Finding) {
	var anew []Span
	for _, e := range events {
		anew = append(anew, e.Anew...)
	}
	for _, e := range events {
		within := func(s Span) bool { return s.First <= e.Seq && e.Seq <= s.Last }
		link, known := before[e.Seq-1]
		switch {
		case len(e.prior) == 0 || slices.ContainsFunc(anew, within):
		case e.written != e.Seq:
			out = append(out, Finding{Flaw: Moved, Span: Span{e.Seq, e.Seq}, Rows: []Row{{Kind: string(eventKind), N: e.Seq}}})
		case (known || e.Seq == 1) && string(e.prior) != string(link[:]):
			out = append(out, Finding{Flaw: Rewritten, Span: Span{e.Seq - 1, e.Seq - 1}, Known: message.New("event %d", e.Seq)})
		}
	}
	return out
}

// A Taken is an event by which a store was taken as it is in spite of losses: a
// restore, or that somebody accepted what was altered. Whoever has the file can
// have it look like a restore, so it is told of for ever.
type Taken struct{ Event }

// String tells it in sentences.
func (t Taken) String() string { return t.In(message.English) }

// In tells it in a language.
func (t Taken) In(l *message.Language) string { return t.text().In(l) }

func (t Taken) text() *message.Text {
	when := t.Time.Format(time.DateTime)
	var says message.List
	for _, table := range t.Tables {
		says = append(says, message.New("the %s", shelfSays(table)))
	}
	if t.What == EventAccepted {
		return message.New("On %s, %s took as they were, though they were not those that Anketa had kept: %s.", when, t.Who, says)
	}
	text := message.New("On %s it was noted that the store had been restored from backup %d.", when, t.Number)
	if len(t.Erased) > 0 {
		text = message.New("%s Lost with that: %s of the history.", text, message.ListOf(t.Erased))
	}
	if len(says) > 0 {
		text = message.New("%s Not as Anketa had kept them: %s.", text, says)
	}
	return message.New("%s If nobody restored it then, somebody took this out of the file.", text)
}
