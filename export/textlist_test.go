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
		if got, _ := l.text(i); got != s {
			t.Fatalf("text %d has %d bytes, want %d", i, len(got), len(s))
		}
	}
}

// Of texts that nobody needs, equal ones have equal sums, and no text is kept.
func TestATextListKeepsSums(t *testing.T) {
	l := textList{needed: []bool{false, true}}
	for _, s := range []string{"a secret", "kept", "a secret", "another", ""} {
		l.add([]byte(s))
	}
	first, sum := l.text(0)
	kept, whole := l.text(1)
	again, _ := l.text(2)
	other, _ := l.text(3)
	blank, none := l.text(4)
	if !sum || len(first) != 8 || first != again || first == other || whole || kept != "kept" || none || blank != "" {
		t.Errorf("%q %v, %q %v, %q, %q, %q %v", first, sum, kept, whole, again, other, blank, none)
	}
}
