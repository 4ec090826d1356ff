package survey

import (
	"cmp"
	"strconv"
	"strings"
)

// CompareVersions orders the names that the versions of a form have: 1.10 is
// newer than 1.9, and 2026112401 than 2026051801. Runs of digits are compared
// as numbers, and the rest as text.
func CompareVersions(a, b string) int {
	for a != "" && b != "" {
		x, y := firstRun(a), firstRun(b)
		a, b = a[len(x):], b[len(y):]
		n, errX := strconv.ParseUint(x, 10, 64)
		m, errY := strconv.ParseUint(y, 10, 64)
		c := strings.Compare(x, y)
		if errX == nil && errY == nil {
			c = cmp.Compare(n, m)
		}
		if c != 0 {
			return c
		}
	}
	return strings.Compare(a, b)
}

// firstRun gives the digits, or the other signs, that s begins with.
func firstRun(s string) string {
	digit := func(r rune) bool { return r >= '0' && r <= '9' }
	first := digit(rune(s[0]))
	if i := strings.IndexFunc(s, func(r rune) bool { return digit(r) != first }); i > 0 {
		return s[:i]
	}
	return s
}
