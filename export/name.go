package export

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// A namer gives out names that no two things share, upper and lower case
// being one.
type namer struct {
	most  int // characters
	taken map[string]bool
}

func newNamer(most int, reserved ...string) *namer {
	n := &namer{most: most, taken: map[string]bool{}}
	for _, name := range reserved {
		n.taken[strings.ToLower(name)] = true
	}
	return n
}

// give takes the first of the wishes that is free, else the last of them with
// a number behind it.
func (n *namer) give(wishes ...string) string {
	last := ""
	for _, wish := range wishes {
		if last = shorten(wish, n.most); n.take(last) {
			return last
		}
	}
	for i := 2; ; i++ {
		tail := "_" + strconv.Itoa(i)
		if name := shorten(last, n.most-len(tail)) + tail; n.take(name) {
			return name
		}
	}
}

func (n *namer) take(name string) bool {
	low := strings.ToLower(name)
	free := !n.taken[low]
	n.taken[low] = true
	return free
}

func shorten(s string, most int) string {
	for utf8.RuneCountInString(s) > most {
		_, size := utf8.DecodeLastRuneInString(s)
		s = s[:len(s)-size]
	}
	return s
}

// machine makes a name that R and Stata take as it is: Latin letters, digits
// and underscores, a letter first, no word of their languages.
func machine(name string) string {
	clean := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, name)
	if reservedWords[strings.ToLower(clean)] {
		return clean + "_"
	}
	if clean == "" || !(clean[0] >= 'a' && clean[0] <= 'z' || clean[0] >= 'A' && clean[0] <= 'Z') {
		return "v" + clean
	}
	return clean
}

// reservedWords cannot name a variable in Stata ([U] 11.3) or R (?Reserved).
var reservedWords = setOf("byte double float if in int long str strl using with",
	"else repeat while function for next break true false null inf nan na na_integer_ na_real_ na_character_")

func setOf(lists ...string) map[string]bool {
	set := map[string]bool{}
	for _, list := range lists {
		for word := range strings.FieldsSeq(list) {
			set[word] = true
		}
	}
	return set
}
