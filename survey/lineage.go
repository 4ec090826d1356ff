package survey

import "slices"

// A join is a version that a program made of others whose changes do not touch
// the same answer. Whoever has its parents makes the same one again, so it
// counts only while it joins what stands now.
const (
	JoinAuthor = "merge"
	JoinReason = "changes of different answers were joined"
)

// IsJoin says whether r is a join and nobody's own version.
func (r *Record) IsJoin() bool {
	return r.Author == JoinAuthor && r.Reason == JoinReason && len(r.Parents) > 1
}

// A Lineage is how the versions of one record stand to each other. It depends
// on nothing but which versions are there.
type Lineage struct {
	// Versions are those that people made, with the joins that one of them was
	// made from. A join whose parents are not all at hand is as good as a
	// person's version: nothing else has what they had.
	Versions map[Hash]*Record
	Heads    []Hash // of Versions, those that none replaces; ascending
	Join     Hash   // the version that joins exactly the heads; zero where there is none
}

// LineageOf orders the versions of one record, each given once.
func LineageOf(hashes []Hash, version func(Hash) *Record) Lineage {
	l := Lineage{Versions: make(map[Hash]*Record, len(hashes))}
	all := make(map[Hash]*Record, len(hashes))
	for _, h := range hashes {
		all[h] = version(h)
	}
	for h, r := range all {
		if !passing(r, all) {
			l.take(h, all)
		}
	}
	l.Heads = headsOf(l.Versions)
	for _, h := range hashes {
		if l.Versions[h] == nil && len(l.Heads) > 1 && slices.Equal(ascending(all[h].Parents), l.Heads) && h.Compare(l.Join) > 0 {
			l.Join = h
		}
	}
	return l
}

// Stands gives the version that stands for the record: its only head, or the
// join of several. Of heads that are not joined it is the greatest, so that
// all see the same.
func (l Lineage) Stands() Hash {
	if l.Join != (Hash{}) {
		return l.Join
	}
	return l.Heads[len(l.Heads)-1]
}

// passing says whether a version is a join that its parents can stand for.
func passing(r *Record, all map[Hash]*Record) bool {
	return r.IsJoin() && !slices.ContainsFunc(r.Parents, func(p Hash) bool { return all[p] == nil })
}

// take takes a version and those that it was made from.
func (l Lineage) take(h Hash, all map[Hash]*Record) {
	for todo := []Hash{h}; len(todo) > 0; {
		h, todo = todo[len(todo)-1], todo[:len(todo)-1]
		r := all[h]
		if r == nil || l.Versions[h] != nil {
			continue
		}
		l.Versions[h] = r
		todo = append(todo, r.Parents...)
	}
}

func headsOf(versions map[Hash]*Record) []Hash {
	replaced := map[Hash]bool{}
	for _, r := range versions {
		for _, p := range r.Parents {
			replaced[p] = true
		}
	}
	var heads []Hash
	for h := range versions {
		if !replaced[h] {
			heads = append(heads, h)
		}
	}
	return ascending(heads)
}

func ascending(hashes []Hash) []Hash { return slices.SortedFunc(slices.Values(hashes), Hash.Compare) }
