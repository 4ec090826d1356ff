package seal

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The keys that give different signs in the two layouts, without Shift and
// then with it.
var (
	qwerty = []rune("`qwertyuiop[]asdfghjkl;'zxcvbnm,./" + "~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?" + "@#$^&|")
	jcuken = []rune("ёйцукенгшщзхъфывапролджэячсмитьбю." + "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ," + "\"№;:?/")
)

// spellings are the phrase as typed and what it would have been in the other
// layout or without Caps Lock: for what is locked elsewhere, where Canonical
// does not hold. Each costs a derivation, so there are few.
func spellings(phrase string) []string {
	typed := tidy(phrase)
	var all []string
	for _, s := range []string{typed, swapCase(typed), swapLayout(typed), swapCase(swapLayout(typed)), swapLayout(swapCase(typed))} {
		if s != "" && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}

// tidy composes letters and makes one space of any white space.
func tidy(phrase string) string {
	return strings.Join(strings.Fields(norm.NFC.String(phrase)), " ")
}

// swapCase undoes Caps Lock.
func swapCase(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, s)
}

// swapLayout gives what the same keys give in the other layout, which is the
// English one for a phrase with a Cyrillic letter.
func swapLayout(s string) string {
	from, to := qwerty, jcuken
	if strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
		from, to = jcuken, qwerty
	}
	return strings.Map(func(r rune) rune {
		if i := slices.Index(from, r); i >= 0 {
			return to[i]
		}
		return r
	}, s)
}
