package seal

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// keys are the keys of a keyboard that carry a Cyrillic letter in the Russian
// layout ЙЦУКЕН (as on Windows and Linux), and those that carry the same signs
// in other places of the two layouts: each line is one class, whose members
// cannot be told apart where neither layout nor Shift nor Caps Lock is known.
// The first of a class stands for all.
//
// Б, Ю and the key right of them fall together: a full stop is on Ю's key in
// one layout and on the next in the other, and that key has the comma of Б's.
// Ё goes with Е because people write it so.
var keys = []string{
	"qй", "wц", "eу", "rк", "tеё`~", "yн", "uг", "iш", "oщ", "pз",
	"aф", "sы", "dв", "fа", "gп", "hр", "jо", "kл", "lд",
	"zя", "xч", "cс", "vм", "bи", "nт", "mь",
	"[{х", "]}ъ", ";:ж$^", "'\"э@", ".,<>/?&|бю", "#№",
}

var keyOf = func() map[rune]rune {
	of := map[rune]rune{}
	for _, class := range keys {
		first := []rune(class)[0]
		for _, r := range class {
			of[r] = first
		}
	}
	return of
}()

// Canonical is what a key is derived from: the same for a phrase typed on the
// same keys in the Russian (ЙЦУКЕН) or the English (QWERTY) layout, in any
// case, with any white space between its words, however its letters are
// composed, with Ё or Е. A printed code is the same in any grouping, see TidyPaper.
func Canonical(passphrase string) string {
	if letters, ok := paperLetters(passphrase); ok {
		return letters
	}
	s := strings.ToLower(norm.NFC.String(passphrase))
	s = strings.Map(func(r rune) rune {
		if first, ok := keyOf[r]; ok {
			return first
		}
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, norm.NFC.String(s))
	return norm.NFC.String(strings.Join(strings.Fields(s), " "))
}
