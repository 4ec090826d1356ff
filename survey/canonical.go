package survey

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Canonical gives the one text under which an answer of a type is stored,
// from what a person typed, chose or pasted; false where that is no answer of
// the type. A blank is a blank of every type.
//
//	text             "a\tb \r\n"       "a b"
//	integer          "+12 000"         "12000"
//	decimal          "1,50"            "1.5"
//	date             "7.3.2026"        "2026-03-07"
//	time             "9:05"            "09:05:00.000"
//	dateTime         "2026-03-07 9:05" "2026-03-07T09:05:00.000"
//	select_multiple  " b  a b"         "b a"
//	geopoint         "42.87, 74.59"    "42.87 74.59"
//
// It looks at the type alone: whether a choice is in its list, or a number in
// its range, is for the form's rules. Canonical of a canonical text is that
// text.
func Canonical(t *Type, text string) (string, bool) {
	text = settle(text)
	if text == "" {
		return "", true
	}
	switch t.Kind {
	case GroupKind, RepeatKind, NoteKind:
		return "", false
	case SelectOneKind:
		return strings.TrimSpace(text), true
	case SelectMultipleKind, RankKind:
		return eachOnce(strings.Fields(text)), true
	case AcknowledgeKind:
		return "OK", strings.TrimSpace(text) == "OK"
	case GeopointKind:
		return point(text)
	case GeotraceKind, GeoshapeKind:
		return points(text)
	}
	return canonicalData(t.Data, text)
}

func canonicalData(data DataKind, text string) (string, bool) {
	switch data {
	case IntegerData:
		return integer(text)
	case DecimalData:
		return decimal(text)
	case DateData:
		return day(text)
	case TimeData:
		return clock(text)
	case DateTimeData:
		return instant(text)
	}
	return text, true
}

// settle brings text to the form that survives spreadsheets and keyboards:
// composed characters, LF between lines, a blank for a tab, no other control
// characters, nothing blank at the end. What XML cannot hold is left out.
func settle(text string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\u0085':
			return '\n'
		case r == '\t':
			return ' '
		case unicode.IsControl(r) || r&0xfffe == 0xfffe || r >= 0xfdd0 && r <= 0xfdef:
			return -1
		}
		return r
	}, text)
	return strings.TrimRightFunc(norm.NFC.String(text), unicode.IsSpace)
}

// eachOnce joins choice names by single spaces and keeps the first of equal
// ones.
func eachOnce(names []string) string {
	var kept []string
	for _, name := range names {
		if !slices.Contains(kept, name) {
			kept = append(kept, name)
		}
	}
	return strings.Join(kept, " ")
}

// mostDigits is how many digits every spreadsheet and every float64 keeps.
const mostDigits = 15

// integer takes no separator but blanks between groups of three: "1,000" is a
// thousand to some and one to others.
func integer(text string) (string, bool) {
	sign, digits, ok := number(text)
	if !ok || strings.Contains(digits, ".") || strings.Contains(text, ",") || len(digits) > mostDigits {
		return "", false
	}
	return sign + digits, true
}

func decimal(text string) (string, bool) {
	sign, digits, ok := number(text)
	whole, _, _ := strings.Cut(digits, ".")
	if !ok || len(whole) > mostDigits {
		return "", false
	}
	x, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return "", false
	}
	// No more digits than survive, and never an exponent.
	if x, err = strconv.ParseFloat(strconv.FormatFloat(x, 'g', mostDigits, 64), 64); err != nil || x == 0 {
		return "0", err == nil
	}
	return sign + strconv.FormatFloat(x, 'f', -1, 64), true
}

