package export

import (
	"strings"
	"time"
	"unicode"
)

// How the names of the months begin, in the languages of the spreadsheets that
// are about; English ones have their place in time.Parse.
var monthsBegin = [12][]string{
	{"янв", "jan", "jän"}, {"фев", "feb"}, {"мар", "mar", "mär", "mrz"}, {"апр", "apr"}, {"мая", "май", "may", "mai"}, {"июн", "jun"},
	{"июл", "jul"}, {"авг", "aug"}, {"сен", "sep"}, {"окт", "oct", "okt"}, {"ноя", "nov"}, {"дек", "dec", "dez"},
}

// monthInEnglish writes the month of a day as time.Parse knows it: 1. Februar
// 2024 is 1 Feb 2024.
func monthInEnglish(s string) string {
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		m := monthOf(word)
		if m == 0 {
			continue
		}
		before, after, _ := strings.Cut(s, word)
		before = strings.Replace(before, ". ", " ", 1)
		return before + m.String()[:3] + strings.TrimRight(strings.TrimPrefix(after, "."), " г.")
	}
	return s
}

func monthOf(word string) time.Month {
	word = strings.ToLower(word)
	for i, names := range monthsBegin {
		for _, name := range names {
			if strings.HasPrefix(word, name) {
				return time.Month(i + 1)
			}
		}
	}
	return 0
}
