package export

import (
	"fmt"
	"strings"
	"time"

	"anketa/survey"
	"anketa/survey/message"
)

// A Book is what a workbook holds.
type Book struct {
	Path    string
	SHA256  string // of the file, in hex
	Form    string // id of the form that leads
	Version string // its version
	Device  string // who wrote the workbook; "" for a merge
	Created time.Time
	Files   []File // of a merge: what went into it

	Mapping   []Mapped  // which answers stand in the columns of other questions
	Elsewhere []Numbers // running numbers of interviews that are not in it, and why
	Sendings  []Sending // which export it is; of a merge: those that went into it

	// The form that leads is in the workbook itself: xlsform.Read takes its
	// bytes. Content is equal in workbooks where that form is. Older are the
	// workbooks of the other versions of the form.
	Content string
	Older   [][]byte

	// Records are the rows of the sheet data, in its order, and behind them
	// the other versions that the sheet _versions holds.
	Records []*survey.Record
	Heads   int // how many of Records are rows of the sheet data

	// Repeated are further rows of the sheet data with an interview that is in
	// Records already, equal to it, as after pasting. So every row of that sheet
	// is one of Records, of Repeated, an Edited that was not Taken, or a Refusal
	// with Interview.
	Repeated []*survey.Record

	Repaired []Repair  // what spreadsheets changed by themselves, and what it was
	Edited   []*Edited // interviews that somebody changed outside of Anketa
	Outside  []Judged  // of a merge: what it knows of edits

	Sealed []SealedRow // interviews that only the coordinator can open, each once

	Media []MediaFile // the files of answers that it was written with

	Withdrawn []Withdrawn // interviews that must not come back

	Refused []Refusal // what could not be taken, in reading order

	passwords []string // that it was read with

	hashes map[*survey.Record]survey.Hash // of the records as they were read
}

// HashOf gives the hash of one of Records. That of a record which was read is
// known: reading is to compare it.
func (b *Book) HashOf(r *survey.Record) survey.Hash {
	if h, known := b.hashes[r]; known {
		return h
	}
	return r.Hash()
}

// A File is a workbook that went into a merge. Read is the sum of the counts
// behind it.
type File struct {
	Name                                                      string
	SHA256                                                    string
	Read, Added, Known, Superseded, Joined, Conflict, Refused int

	Withdrawn, Waiting int
}

// A Refusal is something of a workbook that was not taken: where, why, and
// what to do. Answers are never in it.
type Refusal struct {
	Sheet string
	Row   int           // as Excel counts; 0 where the whole sheet is meant
	Key   string        // the interview's or the instance's key; "" where there is none
	Why   *message.Text // one sentence
	Hint  *message.Text // the remedy, one sentence

	// Interview says that a row of the sheet data, or another version, was not
	// taken; else it is a row of a repeat, a column or a count, and the
	// interviews that it touches have refusals of their own.
	Interview bool
}

// String prints the refusal in one line.
func (r Refusal) String() string { return r.In(message.English) }

// In prints it in a language.
func (r Refusal) In(l *message.Language) string {
	at := survey.Position{Sheet: r.Sheet, Row: r.Row}.In(l)
	if r.Key != "" {
		at = fmt.Sprintf("%s (%s)", at, r.Key)
	}
	return fmt.Sprintf("%s: %s %s", at, r.Why.In(l), r.Hint.In(l))
}

// An Error is why a workbook cannot be written or read at all.
type Error struct {
	Path string
	Part string        // the sheet, or the part of the file; "" where all of it
	Why  *message.Text // one sentence
	Hint *message.Text // the remedy, one sentence
	Code string        // a word for the usual causes, for whoever says them in another language; "" for the rest
	Err  error         // what lies below it; nil where nothing does
}

func (e *Error) Error() string { return e.In(message.English) }

// In says it in a language.
func (e *Error) In(l *message.Language) string {
	at := e.Path
	if sheet, is := strings.CutPrefix(e.Part, "sheet "); is {
		at += ", " + message.New("sheet %s", sheet).In(l)
	} else if e.Part != "" {
		at += ", " + e.Part
	}
	s := at + ": " + e.Why.In(l)
	if e.Err != nil {
		s += " (" + message.Say(l, e.Err) + ")"
	}
	if e.Hint != nil {
		s += " " + e.Hint.In(l)
	}
	return s
}

func (e *Error) Unwrap() error { return e.Err }
