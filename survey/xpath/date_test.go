package xpath

import (
	"testing"
	"time"
	_ "time/tzdata"
)

func TestParseDate(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"2024-05-01", "2024-05-01"},
		{" 2024-5-1 ", "2024-05-01"},
		{"0001-01-01", "0001-01-01"},
		{"2024-02-29", "2024-02-29"},
		{"2023-02-29", ""},
		{"2024-00-10", ""},
		{"2024-13-01", ""},
		{"2024-04-31", ""},
		{"2024-05", ""},
		{"2024-05-01-02", ""},
		{"24/05/2024", ""},
		{"-2024-05-01", ""},
		{"", ""},
		{"T", ""},
		{"2024-05-01T", ""},
		{"2024-05-01T14:03", "2024-05-01T14:03:00.000+05:00"},
		{"2024-05-01T14:03:07", "2024-05-01T14:03:07.000+05:00"},
		{"2024-05-01T14:03:07.5", "2024-05-01T14:03:07.500+05:00"},
		{"2024-05-01T14:03:07.123456789", "2024-05-01T14:03:07.123+05:00"},
		{"2024-05-01T14:03:00.000+05:00", "2024-05-01T14:03:00.000+05:00"},
		{"2024-05-01T14:03:00.000Z", "2024-05-01T19:03:00.000+05:00"},
		{"2024-05-01T14:03:00+0530", "2024-05-01T13:33:00.000+05:00"},
		{"2024-05-01T14:03:00+02", "2024-05-01T17:03:00.000+05:00"},
		{"2024-05-01T23:03:00-03:00", "2024-05-02T07:03:00.000+05:00"},
		{"2024-05-01T00:00:00", "2024-05-01"},
		{"2024-05-01T24:00", "2024-05-02"},
		{"2024-05-01T24:01", ""},
		{"2024-05-01T14:60", ""},
		{"2024-05-01T14:03:61", ""},
		{"2024-05-01T14", ""},
		{"2024-05-01T14:03:00+5", ""},
		{"2024-05-01T14:03:00.x", ""},
	} {
		v, ok := ParseDate(c.text, ural)
		if !ok {
			v = Value{}
		}
		if got := v.Str(); got != c.want {
			t.Errorf("%q is %q, want %q", c.text, got, c.want)
		}
	}
}

// Clocks change; calendar days do not.
func TestSummerTime(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	c := &Context{Now: func() time.Time { return time.Date(2026, 3, 29, 12, 0, 0, 0, berlin) }}
	for _, e := range []struct{ text, want string }{
		{"date(date('2026-03-28') + 1)", "2026-03-29"},
		{"date(date('2026-03-28') + 2)", "2026-03-30"},
		{"date('2026-03-30') - date('2026-03-28')", "2"},
		{"date('2026-10-26') - date('2026-10-24')", "2"},
		{"today() - '2026-03-28'", "1"},
		{"date-time('2026-03-29T12:00')", "2026-03-29T12:00:00.000+02:00"},
		{"date-time('2026-03-28T12:00')", "2026-03-28T12:00:00.000+01:00"},
		{"decimal-time('2026-03-29T12:00')", "0.5"},
		{"(decimal-date-time('2026-03-30') - decimal-date-time('2026-03-29')) * 24", "23"},
		{"format-date(date('2026-03-29') + 1, '%d.%m')", "30.03"},
		{"date-time(date('2026-03-29'))", "2026-03-29"},
	} {
		x, err := Parse(e.text)
		if err != nil {
			t.Fatal(err)
		}
		v := c.Eval(x)
		if v.Kind() == NumberKind {
			v = Number(roundDecimal(v.Num(), 6))
		}
		if got := v.Str(); got != e.want {
			t.Errorf("%s is %s, want %s", e.text, got, e.want)
		}
	}
}

func TestFormatDateLanguages(t *testing.T) {
	x, err := Parse("format-date('2026-05-01', '%a %e %b %Y')")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ language, want string }{
		{"", "Fri 1 May 2026"},
		{"en", "Fri 1 May 2026"},
		{"ru", "пт 1 мая 2026"},
		{"ru-RU", "пт 1 мая 2026"},
		{"KY", "жума 1 май 2026"},
		{"uz", "Jum 1 may 2026"},
		{"tg", "Ҷмъ 1 Май 2026"},
		{"xx", "Fri 1 May 2026"},
	} {
		if got := (&Context{Language: c.language}).Eval(x).Str(); got != c.want {
			t.Errorf("%s: %s, want %s", c.language, got, c.want)
		}
	}
	for language := range dayNames {
		for m := time.January; m <= time.December; m++ {
			if monthName(m, language) == "" {
				t.Errorf("%s has no month %d", language, m)
			}
		}
		for d := time.Sunday; d <= time.Saturday; d++ {
			if weekdayName(d, language) == "" {
				t.Errorf("%s has no day %d", language, d)
			}
		}
	}
}

// TestSkippedMidnight holds that a day stays itself where the clock goes from
// the last second of the day before to one in the morning, or where the
// calendar of a zone has no such day.
func TestSkippedMidnight(t *testing.T) {
	for _, c := range []struct{ zone, x, want string }{
		{"America/Santiago", "string(date('2024-09-08'))", "2024-09-08"},
		{"America/Santiago", "date('2024-09-07') + 1", "19974"},
		{"America/Santiago", "format-date('2024-09-08', '%Y-%m-%d')", "2024-09-08"},
		{"America/Santiago", "int(date('2024-09-08'))", "19974"},
		{"America/Santiago", "date('2024-09-08') > date('2024-09-07')", "true"},
		{"America/Santiago", "string(date('2024-04-07'))", "2024-04-07"},
		{"Asia/Beirut", "string(date('2022-03-27'))", "2022-03-27"},
		{"Pacific/Apia", "string(date('2011-12-30'))", "2011-12-30"},
		{"UTC", "string(date('2024-09-08'))", "2024-09-08"},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		x, err := Parse(c.x)
		if err != nil {
			t.Fatal(err)
		}
		if got := (&Context{Zone: zone}).Eval(x).Str(); got != c.want {
			t.Errorf("%s in %s is %s, want %s", c.x, c.zone, got, c.want)
		}
	}
}
