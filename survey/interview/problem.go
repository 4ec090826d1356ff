package interview

import (
	"strings"

	"anketa/survey"
)

// A Problem is one place whose answer stops the finish or is doubted.
type Problem struct {
	Path    survey.Path
	Kind    ProblemKind
	Message string // in the interview's language
}

// ProblemKind says what is wrong.
type ProblemKind uint8

const (
	Required   ProblemKind = iota // an answer is needed
	Constraint                    // the answer breaks its constraint or is none of its type
	Warning                       // the soft check doubts the answer; stops nothing
)

var problemNames = [...]string{"required", "constraint", "warning"}

func (k ProblemKind) String() string { return problemNames[k] }

// Problems lists what stops the finish and what is doubted and not confirmed,
// in form order. Of a question only the first is told.
func (iv *Interview) Problems() []Problem {
	var out []Problem
	for n := range iv.all {
		if kind, message := iv.problemOf(n); message != "" {
			out = append(out, Problem{n.path(), kind, message})
		}
	}
	return out
}

func (iv *Interview) problemOf(n *node) (ProblemKind, string) {
	if message := iv.problem(n); message != "" {
		return Constraint, message
	}
	if n.missing() {
		return Required, iv.say(n, n.spec.item.RequiredMessage, "required")
	}
	return Warning, iv.warning(n)
}

// missing says whether an answer is needed and not there. A note that is
// required can be satisfied by its calculation only: the form stops there.
func (n *node) missing() bool {
	return n.required && n.spec.item.Visible() && !n.state().Answered()
}

// problem says what is wrong with an answer that is there, "" for nothing.
func (iv *Interview) problem(n *node) string {
	switch {
	case n.bad:
		return n.spec.span.fill(iv.say(n, nil, typeWords[n.spec.item.Type.Kind]))
	case n.invalid:
		return iv.say(n, n.spec.item.Rules[survey.Valid].Message, "constraint")
	case n.spec.open && !n.allOffered():
		return iv.say(n, nil, "not offered")
	}
	return ""
}

// allOffered says whether every choice in an open answer is offered now.
func (n *node) allOffered() bool {
	if n.offered == nil {
		return true
	}
	for _, name := range n.spec.item.Type.Codes(n.kept) {
		if !n.isOffered(name) {
			return false
		}
	}
	return true
}

// warns says whether there is a doubt about the answer, confirmed or not.
func (n *node) warns() bool { return n.doubt || n.lost }

// warning is the doubt about an answer in words; "" where there is none or it
// was confirmed. That a choice is not offered any more is one where the
// question could stay without it.
func (iv *Interview) warning(n *node) string {
	switch {
	case n.confirmed:
		return ""
	case n.doubt:
		return iv.say(n, n.spec.item.Rules[survey.Plausible].Message, "warning")
	case n.lost && !n.missing():
		return iv.say(n, nil, "gone")
	}
	return ""
}

// say gives the author's message, else the program's own under a word.
func (iv *Interview) say(n *node, message survey.Text, word string) string {
	if text, _ := iv.render(n, message); text != "" {
		return text
	}
	said := words[word]
	if strings.HasPrefix(iv.form.Languages[iv.language].Code, "ru") {
		return said.ru
	}
	return said.en
}

// typeWords names what is said of a text that is none of its question's type.
var typeWords = map[survey.QuestionKind]string{
	survey.IntegerKind:        "integer",
	survey.DecimalKind:        "decimal",
	survey.RangeKind:          "range",
	survey.DateKind:           "date",
	survey.TimeKind:           "time",
	survey.DateTimeKind:       "dateTime",
	survey.SelectOneKind:      "choice",
	survey.SelectMultipleKind: "choice",
	survey.RankKind:           "choice",
	survey.AcknowledgeKind:    "acknowledge",
	survey.GeopointKind:       "geopoint",
	survey.GeotraceKind:       "points",
	survey.GeoshapeKind:       "points",
}

// words is what is said where the form's author wrote no message.
var words = map[string]struct{ en, ru string }{
	"required":    {"Please answer this question.", "Ответьте, пожалуйста, на этот вопрос."},
	"constraint":  {"This answer is not allowed here.", "Такой ответ здесь не допускается."},
	"warning":     {"Is this right? Please check the answer.", "Всё верно? Проверьте, пожалуйста, ответ."},
	"gone":        {"A choice made before is not offered any more.", "Выбранный ранее вариант больше не предлагается."},
	"not offered": {"This choice is not offered now.", "Этот вариант сейчас не предлагается."},
	"integer":     {"Enter a whole number, for example 12.", "Введите целое число, например 12."},
	"decimal":     {"Enter a number, for example 12.5.", "Введите число, например 12,5."},
	"range":       {"Enter a number from {from} to {to}, in steps of {step}.", "Введите число от {from} до {to} с шагом {step}."},
	"date":        {"Enter a date, for example 2026-03-07.", "Введите дату, например 07.03.2026."},
	"time":        {"Enter a time, for example 14:30.", "Введите время, например 14:30."},
	"dateTime":    {"Enter a date and a time, for example 2026-03-07 14:30.", "Введите дату и время, например 07.03.2026 14:30."},
	"choice":      {"This is not one of the choices.", "Такого варианта в списке нет."},
	"acknowledge": {"Tick the box or leave it blank.", "Поставьте отметку или оставьте поле пустым."},
	"geopoint":    {"Enter latitude and longitude in degrees, for example 42.87 74.59.", "Введите широту и долготу в градусах, например 42.87 74.59."},
	"points":      {"Enter points as latitude and longitude, with a semicolon between them.", "Введите точки: широта и долгота, между точками точка с запятой."},
}
