package seal

import (
	"strings"
	"testing"
)

const paperCode = "SUJJS NSUQF DLGQD WQWUQ QDGSR ZRGUW WUJLJ FFRWZ"

func TestPaperIsTypedInAnyWay(t *testing.T) {
	locked := LockWith(paperCode, Least, here, []byte("secret"))
	for _, typed := range []string{
		paperCode,
		strings.ToLower(paperCode),
		strings.ReplaceAll(paperCode, " ", ""),
		strings.ReplaceAll(paperCode, " ", " - "),
		strings.ReplaceAll(paperCode, " ", "–") + "\n",
		swapLayout(paperCode),
		swapLayout(strings.ToLower(paperCode)),
	} {
		if err := CheckPaper(typed); err != nil {
			t.Errorf("%q: %v", typed, err)
		}
		if got := TidyPaper(typed); got != paperCode {
			t.Errorf("TidyPaper(%q) = %q", typed, got)
		}
		if _, err := UnlockWith(typed, here, locked); err != nil {
			t.Errorf("%q unlocks nothing: %v", typed, err)
		}
	}
	if got := TidyPaper("six words"); got != "six words" {
		t.Errorf("a passphrase became %q", got)
	}
}

func TestCheckPaperNamesTheGroup(t *testing.T) {
	const length = "the code has eight groups of five letters: compare it with the printed one"
	differs := func(n string) string {
		return "group " + n + " of the code differs from the printed one: compare it letter by letter"
	}
	tests := []struct{ typed, want string }{
		{"", length},
		{"SUJJS", length},
		{strings.TrimSuffix(paperCode, "Z"), differs("8")},
		{strings.Replace(paperCode, "DLGQD", "DLGQ", 1), differs("3")},
		{strings.Replace(paperCode, "DLGQD", "DLGQDD", 1), differs("3")},
		{strings.Replace(paperCode, "DLGQD", "DLGQF", 1), differs("3")},
		{strings.Replace(paperCode, "DLGQD", "LDGQD", 1), differs("3")},
		{strings.Replace(paperCode, "FFRWZ", "FFRZW", 1), differs("8")},
		{strings.Replace(strings.ReplaceAll(paperCode, " ", ""), "DLGQD", "DLGQF", 1), differs("3")},
		{strings.Replace(paperCode, "DLGQD", "DLG0D", 1), "group 3 of the code has 0, which no code has: compare it with the printed one"},
		{strings.Replace(paperCode, "DLGQD", "ДLGQD", 1), differs("3")}, // Д is on the key of L
		{strings.ReplaceAll(strings.ReplaceAll(paperCode, "DLGQD", "DLGQF"), "SUJJS", "SUJJD"), "more than one group of the code differs from the printed one: compare them all"},
		{strings.ReplaceAll(paperCode, " ", "") + "D", length},
		{paperCode + " " + paperCode, length},
	}
	for _, test := range tests {
		if err := CheckPaper(test.typed); err == nil || err.Error() != test.want {
			t.Errorf("CheckPaper(%q): %v; want %s", test.typed, err, test.want)
		}
	}
}

// One slip of the hand is named in all but the few cases where another slip
// would give a right code too.
func TestEverySlipIsFound(t *testing.T) {
	letters := strings.ReplaceAll(paperCode, " ", "")
	named, all := 0, 0
	for i := range letters {
		for _, r := range paperAlphabet {
			typed := letters[:i] + string(r) + letters[i+1:]
			if typed == letters {
				continue
			}
			err := CheckPaper(typed)
			if err == nil {
				t.Fatalf("letter %d as %c passes", i, r)
			}
			all++
			if err.Error() == wrongGroup(i/paperGroup+1).Error() {
				named++
			}
		}
	}
	if named < all*98/100 {
		t.Errorf("the group was named for %d of %d slips", named, all)
	}
}

func TestNewPaper(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		code := NewPaper()
		if CheckPaper(code) != nil || TidyPaper(code) != code || seen[code] {
			t.Fatalf("%q is no new code", code)
		}
		seen[code] = true
		if bits := Strength(code); bits < 120 {
			t.Errorf("a code is worth %.1f bits", bits)
		}
	}
}

// No letter looks like one of the other alphabet, and each has a key of its
// own in both layouts.
func TestPaperAlphabet(t *testing.T) {
	keys := map[string]bool{}
	for _, r := range paperAlphabet {
		if strings.ContainsRune("ABCEHKMOPTXYI01V", r) {
			t.Errorf("%c is easily taken for another letter", r)
		}
		keys[typedLetters(swapLayout(string(r)))] = true
		if typedLetters(swapLayout(string(r))) != string(r) {
			t.Errorf("%c comes back as %s from the Russian layout", r, typedLetters(swapLayout(string(r))))
		}
	}
	if len(keys) != len(paperAlphabet) {
		t.Error("two letters share a key")
	}
}

func FuzzCheckPaper(f *testing.F) {
	f.Add(paperCode)
	f.Add("SUJJS-NSUQF ДLGQ0")
	f.Add("")
	f.Fuzz(func(t *testing.T, code string) {
		if CheckPaper(code) == nil != (TidyPaper(code) == TidyPaper(TidyPaper(code)) && CheckPaper(TidyPaper(code)) == nil) {
			t.Errorf("%q: the tidy code is judged otherwise", code)
		}
	})
}
