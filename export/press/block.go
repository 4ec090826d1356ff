package press

// A block is a stretch of the stream with a code of its own (RFC 1951, 3.2.7).
type block struct {
	tokens []uint32 // a byte, or a match: its length and distance with isMatch
	counts [literals]uint32
	backs  [distances]uint32
	out    bitWriter
}

const (
	blockTokens = 1 << 15
	isMatch     = 1 << 31

	literals  = 286 // bytes, the end of a block, and lengths
	distances = 30
	endMark   = 256
	firstLen  = 257
)

func (b *block) bare(text []byte) {
	tokens := b.tokens
	for _, c := range text {
		tokens = append(tokens, uint32(c))
		b.counts[c]++
	}
	b.tokens = tokens
}

// match notes n bytes that lie back before them.
func (b *block) match(n, back int) {
	b.tokens = append(b.tokens, isMatch|uint32(n-3)<<16|uint32(back-1))
	b.counts[firstLen+int(lengthCodes[n-3])]++
	b.backs[backCode(back-1)]++
}

// end writes the block.
func (b *block) end(last bool) {
	b.counts[endMark] = 1
	var lits [literals]code
	var dists [distances]code
	codes(b.counts[:], lits[:], 15)
	codes(b.backs[:], dists[:], 15)
	b.head(last, lits[:], dists[:])
	b.body(&lits, &dists)
	b.tokens = b.tokens[:0]
	clear(b.counts[:])
	clear(b.backs[:])
	if last {
		b.out.finish()
	}
}

// body writes the tokens. What follows the code of a length is joined with it
// beforehand: there are not many.
func (b *block) body(lits *[literals]code, dists *[distances]code) {
	var lengths [256]code
	for i := range lengths {
		c := lengthCodes[i]
		l := lits[firstLen+int(c)]
		lengths[i] = code{l.bits | uint32(i-lengthBases[c])<<l.size, l.size + lengthExtras[c]}
	}
	w := b.out.atOnce(len(b.tokens) * mostBits / 8)
	for _, t := range b.tokens {
		if t&isMatch == 0 {
			l := &lits[t&0xff]
			w.put(uint64(l.bits), l.size)
			continue
		}
		l := &lengths[t>>16&0xff]
		back := t & 0x7fff
		c := backCode(int(back))
		d := &dists[c]
		all := uint64(d.bits) | uint64(back-uint32(backBases[c]))<<d.size
		w.put(uint64(l.bits)|all<<l.size, l.size+d.size+backExtras[c])
	}
	b.out.done(w)
	b.out.put(uint64(lits[endMark].bits), lits[endMark].size)
}

// sizesOrder is the order in which a block names the sizes of the code for
// sizes.
var sizesOrder = [19]int{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// head writes how long the codes are. Of runs, only those of zeros are told as
// such.
func (b *block) head(last bool, lits, dists []code) {
	sizes := make([]uint32, 0, len(lits)+len(dists)) // a size, or a run with its length above
	for _, all := range [][]code{lits, dists} {
		for i := 0; i < len(all); {
			n := zeros(all[i:])
			switch {
			case n >= 11:
				sizes = append(sizes, 18|uint32(n-11)<<8)
			case n >= 3:
				sizes = append(sizes, 17|uint32(n-3)<<8)
			default:
				n = 1
				sizes = append(sizes, all[i].size)
			}
			i += n
		}
	}
	var counts [19]uint32
	for _, s := range sizes {
		counts[s&0xff]++
	}
	var names [19]code
	codes(counts[:], names[:], 7)
	final := uint64(0)
	if last {
		final = 1
	}
	b.out.put(final|2<<1, 3)
	b.out.put(uint64(literals-257)|(distances-1)<<5|(19-4)<<10, 14)
	for _, s := range sizesOrder {
		b.out.put(uint64(names[s].size), 3)
	}
	for _, s := range sizes {
		name := s & 0xff
		b.out.put(uint64(names[name].bits), names[name].size)
		switch name {
		case 17:
			b.out.put(uint64(s>>8), 3)
		case 18:
			b.out.put(uint64(s>>8), 7)
		}
	}
}

// zeros says how many codes from the front do not occur, as far as one run can
// say it.
func zeros(all []code) int {
	n := 0
	for n < len(all) && n < 138 && all[n].size == 0 {
		n++
	}
	return n
}
