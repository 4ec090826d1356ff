package seal

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"math/big"
	"slices"
	"strings"
	"unicode"

	"anketa/survey/message"
)

// paperAlphabet has only capitals that look like no other one, like no digit,
// and like no Cyrillic capital, so that whoever copies the code does not write
// А for A. Each has a key of its own in the Russian layout too.
const paperAlphabet = "DFGJLNQRSUWZ"

// A code is seven groups drawn at random, 125 bits, and one that checks them.
const (
	paperGroup  = 5
	paperGroups = 7
	paperDrawn  = paperGroup * paperGroups
	paperSize   = paperDrawn + paperGroup
)

// NewPaper draws a recovery code to print: seven groups of five letters, worth
// 125 bits, and one that checks them.
func NewPaper() string {
	b := make([]byte, paperDrawn)
	for i := range b {
		b[i] = paperAlphabet[draw(len(paperAlphabet))]
	}
	return strings.Join(groups(string(b)+paperCheck(string(b))), " ")
}

// draw gives a number below n, each as likely as the other.
func draw(n int) int {
	i, err := rand.Int(rand.Reader, big.NewInt(int64(n)))
	if err != nil {
		panic("seal: " + err.Error())
	}
	return int(i.Int64())
}

// paperCheck is the last group, for the letters before it.
func paperCheck(letters string) string {
	sum := sha256.Sum256([]byte("anketa/paper/1" + letters))
	n := binary.BigEndian.Uint64(sum[:])
	b := make([]byte, paperGroup)
	for i := range b {
		b[i] = paperAlphabet[n%uint64(len(paperAlphabet))]
		n /= uint64(len(paperAlphabet))
	}
	return string(b)
}

// groups sets five letters apart from the next five.
func groups(letters string) []string {
	var all []string
	for group := range slices.Chunk([]rune(letters), paperGroup) {
		all = append(all, string(group))
	}
	return all
}

// TidyPaper gives a right code as NewPaper wrote it, whatever layout and case
// it was typed in and however its groups are set apart; anything else as it
// is.
func TidyPaper(code string) string {
	letters, ok := paperLetters(code)
	if !ok {
		return code
	}
	return strings.Join(groups(letters), " ")
}

// paperLetters gives the letters of a right code.
func paperLetters(code string) (letters string, ok bool) {
	letters = typedLetters(code)
	if len(letters) != paperSize || strings.Trim(letters, paperAlphabet) != "" {
		return "", false
	}
	return letters, paperCheck(letters[:paperDrawn]) == letters[paperDrawn:]
}

// typedLetters gives the capitals of the keys that were typed, without what
// sets groups apart.
func typedLetters(s string) string {
	return strings.Map(func(r rune) rune {
		r = unicode.ToLower(r)
		if first, ok := keyOf[r]; ok {
			r = first
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, s)
}

var errPaperLength = message.New("the code has eight groups of five letters: compare it with the printed one")

// CheckPaper says what is wrong with a typed code: which group, where that can
// be told.
func CheckPaper(code string) error {
	if _, ok := paperLetters(code); ok {
		return nil
	}
	typed := typedGroups(code)
	for i, group := range typed {
		if err := checkLetters(i+1, group); err != nil {
			return err
		}
	}
	for i, group := range typed {
		if len(typed) == paperGroups+1 && len(group) != paperGroup {
			return wrongGroup(i + 1)
		}
	}
	letters := typedLetters(code)
	if len(letters) != paperSize {
		return errPaperLength
	}
	if n := slipIn(letters); n > 0 {
		return wrongGroup(n)
	}
	return message.New("more than one group of the code differs from the printed one: compare them all")
}

// typedGroups gives the groups as they were typed, or as they would be printed
// where they were set apart in another way.
func typedGroups(code string) []string {
	typed := strings.FieldsFunc(code, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) })
	if len(typed) != paperGroups+1 {
		return groups(typedLetters(code))
	}
	for i := range typed {
		typed[i] = typedLetters(typed[i])
	}
	return typed
}

func checkLetters(n int, letters string) error {
	for _, r := range letters {
		if !strings.ContainsRune(paperAlphabet, r) {
			return message.New("group %d of the code has %c, which no code has: compare it with the printed one", n, r)
		}
	}
	return nil
}

func wrongGroup(n int) error {
	return message.New("group %d of the code differs from the printed one: compare it letter by letter", n)
}

// slipIn gives the group in which one wrong letter, or two neighbours in each
// other's place, explain that the check fails; 0 where no such slip does.
func slipIn(letters string) int {
	b := []byte(letters)
	right := func() bool { return paperCheck(string(b[:paperDrawn])) == string(b[paperDrawn:]) }
	for i, was := range b {
		for _, r := range []byte(paperAlphabet) {
			if b[i] = r; right() {
				return i/paperGroup + 1
			}
		}
		b[i] = was
		if i > 0 {
			b[i-1], b[i] = b[i], b[i-1]
			if right() {
				return i/paperGroup + 1
			}
			b[i-1], b[i] = b[i], b[i-1]
		}
	}
	return 0
}
