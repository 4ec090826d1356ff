package interview

import (
	"crypto/sha256"
	"encoding/binary"
	"math"

	"anketa/survey/xpath"
)

// shuffled gives choices in the order of randomize=true. With a seed it is
// ODK's order for that seed; without, it is the same for the life of the
// record, so that a reopened interview shows what was shown before.
func (iv *Interview) shuffled(n *node, offered []int32) []int32 {
	text := iv.head.Started.UTC().Format("20060102150405") + string(n.path())
	seed := seedOf(xpath.String(text))
	if x := n.spec.item.Seed; x != nil {
		seed = seedOf(iv.eval(n, x))
	} else if p := n.spec.item.Params["seed"]; p != "" {
		seed = seedOf(xpath.String(p))
	}
	return fisherYates(offered, seed)
}

// seedOf makes a seed of a value as JavaRosa does: a number loses its
// fraction, a text is the first eight bytes of its SHA-256.
func seedOf(v xpath.Value) float64 {
	if f := v.Num(); !math.IsNaN(f) {
		return math.Trunc(f)
	}
	text := v.Str()
	if text == "" {
		return 0
	}
	sum := sha256.Sum256([]byte(text))
	return float64(int64(binary.BigEndian.Uint64(sum[:8])))
}

// fisherYates is JavaRosa's inside-out shuffle with Park and Miller's minimal
// generator (xlsform.md §3.6).
func fisherYates(in []int32, seed float64) []int32 {
	const modulus = 2147483647.0
	s := math.Mod(seed, modulus)
	if s <= 0 {
		s += modulus - 1
	}
	out := make([]int32, len(in))
	for i, v := range in {
		s = math.Mod(s*16807, modulus)
		j := int((s - 1) / (modulus - 1) * float64(i+1))
		out[i] = out[j]
		out[j] = v
	}
	return out
}
