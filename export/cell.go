package export

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A cell is what stands in one cell of a sheet. Numbers and dates are kept as
// the digits of the file, so that the same functions turn a cell into an
// answer whether it was just made or was read back.
type cell struct {
	kind  cellKind
	style style
	text  string
}

// cellKind is how a cell is written in the file, not what it means.
type cellKind uint8

const (
	blankCell cellKind = iota
	textCell
	numberCell // dates too
	boolCell   // text is 1 or 0
	errorCell  // #N/A and its like
	sumCell    // text of which only the sum is known, as 8 bytes: see textList
)

// style is the look of a cell; a reader needs only the three of dates.
type style uint8

const (
	noStyle style = iota
	codeStyle
	dateStyle
	dateTimeStyle
	timeStyle
	headStyle
	ownHeadStyle // heading of a column that Anketa keeps
	ownStyle     // cell of such a column
	wrapStyle
	titleStyle
	styles
)

// What a cell and a sheet can hold, from Excel's published limits.
const (
	mostText    = 32_767 // UTF-16 units in a cell
	mostRows    = 1 << 20
	mostColumns = 1 << 14
	mostDigits  = 15 // of a number
)

// kind is how the answers of a column stand in its cells.
type kind uint8

const (
	plain  kind = iota // text, codes, identifiers, instants with their offset
	number             // a number where the answer is one, else text
	day                // a date where the answer is one, else text
)

var kindNames = [...]string{"text", "number", "date"}

func (k kind) String() string { return kindNames[k] }

// put makes the cell of an answer: a number or a date where reading it back
// gives the same answer, else text.
func (k kind) put(text string) cell {
	switch {
	case text == "":
		return cell{}
	case k == number && exactNumber(text):
		return cell{kind: numberCell, text: text}
	case k == day:
		if serial, ok := dayToSerial(text); ok {
			return cell{numberCell, dateStyle, serial}
		}
	}
	return cell{textCell, codeStyle, legible(text)}
}

// take gives the answer of a cell.
func (k kind) take(c cell) string {
	switch c.kind {
	case blankCell:
		return ""
	case numberCell:
		if k == day {
			return serialToDay(c.text)
		}
		return numberText(c.text)
	case textCell:
		return k.fromText(c.text)
	}
	return c.text
}

// fromText is what a person typed where Excel or we would have written a
// number: a decimal comma, a date as people write it.
func (k kind) fromText(s string) string {
	s = settle(s)
	switch k {
	case number:
		if strings.Count(s, ",") == 1 && strings.Trim(s, "0123456789,-") == "" {
			return numberText(strings.Replace(s, ",", ".", 1))
		}
	case day:
		if t, err := time.Parse("2.1.2006", s); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	return s
}

// exactNumber says whether a spreadsheet, with its 15 digits, gives back
// exactly this text.
func exactNumber(text string) bool {
	if shortNumber(text) {
		return true
	}
	if len(text) > 40 || strings.Trim(text, "0123456789.-") != "" {
		return false
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f != 0 && (math.Abs(f) < 1e-300 || math.Abs(f) > 1e300) {
		return false
	}
	return numberText(text) == text
}

// numberText is the canonical text of a number as a file has it: at most 15
// digits, rounded and not cut, no exponent. What is none comes back as it is.
func numberText(digits string) string {
	if shortNumber(digits) {
		return digits
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(digits), 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return digits
	}
	if f == 0 {
		return "0"
	}
	f, _ = strconv.ParseFloat(strconv.FormatFloat(f, 'g', mostDigits, 64), 64)
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// shortNumber says whether s is its own canonical text: the common case, of no
// more digits than two floats could share, without zeros that say nothing.
func shortNumber(s string) bool {
	if s == "" || len(s) > mostDigits {
		return false
	}
	point := -1
	for i := range len(s) {
		switch c := s[i]; {
		case c == '.' && point < 0:
			point = i
		case c < '0' || c > '9':
			return false
		}
	}
	if s[0] == '0' && len(s) > 1 && point != 1 {
		return false
	}
	return point < 0 || point > 0 && s[len(s)-1] > '0'
}

// epoch is day 0 of Excel's calendar for every day from 1900-03-01; before
// that it counts a 29 February that never was.
var (
	epoch    = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	firstDay = time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC)
)

const secondsPerDay = 24 * 60 * 60

// dayToSerial gives the day number of YYYY-MM-DD; not ok where Excel's
// calendar does not hold it.
func dayToSerial(text string) (string, bool) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Before(firstDay) || t.Format(time.DateOnly) != text {
		return "", false
	}
	return strconv.FormatInt((t.Unix()-epoch.Unix())/secondsPerDay, 10), true
}

// instantToSerial is the wall clock of an instant, to the second.
func instantToSerial(t time.Time) string {
	_, offset := t.Zone()
	days := float64(t.Unix()+int64(offset)-epoch.Unix()) / secondsPerDay
	return strconv.FormatFloat(days, 'g', mostDigits, 64)
}

// serialToDay gives YYYY-MM-DD of a day number, and the wall clock behind it
// where the number is no whole day.
func serialToDay(digits string) string {
	days, err := strconv.ParseFloat(digits, 64)
	if err != nil || days < 61 || days >= 2_958_466 { // 1900-03-01 to 9999-12-31
		return digits
	}
	t := epoch.Add(0).AddDate(0, 0, int(days))
	if days == math.Trunc(days) {
		return t.Format(time.DateOnly)
	}
	t = t.Add(time.Duration(math.Round((days-math.Trunc(days))*secondsPerDay)) * time.Second)
	return t.Format("2006-01-02T15:04:05")
}

// settle is what every program leaves of a text: NFC, line ends as LF, no
// white space at the end, no character that XML cannot hold.
func settle(s string) string {
	if isSettled(s) {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case illegal(r):
			return utf8.RuneError
		}
		return r
	}, s)
	return strings.TrimRightFunc(norm.NFC.String(s), unicode.IsSpace)
}

// isSettled is true for ASCII and the Russian, Kazakh or other Cyrillic letters
// up to U+047F, which stand for themselves in NFC, without control characters
// and blanks at the end; everything else is looked at more closely.
func isSettled(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c < 0x7f {
			continue
		}
		if c&^1 != 0xd0 || i+1 == len(s) || s[i+1]&0xc0 != 0x80 {
			return false
		}
		i++
	}
	return s == "" || s[len(s)-1] != ' '
}

// illegal says whether no XML can hold the character.
func illegal(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff || r == utf8.RuneError
}

// legible is what of a text can be shown in a cell. Where that is not all of
// it, the record is kept whole in the sheet _versions.
func legible(s string) string {
	return cut(unlike(settle(s)), mostText)
}

// unlike changes what looks like a workbook's escape, as _x0041_: several
// programs take the characters for the one that they would stand for.
func unlike(s string) string {
	for i := 0; ; i++ {
		n := strings.Index(s[i:], "_x")
		if n < 0 {
			return s
		}
		if i += n; isEscape(s[i:]) {
			s = s[:i+1] + "X" + s[i+2:]
		}
	}
}

// cut gives the beginning of s that fits n UTF-16 units.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i, r := range s {
		if n -= units(r); n < 0 {
			return s[:i]
		}
	}
	return s
}

func units(r rune) int {
	if r >= 0x10000 {
		return 2
	}
	return 1
}
