package survey

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// The methods of recordReader in this file know JSON and nothing of records.
// Each begins at any blanks before its token and ends after the token.

// members calls read after the name of each member of an object; read takes
// the value. A name that is not among fields, or comes twice, is a fault.
func (d *recordReader) members(fields []string, read func(field string)) {
	var seen uint32
	d.list('{', '}', func() {
		i := d.field(fields)
		if i < 0 || seen&(1<<i) != 0 || !d.got(':') {
			d.damaged()
			return
		}
		seen |= 1 << i
		read(fields[i])
	})
}

func (d *recordReader) field(fields []string) int {
	name := d.string()
	for i, f := range fields {
		if f == name {
			return i
		}
	}
	return -1
}

func (d *recordReader) elements(read func()) { d.list('[', ']', read) }

// list reads what stands between two brackets, with commas between.
func (d *recordReader) list(open, shut byte, read func()) {
	if !d.got(open) {
		d.damaged()
		return
	}
	if d.got(shut) {
		return
	}
	for {
		read()
		if d.err != nil || d.got(shut) {
			return
		}
		if !d.got(',') {
			d.damaged()
			return
		}
	}
}

// peek gives the next byte that is no blank, 0 at the end.
func (d *recordReader) peek() byte {
	for ; d.at < len(d.text); d.at++ {
		switch c := d.text[d.at]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c
		}
	}
	return 0
}

func (d *recordReader) got(c byte) bool {
	if d.peek() != c || d.at == len(d.text) {
		return false
	}
	d.at++
	return true
}

// number reads a whole number without an exponent.
func (d *recordReader) number() int {
	d.peek()
	start := d.at
	for d.at < len(d.text) && strings.IndexByte("-+.eE0123456789", d.text[d.at]) >= 0 {
		d.at++
	}
	word := d.text[start:d.at]
	n, err := strconv.Atoi(word)
	if err != nil || strconv.Itoa(n) != word {
		d.at = start
		d.damaged()
		return 0
	}
	return n
}

func (d *recordReader) string() string {
	if !d.got('"') {
		d.damaged()
		return ""
	}
	start := d.at
	for ; d.at < len(d.text); d.at++ {
		switch c := d.text[d.at]; {
		case c == '"':
			d.at++
			return d.text[start : d.at-1]
		case c == '\\':
			return d.escaped(start)
		case c < ' ':
			d.damaged()
			return ""
		}
	}
	d.damaged()
	return ""
}

// escaped reads a string of which the part since start was read and in which
// a backslash comes next.
func (d *recordReader) escaped(start int) string {
	out := []byte(d.text[start:d.at])
	for d.at < len(d.text) {
		c := d.text[d.at]
		d.at++
		switch {
		case c == '"':
			return string(out)
		case c < ' ':
			d.at--
			d.damaged()
			return ""
		case c != '\\':
			out = append(out, c)
			continue
		}
		r, ok := d.escape()
		if !ok {
			d.damaged()
			return ""
		}
		out = utf8.AppendRune(out, r)
	}
	d.damaged()
	return ""
}

// escape reads what follows a backslash. A half of a pair of \u escapes is no
// character and becomes U+FFFD.
func (d *recordReader) escape() (rune, bool) {
	if d.at == len(d.text) {
		return 0, false
	}
	c := d.text[d.at]
	d.at++
	if i := strings.IndexByte(`"\/bfnrt`, c); i >= 0 {
		return rune("\"\\/\b\f\n\r\t"[i]), true
	}
	if c != 'u' {
		return 0, false
	}
	r, ok := d.hex4()
	if !ok || !utf16.IsSurrogate(r) {
		return r, ok
	}
	if before := d.at; strings.HasPrefix(d.text[d.at:], `\u`) {
		d.at += 2
		second, ok := d.hex4()
		if pair := utf16.DecodeRune(r, second); ok && pair != utf8.RuneError {
			return pair, true
		}
		d.at = before
	}
	return utf8.RuneError, true
}

func (d *recordReader) hex4() (rune, bool) {
	if len(d.text)-d.at < 4 {
		return 0, false
	}
	n, err := strconv.ParseUint(d.text[d.at:d.at+4], 16, 16)
	if err != nil {
		return 0, false
	}
	d.at += 4
	return rune(n), true
}
