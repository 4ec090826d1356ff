package powertest

import (
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
)

// sector is what a disk writes whole or not at all.
const sector = 512

// A Loss is what becomes of what was not synced when the power goes.
type Loss uint8

const (
	All    Loss = iota // none of it is there
	None               // all of it is there
	Some               // any sectors of it are there, in whatever order they were written
	Torn               // as Some, and some sectors hold neither the old nor the new
	Losses = 4
)

// A Cutter goes through what was recorded, and shows at each op what a power
// cut just then may leave.
type Cutter struct {
	ops    []Op
	next   int
	said   int
	files  map[int]*platter
	names  map[string]int // that outlive a power cut
	moves  []Op           // of names, which do not yet
	folder map[string]bool
}

// A platter is one file: what is safely there, and what was done since.
type platter struct {
	safe    []byte
	pending []Op
}

// Cut prepares to cut the power.
func (d *Disk) Cut() *Cutter {
	c := &Cutter{ops: d.Ops(), files: map[int]*platter{}, names: map[string]int{}, folder: map[string]bool{}}
	for _, o := range c.ops {
		for _, name := range []string{o.Name, o.To} {
			c.folder[filepath.Dir(name)] = true
		}
	}
	return c
}

// To carries out the ops before the n-th, counted from 0, and gives what the
// program had said last. It only goes forward.
func (c *Cutter) To(n int) (said int) {
	for ; c.next < min(n, len(c.ops)); c.next++ {
		c.step(c.ops[c.next])
	}
	return c.said
}

func (c *Cutter) step(o Op) {
	switch o.Kind {
	case Said:
		c.said = int(o.At)
	case Create:
		c.files[o.Node] = &platter{}
		c.moves = append(c.moves, o)
	case Link, Rename, Remove:
		c.moves = append(c.moves, o)
	case Write, Truncate:
		p := c.files[o.Node]
		p.pending = append(p.pending, o)
	case Drop:
		c.files[o.Node].pending = nil
	case Sync:
		p := c.files[o.Node]
		for _, w := range p.pending {
			p.safe = w.to(p.safe)
		}
		p.pending = nil
	case SyncFolder:
		c.moves = slices.DeleteFunc(c.moves, func(m Op) bool {
			in := filepath.Dir(m.Name) == o.Name || m.To != "" && filepath.Dir(m.To) == o.Name
			if in {
				move(c.names, m)
			}
			return in
		})
	}
}

// to carries out a Write or Truncate.
func (o Op) to(b []byte) []byte {
	end := o.At + int64(len(o.Data))
	switch {
	case o.Kind == Truncate && o.At < int64(len(b)):
		return b[:o.At]
	case end > int64(len(b)):
		b = append(b, make([]byte, end-int64(len(b)))...)
	}
	copy(b[o.At:], o.Data)
	return b
}

func move(names map[string]int, o Op) {
	switch o.Kind {
	case Create:
		names[o.Name] = o.Node
	case Link:
		names[o.To] = o.Node
	case Rename:
		delete(names, o.Name)
		names[o.To] = o.Node
	case Remove:
		delete(names, o.Name)
	}
}

// Leave writes what a power cut may leave now into an empty folder. Changes of
// names happen in their order, as on every disk that keeps a journal of them;
// those of contents in any.
func (c *Cutter) Leave(dir string, loss Loss, rnd *rand.Rand) error {
	names := maps.Clone(c.names)
	kept := map[Loss]int{All: 0, None: len(c.moves)}
	n, plain := kept[loss]
	if !plain {
		n = rnd.IntN(len(c.moves) + 1)
	}
	for _, o := range c.moves[:n] {
		move(names, o)
	}
	for folder := range c.folder {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o700); err != nil {
			return err
		}
	}
	left := map[int][]byte{} // one file may have two names
	for _, name := range slices.Sorted(maps.Keys(names)) {
		node := names[name]
		if _, done := left[node]; !done {
			left[node] = c.files[node].left(loss, rnd)
		}
		if err := os.WriteFile(filepath.Join(dir, name), left[node], 0o600); err != nil {
			return err
		}
	}
	return nil
}

// left is what may be in a file.
func (p *platter) left(loss Loss, rnd *rand.Rand) []byte {
	b := clone(p.safe)
	if loss == All {
		return b
	}
	often := []float64{0.1, 0.5, 0.9}[rnd.IntN(3)]
	for _, o := range p.pending {
		switch {
		case loss == None:
			b = o.to(b)
		case o.Kind == Truncate:
			if rnd.Float64() < often {
				b = o.to(b)
			}
		default:
			b = o.sectors(b, often, loss == Torn, rnd)
		}
	}
	return b
}

// sectors carries out a part of a Write.
func (o Op) sectors(b []byte, often float64, torn bool, rnd *rand.Rand) []byte {
	for from := 0; from < len(o.Data); {
		at := o.At + int64(from)
		to := min(len(o.Data), from+sector-int(at%sector))
		part := Op{Kind: Write, At: at, Data: o.Data[from:to]}
		from = to
		switch x := rnd.Float64(); {
		case x < often:
			b = part.to(b)
		case torn && x < often+0.1:
			part.Data = make([]byte, len(part.Data))
			for i := range part.Data {
				part.Data[i] = byte(rnd.Uint32())
			}
			b = part.to(b)
		}
	}
	return b
}
