package export

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// readings gives what a cell may have said before a spreadsheet changed it by
// itself, what it says now first. They are guesses: only a hash, or an answer
// that is known, tells which one is right.
func (k kind) readings(c cell) []string {
	g := &guesses{kind: k}
	now := k.take(c)
	g.add(now)
	switch c.kind {
	case numberCell:
		g.number(c.text)
		g.serial(c.text)
	case boolCell:
		g.truth(c.text == "1")
	case errorCell:
		g.add("", c.text)
	case textCell:
		g.text(c.text)
	}
	return g.all
}

// guesses are texts that a cell may have been, each once.
type guesses struct {
	kind kind
	all  []string
}

func (g *guesses) add(texts ...string) {
	for _, s := range texts {
		if !slices.Contains(g.all, s) {
			g.all = append(g.all, s)
		}
	}
}

// longestCode bounds how many leading zeros are tried: the longest numbers
// that people have are those of accounts and cards.
const longestCode = 24

// number guesses what became a number: a code that began with zeros or a plus
// sign, a decimal that people write with a comma or that ended with zeros.
func (g *guesses) number(digits string) {
	n := numberText(digits)
	g.add(n, digits, strings.Replace(n, ".", ",", 1))
	g.exponent(digits, n)
	if g.kind != plain {
		return
	}
	whole, fraction, point := strings.Cut(n, ".")
	if !allDigits(whole) || !allDigits(fraction) {
		return
	}
	g.add("+"+n, n+".0", n+".00")
	if point {
		g.add(n+"0", strings.Replace(n+"0", ".", ",", 1))
	}
	for padded := "0" + n; len(padded) <= longestCode; padded = "0" + padded {
		g.add(padded)
	}
	g.rounded(whole, point)
}

// exponent spells a large number as spreadsheets show it, which may be what
// was copied.
func (g *guesses) exponent(digits, written string) {
	if f, err := strconv.ParseFloat(digits, 64); err == nil && len(written) > 11 {
		g.add(strconv.FormatFloat(f, 'E', -1, 64))
	}
}

// rounded brings back the digits behind the fifteenth, which spreadsheets turn
// to zeros, where they are few enough to try.
func (g *guesses) rounded(whole string, point bool) {
	lost := len(whole) - mostDigits
	if point || lost < 1 || lost > 3 {
		return
	}
	most := 1
	for range lost {
		most *= 10
	}
	head := whole[:mostDigits]
	for i := range most {
		tail := strconv.Itoa(i)
		g.all = append(g.all, head+strings.Repeat("0", lost-len(tail))+tail)
	}
}

// serial guesses what became a date: a date that was typed, "1.5" and "3-4",
// an instant that lost its offset; and what a date was before day and month
// changed places or another calendar was counted in.
func (g *guesses) serial(digits string) {
	days, err := strconv.ParseFloat(digits, 64)
	if err != nil || days < 61 || days >= 80_000 { // from 1900 to 2119
		return
	}
	for _, shift := range []float64{0, 1462, -1462} {
		t := epoch.AddDate(0, 0, int(days+shift))
		if days == float64(int(days)) {
			g.date(t, shift == 0)
		}
		if g.kind == plain && shift == 0 {
			g.instants(t.Add(time.Duration((days-float64(int(days)))*secondsPerDay+0.5) * time.Second))
		}
	}
}

// date adds the ways in which a day is written.
func (g *guesses) date(t time.Time, typed bool) {
	days := []time.Time{t}
	if t.Day() <= 12 {
		days = append(days, time.Date(t.Year(), time.Month(t.Day()), int(t.Month()), 0, 0, 0, 0, time.UTC))
	}
	for _, d := range days {
		g.add(d.Format(time.DateOnly))
		if g.kind == day || !typed {
			continue
		}
		for _, layout := range []string{"2.1.2006", "02.01.2006", "1/2/2006", "2/1/2006", "2.1", "02.01", "1.2", "2-1", "1-2", "2/1", "1/2", "1.2006", "01.2006", "2.1.06", "Jan-06", "2-Jan"} {
			g.add(d.Format(layout))
		}
	}
}

// instants adds an instant with every offset that a clock has.
func (g *guesses) instants(t time.Time) {
	wall := t.Format("2006-01-02T15:04:05")
	g.add(wall, t.Format("2006-01-02 15:04:05"))
	for quarter := -12 * 4; quarter <= 14*4; quarter++ {
		at := t.In(time.FixedZone("", quarter*15*60)).Format("Z07:00")
		g.all = append(g.all, wall+at, wall+".000"+at)
	}
}

// truth guesses what became TRUE or FALSE.
func (g *guesses) truth(yes bool) {
	if yes {
		g.add("1", "TRUE", "true", "True", "yes", "ИСТИНА")
		return
	}
	g.add("0", "FALSE", "false", "False", "no", "ЛОЖЬ")
}

