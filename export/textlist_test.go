package export

import (
	"strings"
	"testing"
)

func TestATextListGivesEveryTextBack(t *testing.T) {
	var l textList
	var want []string
	for i := range 3000 {
		want = append(want, strings.Repeat("я", i%700)+strings.Repeat("!", i%3)) // shorter and longer than what goes together
	}
	for _, s := range want {
		l.add([]byte(s))
	}
	l.add([]byte("_x0041_b"))
	for i, s := range append(want, "Ab") {
		if got := l.text(i); got != s {
			t.Fatalf("text %d has %d bytes, want %d", i, len(got), len(s))
		}
	}
}
