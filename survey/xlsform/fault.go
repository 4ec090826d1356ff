package xlsform

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// finish links the form and gives everything that was found, in reading order,
// each fault once.
func (r *reader) finish() survey.ErrorList {
	for _, e := range r.form.Link() {
		r.locate(e)
		r.faults = append(r.faults, e)
	}
	r.checkRefs()
	order := map[string]int{}
	for i, s := range r.book.sheets {
		order[s.name] = i + 1
	}
	slices.SortStableFunc(r.faults, func(a, b *survey.Error) int {
		return cmp.Or(cmp.Compare(order[a.At.Sheet], order[b.At.Sheet]), a.At.Compare(b.At), cmp.Compare(a.Severity, b.Severity))
	})
	return capped(slices.CompactFunc(r.faults, func(a, b *survey.Error) bool { return a.Same(b) }))
}

// written is an expression in a place of which the form keeps only the row: a
// wording, a trigger.
type written struct {
	at   survey.Position
	text string
}

// locate gives a fault of a row the cell in which its expression stands.
func (r *reader) locate(e *survey.Error) {
	if e.At.Column > 0 || e.At.Row == 0 {
		return
	}
	line, _, _ := strings.Cut(e.Excerpt, "\n")
	holds := func(w written) bool { return w.text == line || line == "" && strings.Contains(e.Msg.String(), w.text) }
	for _, sameRow := range []bool{true, false} {
		for _, w := range r.written {
			if holds(w) && (!sameRow || w.at.Sheet == e.At.Sheet && w.at.Row == e.At.Row) {
				e.At = w.at
				return
			}
		}
	}
}

// maxFaults is how many faults are told: who has more begins with the first.
const maxFaults = 500

func capped(l survey.ErrorList) survey.ErrorList {
	if len(l) <= maxFaults {
		return l
	}
	worst := slices.MinFunc(l[maxFaults:], func(a, b *survey.Error) int { return cmp.Compare(a.Severity, b.Severity) })
	more := &survey.Error{Severity: worst.Severity, Code: "FAULTS", Msg: message.New("%d more faults are not listed.", len(l)-maxFaults), Hint: message.New("Correct the first ones and check the form again.")}
	return append(l[:maxFaults:maxFaults], more)
}

func (r *reader) fault(at survey.Position, code string, msg, hint *message.Text) {
	r.faults.Add(at, code, msg, hint)
}

func (r *reader) warn(at survey.Position, code string, msg, hint *message.Text) {
	r.faults = append(r.faults, &survey.Error{At: at, Severity: survey.Warning, Code: code, Msg: msg, Hint: hint})
}

func (r *reader) notice(at survey.Position, code string, msg, hint *message.Text) {
	r.faults = append(r.faults, &survey.Error{At: at, Severity: survey.Notice, Code: code, Msg: msg, Hint: hint})
}

// once is a notice that is given only where it is met first.
func (r *reader) once(at survey.Position, code string, msg, hint *message.Text) {
	if !r.told[code+msg.String()] {
		r.told[code+msg.String()] = true
		r.notice(at, code, msg, hint)
	}
}

// suggest ends a message about an unknown word with the nearest known one.
func suggest(word string, known map[string]*survey.List) *message.Text {
	if near := survey.Nearest(word, maps.Keys(known)); near != "" {
		return message.New("Did you mean %s?", near)
	}
	return nil
}

// edits counts the letters to insert, delete or change to make b of a.
func edits(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			change := diagonal
			if x[i] != y[j] {
				change++
			}
			diagonal, row[j+1] = row[j+1], min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}
