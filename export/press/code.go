package press

import (
	"cmp"
	"math/bits"
	"slices"
)

// A code is how a symbol is written: its bits, the first one lowest.
type code struct{ bits, size uint32 }

// codes makes a Huffman code for symbols that occur so often, of at most so
// many bits. A symbol that does not occur has none. At least two have one: there
// are readers that take no other code.
func codes(counts []uint32, to []code, most int) {
	used := make([]int, 0, len(counts))
	for s, n := range counts {
		if n > 0 {
			used = append(used, s)
		}
	}
	for s := 0; len(used) < 2; s++ {
		if !slices.Contains(used, s) {
			used = append(used, s)
		}
	}
	slices.SortFunc(used, func(a, b int) int { return cmp.Or(cmp.Compare(counts[a], counts[b]), a-b) })
	sizes := sizesOf(counts, used, most)
	for i, s := range used {
		to[s].size = uint32(sizes[i])
	}
	name(to)
}

// sizesOf gives the sizes of the codes of symbols in rising order of their
// counts (Moffat and Katajainen 1995: the tree is built in the place of the
// counts), and makes those that would be too long shorter at the cost of others.
func sizesOf(counts []uint32, used []int, most int) []int {
	a := make([]int, len(used))
	for i, s := range used {
		a[i] = int(max(counts[s], 1))
	}
	n := len(a)
	root, leaf := 0, 0
	least := func(next int) (weight int) { // takes the lighter of the next tree and the next leaf
		if leaf >= n || root < next && a[root] < a[leaf] {
			weight, a[root] = a[root], next
			root++
		} else {
			weight = a[leaf]
			leaf++
		}
		return weight
	}
	for next := range n - 1 {
		first := least(next)
		a[next] = first + least(next)
	}
	// Above the root nothing is; every tree is one below its parent.
	a[n-2] = 0
	for i := n - 3; i >= 0; i-- {
		a[i] = a[a[i]] + 1
	}
	perSize := make([]int, n+most+1)
	inner, free, depth := n-2, 1, 0
	for free > 0 {
		trees := 0
		for inner >= 0 && a[inner] == depth {
			trees, inner = trees+1, inner-1
		}
		perSize[depth] = free - trees
		free, depth = 2*trees, depth+1
	}
	limit(perSize, most)
	sizes := make([]int, 0, n)
	for size := len(perSize) - 1; size > 0; size-- {
		for range perSize[size] {
			sizes = append(sizes, size)
		}
	}
	return sizes
}

// limit moves codes that are too long to the greatest size, and makes room for
// them by moving others one further down.
func limit(perSize []int, most int) {
	for size := len(perSize) - 1; size > most; size-- {
		perSize[most] += perSize[size]
		perSize[size] = 0
	}
	taken := 0
	for size := 1; size <= most; size++ {
		taken += perSize[size] << (most - size)
	}
	for ; taken > 1<<most; taken-- {
		perSize[most]--
		size := most - 1
		for perSize[size] == 0 {
			size--
		}
		perSize[size]--
		perSize[size+1] += 2
	}
}

// name gives the codes their bits, by RFC 1951, 3.2.2.
func name(all []code) {
	var perSize, next [16]uint32
	for _, c := range all {
		perSize[c.size]++
	}
	perSize[0] = 0
	for size := 1; size < len(next); size++ {
		next[size] = (next[size-1] + perSize[size-1]) << 1
	}
	for i := range all {
		if size := all[i].size; size > 0 {
			all[i].bits = bits.Reverse32(next[size]) >> (32 - size)
			next[size]++
		}
	}
}

// Lengths and distances have a code for a range and bits for the place in it
// (RFC 1951, 3.2.5).
var (
	lengthCodes  [256]uint8 // by the length less 3
	lengthBases  [29]int
	lengthExtras [29]uint32
	nearCodes    [256]uint8 // by the distance less 1
	farCodes     [256]uint8 // by that without its lowest 7 bits
	backBases    [30]int
	backExtras   [30]uint32
)

func init() {
	at := 0
	for c := range 28 {
		lengthBases[c], lengthExtras[c] = at, uint32(max(0, c/4-1))
		for range 1 << lengthExtras[c] {
			if at < len(lengthCodes) {
				lengthCodes[at] = uint8(c)
			}
			at++
		}
	}
	lengthBases[28], lengthCodes[255] = 255, 28 // the longest has a code of its own
	at = 0
	for c := range 30 {
		backBases[c], backExtras[c] = at, uint32(max(0, c/2-1))
		for range 1 << backExtras[c] {
			if at < len(nearCodes) {
				nearCodes[at] = uint8(c)
			}
			farCodes[at>>7] = uint8(c)
			at++
		}
	}
}

func backCode(back int) uint8 {
	if back < len(nearCodes) {
		return nearCodes[back]
	}
	return farCodes[back>>7]
}
