package xlsform

import (
	"math"
	"strconv"
	"strings"
	"time"

	"anketa/survey"
	"anketa/survey/ooxml"
)

// looks tells what the numbers of a workbook are.
type looks struct {
	dates    map[int]dateForm // by the number of the cell's style
	from1904 bool             // day 0 is 1904-01-01, as on old Macintoshes
}

// dateForm is a number format that shows a date, a time or both.
type dateForm struct{ clock bool }

// text is a number as pyxform reads it: without a point where it is whole; a
// date as its format says.
func (l looks) text(stored string, style int) string {
	if form, ok := l.dates[style]; ok {
		if days, err := strconv.ParseFloat(strings.TrimSpace(stored), 64); err == nil {
			return l.date(days, form, stored)
		}
	}
	if canonicalNumber(stored) {
		return stored
	}
	f, err := strconv.ParseFloat(strings.TrimSpace(stored), 64)
	if err != nil || math.IsInf(f, 0) {
		return stored
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// canonicalNumber says whether a number is written as it will be read anyway.
func canonicalNumber(s string) bool {
	if s == "" || len(s) > 15 || s[0] == '0' && len(s) > 1 {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// lastDay is 9999-12-31, with which Excel's calendar ends.
const lastDay = 2958465

// date writes a day count as a date, a date and a time, or a time of day. A
// workbook counts from 1899-12-31 and believes in a 29 February 1900.
func (l looks) date(days float64, form dateForm, stored string) string {
	if !(days >= 0 && days < lastDay+1) {
		return stored
	}
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case l.from1904:
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case days < 60:
		epoch = epoch.AddDate(0, 0, 1)
	}
	whole, part := math.Modf(days)
	t := epoch.AddDate(0, 0, int(whole)).Add(time.Duration(math.Round(part*86400)) * time.Second)
	switch {
	case days < 1 && form.clock:
		return t.Format("15:04:05")
	case form.clock || part != 0:
		return t.Format("2006-01-02 15:04:05")
	}
	return t.Format("2006-01-02")
}

// dateStyles finds the cell styles whose number format is that of a date: the
// formats that every workbook has (ECMA-376 18.8.30) and its own.
func (a *archive) dateStyles(name string) (map[int]dateForm, *survey.Error) {
	dates, codes := map[int]dateForm{}, map[string]string{}
	style, inside := 0, ""
	_, fault := a.scan(name, func(s *ooxml.Scanner) error {
		switch t := &s.Tag; {
		case t.Is("numFmts") || t.Is("cellXfs"):
			inside = string(t.Name)
			if t.End {
				inside = ""
			}
		case t.Begins("numFmt") && inside == "numFmts":
			codes[t.Attr("numFmtId")] = t.Attr("formatCode")
		case t.Begins("xf") && inside == "cellXfs":
			if form, ok := dateFormat(t.Attr("numFmtId"), codes); ok {
				dates[style] = form
			}
			style++
		}
		return nil
	})
	return dates, fault
}

func dateFormat(id string, codes map[string]string) (dateForm, bool) {
	if code, own := codes[id]; own {
		isDate, clock := dateCode(code)
		return dateForm{clock}, isDate
	}
	n, _ := strconv.Atoi(id)
	return dateForm{clock: n >= 18}, n >= 14 && n <= 22 || n >= 45 && n <= 47
}

// dateCode says whether a number format is a date's: it has letters of the
// calendar or the clock outside of quotes, escapes and colours.
func dateCode(code string) (isDate, clock bool) {
	for i := 0; i < len(code); i++ {
		switch c := code[i] | 0x20; {
		case code[i] == '"':
			i += 1 + max(0, strings.IndexByte(code[i+1:], '"'))
		case code[i] == '\\' || code[i] == '_' || code[i] == '*':
			i++
		case code[i] == '[' && !strings.HasPrefix(strings.ToLower(code[i:]), "[h") && !strings.HasPrefix(strings.ToLower(code[i:]), "[m"):
			i += max(0, strings.IndexByte(code[i:], ']'))
		case c == 'h' || c == 's':
			isDate, clock = true, true
		case c == 'y' || c == 'd' || c == 'm':
			isDate = true
		case c == 'g' && strings.HasPrefix(strings.ToLower(code[i:]), "general"):
			return false, false
		case code[i] == ';':
			return isDate, clock
		}
	}
	return isDate, clock
}
