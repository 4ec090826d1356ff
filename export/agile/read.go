package agile

import (
	"io"
)

// A compound is a compound file that is read. Every number in it is looked at
// before it is followed.
type compound struct {
	in      io.ReaderAt
	sector  int64 // bytes
	count   int64 // whole sectors behind the header
	fat     []uint32
	minis   []uint32
	mini    *chain // the stream that short streams share
	entries []byte
}

// mostDirectory is far more than a protected workbook has: eleven entries.
const mostDirectory = 1 << 17

func openCompound(in io.ReaderAt, size int64) (*compound, error) {
	head := make([]byte, sectorBytes)
	if _, err := in.ReadAt(head, 0); err != nil || string(head[:8]) != Magic {
		return nil, ErrDamaged
	}
	shift := little.Uint16(head[30:])
	if major := little.Uint16(head[26:]); (major != 3 || shift != 9) && (major != 4 || shift != 12) || little.Uint16(head[32:]) != 6 || little.Uint32(head[56:]) != cutoff {
		return nil, ErrDamaged
	}
	c := &compound{in: in, sector: 1 << shift}
	c.count = (size - 1) / c.sector // the last one may be cut off where nothing is in its end
	if err := c.table(head); err != nil {
		return nil, err
	}
	return c, c.directory(head)
}

// table reads the chains. The header names the first sectors of it.
func (c *compound) table(head []byte) error {
	var at []uint32
	take := func(b []byte) {
		for ; len(b) > 0; b = b[4:] {
			if n := little.Uint32(b); n <= lastSector {
				at = append(at, n)
			}
		}
	}
	take(head[76:])
	next, left := little.Uint32(head[68:]), c.count/perSector+1
	for ; next <= lastSector; left-- {
		b, err := c.read(next)
		if err != nil || left == 0 {
			return ErrDamaged
		}
		take(b[:len(b)-4])
		next = little.Uint32(b[len(b)-4:])
	}
	for _, n := range at {
		b, err := c.read(n)
		if err != nil || int64(len(c.fat)) > c.count+c.sector {
			return ErrDamaged
		}
		c.fat = appendNumbers(c.fat, b)
	}
	return nil
}

func appendNumbers(to []uint32, b []byte) []uint32 {
	for ; len(b) >= 4; b = b[4:] {
		to = append(to, little.Uint32(b))
	}
	return to
}

func (c *compound) read(n uint32) ([]byte, error) {
	if int64(n) >= c.count {
		return nil, ErrDamaged
	}
	b := make([]byte, c.sector)
	k, err := c.in.ReadAt(b, (int64(n)+1)*c.sector)
	if k == 0 && err != nil {
		return nil, err
	}
	return b, nil
}

// directory reads all entries and the table of short streams.
func (c *compound) directory(head []byte) error {
	entries, err := c.chain(little.Uint32(head[48:]), -1)
	if err != nil || entries.size == 0 || entries.size > mostDirectory {
		return ErrDamaged
	}
	c.entries = make([]byte, entries.size)
	if _, err := entries.ReadAt(c.entries, 0); err != nil {
		return err
	}
	minis, err := c.chain(little.Uint32(head[60:]), -1)
	if err != nil || minis.size > mostDirectory {
		return ErrDamaged
	}
	b := make([]byte, minis.size)
	if _, err := minis.ReadAt(b, 0); err != nil {
		return err
	}
	c.minis = appendNumbers(nil, b)
	start, size := c.place(c.entries)
	c.mini, err = c.chain(start, size)
	return err
}

// place is where a stream begins and how long it is.
func (c *compound) place(entry []byte) (start uint32, size int64) {
	size = int64(little.Uint64(entry[120:]))
	if c.sector == sectorBytes {
		size &= 1<<32 - 1 // the upper half means nothing in version 3
	}
	return little.Uint32(entry[116:]), size
}

// stream finds a stream by its name, wherever it lies.
func (c *compound) stream(name string) (*chain, error) {
	wanted := inUTF16(name)
	for e := c.entries; len(e) >= entryBytes; e = e[entryBytes:] {
		if e[66] != streamType || int(little.Uint16(e[64:])) != len(wanted)+2 || string(e[:len(wanted)]) != string(wanted) {
			continue
		}
		start, size := c.place(e)
		if size >= cutoff || size < 0 {
			return c.chain(start, size)
		}
		return c.short(start, size)
	}
	return nil, ErrDamaged
}

// A chain is a stream: pieces of one length that lie anywhere in a file.
type chain struct {
	in     io.ReaderAt
	piece  int64
	starts []int64
	size   int64
}

// chain follows a chain of sectors that must hold size bytes; all of it where
// size is -1.
func (c *compound) chain(start uint32, size int64) (*chain, error) {
	starts, err := follow(c.fat, start, c.sector, size)
	if err != nil {
		return nil, err
	}
	for i, n := range starts {
		if n >= c.count {
			return nil, ErrDamaged
		}
		starts[i] = (n + 1) * c.sector
	}
	if size < 0 {
		size = int64(len(starts)) * c.sector
	}
	return &chain{c.in, c.sector, starts, size}, nil
}

// short follows a chain of what is shorter than a sector.
func (c *compound) short(start uint32, size int64) (*chain, error) {
	starts, err := follow(c.minis, start, miniBytes, size)
	for i := range starts {
		starts[i] *= miniBytes
	}
	return &chain{c.mini, miniBytes, starts, size}, err
}

// follow gives the pieces of a chain, which cannot be more than there are.
func follow(table []uint32, start uint32, piece, size int64) ([]int64, error) {
	var out []int64
	for n := start; n != endOfChain; n = table[n] {
		if int64(n) >= int64(len(table)) || len(out) == len(table) {
			return nil, ErrDamaged
		}
		out = append(out, int64(n))
	}
	if size > int64(len(out))*piece {
		return nil, ErrDamaged
	}
	return out, nil
}

// ReadAt implements io.ReaderAt. Pieces that lie behind each other are read
// at once.
func (c *chain) ReadAt(p []byte, at int64) (int, error) {
	done := 0
	for done < len(p) {
		if at >= c.size {
			return done, io.EOF
		}
		i := at / c.piece
		within := at - i*c.piece
		run := c.piece
		for k := i + 1; run-within < int64(len(p)-done) && k < int64(len(c.starts)) && c.starts[k] == c.starts[k-1]+c.piece; k++ {
			run += c.piece
		}
		n := min(run-within, int64(len(p)-done), c.size-at)
		k, err := c.in.ReadAt(p[done:done+int(n)], c.starts[i]+within)
		done, at = done+k, at+int64(k)
		if int64(k) < n {
			if err == nil || err == io.EOF {
				err = ErrDamaged
			}
			return done, err
		}
	}
	return done, nil
}
