package storage

import (
	"cmp"
	"fmt"
	"slices"

	"anketa/survey/message"
)

// A Flaw is what may be wrong with a history.
type Flaw uint8

const (
	Altered    Flaw = iota // a row is not what was stored
	Exchanged              // two rows have each other's contents
	Reordered              // two entries have each other's place
	Inserted               // a row that the history does not know
	Cut                    // entries are missing between others
	Broken                 // an entry does not follow from the one before it
	Lost                   // contents are missing, and nothing says that they were erased
	RolledBack             // the end is missing that was known outside
	Rewritten              // an entry is not the one that was known outside
	Unheard                // no entry has the code that was read out
	Unreadable             // an event that cannot be read
	Meddled                // rows outside the history are not those that were kept
	Moved                  // an event that was written at another place
)

// A Row names what an entry is of.
type Row struct {
	Kind   string // "journal", "version", "attachment", "event"
	ID     string // of the interview; "" where it is of none, or is gone
	Number int    // the interview's; 0 where there is none
	N      int64  // which row of it, from 1
}

func (r Row) text() *message.Text {
	of := message.New("interview %d", r.Number)
	if r.Number == 0 {
		of = message.New("an interview that is gone")
	}
	switch r.Kind {
	case "journal":
		return message.New("change %d of %s", r.N, of)
	case "version":
		return message.New("version %d of %s", r.N, of)
	case "attachment":
		return message.New("a file of %s (row %d)", of, r.N)
	}
	return message.New("event %d", r.N)
}

// A Span is entries from First to Last.
type Span struct {
	First int64 `json:"first"`
	Last  int64 `json:"last"`
}

func (s Span) String() string { return s.In(message.English) }

// In names it in a language.
func (s Span) In(l *message.Language) string {
	if s.First == s.Last {
		return message.New("entry %d", s.First).In(l)
	}
	return message.New("entries %d–%d", s.First, s.Last).In(l)
}

// A Finding is one thing that is wrong with a history. There is no answer in it.
type Finding struct {
	Flaw  Flaw
	Span                // the entries that it is about
	Rows  []Row         // the rows that it is about, where there are such
	Known *message.Text // of RolledBack and Rewritten: who knew it, as "the backup of 4 May"

	Table       string // of Meddled: the name of the table
	Kept, Found int64  // of Meddled: how many rows there must be, and are
}

// String names it in a sentence.
func (f Finding) String() string { return f.In(message.English) }

// In names it in a sentence of a language.
func (f Finding) In(l *message.Language) string { return f.text().Sentence().In(l) }

func (f Finding) text() *message.Text {
	row := func(i int) *message.Text {
		if i < len(f.Rows) {
			return f.Rows[i].text()
		}
		return message.New("a row")
	}
	switch f.Flaw {
	case Altered:
		return message.New("%s was altered after it was stored (%s).", row(0), f.Span)
	case Exchanged:
		return message.New("%s and %s were put in each other's place.", row(0), row(1))
	case Reordered:
		return message.New("%s and %s were reordered in the history.", row(0), row(1))
	case Inserted:
		return message.New("%s was inserted: the history does not know it.", row(0))
	case Cut:
		if f.First == f.Last {
			return message.New("%s of the history was cut out.", f.Span)
		}
		return message.New("%s of the history were cut out.", f.Span)
	case Broken:
		return message.New("The history does not hold together at %s: something there, or before it, was altered, reordered or cut.", f.Span)
	case Lost:
		return message.New("The contents of %s are missing, and no event says that they were erased.", f.Span)
	case RolledBack:
		return message.New("The history was rolled back: the last %s, which %s has, are missing.", entries(f.Last-f.First+1), f.Known)
	case Unheard:
		return message.New("The history does not have %s: it was rolled back or written anew, or the code was misheard.", f.Known)
	case Rewritten:
		return message.New("The history was written anew: %s is not the one that %s has.", f.Span, f.Known)
	}
	return f.beside(row)
}

// beside names what is wrong beside the entries and their rows.
func (f Finding) beside(row func(int) *message.Text) *message.Text {
	switch {
	case f.Flaw == Moved:
		return message.New("%s was written at another place of the history.", row(0))
	case f.Flaw == Unreadable:
		return message.New("%s cannot be read.", row(0))
	case f.Found < f.Kept:
		return message.New("The %s are not those that Anketa kept: there were %d, and %d are there. Somebody deleted from them outside of Anketa.", shelfSays(f.Table), f.Kept, f.Found)
	case f.Found > f.Kept:
		return message.New("The %s are not those that Anketa kept: there were %d, and %d are there. Somebody added to them outside of Anketa.", shelfSays(f.Table), f.Kept, f.Found)
	}
	return message.New("The %s are not those that Anketa kept: outside of Anketa, somebody changed them or put older ones in their place.", shelfSays(f.Table))
}

func entries(n int64) *message.Text {
	if n == 1 {
		return message.New("%d entry", n)
	}
	return message.New("%d entries", n)
}

func count(n int64, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// spans joins entries to runs. They come sorted.
func spans(seqs []int64) (out []Span) {
	for _, seq := range seqs {
		if n := len(out); n > 0 && out[n-1].Last+1 == seq {
			out[n-1].Last = seq
			continue
		}
		out = append(out, Span{seq, seq})
	}
	return out
}

// without takes away the entries that are in any of the spans.
func without(seqs []int64, gone []Span) (rest []int64) {
	gone = slices.Clone(gone)
	slices.SortFunc(gone, func(a, b Span) int { return cmp.Compare(a.First, b.First) })
	reach, i := int64(0), 0 // the greatest Last of the spans that begin before
	for _, seq := range seqs {
		for ; i < len(gone) && gone[i].First <= seq; i++ {
			reach = max(reach, gone[i].Last)
		}
		if seq > reach {
			rest = append(rest, seq)
		}
	}
	return rest
}
