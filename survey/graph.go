package survey

import "sync"

// graph is who reads whom among the cells of a form. Cells are named by their
// rank, their place in order.
type graph struct {
	order []Cell
	ranks []int32  // by Item.Index × Properties + Property; -1 where no such cell
	edges [][]Edge // by rank: who reads the cell
	open  []bool   // by Item.Index; see Form.Open
	made  *sync.Map
}

// Derived gives what was made of a linked form under a key, and makes it the
// first time: whoever works on a form prepares it once. It may be called by
// several goroutines; what make gives must not change afterwards.
func (f *Form) Derived(key any, make func() any) any {
	if v, ok := f.graph.made.Load(key); ok {
		return v
	}
	v, _ := f.graph.made.LoadOrStore(key, make())
	return v
}

// An Edge leads from a cell to one that reads it.
type Edge struct {
	Reader Cell
	// Within bounds what a change in one instance of the cell reaches: the
	// reader's instances that lie in the same instance of this repeat. It is
	// nil where they may be anywhere in the record.
	Within *Item
	// Sorts means that the reader comes after the cell and does not change
	// with it: what lies in a repeat comes after the number of its instances.
	Sorts bool
}

// Order gives every cell after the cells that it reads. A form without Link,
// or whose cells read each other in a circle, has no order.
func (f *Form) Order() []Cell { return f.graph.order }

// Readers gives the cells that read c, those first that come first in Order.
func (f *Form) Readers(c Cell) []Cell {
	var out []Cell
	for _, e := range f.Edges(c) {
		if len(out) == 0 || out[len(out)-1] != e.Reader {
			out = append(out, e.Reader)
		}
	}
	return out
}

// Edges gives how c is read, in the order of the readers.
func (f *Form) Edges(c Cell) []Edge {
	if r := f.Rank(c); r >= 0 {
		return f.graph.edges[r]
	}
	return nil
}

// Rank gives the place of a cell in Order, -1 where the form has no such cell:
// nobody wrote anything that decides the property.
func (f *Form) Rank(c Cell) int {
	i := c.Item.Index*int(Properties) + int(c.Property)
	if c.Item.Index < 0 || i >= len(f.graph.ranks) {
		return -1
	}
	return int(f.graph.ranks[i])
}

// Open says whether an item's answer counts for other expressions also where
// its constraint does not hold or its choice is not offered. That is so where
// the constraint or choice filter depends on what the answer itself decides:
// the answer could then be neither kept nor withheld without contradiction.
func (f *Form) Open(it *Item) bool {
	return it.Index >= 0 && it.Index < len(f.graph.open) && f.graph.open[it.Index]
}

// Item gives the item that a resolved reference means, nil for slot 0.
func (f *Form) Item(slot int) *Item {
	if slot < 1 || slot > len(f.Items) {
		return nil
	}
	return f.Items[slot-1]
}

// has says whether something decides the property of an item.
func (l *linker) has(it *Item, p Property) bool {
	switch p {
	case Relevant:
		return true
	case Count:
		return it.Type.Kind == RepeatKind
	case Value:
		return !it.Type.Holds()
	case ReadOnly:
		return it.Rules[ReadOnly] != nil || it.Parent != l.form.Root && l.has(it.Parent, ReadOnly)
	case Choices:
		return it.Rules[Choices] != nil || it.ItemsFrom != nil || it.Seed != nil
	case Wording:
		return wordings(it).dynamic()
	case Valid, Plausible:
		return it.Rules[p] != nil && it.Type.Kind >= NoteKind && it.Type.Kind != CalculateKind
	}
	return it.Rules[p] != nil
}

// draw finds what every cell reads.
func (l *linker) draw() {
	l.reads = map[Cell][]read{}
	for _, it := range l.form.Items {
		for p := range Properties {
			if c := (Cell{it, p}); l.has(it, p) {
				l.reads[c] = nil
				l.nature(c)
				l.written(c)
			}
		}
	}
}

// nature adds what a cell reads whatever its author wrote.
func (l *linker) nature(c Cell) {
	it := c.Item
	if rep := it.Repeat(); rep != nil {
		l.reads[c] = append(l.reads[c], read{cell: Cell{rep, Count}, sorts: true})
	}
	inherited := it.Parent != l.form.Root
	if it.Type.Kind == RepeatKind && (c.Property == Relevant || c.Property == ReadOnly || c.Property == Wording) {
		l.own(c, Cell{it, Count}) // each instance has its own
	}
	switch c.Property {
	case Relevant:
		if inherited {
			l.own(c, Cell{it.Parent, Relevant})
		}
	case ReadOnly:
		if inherited {
			l.own(c, Cell{it.Parent, ReadOnly})
		}
	case Value:
		if !l.open[it] {
			l.own(c, Cell{it, Choices})
		}
	case Valid, Plausible:
		l.own(c, Cell{it, Value})
		if c.Property == Plausible {
			l.own(c, Cell{it, Valid})
		}
	}
}

// own adds that a cell reads one of the same instance.
func (l *linker) own(c, of Cell) {
	if l.has(of.Item, of.Property) {
		l.reads[c] = append(l.reads[c], read{cell: of, within: inside(c.Item)})
	}
}

// inside gives the repeat in whose instance an item's expressions are
// evaluated. A repeat lies in itself: its own are those of an instance.
func inside(it *Item) *Item {
	if it.Type.Kind == RepeatKind {
		return it
	}
	return it.Repeat()
}
