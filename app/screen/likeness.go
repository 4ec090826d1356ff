package screen

import (
	"strings"
	"unicode"

	"anketa/survey"
)

// Likeness is in per cent. It puts what may be meant first, and decides
// nothing.
const (
	mostAlike   = 100
	sureAlike   = 90 // the same words
	likelyAlike = 50 // from here on it is worth a person's look
)

// alikeQuestions holds two questions against each other: by their wording, by
// name, and by what can be chosen.
func alikeQuestions(f *survey.Form, a *survey.Item, g *survey.Form, b *survey.Item) int {
	wording, name := alikeTexts(f, a.Label, g, b.Label), alikeWords(a.Name, b.Name)
	score := (65*wording + 35*name) / 100
	if a.List != nil && b.List != nil {
		score = (45*wording + 25*name + 30*alikeLists(f, a.List, g, b.List)) / 100
	}
	if wording == mostAlike {
		score = max(score, sureAlike)
	}
	return score
}

// alikeChoices holds two choices against each other. The same code says less
// than the same words: codes are what is changed.
func alikeChoices(f *survey.Form, a *survey.Choice, g *survey.Form, b *survey.Choice) int {
	wording, name := alikeTexts(f, a.Label, g, b.Label), alikeWords(a.Name, b.Name)
	if wording == mostAlike {
		return sureAlike + (mostAlike-sureAlike)*name/100
	}
	return (85*wording + 15*name) / 100
}

// mostListed bounds how many choices of a list are compared.
const mostListed = 60

// alikeLists is how many choices of one list have their like in another.
func alikeLists(f *survey.Form, a *survey.List, g *survey.Form, b *survey.List) int {
	sum, n := 0, 0
	for _, c := range a.Choices[:min(len(a.Choices), mostListed)] {
		best := 0
		for _, d := range b.Choices[:min(len(b.Choices), mostListed)] {
			best = max(best, alikeChoices(f, c, g, d))
		}
		sum, n = sum+best, n+1
	}
	if n == 0 {
		return 0
	}
	return sum / n
}

// alikeTexts compares two wordings in the languages that both forms have, and
// gives the best.
func alikeTexts(f *survey.Form, a survey.Text, g *survey.Form, b survey.Text) int {
	best := 0
	for i, l := range f.Languages {
		for j, k := range g.Languages {
			if l.ID == k.ID || l.Code != "" && l.Code == k.Code {
				best = max(best, alikeWords(words(a, i, f), words(b, j, g)))
			}
		}
	}
	if best == 0 {
		best = alikeWords(words(a, f.Default, f), words(b, g.Default, g))
	}
	return best
}

// alikeWords is how many pairs of neighbouring letters two texts share
// (Dice), whatever their case and punctuation.
func alikeWords(a, b string) int {
	a, b = bare(a), bare(b)
	switch {
	case a == "" || b == "":
		return 0
	case a == b:
		return mostAlike
	}
	pairs, all := map[[2]rune]int{}, 0
	each := func(s string, take func([2]rune)) {
		before := ' '
		for _, r := range s + " " {
			take([2]rune{before, r})
			before = r
			all++
		}
	}
	each(a, func(p [2]rune) { pairs[p]++ })
	shared := 0
	each(b, func(p [2]rune) {
		if pairs[p] > 0 {
			pairs[p]--
			shared++
		}
	})
	return min(2*shared*mostAlike/all, mostAlike-1)
}

// bare leaves letters and digits, in small letters, with one blank between
// words.
func bare(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " ")
}
