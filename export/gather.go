package export

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"anketa/survey"
	"anketa/survey/message"
)

// instances gives the rows of a repeat that belong to a row, by its key.
type instances func(t *table, parent string) []*row

// gather is the way back from spread.
func (l *layout) gather(top *row, of instances) (*survey.Record, error) {
	if err := top.readStates(top.text(statesColumn)); err != nil {
		return nil, err
	}
	r, err := top.heard()
	if err != nil {
		return nil, err
	}
	g := &gathering{of: of}
	r.Root = &survey.Answer{}
	r.Root.Children, err = g.children(l.root, top)
	return r, err
}

type gathering struct {
	of   instances
	free []survey.Answer // to be taken
}

// together is how many answers are made at once: most records have as many.
const together = 128

// answer makes an answer.
func (g *gathering) answer(a survey.Answer) *survey.Answer {
	if len(g.free) == 0 {
		g.free = make([]survey.Answer, together)
	}
	out := &g.free[0]
	*out, g.free = a, g.free[1:]
	return out
}

func (g *gathering) children(p *place, from *row) ([]*survey.Answer, error) {
	var out []*survey.Answer
	for _, kid := range p.kids {
		switch kid.kind {
		case questionPlace:
			a, asked, err := from.question(kid)
			if err != nil {
				return nil, err
			}
			if asked {
				if out == nil {
					out = make([]*survey.Answer, 0, len(p.kids))
				}
				out = append(out, g.answer(a))
			}
		case groupPlace:
			below, err := g.children(kid, from)
			if err != nil {
				return nil, err
			}
			if len(below) > 0 || from.hollow[kid.path] {
				out = append(out, g.answer(survey.Answer{Name: kid.name, Children: below}))
			}
		default:
			all, err := g.repeat(kid, from)
			if err != nil {
				return nil, err
			}
			out = append(out, all...)
		}
	}
	return out, nil
}

// repeat gives the instances of a repeat in the order of their positions,
// however the rows lie.
func (g *gathering) repeat(p *place, parent *row) ([]*survey.Answer, error) {
	rows := g.of(p.table, parent.key)
	slices.SortStableFunc(rows, func(a, b *row) int { return cmp.Compare(a.position, b.position) })
	var out []*survey.Answer
	seen := make(map[string]bool, len(rows))
	for _, w := range rows {
		if seen[w.key] {
			return nil, message.New("its sheet %s has one KEY twice", p.table.sheet)
		}
		seen[w.key] = true
		key, ok := instanceOf(parent.key, p.table.above, w.key)
		if !ok || key == "" {
			return nil, message.New("a KEY in its sheet %s does not begin with its PARENT_KEY", p.table.sheet)
		}
		if err := w.readStates(w.text(statesColumn)); err != nil {
			return nil, message.New("in its sheet %s, %w", p.table.sheet, err)
		}
		below, err := g.children(p, w)
		if err != nil {
			return nil, err
		}
		out = append(out, g.answer(survey.Answer{Name: p.name, Key: key, Children: below}))
	}
	return out, nil
}

// question gives the answer in a row, and whether it was asked. Of a question
// with several columns one at most is filled.
func (w *row) question(p *place) (a survey.Answer, asked bool, err error) {
	for _, c := range p.columns {
		text, m := c.kind.take(w.cells[c.at]), w.marks[c.at]
		if text == "" && m == (mark{}) {
			continue
		}
		if asked {
			return a, false, message.New("two columns of the question %s are filled", p.name)
		}
		state := survey.Given
		if m.said {
			state = m.state
		}
		a, asked = survey.Answer{Name: p.name, State: state, Text: text, Confirmed: m.confirmed, Parked: m.parked}, true
	}
	return a, asked, nil
}

func (w *row) text(name string) string {
	c := w.table.column(name)
	return c.kind.take(w.cells[c.at])
}

// heard is the way back from tell.
func (w *row) heard() (*survey.Record, error) {
	r := &survey.Record{
		ID: w.key, Form: w.text("_form"), Version: w.text("_form_version"),
		Device: w.text("_device"), Interviewer: w.text("_interviewer"), Language: w.text("_language"),
		Author: w.text("_author"), Reason: w.text("_reason"),
	}
	var faults [6]error
	r.Kind, faults[0] = kindOfWord(w.text("_kind"))
	r.Number, faults[1] = strconv.Atoi(w.text("_number"))
	r.Started, faults[2] = instant(w.text("_started"))
	r.Finished, faults[3] = instant(w.text("_finished"))
	r.Saved, faults[4] = instant(w.text("_saved"))
	r.Parents, faults[5] = hashes(w.text("_parents"))
	for i, column := range []string{"_kind", "_number", "_started", "_finished", "_saved", "_parents"} {
		if faults[i] != nil {
			return nil, errors.New("its column " + column + " cannot be read")
		}
	}
	return r, nil
}

func kindOfWord(word string) (survey.Kind, error) {
	for k := survey.Real; k <= survey.Simulated; k++ {
		if k.String() == word {
			return k, nil
		}
	}
	return 0, message.New("unknown kind")
}

func instant(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.RFC3339Nano, text)
}

func hashes(text string) ([]survey.Hash, error) {
	var out []survey.Hash
	for word := range strings.FieldsSeq(text) {
		h, err := survey.ParseHash(word)
		if err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, nil
}
