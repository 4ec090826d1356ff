package xpath

import (
	"math"
	"strings"
	"time"

	"anketa/survey/message"
)

var dateFunctions = map[string]function{
	"today":             {0, 0, func(c *Context, _ *Call) Value { return Day(c.now()) }, nil},
	"now":               {0, 0, func(c *Context, _ *Call) Value { return DateTime(c.now()) }, nil},
	"date":              {1, 1, date, nil},
	"date-time":         {1, 1, dateTime, nil},
	"decimal-date-time": {1, 1, decimalDateTime, nil},
	"decimal-time":      {1, 1, decimalTime, nil},
	"format-date":       {2, 2, formatDate, checkFormat},
	"format-date-time":  {2, 2, formatDate, checkFormat},
}

// mostDays is how far from 1970 a date can be, as in Java.
const mostDays = math.MaxInt32

// moment reads argument 0 as a date or number; a blank is neither. What cannot
// be one is reported and counts as blank.
func (c *Context) moment(x *Call) Value {
	v, _ := c.toMoment(x, c.scalar(x.Args[0]))
	return v
}

// toMoment takes the value of argument 0 as a date or number, and says whether
// it was one, or blank.
func (c *Context) toMoment(x *Call, v Value) (Value, bool) {
	switch v.kind {
	case StringKind:
		if v.str == "" {
			return v, true
		}
		if d, ok := ParseDate(v.str, c.zone()); ok {
			return d, true
		}
	case NumberKind:
		if math.IsNaN(v.num) {
			return Value{}, true
		}
		if math.Abs(v.num) <= mostDays {
			return v, true
		}
	case DateKind:
		return v, true
	}
	return c.report(x.Args[0], whole, message.New("this is no date"), message.New("dates are written as 2024-05-31")), false
}

// date(x) drops the time of day; a number is whole days since 1970-01-01. As in
// JavaRosa, the time of a text is only hidden: decimal-date-time() and
// format-date() still find it.
func date(c *Context, x *Call) Value {
	v := c.scalar(x.Args[0])
	if v.kind == StringKind {
		if d, ok := ParseDate(v.str, c.zone()); ok && d.prec == instant {
			d.prec = dayOf
			return d
		}
	}
	switch v, _ := c.toMoment(x, v); {
	case v.kind == NumberKind:
		return dayValue(int(v.num), c.zone())
	case v.kind == DateKind && v.prec != wholeDay:
		return Day(v.Time())
	default:
		return v
	}
}

// dateTime is date-time(x), which keeps the time of day; a number is days
// with their fraction since 1970-01-01 in UTC.
func dateTime(c *Context, x *Call) Value {
	switch v := c.moment(x); {
	case v.kind == NumberKind:
		return Value{kind: DateKind, num: math.Trunc(v.num * msPerDay), zone: c.zone()}
	case v.kind == DateKind && v.prec != instant:
		return DateTime(v.Time())
	default:
		return v
	}
}

// decimalDateTime is days with their fraction since 1970-01-01 in UTC.
func decimalDateTime(c *Context, x *Call) Value {
	v, ok := c.toMoment(x, c.scalar(x.Args[0]))
	switch {
	case v.kind == DateKind:
		return Number(v.exactDays())
	case !ok:
		return Number(math.NaN())
	}
	return v
}

// decimalTime is the fraction of the local day that has passed; it also reads
// a time of day.
func decimalTime(c *Context, x *Call) Value {
	v := c.scalar(x.Args[0])
	if v.kind == StringKind {
		if t, ok := ParseClock(v.str, c.zone()); ok {
			return Number(t.dayFraction())
		}
	}
	v, ok := c.toMoment(x, v)
	switch {
	case v.kind == DateKind:
		return Number(v.dayFraction())
	case v.kind == NumberKind:
		return Number(v.num - math.Floor(v.num))
	case !ok:
		return Number(math.NaN())
	}
	return v
}

// dayFraction is how much of the local day has passed.
func (v Value) dayFraction() float64 {
	switch v.prec {
	case wholeDay:
		return 0
	case timeOfDay:
		return v.num / msPerDay
	}
	return Clock(v.Time()).num / msPerDay
}

// formatDate is format-date(x, format) and format-date-time(x, format), which
// are one. A whole number is a calendar day in every zone.
func formatDate(c *Context, x *Call) Value {
	v := c.moment(x)
	if v.kind == NumberKind && v.num != math.Trunc(v.num) {
		v = Value{kind: DateKind, num: math.Trunc(v.num * msPerDay), zone: c.zone()}
	} else if v.kind == NumberKind {
		v = dayValue(int(v.num), c.zone())
	}
	if v.kind != DateKind {
		return String("")
	}
	format := c.str(x.Args[1])
	if bad := badFormat(format); bad != "" {
		return c.report(x.Args[1], whole, message.New("a date has no %s", bad), formatHint)
	}
	return String(v.format(format, c.Language))
}

// format writes a date as format says, which is sound.
func (v Value) format(format, language string) string {
	t := v.Time()
	var b strings.Builder
	for {
		words, rest, more := strings.Cut(format, "%")
		b.WriteString(words)
		if !more {
			return b.String()
		}
		b.WriteString(formatPart(t, rest[0], language))
		format = rest[1:]
	}
}

// formatCodes are JavaRosa's. Its %h is the hour of 24 without a zero.
const formatCodes = "YymnbdeHhMS3aW%"

var formatHint = message.New("there are %%Y %%y %%m %%n %%b %%d %%e %%a %%W %%H %%h %%M %%S %%3 and %%%%")

// layouts are the codes that Go's time package knows too.
var layouts = map[byte]string{
	'm': "01", 'n': "1", 'd': "02", 'e': "2",
	'H': "15", 'M': "04", 'S': "05",
}

func formatPart(t time.Time, code byte, language string) string {
	switch code {
	case 'Y':
		return pad(t.Year(), 4)
	case 'y':
		return pad(((t.Year()%100)+100)%100, 2)
	case 'b':
		return monthName(t.Month(), language)
	case 'a':
		return weekdayName(t.Weekday(), language)
	case 'h':
		return pad(t.Hour(), 1)
	case '3':
		return pad(t.Nanosecond()/1e6, 3)
	case 'W':
		_, week := t.ISOWeek()
		return pad(week, 1)
	case '%':
		return "%"
	}
	return t.Format(layouts[code])
}

func pad(n, width int) string {
	s := formatNumber(float64(n))
	return strings.Repeat("0", max(width-len(s), 0)) + s
}

// badFormat gives the first code that there is not, "" where all are sound.
func badFormat(format string) string {
	for {
		_, rest, more := strings.Cut(format, "%")
		switch {
		case !more:
			return ""
		case rest == "":
			return "% at the end"
		case !strings.Contains(formatCodes, rest[:1]):
			r := []rune(rest)[0]
			return "%" + plain(string(r))
		}
		format = rest[1:]
	}
}

func checkFormat(x *Call) *Error {
	l, ok := x.literal(1)
	if !ok {
		return nil
	}
	if bad := badFormat(l.Value.str); bad != "" {
		return fault(l, whole, message.New("a date has no %s", bad), formatHint)
	}
	return nil
}
