package merge

import (
	"anketa/survey"
	"anketa/survey/message"
)

// A Named is an interview with what people know it by.
type Named struct {
	ID     string
	Device string // of the laptop
	Number int    // there
	Case   string // its case code; "" where it has none
}

// NamedOf names the interview of a record.
func NamedOf(r *survey.Record) Named {
	n := Named{ID: r.ID, Device: r.Device, Number: r.Number}
	n.Case, _ = caseCode(r)
	return n
}

// String gives laptop, number and case code, and the id behind.
func (n Named) String() string { return n.In(message.English) }

// In gives it in a language.
func (n Named) In(l *message.Language) string {
	laptop := n.Device != "" && n.Number > 0
	switch {
	case laptop && n.Case != "":
		return message.New("laptop %s no. %d, case %s (%s)", ShortDevice(n.Device), n.Number, n.Case, n.ID).In(l)
	case laptop:
		return message.New("laptop %s no. %d (%s)", ShortDevice(n.Device), n.Number, n.ID).In(l)
	case n.Case != "":
		return message.New("case %s (%s)", n.Case, n.ID).In(l)
	}
	return n.ID
}

// named gives interviews with what is known of them.
func (s *Set) named(ids []string) []Named {
	out := make([]Named, len(ids))
	for i, id := range ids {
		if len(s.records[id]) > 0 {
			out[i] = NamedOf(s.view(id).stands)
		} else {
			out[i] = Named{ID: id}
		}
	}
	return out
}
