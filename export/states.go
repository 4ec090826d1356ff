package export

import (
	"maps"
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// The column _states holds every state that a cell cannot show, by columns:
//
//	refused: income wage; not_reached: g_end_mood
//
// A filled cell that is not named was answered, a blank one not asked.

// stateWords are the words of the column, by state.
var stateWords = [...]string{
	survey.NotReached:    "not_reached",
	survey.Given:         "given",
	survey.DontKnow:      "dont_know",
	survey.Refused:       "refused",
	survey.NotApplicable: "not_applicable",
	survey.NotAsked:      "not_asked",
}

const (
	confirmedWord = "confirmed" // the interviewer confirmed an unlikely answer
	parkedWord    = "parked"    // of a draft: not relevant now
	hollowWord    = "empty"     // of a group, by its path: reached, with nothing in it
)

// statesText sums up the marks of a row.
func (w *row) statesText() string {
	if len(w.hollow) == 0 && !slices.ContainsFunc(w.marks, func(m mark) bool { return m != mark{} }) {
		return ""
	}
	var b strings.Builder
	for s, word := range stateWords {
		w.list(&b, word, func(m mark) bool { return m.said && m.state == survey.State(s) })
	}
	w.list(&b, confirmedWord, func(m mark) bool { return m.confirmed })
	w.list(&b, parkedWord, func(m mark) bool { return m.parked })
	if len(w.hollow) > 0 {
		if b.Len() > 0 {
			b.WriteString("; ")
		}
		b.WriteString(hollowWord + ": " + strings.Join(slices.Sorted(maps.Keys(w.hollow)), " "))
	}
	return b.String()
}

func (w *row) list(b *strings.Builder, word string, holds func(mark) bool) {
	begun := false
	for i, m := range w.marks {
		if m == (mark{}) || !holds(m) {
			continue
		}
		if !begun {
			if b.Len() > 0 {
				b.WriteString("; ")
			}
			b.WriteString(word + ":")
			begun = true
		}
		b.WriteString(" " + w.table.cols[i].name)
	}
}

// readStates is the way back from statesText.
func (w *row) readStates(text string) error {
	for part := range strings.SplitSeq(text, ";") {
		word, names, found := strings.Cut(part, ":")
		if word = strings.TrimSpace(word); word == "" && !found {
			continue
		}
		if word == hollowWord {
			w.hollow = setOf(names)
			continue
		}
		apply := markOf(word)
		if apply == nil {
			return message.New("the column %s holds a word that is none of a state's", statesColumn)
		}
		for name := range strings.FieldsSeq(names) {
			at, known := w.table.index[name]
			if !known {
				return message.New("the column %s names a column that is not here", statesColumn)
			}
			apply(&w.marks[at])
		}
	}
	return nil
}

// markOf gives what a word of the column does to a mark, nil where it is no
// word of it.
func markOf(word string) func(*mark) {
	switch word {
	case confirmedWord:
		return func(m *mark) { m.confirmed = true }
	case parkedWord:
		return func(m *mark) { m.parked = true }
	}
	for s, w := range stateWords {
		if w == word {
			return func(m *mark) { m.said, m.state = true, survey.State(s) }
		}
	}
	return nil
}
