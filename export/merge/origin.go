package merge

import (
	"slices"

	"anketa/survey"
)

// A history is what is known of how the versions of one record came to hold
// what they hold.
//
// What a version holds at a place came from a writer: the version that first
// held it there. A version that only passed it on, from one parent or out of
// several by itself, is no writer. One version's answer gives way to another's
// where the other version has seen its writers and holds something else: then
// somebody changed it, knowing it. Where neither has seen the other's, it was
// changed twice. Which version was merged where, and how often, makes no
// difference to that.
type history struct {
	versions map[survey.Hash]*survey.Record
	sheets   map[survey.Hash]*sheet
	seen     map[survey.Hash]map[survey.Hash]bool // a version's ancestors, itself among them
	writers  map[survey.Hash]map[place][]survey.Hash
}

func newHistory(versions map[survey.Hash]*survey.Record) *history {
	return &history{
		versions: versions, sheets: map[survey.Hash]*sheet{},
		seen: map[survey.Hash]map[survey.Hash]bool{}, writers: map[survey.Hash]map[place][]survey.Hash{},
	}
}

func (y *history) sheet(h survey.Hash) *sheet {
	if y.sheets[h] == nil {
		y.sheets[h] = layOut(y.versions[h])
		y.writers[h] = map[place][]survey.Hash{}
	}
	return y.sheets[h]
}

// at gives what a version holds at a place.
func (y *history) at(h survey.Hash, p place) held { return y.sheet(h).held[p] }

// knows says whether a version was made from others, at whatever remove, or is
// the only one of them.
func (y *history) knows(h survey.Hash, all []survey.Hash) bool {
	if y.seen[h] == nil {
		y.seen[h] = map[survey.Hash]bool{}
		for todo := []survey.Hash{h}; len(todo) > 0; {
			last := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			if r := y.versions[last]; r != nil && !y.seen[h][last] {
				y.seen[h][last] = true
				todo = append(todo, r.Parents...)
			}
		}
	}
	return !slices.ContainsFunc(all, func(w survey.Hash) bool { return !y.seen[h][w] })
}

// writersOf gives the versions that what a version holds at a place came from.
// Where a parent is not at hand, nobody can tell: then it is taken as written
// there.
func (y *history) writersOf(h survey.Hash, p place) []survey.Hash {
	y.sheet(h)
	if w := y.writers[h][p]; w != nil {
		return w
	}
	w := []survey.Hash{h}
	if parents := y.parents(h); len(parents) > 0 {
		if alive := y.alive(parents, p); alike(alive, func(a survey.Hash) held { return y.at(a, p) }) && y.at(alive[0], p) == y.at(h, p) {
			w = nil
			for _, a := range alive {
				w = append(w, y.writersOf(a, p)...)
			}
			w = slices.Compact(slices.SortedFunc(slices.Values(w), survey.Hash.Compare))
		}
	}
	y.writers[h][p] = w
	return w
}

// parents gives all of a version's parents, or none where one is missing.
func (y *history) parents(h survey.Hash) []survey.Hash {
	all := y.versions[h].Parents
	if slices.ContainsFunc(all, func(p survey.Hash) bool { return y.versions[p] == nil }) {
		return nil
	}
	return all
}

// alive gives those of some versions whose answer at a place gives way to none
// of the others'. There is always one.
func (y *history) alive(of []survey.Hash, p place) []survey.Hash {
	if alike(of, func(h survey.Hash) held { return y.at(h, p) }) {
		return of
	}
	var out []survey.Hash
	for _, h := range of {
		gives := slices.ContainsFunc(of, func(other survey.Hash) bool {
			return y.at(other, p) != y.at(h, p) && y.knows(other, y.writersOf(h, p))
		})
		if !gives {
			out = append(out, h)
		}
	}
	if out == nil {
		return of
	}
	return out
}

func alike[T comparable](of []survey.Hash, what func(survey.Hash) T) bool {
	return !slices.ContainsFunc(of[1:], func(h survey.Hash) bool { return what(h) != what(of[0]) })
}
