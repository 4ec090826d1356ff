package export

import (
	"strings"
	"time"

	"anketa/survey"
)

// labels is the sheet data_labels, or that of a repeat: the rows of a table in
// words, for people. It is made anew each time and never read back.
type labels struct {
	sheet    *sheet
	table    *table
	front    []*column // keys and positions, as they are
	shown    []*column
	language int
	def      int
	states   map[survey.State]string
	names    []map[string]string // beside shown: choice labels by code
	cells    []cell              // of the row, to be used again
}

// stateLabels are the states in the languages that the program speaks.
var stateLabels = map[string]map[survey.State]string{
	"en": {survey.DontKnow: "don't know", survey.Refused: "refused", survey.NotApplicable: "not applicable", survey.NotReached: "not reached"},
	"ru": {survey.DontKnow: "не знает", survey.Refused: "отказ", survey.NotApplicable: "неприменимо", survey.NotReached: "не дошли"},
}

func newLabels(w *writer, t *table) (*labels, error) {
	l := &labels{table: t, language: w.o.Language, states: stateLabels["en"]}
	if len(w.o.Forms) > 0 {
		f := w.o.Forms[0]
		l.def = f.Default
		if l.language < len(f.Languages) && stateLabels[f.Languages[l.language].Code] != nil {
			l.states = stateLabels[f.Languages[l.language].Code]
		}
	}
	look, head := look{tab: answersTab, frozen: 1}, []cell{}
	for _, c := range t.cols {
		if c.own() && c.checked() && !strings.HasPrefix(c.name, "_") {
			l.front = append(l.front, c)
			head, look.widths = append(head, headings(c.name)...), append(look.widths, 24)
		}
		if c.of != nil || c.own() {
			continue
		}
		l.shown = append(l.shown, c)
		l.names = append(l.names, l.choiceNames(c))
		head = append(head, cell{textCell, headStyle, l.heading(c)})
		look.widths = append(look.widths, 22)
	}
	l.sheet = w.sheet(t.words, look)
	l.sheet.answers = true
	l.sheet.height = 4 * lineHeight // the wordings are sentences
	err := l.sheet.row(head)
	l.sheet.height = 0
	return l, err
}

// heading is the question's wording, its name where it has none.
func (l *labels) heading(c *column) string {
	if words := l.words(c.items[0].Label); words != "" {
		return legible(words)
	}
	return c.name
}

func (l *labels) words(t survey.Text) string {
	p, _ := t.In(l.language, l.def)
	return p.String()
}

func (l *labels) choiceNames(c *column) map[string]string {
	if len(c.choices) == 0 {
		return nil
	}
	names := make(map[string]string, len(c.choices))
	for _, choice := range c.choices {
		if names[choice.Name] = legible(l.words(choice.Label)); names[choice.Name] == "" {
			names[choice.Name] = choice.Name
		}
	}
	return names
}

// add writes a row of the table in words.
func (l *labels) add(w *row) error {
	cells := l.cells[:0]
	for _, c := range l.front {
		cells = append(cells, w.cells[c.at])
	}
	for i, c := range l.shown {
		cells = append(cells, l.cell(c, l.names[i], w.cells[c.at], w.state(c)))
	}
	l.cells = cells
	return l.sheet.row(cells)
}

func (l *labels) cell(c *column, names map[string]string, answer cell, s survey.State) cell {
	switch {
	case s == survey.NotAsked:
		return cell{}
	case s == survey.Given && names == nil:
		return instantCell(c, answer)
	case s != survey.Given && names[answer.text] == "":
		return cell{textCell, noStyle, l.states[s]}.orBlank()
	}
	return cell{textCell, noStyle, cut(labelled(answer.text, names), mostText)}.orBlank()
}

// labelled puts labels in the place of codes.
func labelled(codes string, names map[string]string) string {
	if label, one := names[codes]; one {
		return label
	}
	var out strings.Builder
	for code := range strings.FieldsSeq(codes) {
		if out.Len() > 0 {
			out.WriteString("; ")
		}
		if label, known := names[code]; known {
			code = label
		}
		out.WriteString(code)
	}
	return out.String()
}

// instantCell shows a date with its time as what a spreadsheet calls one: the
// wall clock where the interview took place.
func instantCell(c *column, answer cell) cell {
	if len(c.items) > 0 && c.items[0].Type.Data == survey.DateTimeData {
		if t, err := time.Parse(time.RFC3339Nano, answer.text); err == nil && t.After(firstDay) {
			return cell{numberCell, dateTimeStyle, instantToSerial(t)}
		}
	}
	if answer.kind == textCell {
		answer.style = noStyle
	}
	return answer
}

// orBlank is a blank cell where there is no text.
func (c cell) orBlank() cell {
	if c.text == "" {
		return cell{}
	}
	return c
}
