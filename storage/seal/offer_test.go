package seal

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// leastWords is how many words four dice choose from.
const leastWords = 6 * 6 * 6 * 6

func TestWordsCanBeReadTypedAndToldApart(t *testing.T) {
	shape := map[string]*regexp.Regexp{"en": regexp.MustCompile(`^[a-z]{3,7}$`), "ru": regexp.MustCompile(`^[а-я]{3,7}$`)}
	for language, list := range words {
		if len(list) < leastWords || !slices.IsSorted(list) {
			t.Errorf("%s: %d words, sorted %v; want at least %d in order", language, len(list), slices.IsSorted(list), leastWords)
		}
		keys := map[string]string{}
		for _, w := range list {
			if !shape[language].MatchString(w) {
				t.Errorf("%s: %q is no word of three to seven letters", language, w)
			}
			if other, ok := keys[Canonical(w)]; ok {
				t.Errorf("%s: %q and %q derive the same", language, w, other)
			}
			keys[Canonical(w)] = w
		}
		for i, a := range list {
			for _, b := range list[i+1:] {
				if oneLetterApart(a, b) {
					t.Errorf("%s: %q and %q differ by one letter", language, a, b)
				}
			}
		}
	}
}

func oneLetterApart(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) != len(y) {
		return false
	}
	apart := 0
	for i := range x {
		if x[i] != y[i] {
			apart++
		}
	}
	return apart == 1
}

func TestOffersAreStrongAndOfTheirList(t *testing.T) {
	for language, of := range map[string]string{"en": "en", "ru": "ru", "ky": "en"} {
		for range 2000 {
			phrase := Offer(language)
			drawn := strings.Fields(phrase)
			for _, w := range drawn {
				if _, ok := slices.BinarySearch(words[of], w); !ok {
					t.Fatalf("%s: %q is not of the list", language, w)
				}
			}
			if slices.Sort(drawn); len(slices.Compact(drawn)) != offered {
				t.Fatalf("%s: %q has not six different words", language, phrase)
			}
			if Strength(phrase) < 60 {
				t.Fatalf("%s: %q is worth %.1f bits", language, phrase, Strength(phrase))
			}
		}
	}
}

// Each word comes as often as the others: with 40 draws for each, fewer than
// 8 or more than 90 is not chance (below one in 10^9 for all words together).
func TestDrawIsEven(t *testing.T) {
	const n, each = 1300, 40
	counts := make([]int, n)
	for range n * each {
		counts[draw(n)]++
	}
	if slices.Min(counts) < 8 || slices.Max(counts) > 90 {
		t.Errorf("drawn between %d and %d times, about %d expected", slices.Min(counts), slices.Max(counts), each)
	}
}
