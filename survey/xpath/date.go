package xpath

import (
	"math"
	"strings"
	"time"
)

// Dates as ODK writes and counts them. A calendar day is counted in days since
// 1970-01-01 and so survives any change of clocks; an instant is shown in the
// zone of the interview.

const (
	secondsPerDay = 24 * 60 * 60
	msPerDay      = secondsPerDay * 1000
)

// dayNumber is the calendar day that t has in its own zone.
func dayNumber(t time.Time) int {
	y, m, d := t.Date()
	return civilDay(y, int(m), d)
}

func civilDay(year, month, day int) int {
	secs := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix()
	return int(math.Floor(float64(secs) / secondsPerDay))
}

// Time gives the instant of a date: midnight of a day, or the first instant of
// a day whose midnight the clock skips, and 1970-01-01 for the day of a time of
// day. It is the zero time for every other kind.
func (v Value) Time() time.Time {
	if v.kind != DateKind {
		return time.Time{}
	}
	switch v.prec {
	case wholeDay:
		t := time.Date(1970, 1, 1+int(v.num), 0, 0, 0, 0, v.place())
		if _, changes := t.ZoneBounds(); dayNumber(t) < int(v.num) && !changes.IsZero() {
			return changes
		}
		return t
	case timeOfDay:
		return time.Date(1970, 1, 1, 0, 0, 0, int(v.num)*1e6, v.place())
	}
	return time.UnixMilli(int64(v.num)).In(v.place())
}

func (v Value) place() *time.Location {
	if v.zone == nil {
		return time.UTC
	}
	return v.zone
}

// days counts whole days of the local calendar; a time of day is a fraction.
func (v Value) days() float64 {
	switch v.prec {
	case wholeDay:
		return v.num
	case timeOfDay:
		return v.num / msPerDay
	}
	return float64(dayNumber(v.Time()))
}

// exactDays counts days with their fraction since the epoch in UTC.
func (v Value) exactDays() float64 {
	if v.prec == timeOfDay {
		return v.num / msPerDay
	}
	return float64(v.Time().UnixMilli()) / msPerDay
}

const (
	dayLayout     = "2006-01-02"
	clockLayout   = "15:04:05.000Z07:00"
	instantLayout = dayLayout + "T" + clockLayout
)

func (v Value) dateText() string {
	if v.prec == wholeDay { // the same in every zone
		return time.Date(1970, 1, 1+int(v.num), 0, 0, 0, 0, time.UTC).Format(dayLayout)
	}
	t := v.Time()
	switch {
	case v.prec == dayOf:
		return t.Format(dayLayout)
	case v.prec == timeOfDay:
		return t.Format(clockLayout)
	case t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 && t.Nanosecond() == 0:
		return t.Format(dayLayout)
	}
	return t.Format(instantLayout)
}

// looksLikeDate says whether a text is meant as a date where a number is
// wanted: four digits, two, two, and nothing or T after them.
func looksLikeDate(s string) bool {
	if len(s) < 10 || s[4] != '-' || s[7] != '-' || len(s) > 10 && s[10] != 'T' {
		return false
	}
	return isDigits(s[:4]) && isDigits(s[5:7]) && isDigits(s[8:10])
}

// ParseDate reads a date, or a date and a time, as ODK writes them:
// 2024-05-01, 2024-05-01T14:03, 2024-05-01T14:03:00.000+05:00, …Z. A time is
// brought into zone; without an offset it is already there.
func ParseDate(s string, zone *time.Location) (Value, bool) {
	date, clock, timed := strings.Cut(strings.TrimSpace(s), "T")
	y, m, d, ok := parseDay(date)
	if !ok {
		return Value{}, false
	}
	if !timed {
		return dayValue(civilDay(y, m, d), zone), true
	}
	ms, offset, fixed, ok := parseClock(clock)
	if !ok {
		return Value{}, false
	}
	in := zone
	if fixed {
		in = time.UTC
	}
	t := time.Date(y, time.Month(m), d, 0, 0, -offset, ms*1e6, in)
	return DateTime(t.In(zone)), true
}

// ParseClock reads a time of day as ODK writes it: 14:03, 14:03:00.000+05:00.
// An offset brings it into zone.
func ParseClock(s string, zone *time.Location) (Value, bool) {
	ms, offset, fixed, ok := parseClock(strings.TrimSpace(s))
	if !ok || ms == msPerDay {
		return Value{}, false
	}
	in := zone
	if fixed {
		in = time.UTC
	}
	return Clock(time.Date(1970, 1, 1, 0, 0, -offset, ms*1e6, in).In(zone)), true
}

// parseDay reads year-month-day and refuses days that no calendar has.
func parseDay(s string) (y, m, d int, ok bool) {
	year, rest, _ := strings.Cut(s, "-")
	month, day, _ := strings.Cut(rest, "-")
	if !digits(year, 1, 6) || !digits(month, 1, 2) || !digits(day, 1, 2) {
		return 0, 0, 0, false
	}
	y, m, d = smallInt(year), smallInt(month), smallInt(day)
	last := time.Date(y, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	return y, m, d, m >= 1 && m <= 12 && d >= 1 && d <= last
}

func digits(s string, fewest, most int) bool {
	return len(s) >= fewest && len(s) <= most && isDigits(s)
}

// parseClock reads hours:minutes[:seconds[.fraction]][offset]. It gives
// milliseconds since midnight and, where fixed, seconds east of Greenwich.
func parseClock(s string) (ms, offset int, fixed, ok bool) {
	s, offset, fixed, ok = cutOffset(s)
	if !ok {
		return 0, 0, false, false
	}
	hour, rest, has := strings.Cut(s, ":")
	minute, second, withSeconds := strings.Cut(rest, ":")
	second, fraction, withFraction := strings.Cut(second, ".")
	if !withSeconds {
		second = "00"
	}
	if !has || !digits(hour, 1, 2) || !digits(minute, 2, 2) || !digits(second, 1, 2) ||
		withFraction && !isDigits(fraction) {
		return 0, 0, false, false
	}
	h, m, sec := smallInt(hour), smallInt(minute), smallInt(second)
	ms = ((h*60+m)*60+sec)*1000 + smallInt((fraction + "000")[:3])
	return ms, offset, fixed, h <= 24 && m < 60 && sec < 60 && ms <= msPerDay
}

// cutOffset takes Z, +HH, +HHMM or +HH:MM off the end.
func cutOffset(s string) (rest string, seconds int, fixed, ok bool) {
	if rest, ok = strings.CutSuffix(s, "Z"); ok {
		return rest, 0, true, true
	}
	i := strings.LastIndexAny(s, "+-")
	if i < 0 {
		return s, 0, false, true
	}
	hh := strings.ReplaceAll(s[i+1:], ":", "")
	if !digits(hh, 2, 2) && !digits(hh, 4, 4) {
		return s, 0, false, false
	}
	hours, minutes := smallInt(hh[:2]), 0
	if len(hh) == 4 {
		minutes = smallInt(hh[2:])
	}
	if hours > 23 || minutes > 59 {
		return s, 0, false, false
	}
	seconds = hours*3600 + minutes*60
	if s[i] == '-' {
		seconds = -seconds
	}
	return s[:i], seconds, true, true
}
