package export

import (
	"context"
	"encoding/hex"
	"slices"
	"strconv"
	"time"

	"anketa/survey"
)

// A Verdict is what somebody decided about an edit.
type Verdict string

const (
	Undecided Verdict = "open"
	Accepted  Verdict = "accepted" // it is a version
	Refused   Verdict = "refused"  // the answer stays as it was
)

// A Judged is an edit with what became of it: a line of the sheet
// _edited_outside, by which a merge knows what it need not ask again.
type Judged struct {
	Edit
	Tag     string // of the edit, in hex
	File    string
	Verdict Verdict
	Who     string
	When    time.Time
}

const outsideSheet = "_edited_outside"

var outsideHead = []string{keyColumn, "column", "original", "state", "in_the_file", "new_state", "file", "sheet", "row", "decision", "who", "when", "tag"}

// outside writes the sheet _edited_outside.
func (w *writer) outside() (*sheet, error) {
	s := w.sheet(outsideSheet, ownLook(28, 20, 24, 14, 24, 14, 24, 14, 8, 12, 12, 22, 20))
	if err := s.row(headings(outsideHead...)); err != nil {
		return nil, err
	}
	for _, j := range w.o.Outside {
		cells := words(ownStyle, j.Key, j.Column, j.Old.Text, j.Old.word(), j.New.Text, j.New.word(), j.File, j.Sheet, "", string(j.Verdict), j.Who, instantText(j.When), j.Tag)
		cells[8] = number.put(strconv.Itoa(j.Row))
		if err := s.row(cells); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// outside is the way back: what a merge knows of edits that it has asked about.
func (rd *reading) outside(ctx context.Context) error {
	if !rd.grid.has(outsideSheet) {
		return nil
	}
	at := map[string]int{}
	return rd.grid.rows(ctx, outsideSheet, func(line int, cells []cell) error {
		if len(at) == 0 {
			for i := range cells {
				at[keyText(textAt(cells, i))] = i + 1
			}
			return nil
		}
		text := func(column string) string { return textAt(cells, at[column]-1) }
		j := Judged{Tag: keyText(text("tag")), File: text("file"), Verdict: Verdict(keyText(text("decision"))), Who: text("who")}
		j.Key, j.Column, j.Sheet = keyText(text(keyColumn)), text("column"), text("sheet")
		j.Old, j.New = valueOf(text("original"), text("state")), valueOf(text("in_the_file"), text("new_state"))
		j.Row, _ = strconv.Atoi(text("row"))
		j.When, _ = instant(text("when"))
		if tag, err := hex.DecodeString(j.Tag); err == nil && len(tag) == 32 && j.Verdict != "" {
			rd.book.Outside = append(rd.book.Outside, j)
		}
		return nil
	})
}

// valueOf is the way back from Value.word.
func valueOf(text, word string) Value {
	switch i := slices.Index(stateWords[:], word); {
	case i >= 0:
		return Value{survey.State(i), text}
	case text == "":
		return Value{State: survey.NotAsked}
	}
	return Value{survey.Given, text}
}
