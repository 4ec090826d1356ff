package interview

import "anketa/survey/xpath"

// shuffled gives choices in the order of randomize=true. With a seed it is
// ODK's order for that seed; without, it is the same for the life of the
// record, so that a reopened interview shows what was shown before.
func (iv *Interview) shuffled(n *node, offered []int32) []int32 {
	seed := xpath.String(iv.head.Started.UTC().Format("20060102150405") + string(n.path()))
	if x := n.spec.item.Seed; x != nil {
		seed = iv.eval(n, x)
	}
	out := make([]int32, len(offered))
	xpath.Shuffle(len(offered), seed, func(to, from int) { out[to] = offered[from] })
	return out
}
