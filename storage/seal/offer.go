package seal

import (
	_ "embed"
	"strings"
)

// The words that a passphrase is offered of: common, concrete, of three to
// seven letters, no two of a list with only one letter between them.
var (
	//go:embed words_en.txt
	wordsEN string
	//go:embed words_ru.txt
	wordsRU string

	words = map[string][]string{"en": strings.Fields(wordsEN), "ru": strings.Fields(wordsRU)}
)

// offered is how many words are worth more than 60 bits.
const offered = 6

// Offer draws a passphrase of six words in a language, "en" or "ru"; another
// language gets English ones. No word stands in it twice, which costs less
// than a fiftieth of a bit.
func Offer(language string) string {
	list := words[language]
	if list == nil {
		list = words["en"]
	}
	var phrase []string
	taken := map[string]bool{}
	for len(phrase) < offered {
		if w := list[draw(len(list))]; !taken[w] {
			taken[w] = true
			phrase = append(phrase, w)
		}
	}
	return strings.Join(phrase, " ")
}
