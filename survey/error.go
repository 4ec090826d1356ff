package survey

import (
	"fmt"
	"slices"
	"strings"

	"anketa/survey/message"
	"anketa/survey/xpath"
)

// A Position is a place in a workbook. Zero fields are left out when it is
// printed, so a fault of a whole sheet has only Sheet.
type Position struct {
	Sheet  string
	Row    int    // as Excel counts, from 1
	Column int    // as Excel counts, from 1; 0 where the whole row is meant
	Header string // the column's heading as the author wrote it
}

// String prints the place as people who have the sheet open would say it:
// survey!F12 (relevant).
func (p Position) String() string { return p.In(message.English) }

// In prints it in a language.
func (p Position) In(l *message.Language) string {
	if p.Sheet == "" {
		return ""
	}
	s := p.Sheet
	switch {
	case p.Row > 0 && p.Column > 0:
		s += "!" + ColumnName(p.Column) + fmt.Sprint(p.Row)
	case p.Row > 0:
		s += message.New(" row %d", p.Row).In(l)
	case p.Column > 0:
		s += message.New(" column %s", ColumnName(p.Column)).In(l)
	}
	if p.Header != "" {
		s += " (" + p.Header + ")"
	}
	return s
}

// Compare orders positions as a reader meets them: by sheet, row, column.
func (p Position) Compare(q Position) int {
	if c := strings.Compare(p.Sheet, q.Sheet); c != 0 {
		return c
	}
	if c := p.Row - q.Row; c != 0 {
		return c
	}
	return p.Column - q.Column
}

// ColumnName gives Excel's letters for a column counted from 1: 27 is AA.
func ColumnName(n int) string {
	var letters []byte
	for ; n > 0; n = (n - 1) / 26 {
		letters = append(letters, byte('A'+(n-1)%26))
	}
	slices.Reverse(letters)
	return string(letters)
}

// Severity says what a fault keeps from happening.
type Severity uint8

const (
	Fault   Severity = iota // the form does not open
	Warning                 // it opens, and something will not be as the author thinks
	Notice                  // it opens; a reduced or added behaviour, told once
)

func (s Severity) String() string {
	return [...]string{"error", "warning", "notice"}[s]
}

// An Error is one fault in a document that somebody wrote: where it is, which
// rule it breaks, and what to do.
type Error struct {
	At       Position
	Severity Severity
	Code     string        // pyxform's code where there is one, as PYREF_003; else ours
	Msg      *message.Text // the rule, in one sentence
	Hint     *message.Text // the remedy, in one sentence; may be nil
	Excerpt  string        // the author's line and a caret under the fault; may be empty
}

// Error prints everything, over several lines where there is an excerpt.
func (e *Error) Error() string { return e.In(message.English) }

// In prints it in a language.
func (e *Error) In(l *message.Language) string {
	var b strings.Builder
	if at := e.At.In(l); at != "" {
		b.WriteString(at + ": ")
	}
	b.WriteString(e.Msg.In(l))
	if e.Hint != nil {
		b.WriteString(" " + e.Hint.In(l))
	}
	if e.Excerpt != "" {
		b.WriteString("\n" + e.Excerpt)
	}
	return b.String()
}

// An ErrorList is every fault of one document, in reading order.
type ErrorList []*Error

// Add appends a fault.
func (l *ErrorList) Add(at Position, code string, msg, hint *message.Text) {
	*l = append(*l, &Error{At: at, Code: code, Msg: msg, Hint: hint})
}

// AddExpr appends a fault of an expression that stands at a place.
func (l *ErrorList) AddExpr(at Position, code string, e *xpath.Error) {
	*l = append(*l, &Error{At: at, Code: code, Msg: e.Msg.Sentence(), Hint: e.Hint.Sentence(), Excerpt: e.Excerpt()})
}

// Sort brings the list into reading order and keeps equal places as they were
// found.
func (l ErrorList) Sort() {
	slices.SortStableFunc(l, func(a, b *Error) int { return a.At.Compare(b.At) })
}

// Of gives the faults of one severity.
func (l ErrorList) Of(s Severity) ErrorList {
	var out ErrorList
	for _, e := range l {
		if e.Severity == s {
			out = append(out, e)
		}
	}
	return out
}

// Err gives the list as an error if anything in it is a Fault, else nil.
func (l ErrorList) Err() error {
	if len(l.Of(Fault)) == 0 {
		return nil
	}
	return l
}

// Same says whether two faults say the same of one place.
func (e *Error) Same(other *Error) bool {
	return e.At == other.At && e.Severity == other.Severity && e.Code == other.Code && e.Error() == other.Error()
}

func (l ErrorList) Error() string { return l.In(message.English) }

// In prints every fault in a language.
func (l ErrorList) In(to *message.Language) string {
	lines := make([]string, len(l))
	for i, e := range l {
		lines[i] = e.In(to)
	}
	return strings.Join(lines, "\n")
}
