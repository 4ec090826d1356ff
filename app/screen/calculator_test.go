package screen_test

import (
	"testing"

	"anketa/app/screen"
)

func TestCalculator(t *testing.T) {
	for keys, want := range map[string]string{
		"":              "0",
		"007":           "7",
		"12+3=":         "15",
		"2+3*4=":        "20", // from left to right, as on a pocket calculator
		"2+3×4=":        "20",
		"7/2=":          "3.5",
		"1,5*2=":        "3",
		".5+.5=":        "1",
		"1..5=":         "1.5",
		"9-10=":         "-1",
		"5+-3=":         "2",
		"5=+3=":         "8",
		"8/0=":          "E",
		"8/0=5":         "E",
		"8/0=c5":        "5",
		"123b=":         "12",
		"1b":            "0",
		"0.1+0.2=":      "0.3",
		"1234567890123": "123456789012",
		"5x=":           "5",
		"6*7=c":         "0",
	} {
		var c screen.Calculator
		for _, r := range keys {
			c.Press(r)
		}
		if got := c.Display(); got != want {
			t.Errorf("%q shows %s, want %s", keys, got, want)
		}
	}
}
