package export

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"anketa/survey"
)

// A Mapped says where the answers to a question of one version of the form
// stand: in the column of another question, which asks the same under another
// name or with other codes. The records themselves stay as they are. Where
// nothing is named for it to stand in, somebody has said that there is nothing,
// so that nobody is asked again.
type Mapped struct {
	Version  string `json:"version"`           // of the form, as the records name it
	Question string `json:"question"`          // path in the form, without positions
	Code     string `json:"code,omitempty"`    // "" for the question itself
	To       string `json:"to"`                // path of the other question; of a code: the question as it is mapped, or itself
	ToCode   string `json:"to_code,omitempty"` // of a code: the other one
}

// Refused says that a question or code has no counterpart.
func (m Mapped) Refused() bool { return m.Code == "" && m.To == "" || m.Code != "" && m.ToCode == "" }

// Of says whether two lines speak of the same question or code.
func (m Mapped) Of(o Mapped) bool {
	return m.Version == o.Version && m.Question == o.Question && m.Code == o.Code
}

// compareMapped orders mappings so that equal ones are written alike.
func compareMapped(a, b Mapped) int {
	return cmp.Or(strings.Compare(a.Version, b.Version), strings.Compare(a.Question, b.Question), strings.Compare(a.Code, b.Code),
		strings.Compare(a.To, b.To), strings.Compare(a.ToCode, b.ToCode))
}

// Sorted gives a mapping in an order that does not tell where it came from.
func Sorted(mapping []Mapped) []Mapped {
	return slices.SortedFunc(slices.Values(mapping), compareMapped)
}

// JoinMappings puts mappings together. Where two say different things of one
// question or code, the earlier list counts.
func JoinMappings(lists ...[]Mapped) []Mapped {
	var out []Mapped
	for _, list := range lists {
		for _, m := range list {
			if !slices.ContainsFunc(out, m.Of) {
				out = append(out, m)
			}
		}
	}
	slices.SortFunc(out, compareMapped)
	return out
}

// Map gives a record as the columns show it: r itself where nothing of it is
// mapped, else a copy. An answer whose new place has one already, or lies in
// another repeat, stays where it is.
func Map(mapping []Mapped, r *survey.Record) *survey.Record {
	if len(mapping) == 0 {
		return r
	}
	to, codes := map[string]string{}, map[string]map[string]string{}
	for _, m := range mapping {
		switch {
		case m.Version != r.Version || m.Refused():
		case m.Code == "":
			to[m.Question] = m.To
		default:
			if codes[m.Question] == nil {
				codes[m.Question] = map[string]string{}
			}
			codes[m.Question][m.Code] = m.ToCode
		}
	}
	if len(to)+len(codes) == 0 || r.Root == nil {
		return r
	}
	c := *r
	m := &moving{to: to, codes: codes}
	c.Root = m.copied(r.Root, "")
	m.settle(c.Root, "")
	return &c
}

// A moving is one record whose answers move.
type moving struct {
	to    map[string]string
	codes map[string]map[string]string
	moved []movedAnswer
}

type movedAnswer struct {
	holder *survey.Answer // the record's root or the instance that it lies in
	above  string         // path of that
	from   string
	answer survey.Answer
}

// copied copies an answer and what lies in it, recoded.
func (m *moving) copied(a *survey.Answer, at string) *survey.Answer {
	c := *a
	if codes := m.codes[at]; codes != nil && c.State == survey.Given {
		c.Text = recoded(c.Text, codes)
	}
	if a.Children != nil {
		c.Children = make([]*survey.Answer, len(a.Children))
	}
	for i, kid := range a.Children {
		c.Children[i] = m.copied(kid, pathIn(at, kid.Name))
	}
	return &c
}

func pathIn(at, name string) string {
	if at == "" {
		return name
	}
	return at + "/" + name
}

// recoded puts other codes for those of an answer, which is one or several.
func recoded(text string, codes map[string]string) string {
	if other, ok := codes[text]; ok {
		return other
	}
	words := strings.Fields(text)
	changed := false
	for i, w := range words {
		if other, ok := codes[w]; ok {
			words[i], changed = other, true
		}
	}
	if !changed {
		return text
	}
	return strings.Join(words, " ")
}

// settle moves the answers of a holder and of the instances in it.
func (m *moving) settle(holder *survey.Answer, above string) {
	m.moved = nil
	m.lift(holder, holder, above, above)
	for _, v := range m.moved {
		m.plant(v)
	}
	m.instances(holder, above)
}

// lift takes the answers out that move within their holder.
func (m *moving) lift(holder, a *survey.Answer, above, at string) {
	kept := a.Children[:0:0]
	for _, c := range a.Children {
		p := pathIn(at, c.Name)
		to, moves := m.to[p]
		moves = moves && c.Key == "" && c.Children == nil && (above == "" || strings.HasPrefix(to, above+"/"))
		if !moves {
			kept = append(kept, c)
			if c.Key == "" {
				m.lift(holder, c, above, p)
			}
			continue
		}
		m.moved = append(m.moved, movedAnswer{holder, above, p, *c})
	}
	if a.Children != nil {
		a.Children = kept
	}
}

func (m *moving) instances(a *survey.Answer, at string) {
	for _, c := range a.Children {
		if p := pathIn(at, c.Name); c.Key != "" {
			m.settle(c, p)
		} else {
			m.instances(c, p)
		}
	}
}

// plant puts an answer at its new place, else back.
func (m *moving) plant(v movedAnswer) {
	to := strings.TrimPrefix(strings.TrimPrefix(m.to[v.from], v.above), "/")
	r := survey.Record{Root: v.holder}
	if v.above == "" {
		to = m.to[v.from]
	}
	if at := r.Find(survey.Path(to)); at != nil && (at.Children != nil || at.Text != "" || at.State != survey.NotReached) {
		to = strings.TrimPrefix(strings.TrimPrefix(v.from, v.above), "/")
	}
	put := survey.Edit{Op: survey.Put, Path: survey.Path(to), State: v.answer.State, Text: v.answer.Text}
	if r.Apply(put) == nil && v.answer.Confirmed {
		_ = r.Apply(survey.Edit{Op: survey.Confirm, Path: survey.Path(to)})
	}
}

// mappingSheet holds what stands in other columns than it was asked in.
const mappingSheet = "_mapping"

var mappingHead = []string{"form_version", "question", "code", "to_question", "to_code"}

func (w *writer) mapping() (*sheet, error) {
	s := w.sheet(mappingSheet, ownLook(16, 40, 12, 40, 12))
	if err := s.row(headings(mappingHead...)); err != nil {
		return nil, err
	}
	for _, m := range JoinMappings(w.o.Mapping) {
		if err := s.row(words(ownStyle, m.Version, m.Question, m.Code, m.To, m.ToCode)); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// mapping is the way back; most workbooks have no such sheet.
func (rd *reading) mapping(ctx context.Context) error {
	if !rd.grid.has(mappingSheet) {
		return nil
	}
	return rd.grid.rows(ctx, mappingSheet, func(line int, cells []cell) error {
		m := Mapped{textAt(cells, 0), textAt(cells, 1), textAt(cells, 2), textAt(cells, 3), textAt(cells, 4)}
		if line > 1 && m.Question != "" {
			rd.book.Mapping = append(rd.book.Mapping, m)
		}
		return nil
	})
}
