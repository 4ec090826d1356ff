package export

import (
	"slices"
	"strconv"
	"strings"

	"anketa/survey"
)

// A derivation is how a column follows from another. Derived columns are for
// those who count; they are checked when a workbook is read, and nothing is
// taken from them.
type derivation uint8

const (
	original   derivation = iota
	chosen                // 1 where the code is among the answers, 0 where not
	ranked                // the code's rank
	coordinate            // one of the four numbers of a geopoint; the code says which
)

var derivationNames = [...]string{"", "chosen", "ranked", "coordinate"}

func (d derivation) String() string { return derivationNames[d] }

var coordinates = []string{"latitude", "longitude", "altitude", "accuracy"}

func derivationOf(c *column) derivation {
	switch c.items[0].Type.Kind {
	case survey.SelectMultipleKind:
		return chosen
	case survey.RankKind:
		return ranked
	case survey.GeopointKind:
		return coordinate
	}
	return original
}

// codes are what there is a derived column for.
func (d derivation) codes(c *column) []string {
	switch d {
	case original:
		return nil
	case coordinate:
		return coordinates
	}
	var codes []string
	for _, choice := range c.choices {
		if writable(choice.Name) {
			codes = append(codes, choice.Name)
		}
	}
	return codes
}

// tail is what a code contributes to the name of its column.
func tail(code string) string {
	return strings.TrimPrefix(machine("v"+code), "v")
}

// derive gives the number in a derived column; "" for a blank cell, where
// nothing was answered. A code that stands for don't know counts for itself
// and says nothing about the others.
func (c *column) derive(text string, state survey.State) string {
	if text == "" {
		return ""
	}
	switch c.derived {
	case coordinate:
		parts, i := strings.Fields(text), slices.Index(coordinates, c.code)
		if i < len(parts) && exactNumber(parts[i]) {
			return parts[i]
		}
		return ""
	case ranked:
		if i := slices.Index(strings.Fields(text), c.code); i >= 0 {
			return strconv.Itoa(i + 1)
		}
		return ""
	}
	for word := range strings.FieldsSeq(text) {
		if word == c.code {
			return "1"
		}
	}
	if state != survey.Given {
		return ""
	}
	return "0"
}
