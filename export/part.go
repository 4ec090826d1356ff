package export

import (
	"hash/crc32"
	"io"
	"slices"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zip"

	"anketa/export/press"
)

// A part is one file of the workbook's archive while it is made: packed at
// once and held in memory, or in a spill, so that no answer ever lies in a
// temporary file in clear. Several parts grow side by side, as one record goes
// to many sheets.
type part struct {
	packed blocks
	press  io.WriteCloser
	rows   *press.Writer // press, where rows come
	crc    uint32
	size   uint64
}

// level is where packing more costs time and saves little.
const level = 5

// quick is for keys, hashes and free answers, which hardly pack: it costs half
// the time and a hundredth of the workbook.
const quick = 2

// newPart begins a part of texts.
func newPart(to *spill, level int) *part {
	p := &part{packed: blocks{spill: to}}
	p.press, _ = flate.NewWriter(&p.packed, level) // the level is valid
	return p
}

// newRows begins a part of rows.
func newRows(to *spill) *part {
	p := &part{packed: blocks{spill: to}}
	p.rows = press.New(&p.packed)
	p.press = p.rows
	return p
}

// Write packs b; without a spill it never fails, memory apart.
func (p *part) Write(b []byte) (int, error) {
	p.count(b)
	return p.press.Write(b)
}

// row packs a row of a sheet.
func (p *part) row(b []byte, cells []press.Cell) error {
	p.count(b)
	return p.rows.Row(b, cells)
}

func (p *part) count(b []byte) {
	p.crc = crc32.Update(p.crc, crc32.IEEETable, b)
	p.size += uint64(len(b))
}

// writeTo puts the part into an archive with head before it. The head is
// known last, when the rows have been counted, and comes first: two packed
// streams follow each other as one where the first is flushed and not closed.
func (p *part) writeTo(z *zip.Writer, name string, head []byte) error {
	var first blocks
	press, _ := flate.NewWriter(&first, level)
	if _, err := press.Write(head); err != nil {
		return err
	}
	if err := press.Flush(); err != nil {
		return err
	}
	if err := p.press.Close(); err != nil {
		return err
	}
	w, err := z.CreateRaw(&zip.FileHeader{
		Name:               name,
		Method:             zip.Deflate,
		CRC32:              joinCRC(crc32.ChecksumIEEE(head), p.crc, p.size),
		CompressedSize64:   first.size + p.packed.size,
		UncompressedSize64: uint64(len(head)) + p.size,
	})
	if err != nil {
		return err
	}
	if err := first.writeTo(w); err != nil {
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

// blocks is a buffer that grows without copying what it holds. With a spill,
// it holds the last block only.
type blocks struct {
	spill *spill
	full  []block
	last  []byte
	size  uint64
}

// A block is full; its bytes are in memory, or in the spill where they are nil.
type block struct {
	bytes []byte
	at    int64
	size  int
}

const blockSize = 1 << 18

func (b *blocks) Write(p []byte) (int, error) {
	b.size += uint64(len(p))
	for rest := p; len(rest) > 0; {
		if len(b.last) == cap(b.last) {
			if err := b.grow(); err != nil {
				return 0, err
			}
		}
		n := copy(b.last[len(b.last):cap(b.last)], rest)
		b.last = b.last[:len(b.last)+n]
		rest = rest[n:]
	}
	return len(p), nil
}

// grow starts small, for most parts are.
func (b *blocks) grow() error {
	if b.last == nil {
		b.last = make([]byte, 0, blockSize/32)
		return nil
	}
	if b.spill == nil {
		b.full = append(b.full, block{bytes: b.last, size: len(b.last)})
		b.last = make([]byte, 0, blockSize)
		return nil
	}
	at, err := b.spill.put(b.last)
	if err != nil {
		return err
	}
	b.full = append(b.full, block{at: at, size: len(b.last)})
	if b.last = b.last[:0]; cap(b.last) < blockSize {
		b.last = make([]byte, 0, blockSize)
	}
	return nil
}

func (b *blocks) writeTo(w io.Writer) error {
	var buf []byte
	for _, block := range b.full {
		data := block.bytes
		if data == nil {
			buf = slices.Grow(buf[:0], block.size)[:block.size]
			if err := b.spill.get(buf, block.at); err != nil {
				return err
			}
			data = buf
		}
		if _, err := w.Write(data); err != nil {
			return err
		}
	}
	_, err := w.Write(b.last)
	return err
}
