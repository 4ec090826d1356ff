package agile

import (
	"cmp"
	"encoding/binary"
	"io"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf16"
)

// A compound file ([MS-CFB]) holds storages and streams as a disk holds
// folders and files: in sectors, which a table chains. What is shorter than
// cutoff shares sectors, in a table of its own.
const (
	sectorBytes = 512
	miniBytes   = 64
	cutoff      = 4096
	entryBytes  = 128
	inHeader    = 109             // sectors of the table that the header names
	perSector   = sectorBytes / 4 // numbers in a sector of a table

	lastSector  = 0xFFFFFFFA // above it numbers mean something else
	difatSector = 0xFFFFFFFC
	tableSector = 0xFFFFFFFD
	endOfChain  = 0xFFFFFFFE
	nothing     = 0xFFFFFFFF
)

const (
	storageType = 1
	streamType  = 2
	rootType    = 5
)

var little = binary.LittleEndian

// An entry is a storage or a stream.
type entry struct {
	name  string
	kind  byte
	kids  []*entry // of a storage
	data  []byte   // of a stream that is shorter than cutoff
	start uint32   // its first sector
	size  uint64

	at                 uint32 // in the directory
	left, right, child uint32
	red                bool
}

// A chains table says of each sector which one follows.
type chains []uint32

// add chains n sectors at the end and gives the first.
func (c *chains) add(n int) uint32 {
	if n == 0 {
		return endOfChain
	}
	first := uint32(len(*c))
	for i := 1; i < n; i++ {
		*c = append(*c, first+uint32(i))
	}
	*c = append(*c, endOfChain)
	return first
}

func sectors[N int | int64](bytes N) int { return int((bytes + sectorBytes - 1) / sectorBytes) }

// A compoundFile is one in the middle of being written.
type compoundFile struct {
	sectors  chains
	minis    chains
	mini     []byte // the streams that are shorter than cutoff
	tail     []byte // what comes behind the sectors that are written
	all      []*entry
	from     int // sectors before tail
	fatAt    int
	difAt    uint32
	fat, dif int
}

// writeCompound writes a compound file around the stream that lies behind the
// place of its header, of so many sectors, already.
func writeCompound(to io.WriterAt, root *entry, written int) error {
	c := &compoundFile{from: written}
	c.sectors.add(written)
	c.list(root)
	root.start, root.size = c.put(c.mini), uint64(len(c.mini))
	minis := len(c.minis)
	minisAt := c.put(numbers(c.minis))
	directory := c.put(c.directory())
	c.table()
	header := c.header(directory, minisAt, sectors(4*minis))
	if _, err := to.WriteAt(c.tail, sectorBytes*int64(1+written)); err != nil {
		return err
	}
	_, err := to.WriteAt(header, 0)
	return err
}

// put adds data in sectors of its own and gives the first.
func (c *compoundFile) put(data []byte) uint32 {
	n := sectors(len(data))
	c.tail = append(c.tail, data...)
	c.tail = append(c.tail, make([]byte, n*sectorBytes-len(data))...)
	return c.sectors.add(n)
}

// list gives every entry its place in the directory, a storage's kids in a row,
// and puts short streams together.
func (c *compoundFile) list(root *entry) {
	c.all = []*entry{root}
	for i := 0; i < len(c.all); i++ {
		e := c.all[i]
		e.at, e.left, e.right, e.child = uint32(i), nothing, nothing, nothing
		if e.kind == streamType && e.size == 0 {
			e.size, e.start = uint64(len(e.data)), c.minis.add((len(e.data)+miniBytes-1)/miniBytes)
			c.mini = append(c.mini, e.data...)
			c.mini = append(c.mini, make([]byte, len(c.minis)*miniBytes-len(c.mini))...)
		}
		slices.SortFunc(e.kids, func(a, b *entry) int {
			return cmp.Or(len(a.name)-len(b.name), strings.Compare(strings.ToUpper(a.name), strings.ToUpper(b.name)))
		})
		c.all = append(c.all, e.kids...)
	}
	for _, e := range c.all {
		e.child = tree(e.kids, bits.Len(uint(len(e.kids)+1))-1)
	}
}

