package export

import (
	"strconv"
	"unicode/utf8"
)

// A stringTable is the shared strings of a workbook being made. Every text
// goes there: Apple's viewers show no other, and R's openxlsx damages them.
type stringTable struct {
	part  *part
	index map[string]int
	count int
	buf   []byte
}

// rarely is the length from which a text is not looked up: free answers do
// not repeat, and the table would hold them all in memory.
const rarely = 128

func newStringTable() *stringTable {
	return &stringTable{part: newPart(), index: map[string]int{}}
}

// add gives the number of a text.
func (t *stringTable) add(s string) int {
	if i, known := t.index[s]; known {
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
		t.index[s] = t.count - 1
	}
	return t.count - 1
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

// isEscape says whether s begins with _xHHHH_.
func isEscape(s string) bool {
	if len(s) < 7 || s[1] != 'x' || s[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(s[2:6], 16, 16)
	return err == nil
}
