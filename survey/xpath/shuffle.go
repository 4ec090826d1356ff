package xpath

import (
	"crypto/sha256"
	"encoding/binary"
	"math"
	"slices"
)

// Shuffle brings a list of n into a random order that depends on the seed
// alone and is the same in every ODK program (XForms specification, randomize):
// an inside-out Fisher–Yates with Park and Miller's generator. It calls set for
// each place of the new list with the place in the old one.
func Shuffle(n int, seed Value, set func(to, from int)) {
	s := parkMiller(seedOf(seed))
	order := make([]int, n)
	for i := range n {
		j := int(math.Floor(s.next() * float64(i+1)))
		order[i] = order[j]
		order[j] = i
	}
	for to, from := range order {
		set(to, from)
	}
}

// seedOf makes a seed of a value: of a number its whole part, of a text that
// is none the beginning of its SHA-256. What is no finite number is 0.
func seedOf(v Value) int64 {
	f := v.one().Num()
	if text := v.one(); text.kind == StringKind && math.IsNaN(f) && text.str != "" {
		sum := sha256.Sum256([]byte(text.str))
		return int64(binary.BigEndian.Uint64(sum[:8]))
	}
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		return 0
	case f >= math.MaxInt64:
		return math.MaxInt64
	case f <= math.MinInt64:
		return math.MinInt64
	}
	return int64(f)
}

// parkMiller is the minimal standard generator. JavaRosa keeps its state as a
// float64, and so do we: large seeds lose the same digits.
type parkMiller float64

const modulus = math.MaxInt32

func (s *parkMiller) next() float64 {
	state := math.Mod(float64(*s), modulus)
	if state <= 0 {
		state += modulus - 1
	}
	state = math.Mod(state*16807, modulus)
	*s = parkMiller(state)
	return (state - 1) / (modulus - 1)
}

// randomize(nodes[, seed]) without a seed is another order at each evaluation.
func randomize(c *Context, x *Call) Value {
	mark := c.mark()
	old := slices.Clone(c.set(x.Args[0]))
	if x.arg(1) != nil {
		seed := c.scalar(x.Args[1])
		nodes := c.run.nodes[mark:] // only now, as the seed may have moved the stack
		Shuffle(len(old), seed, func(to, from int) { nodes[to] = old[from] })
	} else if nodes := c.run.nodes[mark:]; c.Rand != nil {
		c.Rand.Shuffle(len(nodes), func(i, j int) { nodes[i], nodes[j] = nodes[j], nodes[i] })
	}
	return c.since(mark)
}