// number splits what a person wrote as a number into its sign, "" or "-", and
// its digits with at most one point. Leading zeros go; so does the sign of 0.
func number(text string) (sign, digits string, ok bool) {
	text = strings.TrimSpace(text)
	for _, minus := range []string{"-", "\u2212"} { // the hyphen and the minus sign
		if rest, found := strings.CutPrefix(text, minus); found {
			text, sign = rest, "-"
			break
		}
	}
	if sign == "" {
		text = strings.TrimPrefix(text, "+")
	}
	whole, fraction, point := strings.Cut(strings.Replace(text, ",", ".", 1), ".")
	whole, ok = ungroup(whole)
	if !ok || !allDigits(fraction) || whole == "" && fraction == "" {
		return "", "", false
	}
	digits = strings.TrimLeft(whole, "0")
	if digits == "" {
		digits = "0"
	}
	if digits == "0" && strings.Trim(fraction, "0") == "" {
		sign = ""
	}
	if point {
		digits += "." + fraction
	}
	return sign, digits, true
}

// ungroup takes the blanks out of "12 000 000"; not ok where they stand
// anywhere else than before groups of three digits.
func ungroup(whole string) (string, bool) {
	groups := strings.FieldsFunc(whole, unicode.IsSpace)
	if len(groups) <= 1 {
		return whole, allDigits(whole)
	}
	for i, g := range groups {
		if !allDigits(g) || len(g) > 3 || i > 0 && len(g) != 3 {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

func allDigits(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}

// The orders in which people write a day. With slashes, the month comes first
// for some: those are left out.
var dayLayouts = []string{"2006-1-2", "2.1.2006"}

func day(text string) (string, bool) {
	text = strings.TrimSpace(text)
	for _, layout := range dayLayouts {
		if t, err := time.Parse(layout, text); err == nil && t.Year() > 0 {
			return t.Format(time.DateOnly), true
		}
	}
	return "", false
}

var clockLayouts = []string{"15:4", "15:4:5"} // a fraction of seconds is taken with them

// clock keeps an offset and adds none: what is typed is the time on the wall.
func clock(text string) (string, bool) {
	text, zone := cutZone(strings.TrimSpace(text))
	for _, layout := range clockLayouts {
		if t, err := time.Parse(layout, text); err == nil {
			return t.Format("15:04:05.000") + zone, true
		}
	}
	return "", false
}

// cutZone takes a valid offset off the end: Z, +05, +0530 or +05:30, given
// back as Z or +05:30.
func cutZone(text string) (rest, zone string) {
	for _, layout := range []string{"Z07:00", "Z0700", "Z07"} {
		i := strings.LastIndexAny(text, "Z+-")
		if i < 0 {
			break
		}
		if t, err := time.Parse(layout, text[i:]); err == nil {
			return text[:i], t.Format("Z07:00")
		}
	}
	return text, ""
}

func instant(text string) (string, bool) {
	date, rest, found := strings.Cut(strings.TrimSpace(text), "T")
	if !found {
		date, rest, found = strings.Cut(date, " ")
	}
	date, ok := day(date)
	if !found || !ok {
		return "", false
	}
	rest, ok = clock(rest)
	return date + "T" + rest, ok
}

// point reads latitude and longitude in degrees and, where they are given,
// altitude and accuracy in metres. Maps put a comma after the latitude.
func point(text string) (string, bool) {
	parts := strings.Fields(text)
	if len(parts) < 2 || len(parts) > 4 {
		return "", false
	}
	limits := [4]float64{90, 180, math.Inf(1), math.Inf(1)}
	for i, part := range parts {
		if i == 0 {
			part = strings.TrimSuffix(part, ",")
		}
		s, ok := decimal(part)
		x, err := strconv.ParseFloat(s, 64)
		if !ok || err != nil || math.Abs(x) > limits[i] || i == 3 && x < 0 {
			return "", false
		}
		parts[i] = s
	}
	return strings.Join(parts, " "), true
}

func points(text string) (string, bool) {
	parts := strings.Split(strings.TrimSuffix(strings.TrimSpace(text), ";"), ";")
	for i, part := range parts {
		var ok bool
		if parts[i], ok = point(part); !ok {
			return "", false
		}
	}
	return strings.Join(parts, "; "), true
}
