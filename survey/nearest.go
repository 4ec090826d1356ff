package survey

import (
	"iter"
	"strings"
)

// Nearest gives the word that somebody who wrote word most likely meant, ""
// where none is near enough. Case does not count; among equals the first in
// the alphabet is given.
func Nearest(word string, words iter.Seq[string]) string {
	best, least := "", 1+len([]rune(word))/3
	for w := range words {
		d := distance(strings.ToLower(word), strings.ToLower(w))
		if d < least || d == least && (best == "" || w < best) {
			best, least = w, d
		}
	}
	return best
}

// distance is Levenshtein's: how many letters to insert, delete or change.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range y {
			change := diagonal
			if r != s {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}
