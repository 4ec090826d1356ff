package storage

import (
	"bytes"
	"encoding/binary"
	"io"
	"os"
)

const headerSize = 100

// The offsets here and below are those of https://www.sqlite.org/fileformat.html.

const magic = "SQLite format 3\x00"

// readHeader gives the first bytes of a store as SQLite will read them. Where
// the power went while they were written, the disk may hold neither the old nor
// the new; then the file beside the store that SQLite brings them back from has
// them. There are fewer than headerSize where the file is short.
func readHeader(path string) ([]byte, error) {
	header, err := readAtMost(path, headerSize)
	if err != nil || len(header) < headerSize || string(header[:len(magic)]) == magic {
		return header, err
	}
	for _, second := range []func(string) []byte{firstPageInWAL, firstPageInJournal} {
		if page := second(path); len(page) >= headerSize && string(page[:len(magic)]) == magic {
			return page[:headerSize], nil
		}
	}
	return header, nil
}

func readAtMost(path string, n int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, n))
}

// largestPage is the most that SQLite reads and writes at once.
const largestPage = 1 << 16

// firstPageInWAL gives page 1 as the last transaction left it that is whole in
// the -wal file; nil where none has it.
func firstPageInWAL(path string) (page []byte) {
	f, err := os.Open(path + "-wal")
	if err != nil {
		return nil
	}
	defer f.Close()
	head := make([]byte, 32)
	if _, err := io.ReadFull(f, head); err != nil {
		return nil
	}
	order, ok := map[uint32]binary.ByteOrder{0x377f0682: binary.LittleEndian, 0x377f0683: binary.BigEndian}[binary.BigEndian.Uint32(head)]
	size := binary.BigEndian.Uint32(head[8:])
	if !ok || size < 512 || size > largestPage {
		return nil
	}
	sum := walSum{order: order}
	sum.add(head[:24])
	if !sum.is(head[24:]) {
		return nil
	}
	var written []byte
	for frame := make([]byte, 24+size); ; {
		if _, err := io.ReadFull(f, frame); err != nil || string(frame[8:16]) != string(head[16:24]) {
			return page
		}
		sum.add(frame[:8])
		sum.add(frame[24:])
		if !sum.is(frame[16:]) {
			return page
		}
		if binary.BigEndian.Uint32(frame) == 1 {
			written = bytes.Clone(frame[24:])
		}
		if binary.BigEndian.Uint32(frame[4:]) != 0 { // the end of a transaction
			page = written
		}
	}
}

// A walSum is the checksum of a -wal file so far.
type walSum struct {
	order  binary.ByteOrder
	s0, s1 uint32
}

func (w *walSum) add(b []byte) {
	for ; len(b) >= 8; b = b[8:] {
		w.s0 += w.order.Uint32(b) + w.s1
		w.s1 += w.order.Uint32(b[4:]) + w.s0
	}
}

func (w *walSum) is(b []byte) bool {
	return w.s0 == binary.BigEndian.Uint32(b) && w.s1 == binary.BigEndian.Uint32(b[4:])
}

// firstPageInJournal gives page 1 as it was before the transaction that the
// -journal file takes back; nil where that did not change it.
func firstPageInJournal(path string) []byte {
	f, err := os.Open(path + "-journal")
	if err != nil {
		return nil
	}
	defer f.Close()
	head := make([]byte, 28)
	if _, err := io.ReadFull(f, head); err != nil || string(head[:8]) != "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" {
		return nil
	}
	sector, size := binary.BigEndian.Uint32(head[20:]), binary.BigEndian.Uint32(head[24:])
	if sector < 28 || sector > largestPage || size < 512 || size > largestPage {
		return nil
	}
	if _, err := f.Seek(int64(sector), io.SeekStart); err != nil {
		return nil
	}
	for record := make([]byte, 4+size+4); ; {
		if _, err := io.ReadFull(f, record); err != nil {
			return nil
		}
		if binary.BigEndian.Uint32(record) == 1 {
			return record[4 : 4+size]
		}
	}
}
