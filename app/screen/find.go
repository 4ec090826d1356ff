package screen

import (
	"slices"
	"strings"
)

// Find lists the questions that are asked now and have all the words in their
// code, name or label; every question for no words.
//
// Codes and names are found whatever layout the keyboard has: by the keys that
// were pressed (the keys of b01 type и01 in a Russian layout) and by letters
// that look alike (а01 in Cyrillic). So are the words of a label where nothing
// has them as they were typed.
func (s *Interview) Find(words string) []Row {
	want := strings.Fields(strings.ToLower(words))
	for _, loose := range []bool{false, true} {
		if out := s.find(want, loose); len(out) > 0 {
			return out
		}
	}
	return nil
}

func (s *Interview) find(want []string, loose bool) []Row {
	var out []Row
	for _, page := range s.pages {
		section := s.heading(page.section())
		for _, p := range page.Rows {
			row := s.row(p, section)
			if row.Code == "" {
				continue
			}
			v := s.iv.View(p)
			codes, label := strings.ToLower(row.Code+" "+v.Item.Name), strings.ToLower(v.Label)
			if !slices.ContainsFunc(want, func(w string) bool {
				return !strings.Contains(label, w) && !alike(codes, w) && !(loose && alike(label, w))
			}) {
				out = append(out, row)
			}
		}
	}
	return out
}

// alike says whether a text has a word as it stands, in letters that look
// alike, or as the same keys would have typed it in another layout.
func alike(text, word string) bool {
	if strings.Contains(text, word) || strings.Contains(lookalikes.Replace(text), lookalikes.Replace(word)) {
		return true
	}
	return slices.ContainsFunc(layouts, func(l *strings.Replacer) bool {
		other := l.Replace(word)
		return other != word && strings.Contains(text, other)
	})
}

// lookalikes writes Cyrillic letters, small ones of which some look alike only
// as capitals, as the Latin ones that they are taken for.
var lookalikes = pairs("авсенкмортхуіјѕԛԝ", "abcehkmoptxyijsqw")

// The keys of a US keyboard, and what the same ones type in other layouts.
const (
	keysUS        = "qwertyuiop[]asdfghjkl;'zxcvbnm,./"
	keysRussian   = "йцукенгшщзхъфывапролджэячсмитьбю."
	keysUkrainian = "йцукенгшщзхїфівапролджєячсмитьбю."
	keysGeorgian  = "ქწერტყუიოპ[]ასდფგჰჯკლ;'ზხცვბნმ,./"
)

// layouts turn what one layout typed into what another would have. The Kazakh
// one has letters on the keys of digits.
var layouts = []*strings.Replacer{
	pairs(keysRussian, keysUS), pairs(keysUS, keysRussian),
	pairs(keysUkrainian, keysUS), pairs(keysUS, keysUkrainian),
	pairs(keysRussian+"әіңғүұқ", keysUS+"2345890"),
	pairs(keysGeorgian, keysUS),
}

// pairs replaces each sign of one text by the one that stands at its place in
// the other.
func pairs(from, to string) *strings.Replacer {
	var out []string
	a, b := []rune(from), []rune(to)
	for i := range a {
		if a[i] != b[i] {
			out = append(out, string(a[i]), string(b[i]))
		}
	}
	return strings.NewReplacer(out...)
}
