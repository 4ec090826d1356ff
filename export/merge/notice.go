package merge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// CaseCode is the question whose answer should be another one in every
// interview.
const CaseCode = "case_code"

// A Notice is something that a person should look at. No answer is in it but
// case codes, and they are not in the JSON, which a store keeps.
type Notice struct {
	What       *message.Text `json:"what"`   // one sentence
	IDs        []string      `json:"ids"`    // the interviews that it is about, sorted
	Interviews []Named       `json:"-"`      // the same
	Device     string        `json:"device"` // the laptop that it is about; "" where none
}

// String prints the notice in one line.
func (n Notice) String() string { return n.In(message.English) }

// In prints it in a language.
func (n Notice) In(l *message.Language) string {
	s := n.What.In(l)
	if n.Device != "" && len(n.Interviews) == 0 {
		s += " " + message.New("Laptop %s.", ShortDevice(n.Device)).In(l)
	}
	for i, of := range n.Interviews {
		if i > 0 {
			s += ";"
		}
		s += " " + of.In(l)
	}
	if len(n.Interviews) > 0 {
		s += "."
	}
	return s
}

// Notices says what looks wrong and was left as it is, always in one order.
func (s *Set) Notices() []Notice {
	heads := s.current()
	out := slices.Concat(sameCode(heads), sameNumber(heads), s.sameAnswers(heads), s.nearlySame(heads), s.orphans(), s.gaps(), s.histories(), s.opposed())
	for i := range out {
		out[i].Interviews = s.named(out[i].IDs)
	}
	for _, what := range s.told {
		out = append(out, Notice{What: what})
	}
	slices.SortStableFunc(out, func(a, b Notice) int {
		return cmp.Or(strings.Compare(a.What.String(), b.What.String()), strings.Compare(a.Device, b.Device), slices.Compare(a.IDs, b.IDs))
	})
	return out
}

// Tell has notices told beside those that the set finds, in place of what was
// to be told before.
func (s *Set) Tell(notices []*message.Text) { s.told = notices }

// sameCode finds different interviews with one case code.
func sameCode(heads []*survey.Record) []Notice {
	return groups(heads, func(r *survey.Record) (string, bool) {
		code, ok := caseCode(r)
		return fmt.Sprintf("%s\x00%d\x00%s", r.Form, r.Kind, code), ok
	}, func(rs []*survey.Record) Notice {
		return Notice{What: message.New("%d different interviews have one case code; they were kept apart. Ask whose card has it: the other code is corrected, a copy is withdrawn.", len(rs)), IDs: ids(rs)}
	})
}

// sameNumber finds different interviews with one running number of one laptop,
// as after its folder was copied to another one.
func sameNumber(heads []*survey.Record) []Notice {
	return groups(heads, func(r *survey.Record) (string, bool) {
		return fmt.Sprintf("%s\x00%s\x00%d", r.Form, r.Device, r.Number), r.Number > 0 && r.Device != ""
	}, func(rs []*survey.Record) Notice {
		return Notice{
			What:   message.New("%d different interviews have the running number %d of one laptop; they were kept apart. Its store is on two computers: one of them has to be emptied and set up anew.", len(rs), rs[0].Number),
			Device: rs[0].Device, IDs: ids(rs),
		}
	})
}

// groups makes a notice of every set of records that share a key.
func groups(heads []*survey.Record, key func(*survey.Record) (string, bool), notice func([]*survey.Record) Notice) []Notice {
	by := map[string][]*survey.Record{}
	for _, r := range heads {
		if k, ok := key(r); ok {
			by[k] = append(by[k], r)
		}
	}
	var out []Notice
	for _, rs := range by {
		if len(rs) > 1 {
			out = append(out, notice(rs))
		}
	}
	return out
}

func ids(rs []*survey.Record) []string {
	out := make([]string, len(rs))
	for i, r := range rs {
		out[i] = r.ID
	}
	slices.Sort(out)
	return out
}

// orphans finds versions that replace one which is not here. With it, a
// conflict may turn out to be none.
func (s *Set) orphans() []Notice {
	var out []Notice
	for h, r := range s.versions {
		for _, p := range r.Parents {
			if before := s.versions[p]; before == nil || before.ID != r.ID {
				out = append(out, Notice{
					What: message.New("The version %.8s was made from %.8s, which has not arrived. Merge the workbook that has it, as the laptop's newest export.", h, p),
					IDs:  []string{r.ID}, Device: r.Device,
				})
			}
		}
	}
	return out
}
