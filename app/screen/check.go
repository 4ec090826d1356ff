package screen

import (
	"fmt"
	"strings"

	"anketa/survey"
)

// A finding is one kind of thing that a form has at several places.
type finding struct {
	at     survey.Position // the first place
	places []string
}

func (f *finding) add(at survey.Position, place string) {
	if len(f.places) == 0 {
		f.at = at
	}
	f.places = append(f.places, place)
}

// namedPlaces is how many places are named where there are more.
const namedPlaces = 5

// list names the first places: survey row 5 (label), choices!C3 and 12 more.
func (f *finding) list() string {
	if len(f.places) <= namedPlaces+1 {
		return strings.Join(f.places, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(f.places[:namedPlaces], ", "), len(f.places)-namedPlaces)
}

// say makes one fault of it, none where there are no places: "3 names are" +
// "too long" + the places.
func (f *finding) say(s survey.Severity, code, one, many, what, hint string) survey.ErrorList {
	if len(f.places) == 0 {
		return nil
	}
	msg := fmt.Sprintf("%s %s: %s.", counted(len(f.places), one, many), what, f.list())
	return survey.ErrorList{{At: f.at, Severity: s, Code: code, Msg: msg, Hint: hint}}
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// inCell is the place of something in the row of a position.
func inCell(row survey.Position, header string) survey.Position {
	return survey.Position{Sheet: row.Sheet, Row: row.Row, Header: header}
}
