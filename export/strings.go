package export

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// A stringTable is the shared strings of a workbook being made. Every text
// goes there: Apple's viewers show no other, and R's openxlsx damages them.
//
// Codes come again and again, keys and free answers hardly ever, and the table
// would hold them all in memory: so it forgets a text that did not come for
// long. One that comes again then has two numbers, which says the same.
type stringTable struct {
	spill  *spill // also of the sheets whose texts these are
	part   *part
	recent map[string]int
	before map[string]int // what was recent until recent was full
	latest [1 << latestBits]shared
	needed []bool // texts of other sheets than those of interviews, by number
	count  int
	buf    []byte
}

// A shared is a text with its number. The latest ones are looked up without
// the maps, as nearly all cells have one of a few hundred codes and labels.
type shared struct {
	text   string
	number int // from 1
}

const latestBits = 11

// latestAt is where a text stands among the latest, if it does. Its ends tell
// it apart.
func latestAt(s string) uint64 {
	const prime = 0x9e3779b97f4a7c15
	h := uint64(len(s))
	if len(s) >= 8 {
		h = ((h^word(s))*prime ^ word(s[len(s)-8:])) * prime
		return (h ^ h>>32) * prime >> (64 - latestBits)
	}
	for i := range len(s) {
		h = h<<8 ^ uint64(s[i])
	}
	return h * prime >> (64 - latestBits)
}

func word(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

const (
	remembered = 1 << 14 // texts
	rarely     = 128     // bytes of a text that is not remembered at all
)

func newStringTable(to *spill) *stringTable {
	return &stringTable{spill: to, part: newPart(to, quick), recent: map[string]int{}}
}

// add gives the number of a text.
func (t *stringTable) add(s string) int {
	at := &t.latest[latestAt(s)]
	if at.text != s || at.number == 0 {
		if len(s) >= rarely {
			return t.find(s)
		}
		s = strings.Clone(s) // else the text stays that it was cut out of
		*at = shared{s, t.find(s) + 1}
	}
	return at.number - 1
}

// need notes a text that is read again for what it says: of the others, which
// are nearly all, it is enough to know that they are the same (proof).
func (t *stringTable) need(number int) {
	if number >= len(t.needed) {
		t.needed = append(t.needed, make([]bool, number+1-len(t.needed))...)
	}
	t.needed[number] = true
}

// find gives the number of a text that is none of the latest.
func (t *stringTable) find(s string) int {
	if i, known := t.recent[s]; known {
		return i
	}
	if i, known := t.before[s]; known {
		t.remember(s, i)
		return i
	}
	t.buf = append(t.buf[:0], "<si><t"...)
	if edged(s) {
		t.buf = append(t.buf, ` xml:space="preserve"`...)
	}
	t.buf = append(t.buf, '>')
	t.buf = append(appendText(t.buf, s), "</t></si>"...)
	t.part.Write(t.buf)
	if t.count++; len(s) < rarely {
		t.remember(s, t.count-1)
	}
	return t.count - 1
}

func (t *stringTable) remember(s string, number int) {
	if len(t.recent) == remembered {
		t.recent, t.before = t.before, t.recent
		clear(t.recent)
		if t.recent == nil {
			t.recent = map[string]int{}
		}
	}
	t.recent[s] = number
}

// edged says whether a reader might trim the text.
func edged(s string) bool {
	return s != "" && (s[0] <= ' ' || s[len(s)-1] <= ' ')
}

// head is the beginning of the part; the end is written by close.
func (t *stringTable) head() []byte {
	n := strconv.Itoa(t.count)
	return []byte(xmlHead + `<sst xmlns="` + mainSpace + `" uniqueCount="` + n + `">`)
}

func (t *stringTable) close() {
	t.part.Write([]byte("</sst>"))
}

const (
	xmlHead   = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
)

// appendText writes text as XML: escaped, what XML cannot hold replaced, and
// _x0041_ protected from programs that read it as A (ECMA-376 22.9.2.19).
func appendText(b []byte, s string) []byte {
	if plainText(s) {
		return append(b, s...)
	}
	for i, r := range s {
		switch {
		case r == '&':
			b = append(b, "&amp;"...)
		case r == '<':
			b = append(b, "&lt;"...)
		case r == '>':
			b = append(b, "&gt;"...)
		case r == '_' && isEscape(s[i:]):
			b = append(b, "_x005F_"...)
		case r == '\r':
			b = append(b, "_x000D_"...)
		case illegal(r):
			b = append(b, "\uFFFD"...)
		default:
			b = append(b, s[i:i+utf8.RuneLen(r)]...)
		}
	}
	return b
}

// plainText says whether all of s stands for itself in XML: Latin and Cyrillic
// letters, digits, most signs. Everything else is looked at more closely.
func plainText(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; !itself[c] && (c != '_' || isEscape(s[i:])) {
			if c&^1 != 0xd0 || i+1 == len(s) || s[i+1]&0xc0 != 0x80 {
				return false
			}
			i++
		}
	}
	return true
}

// itself are the bytes that are characters and stand for themselves.
var itself = func() (is [256]bool) {
	for c := ' '; c < 0x7f; c++ {
		is[c] = c != '&' && c != '<' && c != '>' && c != '_'
	}
	return is
}()

// isEscape says whether s begins with _xHHHH_.
func isEscape(s string) bool {
	if len(s) < 7 || s[1] != 'x' || s[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(s[2:6], 16, 16)
	return err == nil
}