// text guesses what a text was before it was pasted, autocorrected, or taken
// through another program.
func (g *guesses) text(s string) {
	clean := tidy(s)
	g.add(clean, g.kind.fromText(clean))
	g.add(strings.TrimPrefix(clean, "'"), strings.Join(strings.Fields(clean), " "))
	g.alike(clean)
	g.cased(clean)
	g.quoted(clean)
	switch strings.ToLower(clean) {
	case "true", "истина", "wahr":
		g.truth(true)
	case "false", "ложь", "falsch":
		g.truth(false)
	case "nan", "none", "null", "#n/a", "<na>", "nat", "na", "-":
		g.add("")
	}
	g.typedNumber(clean)
	g.typedDay(clean)
}

// tidy takes off what spreadsheets and web pages put into a text: hard blanks,
// marks without width, the escape of a carriage return.
func tidy(s string) string {
	s = strings.NewReplacer("_x000D_\n", "\n", "_x000D_", "\n", "_x000d_", "\n").Replace(s)
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\u200b' || r == '\u200c' || r == '\u200d' || r == '\u200e' || r == '\u200f' || r == '\u2060' || r == '\ufeff' || r == '\u00ad':
			return -1
		case r != '\n' && r != '\t' && unicode.Is(unicode.Zs, r):
			return ' '
		}
		return r
	}, s)
	return settle(strings.TrimSpace(s))
}

// The letters of the two alphabets that look alike, in one order.
const (
	latinAlike    = "aceopxyABCEHKMOPTXYkmtbiI"
	cyrillicAlike = "асеорхуАВСЕНКМОРТХУкмтьіІ"
)

// alike writes a text in letters of one alphabet where another's slipped in.
func (g *guesses) alike(s string) {
	g.add(swapLetters(s, cyrillicAlike, latinAlike), swapLetters(s, latinAlike, cyrillicAlike))
}

func swapLetters(s, from, to string) string {
	in, out := []rune(from), []rune(to)
	return strings.Map(func(r rune) rune {
		if i := slices.Index(in, r); i >= 0 {
			return out[i]
		}
		return r
	}, s)
}

// cased undoes a capital that a spreadsheet gives to the first letter, and
// what becomes of two capitals.
func (g *guesses) cased(s string) {
	r := []rune(s)
	if len(r) == 0 || len(r) > 64 {
		return
	}
	g.add(string(unicode.ToLower(r[0]))+string(r[1:]), string(unicode.ToUpper(r[0]))+string(r[1:]), strings.ToLower(s), strings.ToUpper(s))
	if len(r) > 1 {
		g.add(string(r[0]) + string(unicode.ToUpper(r[1])) + string(r[2:]))
	}
}

var (
	straight = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`, "‘", "'", "’", "'", "…", "...", "—", "--", "–", "-")
	oneDash  = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "‘", "'", "’", "'", "…", "...", "—", "-", "–", "--", "\u2011", "-", "\u2212", "-")
)

// quoted undoes quotes, dashes and dots that were made typographic.
func (g *guesses) quoted(s string) { g.add(straight.Replace(s), oneDash.Replace(s)) }

// typedNumber reads a text as a number: with a comma, with blanks between
// thousands, with an exponent, with a fraction of zeros.
func (g *guesses) typedNumber(s string) {
	bare := strings.NewReplacer(" ", "", "'", "", "\u2212", "-").Replace(s)
	for _, n := range []string{bare, strings.Replace(bare, ",", ".", 1), strings.ReplaceAll(bare, ",", ""), strings.Replace(strings.ReplaceAll(bare, ".", ""), ",", ".", 1)} {
		if n == "" || strings.Trim(n, "0123456789.+-eE") != "" {
			continue
		}
		if _, err := strconv.ParseFloat(n, 64); err == nil {
			g.add(n)
			g.number(n)
		}
	}
}

// The orders and words in which a day comes back as text.
var typedDays = []string{"2.1.2006", "2.1.06", "1/2/2006", "2/1/2006", "1/2/06", "2006/1/2", "2006-1-2", "20060102", "2-Jan-2006", "2-Jan-06", "2 Jan 2006", "Jan 2, 2006", "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2.1.2006 15:04", "2.1.2006 15:04:05", "1/2/2006 15:04"}

// typedDay reads a text as a day, with the clock behind it where there is one.
func (g *guesses) typedDay(s string) {
	if len(s) < 6 || len(s) > 40 {
		return
	}
	s = monthInEnglish(s)
	for _, layout := range typedDays {
		t, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		if t.Hour()+t.Minute()+t.Second() == 0 {
			g.date(t, true)
		}
		if g.kind == plain {
			g.instants(t)
		}
	}
}

func allDigits(s string) bool { return strings.Trim(s, "0123456789") == "" }
