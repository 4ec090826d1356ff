package xlsform

import (
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// This file reads rows whose type is wrong. One typing error is one fault, and
// all that is wrong in the row is told with it: names, wordings, expressions.

// unknownType reports a type that nobody knows, with the one that was probably
// meant. A select with its list, and the beginning and end of a group, are read
// as what was meant; anything else as a text.
func (r *reader) unknownType(w row, cell string) {
	near, meant := nearestControl(cell)
	if near == "" {
		near = nearestType(cell)
		meant = parseType(near)
	}
	hint := message.New("Write text, integer, select_one LIST or another type of XLSForm.")
	if near != "" {
		hint = message.New("Did you mean %s?", near)
	}
	r.fault(w.place("type"), "TYPE_002", message.New("Unknown question type %q.", cell), hint)
	switch {
	case meant.role == begin:
		r.begin(w, meant)
	case meant.role == end:
		r.end(w, meant)
	case meant.role == question && meant.list != "":
		r.question(w, meant)
	case meant.role == question && needsLittle(meant.word):
		r.keep(w, r.untyped(w))
	default:
		it := r.untyped(w)
		r.widget(w, it)
		r.place(w, it)
	}
}

// needsLittle says whether rows of a type may go without a label, or a name.
func needsLittle(t *word) bool {
	return t.kind == survey.CalculateKind || t.kind == survey.NoteKind
}

// nearestControl gives the word for the beginning or end of a group or repeat
// that was probably meant, "" where none was.
func nearestControl(cell string) (string, typed) {
	key := headerKey(cell)
	for _, word := range []string{"begin_group", "end_group", "begin_repeat", "end_repeat"} {
		if edits(key, word) <= 2 {
			return word, parseType(word)
		}
	}
	return "", typed{}
}

// untyped reads a row as a text, so that its cells are checked and others may
// refer to it. What only some types have, as parameters and appearances, is
// left alone.
func (r *reader) untyped(w row) *survey.Item {
	it := &survey.Item{Name: w.get("name"), Type: typeWords[0].typ(), At: w.here()}
	r.common(w, it)
	r.answer(w, it, typed{word: &typeWords[0]})
	it.Rules[survey.Choices], it.Rules[survey.Count] = r.rule(w, "choice_filter"), r.rule(w, "repeat_count")
	return it
}

// keep puts a row of which nobody knows whether it needs a name where it
// stands.
func (r *reader) keep(w row, it *survey.Item) {
	if nameForm.MatchString(it.Name) {
		r.place(w, it)
		return
	}
	it.Name = ""
	r.top().item.Items = append(r.top().item.Items, it)
}

// noType reports a question without a type.
func (r *reader) noType(w row) {
	r.fault(w.place("type"), "TYPE_001", message.New("The question has no type."), message.New("Write text, integer, select_one LIST or another type."))
	r.keep(w, r.untyped(w))
}

// refusedType reports a type that Anketa does not ask.
func (r *reader) refusedType(w row, cell string) {
	word, remedy := refusedWord(cell)
	r.fault(w.place("type"), "REFUSE_TYPE", message.New("Anketa does not ask questions of type %q.", word), remedy)
	r.keep(w, r.untyped(w))
}

// refusedWord gives the type that Anketa does not ask, of one or two words,
// with its remedy; "" for all other types.
func refusedWord(cell string) (word string, remedy *message.Text) {
	first, _, _ := strings.Cut(cell, " ")
	for _, word := range []string{cell, first} {
		if remedy := refusedWords[word]; remedy != nil {
			return word, remedy
		}
	}
	return "", nil
}
