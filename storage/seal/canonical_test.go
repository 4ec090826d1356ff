package seal

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

func TestCanonical(t *testing.T) {
	tests := []struct{ typed, want string }{
		{"", ""},
		{" \t\u00a0 ", ""},
		{"Six  words\n", "six words"},
		{"ЙЦУКЕН", "qwerty"},
		{"qwerty", "qwerty"},
		{"хъжэбюё", "[];'..t"},
		{"[];',.`", "[];'..t"},
		{"{}:\"<>~", "[];'..t"},
		{"№ ; : ? \" / , .", "# ; ; . ' . . ."},
		{"# $ ^ & @ | ? /", "# ; ; . ' . . ."},
		{"ёлка", "tkrf"},
		{"елка", "tkrf"},
		{"Ёлка", "tkrf"},
		{"e\u0308лка", "\u00ebkrf"},              // a Latin e, composed with its dots
		{"и\u0306од", "qjl"},                     // й of two characters
		{"сөз қала", "cөp қfkf"},                 // letters that the Russian layout lacks stay
		{"room 101 (left)!", "room 101 (left)!"}, // as do digits and the other signs
	}
	for _, test := range tests {
		if got := Canonical(test.typed); got != test.want {
			t.Errorf("Canonical(%q) = %q; want %q", test.typed, got, test.want)
		}
	}
}

// A phrase is some keys, pressed with Shift or without. Whatever layout they
// are pressed in, and whether Caps Lock is on, the same is derived.
func TestSameKeysSameCanonical(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	digits := []rune("0123456789-=()!%* ")
	for range 5000 {
		var en, ru []rune
		for range random.IntN(30) {
			if i := random.IntN(len(qwerty) + len(digits)); i < len(qwerty) {
				en, ru = append(en, qwerty[i]), append(ru, jcuken[i])
			} else {
				en, ru = append(en, digits[i-len(qwerty)]), append(ru, digits[i-len(qwerty)])
			}
		}
		want := Canonical(string(en))
		typed := map[string]string{
			"ЙЦУКЕН":                 string(ru),
			"QWERTY with Caps Lock":  capsLock(string(en)),
			"ЙЦУКЕН with Caps Lock":  capsLock(string(ru)),
			"ЙЦУКЕН, decomposed":     norm.NFD.String(string(ru)),
			"QWERTY, spaces doubled": strings.ReplaceAll(string(en), " ", "  "),
		}
		for how, s := range typed {
			if got := Canonical(s); got != want {
				t.Fatalf("%q in %s: %q; in QWERTY %q", string(en), how, got, want)
			}
		}
	}
}

// capsLock turns letters over, as the key does, and leaves signs.
func capsLock(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLower(r) {
			return unicode.ToUpper(r)
		}
		return unicode.ToLower(r)
	}, s)
}

func TestShiftOnAKeyOfLettersIsForgotten(t *testing.T) {
	half := strings.Index(string(qwerty), "~")
	for i := range half {
		low, high := string(qwerty[i]), string(qwerty[i+half])
		if Canonical(low) != Canonical(high) {
			t.Errorf("%s and %s, of one key, derive %q and %q", low, high, Canonical(low), Canonical(high))
		}
	}
}

func TestDifferentKeysStayDifferent(t *testing.T) {
	classes := map[string]bool{}
	for _, r := range qwerty {
		classes[Canonical(string(r))] = true
	}
	// 26 letters, х ъ ж э, the class of б ю and the next, and №
	if len(classes) != 26+4+1+1 {
		t.Errorf("%d classes: %v", len(classes), classes)
	}
}

func FuzzCanonical(f *testing.F) {
	f.Add("Ёлка  и\u0306 [QWERTY]")
	f.Fuzz(func(t *testing.T, s string) {
		once := Canonical(s)
		if twice := Canonical(once); twice != once {
			t.Errorf("%q → %q → %q", s, once, twice)
		}
		if Canonical(" "+s+"\n") != once {
			t.Errorf("white space around %q counts", s)
		}
		Strength(s)
	})
}
