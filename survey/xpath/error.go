package xpath

import (
	"strings"
	"unicode/utf8"

	"anketa/survey/message"
)

// An Error is one fault in an expression: where it stands in the author's
// text, what is wrong, and what to do.
type Error struct {
	Text string        // the whole expression as the author wrote it
	Pos  int           // byte offset of the fault
	Len  int           // bytes that the fault covers; 0 is a single place
	Msg  *message.Text // the rule, in one sentence without a full stop
	Hint *message.Text // the remedy, likewise; may be nil
}

// Error prints the message, the author's line, a caret under the fault and
// the remedy beside it:
//
//	there is no function "cuont"
//	  cuont(${member}) > 2
//	  ^^^^^            did you mean count()?
func (e *Error) Error() string { return e.In(message.English) }

// In prints it in a language.
func (e *Error) In(l *message.Language) string {
	line, caret := e.line()
	s := e.Msg.In(l) + "\n  " + line + "\n  " + caret
	if e.Hint == nil {
		return s
	}
	gap := max(1, utf8.RuneCountInString(line)-utf8.RuneCountInString(caret)+1)
	if gap > 40 {
		gap = 1
	}
	return s + strings.Repeat(" ", gap) + e.Hint.In(l)
}

// Excerpt gives the author's line and, below it, a caret under the fault.
func (e *Error) Excerpt() string {
	line, caret := e.line()
	return line + "\n" + caret
}

// excerptWidth is how many characters of a long line are shown.
const excerptWidth = 72

// line gives the line with the fault, shortened around it where it is long,
// and the carets below it.
func (e *Error) line() (line, caret string) {
	pos := min(max(e.Pos, 0), len(e.Text))
	start := strings.LastIndexByte(e.Text[:pos], '\n') + 1
	end := len(e.Text)
	if i := strings.IndexByte(e.Text[pos:], '\n'); i >= 0 {
		end = pos + i
	}
	before := []rune(plain(e.Text[start:pos]))
	after := []rune(plain(e.Text[pos:end]))
	covered := utf8.RuneCountInString(e.Text[pos:min(pos+max(e.Len, 0), end)])
	if len(before)+len(after) > excerptWidth {
		before, after = shorten(before, after)
	}
	covered = min(max(covered, 1), max(len(after), 1))
	return string(before) + string(after),
		strings.Repeat(" ", len(before)) + strings.Repeat("^", covered)
}

func shorten(before, after []rune) (b, a []rune) {
	if keep := excerptWidth / 2; len(before) > keep {
		before = append([]rune("…"), before[len(before)-keep+1:]...)
	}
	if keep := excerptWidth - len(before); len(after) > keep {
		after = append(after[:keep-1:keep-1], '…')
	}
	return before, after
}

// plain makes every character one column wide.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "�"))
}

// whole is the length of a fault that covers all of its expression.
const whole = -1

// fault is an Error at a node, which covers length bytes. A node that was
// built and not parsed prints itself as the text.
func fault(x Expr, length int, msg, hint *message.Text) *Error {
	text, pos := x.source().text, x.Pos()
	if text == nil {
		s := x.String()
		text, pos = &s, 0
		if length == whole {
			length = len(s)
		}
	} else if length == whole {
		pos, length = extent(x)
	}
	return &Error{Text: *text, Pos: pos, Len: length, Msg: msg, Hint: hint}
}

// closest gives the candidate nearest to word by edit distance, "" where none
// is near enough to be what the author meant.
func closest(word string, candidates func(yield func(string) bool)) string {
	best, near := "", 1+len(word)/3
	for c := range candidates {
		if d := distance(strings.ToLower(word), strings.ToLower(c)); d < near || d == near && best != "" && c < best {
			best, near = c, d
		}
	}
	return best
}

// distance counts insertions, deletions, changes and swaps of neighbours.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			change := 1
			if x[i-1] == y[j-1] {
				change = 0
			}
			d := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+change)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				d = min(d, rows[i-2][j-2]+1)
			}
			rows[i][j] = d
		}
	}
	return rows[len(x)][len(y)]
}
