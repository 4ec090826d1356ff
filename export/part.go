package export

import (
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zip"
)

// A part is one file of the workbook's archive while it is made: packed at
// once and held in memory, so that no answer ever lies in a temporary file.
// Several parts grow side by side, as one record goes to many sheets.
type part struct {
	packed blocks
	press  *flate.Writer
	crc    uint32
	size   uint64
}

// level is where packing more costs time and saves little.
const level = 5

func newPart() *part {
	p := &part{}
	p.press, _ = flate.NewWriter(&p.packed, level) // the level is valid
	return p
}

// Write packs b; it never fails, memory apart.
func (p *part) Write(b []byte) (int, error) {
	p.crc = crc32.Update(p.crc, crc32.IEEETable, b)
	p.size += uint64(len(b))
	return p.press.Write(b)
}

// writeTo puts the part into an archive with head before it. The head is
// known last, when the rows have been counted, and comes first: two packed
// streams follow each other as one where the first is flushed and not closed.
func (p *part) writeTo(z *zip.Writer, name string, head []byte) error {
	first := newPart()
	if _, err := first.Write(head); err != nil {
		return err
	}
	if err := first.press.Flush(); err != nil {
		return err
	}
	if err := p.press.Close(); err != nil {
		return err
	}
	w, err := z.CreateRaw(&zip.FileHeader{
		Name:               name,
		Method:             zip.Deflate,
		CRC32:              joinCRC(first.crc, p.crc, p.size),
		CompressedSize64:   first.packed.size + p.packed.size,
		UncompressedSize64: first.size + p.size,
	})
	if err != nil {
		return err
	}
	if err := first.packed.writeTo(w); err != nil {
		return err
	}
	return p.packed.writeTo(w)
}

// joinCRC gives the CRC of two texts after each other from those of each. A
// CRC is linear: what the first contributes is what it contributes before as
// many zeros as the second is long.
func joinCRC(first, second uint32, length uint64) uint32 {
	return afterZeros(first, length) ^ afterZeros(0, length) ^ second
}

func afterZeros(crc uint32, n uint64) uint32 {
	var zeros [1 << 15]byte
	for n > 0 {
		k := min(n, uint64(len(zeros)))
		crc = crc32.Update(crc, crc32.IEEETable, zeros[:k])
		n -= k
	}
	return crc
}

// blocks is a buffer that grows without copying what it holds.
type blocks struct {
	full [][]byte
	last []byte
	size uint64
}

const blockSize = 1 << 18

func (b *blocks) Write(p []byte) (int, error) {
	b.size += uint64(len(p))
	for rest := p; len(rest) > 0; {
		if len(b.last) == cap(b.last) {
			b.grow()
		}
		n := copy(b.last[len(b.last):cap(b.last)], rest)
		b.last = b.last[:len(b.last)+n]
		rest = rest[n:]
	}
	return len(p), nil
}

// grow starts small, for most parts are.
func (b *blocks) grow() {
	size := blockSize
	if len(b.full) == 0 && b.last == nil {
		size = blockSize / 32
	} else {
		b.full = append(b.full, b.last)
	}
	b.last = make([]byte, 0, size)
}

func (b *blocks) writeTo(w io.Writer) error {
	for _, block := range append(b.full, b.last) {
		if _, err := w.Write(block); err != nil {
			return err
		}
	}
	return nil
}
