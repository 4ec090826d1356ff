package survey

import "strings"

// QuestionKind is what an answer is and which field asks it. Many type words of
// the survey sheet share one.
type QuestionKind uint8

const (
	GroupKind QuestionKind = iota
	RepeatKind
	NoteKind
	CalculateKind // no field: calculate, hidden, and every metadata type
	TextKind
	IntegerKind
	DecimalKind
	RangeKind
	DateKind
	TimeKind
	DateTimeKind
	SelectOneKind
	SelectMultipleKind
	RankKind
	AcknowledgeKind
	GeopointKind
	GeotraceKind
	GeoshapeKind
	FileKind // image, audio, video, file: a file beside the record
)

// DataKind is how a stored text reads as a value in expressions.
type DataKind uint8

const (
	TextData DataKind = iota
	IntegerData
	DecimalData
	DateData
	TimeData
	DateTimeData
)

// A Type is a type word of the survey sheet.
type Type struct {
	Name string // canonical: select_one, begin_group is group
	Kind QuestionKind
	Data DataKind
	Meta string // a metadata word (start, today, deviceid …): filled in by the program
}

// Asked says whether an interviewer puts it: it takes an answer from a field.
func (t *Type) Asked() bool { return t.Kind >= TextKind }

// Selects says whether its answers are choice names.
func (t *Type) Selects() bool { return t.Kind >= SelectOneKind && t.Kind <= RankKind }

// Multiple says whether an answer is several choice names joined by spaces.
func (t *Type) Multiple() bool { return t.Kind == SelectMultipleKind || t.Kind == RankKind }

// Codes gives the choice names of an answer. Those of several choices have no
// spaces in them; the name of a single one may.
func (t *Type) Codes(text string) []string {
	switch {
	case t.Multiple():
		return strings.Fields(text)
	case text == "":
		return nil
	}
	return []string{text}
}

// Holds says whether it contains other items.
func (t *Type) Holds() bool { return t.Kind <= RepeatKind }
