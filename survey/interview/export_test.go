package interview

// Recompute brings everything up to date as if nothing were: what a change
// would cost without the graph.
func (iv *Interview) Recompute() {
	iv.pushAll(iv.root)
	iv.everyFrame(iv.root, iv.pushAll)
	iv.settle()
	iv.drain()
}
