package ooxml

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// What a byte is in XML.
const (
	plain   uint8 = iota
	special       // & and carriage return
	illegal       // most control characters
	wide          // begins a character of several bytes
)

var classes = func() (c [256]uint8) {
	for b := range c {
		switch {
		case b >= utf8.RuneSelf:
			c[b] = wide
		case b == '&' || b == '\r':
			c[b] = special
		case b < ' ' && b != '\t' && b != '\n':
			c[b] = illegal
		}
	}
	return c
}()

// run gives how many bytes from the front are plain or whole characters, and
// the class of the byte behind them.
func run(b []byte) (n int, class uint8) {
	for n < len(b) {
		switch class := classes[b[n]]; class {
		case plain:
			n++
		case wide:
			r, size := utf8.DecodeRune(b[n:])
			if r == utf8.RuneError && size == 1 || r == 0xFFFE || r == 0xFFFF {
				return n, illegal
			}
			n += size
		default:
			return n, class
		}
	}
	return n, plain
}

// appendText adds the text that XML stands for: entities are replaced, and
// line ends are as XML 2.11 has them.
func appendText(dst, raw []byte) ([]byte, error) {
	for len(raw) > 0 {
		n, class := run(raw)
		dst, raw = append(dst, raw[:n]...), raw[n:]
		switch {
		case len(raw) == 0:
		case class == illegal:
			return dst, errChar
		case raw[0] == '&':
			r, size := entity(raw)
			if size == 0 {
				return dst, errEntity
			}
			dst, raw = utf8.AppendRune(dst, r), raw[size:]
		case raw[0] == '\r':
			dst, raw = append(dst, '\n'), bytes.TrimPrefix(raw[1:], []byte("\n"))
		}
	}
	return dst, nil
}

// appendPlain adds text in which & is itself.
func appendPlain(dst, raw []byte) ([]byte, error) {
	for len(raw) > 0 {
		n, class := run(raw)
		dst, raw = append(dst, raw[:n]...), raw[n:]
		switch {
		case len(raw) == 0:
		case class == illegal:
			return dst, errChar
		case raw[0] == '\r':
			dst, raw = append(dst, '\n'), bytes.TrimPrefix(raw[1:], []byte("\n"))
		default:
			dst, raw = append(dst, raw[0]), raw[1:]
		}
	}
	return dst, nil
}

// legal says whether all characters may stand in XML.
func legal(b []byte) error {
	for len(b) > 0 {
		n, class := run(b)
		if class == illegal {
			return errChar
		}
		b = b[min(n+1, len(b)):]
	}
	return nil
}

// legalAttr says whether an attribute's value is well formed.
func legalAttr(b []byte) error {
	if bytes.IndexByte(b, '<') >= 0 {
		return errTag
	}
	for len(b) > 0 {
		n, class := run(b)
		switch b = b[n:]; {
		case len(b) == 0:
		case class == illegal:
			return errChar
		case b[0] == '&':
			_, size := entity(b)
			if size == 0 {
				return errEntity
			}
			b = b[size:]
		default:
			b = b[1:]
		}
	}
	return nil
}

// longestEntity is &#x0010FFFF; with some zeros to spare.
const longestEntity = 16

// entity reads the one that b begins with, and says how long it is; 0 where it
// is none.
func entity(b []byte) (r rune, size int) {
	end := bytes.IndexByte(b[:min(len(b), longestEntity)], ';')
	if end < 0 {
		return 0, 0
	}
	name := string(b[1:end])
	switch name {
	case "amp":
		return '&', end + 1
	case "lt":
		return '<', end + 1
	case "gt":
		return '>', end + 1
	case "quot":
		return '"', end + 1
	case "apos":
		return '\'', end + 1
	}
	digits, numbered := strings.CutPrefix(name, "#")
	base := 10
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 21)
	r = rune(n)
	if !numbered || err != nil || !utf8.ValidRune(r) || r == 0xFFFE || r == 0xFFFF || r < ' ' && r != '\t' && r != '\n' && r != '\r' {
		return 0, 0
	}
	return r, end + 1
}

// blanks is how many blanks b begins with.
func blanks(b []byte) int {
	n := 0
	for n < len(b) && (b[n] == ' ' || b[n] == '\n' || b[n] == '\t' || b[n] == '\r') {
		n++
	}
	return n
}

// nameLength is how many bytes of a name b begins with.
func nameLength(b []byte) int {
	for i, c := range b {
		switch {
		case c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' || c == ':' || c >= utf8.RuneSelf:
		case i > 0 && (c >= '0' && c <= '9' || c == '-' || c == '.'):
		default:
			return i
		}
	}
	return len(b)
}

// Unescape undoes _xHHHH_, with which a workbook writes what XML cannot hold
// (ECMA-376 22.9.2.19). Pairs of surrogates become one character.
func Unescape(s string) string {
	i := strings.Index(s, "_x")
	if i < 0 {
		return s
	}
	var out strings.Builder
	for ; i >= 0; i = strings.Index(s, "_x") {
		out.WriteString(s[:i])
		s = s[i:]
		r, size := escape(s)
		if size == 0 {
			out.WriteString(s[:2])
			s = s[2:]
			continue
		}
		out.WriteRune(r)
		s = s[size:]
	}
	out.WriteString(s)
	return out.String()
}

// escape reads the _xHHHH_, or the pair of them, that s begins with; size is 0
// where it is none.
func escape(s string) (r rune, size int) {
	const one = len("_xHHHH_")
	first, ok := unit(s)
	if !ok {
		return 0, 0
	}
	if second, ok := unit(s[one:]); ok && utf16.IsSurrogate(first) {
		if pair := utf16.DecodeRune(first, second); pair != utf8.RuneError {
			return pair, 2 * one
		}
	}
	return first, one // half a pair becomes U+FFFD when it is written
}

func unit(s string) (rune, bool) {
	if len(s) < 7 || s[0] != '_' || s[1] != 'x' || s[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(n), err == nil
}
