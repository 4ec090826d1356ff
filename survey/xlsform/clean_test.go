package xlsform

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// TestIsClean holds the short way to the long one, for every character on its
// own, at both ends of a text and with a letter that it may compose with.
func TestIsClean(t *testing.T) {
	slow := func(s string) string { return strings.TrimSpace(smartQuotes.Replace(norm.NFC.String(s))) }
	fast := 0
	for r := range rune(0x3000) {
		for _, s := range []string{string(r), "a" + string(r), string(r) + "и", "и" + string(r) + "а", "е" + string(r) + "\u0308"} {
			if isClean(s) {
				fast++
				if got := slow(s); got != s {
					t.Errorf("%+q counts as clean, and is %+q", s, got)
				}
			}
		}
	}
	if fast < 1000 || isClean(" a") || isClean("и\u0306") || isClean("a\r\nb") || !isClean("«Қазақстан» –\n№1") {
		t.Errorf("%d of the texts are clean", fast)
	}
}
