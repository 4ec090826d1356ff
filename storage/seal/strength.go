package seal

import (
	_ "embed"
	"math"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// EnoughBits is what a passphrase must be worth. A graphics card tries about a
// thousand phrases a second at Floor; a thousand cards need some fifteen years
// for half of 2^50.
const EnoughBits = 50

var (
	//go:embed common.txt
	commonText string

	// common are passwords that guessers try first, and parts of them.
	common = bitsOf(strings.Fields(commonText))
	// drawn are the words that Offer draws.
	drawn = bitsOf(words["en"], words["ru"])

	// rows are what fingers and heads run along.
	rows = []string{
		"1234567890-=", "0123456789",
		"qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю.",
		"1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1йфя2цыч3увс4кам5епи6нрт7гоь8шлб9щдю0зж",
		"qazwsxedcrfvtgbyhnujmikolp", "йфяцычувскамепинртгоьшлбщдюзжхэъ",
		"abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя",
	}

	runs = regexp.MustCompile(`[\p{L}\p{M}]+|\p{N}+|[^\p{L}\p{M}\p{N}\s]+`)
	year = regexp.MustCompile(`^(19|20)\d\d$`)
)

// bitsOf is what each word is worth, by how many there are in its list.
func bitsOf(lists ...[]string) map[string]float64 {
	bits := map[string]float64{}
	for _, list := range lists {
		for _, w := range list {
			bits[w] = math.Log2(float64(len(list)))
		}
	}
	return bits
}

// Strength estimates how many bits a guesser must find who knows this rule. It
// takes the reading in either layout that has more known letters, or is worth
// less, and counts, with no heed of case, which Canonical does not tell apart:
//
//   - a word of the lists that Offer draws from, as drawn: about 10 bits; one of
//     the most common passwords or their parts, about 8, and the phrase no
//     more if it is nothing else;
//   - other letters that can be spoken, as those of a word somebody thought
//     of: 2 bits each up to the eighth of a word, then 1, which is what English
//     and Russian text carry; letters that cannot be spoken: 4.7 each;
//   - a digit 3.3 bits, a sign 3.6; a year 7; white space nothing;
//   - nothing for a character that repeats the one before or goes on along a
//     row of the keyboard or the alphabet, either way;
//   - one bit for what stands there again: a word, or a part of one.
//
// It does not know famous lines, names, or what others know of a person.
func Strength(passphrase string) (bits float64) {
	if _, ok := paperLetters(passphrase); ok {
		return paperDrawn * math.Log2(float64(len(paperAlphabet)))
	}
	typed := firstRunes(tidy(passphrase), longEnough)
	here, known := phraseBits(typed)
	there, knownThere := phraseBits(swapLayout(typed))
	switch {
	case known > knownThere:
		return here
	case known < knownThere:
		return there
	default:
		return math.Min(here, there)
	}
}

// longEnough bounds what is looked at, so that a pasted book stops nothing:
// what follows only makes a phrase stronger.
const longEnough = 256

func firstRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

// phraseBits is what a phrase is worth as it reads, and how many characters of
// it are in known words.
func phraseBits(phrase string) (bits float64, known int) {
	phrase = strings.ReplaceAll(strings.ToLower(phrase), "ё", "е")
	seen := map[string]bool{}
	for _, run := range runs.FindAllString(phrase, -1) {
		if drawn[run] > 0 || common[run] > 0 {
			known += utf8.RuneCountInString(run)
		}
		if seen[run] {
			bits++
			continue
		}
		seen[run] = true
		bits += runBits(run)
	}
	if whole, ok := common[strings.ReplaceAll(phrase, " ", "")]; ok {
		return math.Min(bits, whole), len(phrase)
	}
	return bits, known
}

// runBits is what letters, or digits, or signs that stand together are worth.
func runBits(run string) float64 {
	if known, ok := drawn[run]; ok {
		return known
	}
	r := []rune(run)
	if p := period(r); p < len(r) {
		return runBits(string(r[:p])) + 1
	}
	if year.MatchString(run) {
		return 7
	}
	bits := 0.0
	for i := range r {
		if !foreseen(r, i) {
			bits += runeBits(r[i])
		}
	}
	if speakable(r) {
		bits = math.Min(bits, spokenBits(len(r)))
	}
	if known, ok := common[run]; ok {
		return math.Min(bits, known)
	}
	return bits
}

func spokenBits(letters int) float64 { return float64(2*min(letters, 8) + max(letters-8, 0)) }

func runeBits(r rune) float64 {
	switch {
	case unicode.IsLetter(r):
		return math.Log2(26)
	case unicode.IsDigit(r):
		return math.Log2(10)
	case unicode.IsMark(r):
		return 0
	default:
		return math.Log2(12) // signs that Canonical tells apart and people type
	}
}

// period is the length of what the run repeats twice or more often, or all of
// its length.
func period(r []rune) int {
	for p := 1; p <= len(r)/2; p++ {
		if string(r[p:]) == string(r[:len(r)-p]) {
			return p
		}
	}
	return len(r)
}

// foreseen tells whether a character follows from those before it: the same
// again, or one step further along a row after two in that direction.
func foreseen(r []rune, i int) bool {
	if i > 0 && r[i] == r[i-1] {
		return true
	}
	if i < 2 {
		return false
	}
	ahead, back := string(r[i-2:i+1]), string([]rune{r[i], r[i-1], r[i-2]})
	for _, row := range rows {
		if strings.Contains(row, ahead) || strings.Contains(row, back) {
			return true
		}
	}
	return false
}

const vowels = "aeiouyаеиоуыэюя"

// speakable tells whether letters could be a word: a vowel at least at every
// fifth place, and not vowels alone. Random letters of some length are not.
func speakable(r []rune) bool {
	run, spoken := 0, false
	for _, c := range r {
		if !unicode.IsLetter(c) {
			return false
		}
		run++
		if strings.ContainsRune(vowels, c) {
			run, spoken = 0, true
		}
		if run > 4 {
			return false
		}
	}
	return spoken
}