// tree makes a balanced red-black tree of sorted entries and gives its top:
// only the last level, where it is not full, is red.
func tree(sorted []*entry, blacks int) uint32 {
	if len(sorted) == 0 {
		return nothing
	}
	mid := len(sorted) / 2
	top := sorted[mid]
	top.red = blacks == 0
	top.left, top.right = tree(sorted[:mid], blacks-1), tree(sorted[mid+1:], blacks-1)
	return top.at
}

// directory writes all entries, and unused ones to the end of the sector.
func (c *compoundFile) directory() []byte {
	var out []byte
	for _, e := range c.all {
		b := make([]byte, entryBytes)
		name := utf16.Encode([]rune(e.name))
		for i, u := range name {
			little.PutUint16(b[2*i:], u)
		}
		little.PutUint16(b[64:], uint16(2*len(name)+2))
		b[66], b[67] = e.kind, 1
		if e.red {
			b[67] = 0
		}
		little.PutUint32(b[68:], e.left)
		little.PutUint32(b[72:], e.right)
		little.PutUint32(b[76:], e.child)
		little.PutUint32(b[116:], e.start)
		little.PutUint64(b[120:], e.size)
		out = append(out, b...)
	}
	for len(out)%sectorBytes != 0 {
		b := make([]byte, entryBytes)
		for _, at := range []int{68, 72, 76} {
			little.PutUint32(b[at:], nothing)
		}
		out = append(out, b...)
	}
	return out
}

// table writes the chains, which have sectors of their own among those that
// they count, and the list of those that the header has no room for.
func (c *compoundFile) table() {
	data := len(c.sectors)
	for {
		fat := (data + c.fat + c.dif + perSector - 1) / perSector
		dif := max(0, (fat-inHeader+perSector-2)/(perSector-1))
		if fat == c.fat && dif == c.dif {
			break
		}
		c.fat, c.dif = fat, dif
	}
	c.fatAt, c.difAt = data, endOfChain
	all := c.sectors
	for range c.fat {
		all = append(all, tableSector)
	}
	if c.dif > 0 {
		c.difAt = uint32(len(all))
	}
	for range c.dif {
		all = append(all, difatSector)
	}
	c.tail = append(c.tail, numbers(all)...)
	for i := range c.dif {
		for k := range perSector - 1 {
			c.tail = little.AppendUint32(c.tail, c.fatSector(inHeader+i*(perSector-1)+k))
		}
		next := uint32(endOfChain)
		if i+1 < c.dif {
			next = c.difAt + uint32(i) + 1
		}
		c.tail = little.AppendUint32(c.tail, next)
	}
}

// fatSector is where the nth sector of the table is.
func (c *compoundFile) fatSector(n int) uint32 {
	if n >= c.fat {
		return nothing
	}
	return uint32(c.fatAt + n)
}

// numbers writes a table to the end of its last sector.
func numbers(table []uint32) []byte {
	var out []byte
	for _, n := range table {
		out = little.AppendUint32(out, n)
	}
	for len(out)%sectorBytes != 0 {
		out = little.AppendUint32(out, nothing)
	}
	return out
}

// header is [MS-CFB] 2.2, version 3.
func (c *compoundFile) header(directory, minis uint32, miniSectors int) []byte {
	b := append([]byte(Magic), make([]byte, 16)...)
	for _, n := range []uint16{0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0} {
		b = little.AppendUint16(b, n)
	}
	for _, n := range []uint32{0, uint32(c.fat), directory, 0, cutoff, minis, uint32(miniSectors), c.difAt, uint32(c.dif)} {
		b = little.AppendUint32(b, n)
	}
	for i := range inHeader {
		b = little.AppendUint32(b, c.fatSector(i))
	}
	return b
}
