package screen

import (
	"anketa/survey"
	"anketa/survey/message"
)

// A finding is one kind of thing that a form has at several places.
type finding struct {
	at     survey.Position // the first place
	places message.List
}

func (f *finding) add(at survey.Position, place any) {
	if len(f.places) == 0 {
		f.at = at
	}
	f.places = append(f.places, place)
}

// namedPlaces is how many places are named where there are more.
const namedPlaces = 5

// list names the first places: survey row 5 (label), choices!C3 and 12 more.
func (f *finding) list() *message.Text {
	if len(f.places) <= namedPlaces+1 {
		return message.New("%s", f.places)
	}
	return message.New("%s and %d more", f.places[:namedPlaces], len(f.places)-namedPlaces)
}

// say makes one fault of it, none where there are no places: "3 names are too
// long" and the places. one and many are for one place and for several.
func (f *finding) say(s survey.Severity, code string, one, many, hint *message.Text) survey.ErrorList {
	if len(f.places) == 0 {
		return nil
	}
	msg := message.New("%s: %s.", counted(len(f.places), one, many), f.list())
	return survey.ErrorList{{At: f.at, Severity: s, Code: code, Msg: msg, Hint: hint}}
}

func counted(n int, one, many *message.Text) *message.Text {
	if n == 1 {
		return one
	}
	return many
}

// inCell is the place of something in the row of a position.
func inCell(row survey.Position, header string) survey.Position {
	return survey.Position{Sheet: row.Sheet, Row: row.Row, Header: header}
}
