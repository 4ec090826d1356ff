package xlsform

import (
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// loopRows is a loop over a list whose end has not come yet: rows of old forms
// that stand for one group of questions for each choice.
type loopRows struct {
	head row
	list string
	body []row
	deep int // loops inside
}

// maxLooped is how many rows loops may make: one inside the other, they
// multiply.
const maxLooped = 20_000

// take reads the next row, or keeps it for the loop that it stands in.
func (r *reader) take(w row) {
	if r.loop == nil {
		r.surveyRow(w)
		return
	}
	switch t := parseType(strings.Join(strings.Fields(w.get("type")), " ")); {
	case t.role == loop:
		r.loop.deep++
	case t.role == end && t.loop && r.loop.deep > 0:
		r.loop.deep--
	case t.role == end && t.loop:
		l := r.loop
		r.loop = nil
		r.expand(l)
		return
	}
	r.loop.body = append(r.loop.body, w)
}

// expand makes a group of the loop, and in it one for each choice with the
// rows of the loop. Each %(name)s in them becomes the choice's name, %(label)s
// its label in the language of the column; other columns of the list too.
func (r *reader) expand(l *loopRows) {
	at := l.head.place("type")
	list := r.loopList(at, l)
	r.begin(l.head, typed{role: begin})
	r.top().loop = true
	for _, c := range list.Choices {
		if r.looped += 1 + len(l.body); r.looped > maxLooped {
			if !r.told["LOOP_001"] {
				r.told["LOOP_001"] = true
				r.fault(at, "LOOP_001", message.New("The loops of the form make more than %d rows.", maxLooped), message.New("Use a repeat, or a shorter list."))
			}
			break
		}
		r.loopGroup(l, list, c)
	}
	r.open = r.open[:len(r.open)-1]
}

// loopList gives the list of a loop. Where there is none it is one with a
// single choice, so that the rows of the loop are checked all the same.
func (r *reader) loopList(at survey.Position, l *loopRows) *survey.List {
	if l.list == "" {
		r.fault(at, "LIST_001", message.New("A loop needs the name of a list."), message.New("Write begin_loop over LIST, with a list_name of the sheet choices."))
	} else if list := r.listIn(at, r.form.Lists, choicesSheet, l.list); list != nil {
		r.once(at, "FALL_LOOP", message.New("A loop is read as one group for each choice of its list."), nil)
		return list
	}
	return &survey.List{Choices: []*survey.Choice{{Name: "choice", At: at}}}
}

func (r *reader) loopGroup(l *loopRows, list *survey.List, c *survey.Choice) {
	group := &survey.Item{Name: c.Name, Label: c.Label, Media: c.Media, Type: groupType, At: c.At, Columns: map[string]string{}}
	if !nameForm.MatchString(c.Name) {
		r.fault(c.At, "NAMES_008", message.New("%q is no name, and a group of the loop in row %d takes its name from it.", c.Name, l.head.n), nameRule)
		return
	}
	r.add(l.head, group)
	f := newFrame(group)
	f.loop = true
	r.open = append(r.open, f)
	for _, w := range l.body {
		r.take(r.filledIn(w, list, c))
	}
	for r.top() != f {
		it := r.top().item
		r.fault(it.At, "SURVEY_002", message.New("The %s %q is begun here and not ended inside the loop.", it.Type.Name, it.Name), message.New("Write a row of type end_%s where it ends.", it.Type.Name))
		r.open = r.open[:len(r.open)-1]
	}
	r.open = r.open[:len(r.open)-1]
}

// filledIn gives a row of a loop as it reads for one choice.
func (r *reader) filledIn(w row, list *survey.List, c *survey.Choice) row {
	cells := make([]string, len(w.cells))
	copy(cells, w.cells)
	for _, col := range w.table.columns {
		if col.col > len(cells) || !strings.Contains(cells[col.col-1], "%(") {
			continue
		}
		lang := r.form.Default
		if col.wording && col.lang >= 0 {
			lang = col.lang
		}
		label, _ := c.Label.In(lang, r.form.Default)
		words := []string{"%(name)s", c.Name, "%(label)s", label.String()}
		for i, name := range list.Columns {
			words = append(words, "%("+name+")s", c.Values[i])
		}
		cells[col.col-1] = strings.NewReplacer(words...).Replace(cells[col.col-1])
	}
	w.cells = cells
	return w
}
