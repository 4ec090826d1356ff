package interview

import (
	"math/bits"

	"anketa/survey"
)

// A queue holds the cells that have to be brought up to date and gives them in
// the form's order. It is a set of bits over ranks, with a bit over each word
// of them: the next cell is found in a few steps, however many the form has.
type queue struct {
	waiting [][]*node // by rank: in which frames
	words   []uint64
	over    []uint64
	at      int // the rank that is being worked on, -1 between passes
	late    []late
}

// A late cell is read by one that comes before it: the number of a repeat's
// instances may depend on what they hold. It waits for the next pass.
type late struct {
	node     *node
	property survey.Property
}

func newQueue(ranks int) queue {
	words := (ranks + 63) / 64
	q := queue{waiting: make([][]*node, ranks), words: make([]uint64, words), over: make([]uint64, (words+63)/64), at: -1}
	room := make([]*node, ranks) // most cells stand in one frame
	for i := range q.waiting {
		q.waiting[i] = room[i : i : i+1]
	}
	return q
}

// push adds a cell of a node. A property that nothing decides has no cell.
func (q *queue) push(n *node, p survey.Property) {
	rank := n.spec.ranks[p]
	if rank < 0 || n.dirty&(1<<p) != 0 {
		return
	}
	n.dirty |= 1 << p
	if int(rank) <= q.at {
		q.late = append(q.late, late{n, p})
		return
	}
	q.waiting[rank] = append(q.waiting[rank], n)
	q.words[rank/64] |= 1 << (rank % 64)
	q.over[rank/4096] |= 1 << (rank / 64 % 64)
}

// next gives the first rank in order that has cells waiting, -1 where none.
func (q *queue) next() int {
	for i, w := range q.over {
		if w == 0 {
			continue
		}
		word := i*64 + bits.TrailingZeros64(w)
		bit := bits.TrailingZeros64(q.words[word])
		q.words[word] &^= 1 << bit
		if q.words[word] == 0 {
			q.over[i] &^= 1 << (word % 64)
		}
		return word*64 + bit
	}
	return -1
}

// again puts the late cells in and says whether there were any.
func (q *queue) again() bool {
	q.at = -1
	waiting := q.late
	q.late = nil
	for _, l := range waiting {
		l.node.dirty &^= 1 << l.property
		q.push(l.node, l.property)
	}
	return len(waiting) > 0
}

// drop forgets what waits: a form that never comes to rest stops here.
func (q *queue) drop(p *plan) {
	for rank := q.next(); rank >= 0; rank = q.next() {
		for _, n := range q.waiting[rank] {
			n.dirty &^= 1 << p.cells[rank].property
		}
		q.waiting[rank] = q.waiting[rank][:0]
	}
}
