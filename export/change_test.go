package export

import "testing"

func TestTwoNumbers(t *testing.T) {
	for text, want := range map[string]bool{
		"1,200": true, "1.200": true, "-12,500": true, "999.000": true,
		"0,200": false, "1,2": false, "12,50": false, "1,2000": false, "1200,500": false, "1,200,000": false, "a,200": false, ",200": false, "1200": false, "1 200": false,
	} {
		if got := twoNumbers(cell{kind: textCell, text: text}); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	if twoNumbers(cell{kind: numberCell, text: "1.2"}) {
		t.Error("a number is two")
	}
}
