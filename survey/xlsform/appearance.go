package xlsform

import (
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// plainly are appearances that are drawn as if they were not there, with what
// is done instead.
var plainly = map[string]*message.Text{
	"image-map": message.New("a list of choices is shown"), "map": message.New("a list of choices is shown"), "maps": message.New("coordinates are typed"), "placement-map": message.New("coordinates are typed"),
	"signature": message.New("a picture is chosen as a file"), "draw": message.New("a picture is chosen as a file"), "annotate": message.New("a picture is chosen as a file"),
	"new": message.New("a file is chosen"), "new-front": message.New("a file is chosen"), "selfie": message.New("a file is chosen"), "bearing": message.New("a number is typed"),
	"ethiopian": calendar, "coptic": calendar, "islamic": calendar, "bikram-sambat": calendar, "myanmar": calendar, "persian": calendar, "buddhist": calendar,
}

// knownAppearances are those that change what is drawn and that a typing error
// makes ineffective.
var knownAppearances = []string{"multiline", "numbers", "thousands-sep", "masked", "counter", "minimal", "search", "autocomplete",
	"quick", "columns", "columns-pack", "horizontal", "horizontal-compact", "compact", "no-buttons", "likert", "label", "list-nolabel",
	"table-list", "field-list", "month-year", "no-calendar", "vertical", "no-ticks", "picker", "rating", "distress", "hidden-answer"}

var calendar = message.New("the Gregorian calendar is shown, as dates are stored in it")

// appearance reads the words of the column; words that nobody knows have no
// effect. Calls, as search(…) and ex:…(…), are kept as one word.
func (r *reader) appearance(w row, it *survey.Item) {
	at := w.place("appearance")
	it.Appearance = appearanceWords(w.get("appearance"))
	if it.Type.Holds() && it.Has("table-list") && !it.Has("field-list") { // as in pyxform: a grid stands on one screen
		it.Appearance = append(it.Appearance, "field-list")
	}
	r.idleAppearance(w, it)
	for _, word := range it.Appearance {
		for _, near := range knownAppearances {
			if len(word) > 4 && !strings.Contains(word, "(") && edits(word, near) == 1 && !slices.Contains(knownAppearances, word) && plainly[word] == nil {
				r.notice(at, "APPEARANCE_001", message.New("The appearance %q is unknown and has no effect.", word), message.New("Did you mean %s?", near))
				break
			}
		}
		if instead, ok := plainly[word]; ok && !it.Type.Holds() {
			r.once(at, "FALL_APPEARANCE", message.New("The appearance %s is not drawn: %s.", word, instead), nil)
		}
		if strings.HasPrefix(word, "ex:") || strings.HasPrefix(word, "printer:") || word == "intent" {
			r.once(at, "FALL_APPEARANCE", message.New("No other program is started: an appearance with ex: or intent is a plain field."), nil)
		}
	}
}

// drawnFor are the appearances that are drawn for some kinds of question only.
var drawnFor = map[string][]survey.QuestionKind{
	"multiline": {survey.TextKind}, "numbers": {survey.TextKind}, "url": {survey.TextKind, survey.NoteKind},
	"thousands-sep": {survey.IntegerKind, survey.DecimalKind, survey.TextKind}, "counter": {survey.IntegerKind},
	"masked":     {survey.TextKind, survey.IntegerKind, survey.DecimalKind},
	"month-year": {survey.DateKind}, "year": {survey.DateKind},
	"minimal": selects, "autocomplete": selects, "quick": selects, "columns": selects, "columns-pack": selects, "likert": selects,
	"label": selects, "list": selects, "list-nolabel": selects, "no-buttons": selects,
	"vertical": {survey.RangeKind}, "no-ticks": {survey.RangeKind}, "rating": {survey.RangeKind}, "distress": {survey.RangeKind}, "picker": {survey.RangeKind},
	"table-list": {survey.GroupKind, survey.RepeatKind}, "field-list": {survey.GroupKind, survey.RepeatKind},
}

var selects = []survey.QuestionKind{survey.SelectOneKind, survey.SelectMultipleKind, survey.RankKind}

// idleAppearance tells of a word that has no effect on this type of question.
func (r *reader) idleAppearance(w row, it *survey.Item) {
	for _, word := range it.Appearance {
		if kinds := drawnFor[word]; kinds != nil && it.Type.Kind != survey.CalculateKind && !slices.Contains(kinds, it.Type.Kind) {
			r.once(w.place("appearance"), "APPEARANCE_002", message.New("The appearance %s has no effect on a %s.", word, it.Type.Name), nil)
		}
	}
	if it.Type.Kind == survey.FileKind {
		r.once(w.place("type"), "FALL_FILE", message.New("A picture, sound, film or file of at most 100 MB is taken into the interview, encrypted."), message.New("Exported, it stands in the folder NAME-media beside the workbook: hand over both."))
	}
}

// appearanceWords splits at spaces that are not inside parentheses.
func appearanceWords(s string) []string {
	var words []string
	depth, start := 0, -1
	for i, c := range s + " " {
		switch {
		case c == ' ' && depth <= 0:
			if start >= 0 {
				words = append(words, s[start:i])
			}
			start, depth = -1, 0
			continue
		case c == '(':
			depth++
		case c == ')':
			depth--
		}
		if start < 0 {
			start = i
		}
	}
	if start >= 0 {
		words = append(words, s[start:])
	}
	return words
}
