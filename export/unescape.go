package export

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"
)

// unescape gives the text of XML: entities, line ends as XML 2.11 has them.
func unescape(b []byte) (string, error) {
	text, err := appendUnescaped(nil, b)
	return string(text), err
}

func appendUnescaped(out, b []byte) ([]byte, error) {
	for len(b) > 0 {
		i := bytes.IndexAny(b, "&\r")
		if i < 0 {
			return append(out, b...), nil
		}
		out, b = append(out, b[:i]...), b[i:]
		if b[0] == '\r' {
			out, b = append(out, '\n'), bytes.TrimPrefix(b[1:], []byte("\n"))
			continue
		}
		end := bytes.IndexByte(b, ';')
		if end < 0 {
			return nil, errEntity
		}
		r, ok := entity(string(b[1:end]))
		if !ok {
			return nil, errEntity
		}
		out, b = utf8.AppendRune(out, r), b[end+1:]
	}
	return out, nil
}

func entity(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, numbered := strings.CutPrefix(name, "#")
	if !numbered {
		return 0, false
	}
	base := 10
	if hex, ok := strings.CutPrefix(digits, "x"); ok {
		digits, base = hex, 16
	}
	n, err := strconv.ParseUint(digits, base, 21)
	return rune(n), err == nil && utf8.ValidRune(rune(n))
}

// unescapeCell undoes _xHHHH_, with which a workbook writes what XML cannot
// hold (ECMA-376 22.9.2.19). Pairs of surrogates become one character.
func unescapeCell(s string) string {
	i := strings.Index(s, "_x")
	if i < 0 {
		return s
	}
	var out strings.Builder
	for ; i >= 0; i = strings.Index(s, "_x") {
		out.WriteString(s[:i])
		if s = s[i:]; !isEscape(s) {
			out.WriteString(s[:2])
			s = s[2:]
			continue
		}
		n, _ := strconv.ParseUint(s[2:6], 16, 16)
		out.WriteRune(rune(n))
		s = s[7:]
	}
	out.WriteString(s)
	return out.String()
}
