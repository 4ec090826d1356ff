package press

import (
	"encoding/binary"
	"slices"
)

// A bitWriter collects bits, the first one lowest.
type bitWriter struct {
	bytes []byte
	held  uint64
	count uint32 // of bits held, fewer than 8
}

// mostBits is more than a token takes: 48 bits, and those held before it.
const mostBits = 56

// put adds up to 56 bits.
func (w *bitWriter) put(bits uint64, n uint32) {
	r := w.atOnce(8)
	r.put(bits, n)
	w.done(r)
}

// A run writes into room that was made beforehand.
type run struct {
	room  []byte
	at    int
	held  uint64
	count uint32
}

// atOnce makes room for n bytes, which done takes back.
func (w *bitWriter) atOnce(n int) run {
	n += 8 // whole words are written
	at := len(w.bytes)
	w.bytes = slices.Grow(w.bytes, n)
	return run{w.bytes[:at+n], at, w.held, w.count}
}

func (w *bitWriter) done(r run) {
	w.bytes, w.held, w.count = r.room[:r.at], r.held, r.count
}

func (r *run) put(bits uint64, n uint32) {
	held := r.held | bits<<(r.count&63)
	binary.LittleEndian.PutUint64(r.room[r.at:], held)
	n += r.count
	r.at += int(n >> 3)
	r.held = held >> (n &^ 7 & 63)
	r.count = n & 7
}

// finish fills up the last byte.
func (w *bitWriter) finish() {
	if w.count > 0 {
		w.put(0, 8-w.count)
	}
}
