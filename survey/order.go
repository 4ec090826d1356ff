package survey

import (
	"cmp"
	"container/heap"
	"slices"
	"strings"

	"anketa/survey/message"
)

// sort puts the cells in order. Circles that the language allows are taken
// out first: an answer whose own constraint or choice filter depends on it
// counts in any case (Form.Open), and the number of a repeat's instances that
// depends on what they hold is brought to rest afterwards.
func (l *linker) sort() {
	circles := l.circles()
	for l.release(circles) {
		l.draw()
		circles = l.circles()
	}
	if len(circles) > 0 {
		for _, c := range circles {
			l.cycle(c)
		}
		return
	}
	g := &l.form.graph
	g.order = l.topological()
	g.open = make([]bool, len(l.form.Items))
	for it := range l.open {
		g.open[it.Index] = true
	}
	l.rank(g)
	l.connect(g)
}

// release frees what a circle may be freed of, one kind after the other, and
// says whether it did.
func (l *linker) release(circles [][]Cell) bool {
	freed := false
	for _, circle := range circles {
		for _, c := range circle {
			if (c.Property == Valid || c.Property == Choices) && !l.open[c.Item] {
				l.open[c.Item], freed = true, true
			}
		}
	}
	if freed {
		return true
	}
	for _, circle := range circles {
		for _, c := range circle {
			if c.Property == Count && c.Item.Rules[Count] != nil && !l.late[c.Item] {
				l.late[c.Item], freed = true, true
			}
		}
	}
	return freed
}

// before gives what must be brought up to date before c.
func (l *linker) before(c Cell) []read {
	if c.Property != Count || !l.late[c.Item] {
		return l.reads[c]
	}
	var out []read
	for _, r := range l.reads[c] {
		if r.sorts {
			out = append(out, r)
		}
	}
	return out
}

// cells gives every cell by item and property.
func (l *linker) cells() []Cell {
	out := make([]Cell, 0, len(l.reads))
	for c := range l.reads {
		out = append(out, c)
	}
	slices.SortFunc(out, compareCells)
	return out
}

func compareCells(a, b Cell) int {
	return cmp.Or(a.Item.Index-b.Item.Index, int(a.Property)-int(b.Property))
}

// topological is Kahn's algorithm; among cells that are ready the first of the
// form comes first, so that the order follows the questionnaire.
func (l *linker) topological() []Cell {
	waits := map[Cell]int{}
	readers := map[Cell][]Cell{}
	var ready cellHeap
	for _, c := range l.cells() {
		for _, r := range l.before(c) {
			waits[c]++
			readers[r.cell] = append(readers[r.cell], c)
		}
		if waits[c] == 0 {
			ready = append(ready, c)
		}
	}
	heap.Init(&ready)
	var order []Cell
	for len(ready) > 0 {
		c := heap.Pop(&ready).(Cell)
		order = append(order, c)
		for _, r := range readers[c] {
			if waits[r]--; waits[r] == 0 {
				heap.Push(&ready, r)
			}
		}
	}
	return order
}

type cellHeap []Cell

func (h cellHeap) Len() int           { return len(h) }
func (h cellHeap) Less(i, j int) bool { return compareCells(h[i], h[j]) < 0 }
func (h cellHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *cellHeap) Push(c any)        { *h = append(*h, c.(Cell)) }
func (h *cellHeap) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

func (l *linker) rank(g *graph) {
	g.ranks = make([]int32, len(l.form.Items)*int(Properties))
	for i := range g.ranks {
		g.ranks[i] = -1
	}
	for rank, c := range g.order {
		g.ranks[c.Item.Index*int(Properties)+int(c.Property)] = int32(rank)
	}
}

// connect turns what is read around: from each cell to its readers.
func (l *linker) connect(g *graph) {
	g.edges = make([][]Edge, len(g.order))
	for _, c := range g.order {
		for _, r := range l.reads[c] {
			rank := l.form.Rank(r.cell)
			e := Edge{Reader: c, Within: r.within, Sorts: r.sorts}
			if !slices.Contains(g.edges[rank], e) {
				g.edges[rank] = append(g.edges[rank], e)
			}
		}
	}
}

// circles gives the sets of cells that depend on each other, each in form
// order (Tarjan's strongly connected components).
func (l *linker) circles() [][]Cell {
	t := tarjan{l: l, index: map[Cell]int{}, low: map[Cell]int{}, on: map[Cell]bool{}}
	for _, c := range l.cells() {
		if t.index[c] == 0 {
			t.visit(c)
		}
	}
	for _, c := range t.found {
		slices.SortFunc(c, compareCells)
	}
	slices.SortFunc(t.found, func(a, b []Cell) int { return compareCells(a[0], b[0]) })
	return t.found
}

type tarjan struct {
	l          *linker
	index, low map[Cell]int // index counts from 1
	on         map[Cell]bool
	stack      []Cell
	found      [][]Cell
}

func (t *tarjan) visit(c Cell) {
	t.index[c] = len(t.index) + 1
	t.low[c] = t.index[c]
	t.stack, t.on[c] = append(t.stack, c), true
	itself := false
	for _, r := range t.l.before(c) {
		itself = itself || r.cell == c
		switch {
		case t.index[r.cell] == 0:
			t.visit(r.cell)
			t.low[c] = min(t.low[c], t.low[r.cell])
		case t.on[r.cell]:
			t.low[c] = min(t.low[c], t.index[r.cell])
		}
	}
	if t.low[c] != t.index[c] {
		return
	}
	at := len(t.stack) - 1
	for t.stack[at] != c {
		at--
	}
	circle := slices.Clone(t.stack[at:])
	t.stack = t.stack[:at]
	for _, m := range circle {
		t.on[m] = false
	}
	if len(circle) > 1 || itself {
		t.found = append(t.found, circle)
	}
}

// cycle reports cells that depend on each other: the shortest way round from
// each cell that an author wrote and that no way has passed yet, so that two
// circles with a cell in common are both told.
func (l *linker) cycle(circle []Cell) {
	wrote := func(c Cell) bool { return c.Item.Rules[c.Property] != nil }
	starts := slices.DeleteFunc(slices.Clone(circle), func(c Cell) bool { return !wrote(c) })
	if len(starts) == 0 {
		starts = circle[:1]
	}
	passed := map[Cell]bool{}
	for _, start := range starts {
		if passed[start] {
			continue
		}
		way := l.round(circle, start)
		for _, c := range way {
			passed[c] = true
		}
		l.tellWay(way)
	}
}

func (l *linker) tellWay(way []Cell) {
	steps := make([]string, len(way))
	for i, c := range way {
		steps[i] = c.String()
		if rule := c.Item.Rules[c.Property]; rule != nil {
			steps[i] += " (" + Position{Sheet: rule.At.Sheet, Row: rule.At.Row, Column: rule.At.Column}.String() + ")"
		}
	}
	l.faults.Add(authored(way), "CYCLE",
		message.New("Cycle detected in form's relevant and calculation logic: %s.", strings.Join(steps, " → ")),
		message.New("Each of these needs the next one first. Take one of the references out."))
}

// authored gives the place of the first cell on the way in which an author
// wrote something.
func authored(way []Cell) Position {
	for _, c := range way {
		if rule := c.Item.Rules[c.Property]; rule != nil {
			return rule.At
		}
	}
	return way[0].Item.At
}

// round finds the shortest way through a circle from one of its cells back to
// it.
func (l *linker) round(circle []Cell, start Cell) []Cell {
	from := map[Cell]Cell{}
	for queue := []Cell{start}; len(queue) > 0; queue = queue[1:] {
		for _, r := range l.before(queue[0]) {
			if _, seen := from[r.cell]; seen || !slices.Contains(circle, r.cell) {
				continue
			}
			from[r.cell] = queue[0]
			queue = append(queue, r.cell)
		}
		if _, back := from[start]; back {
			break
		}
	}
	way := []Cell{start}
	for c := from[start]; c != start; c = from[c] {
		way = append(way, c)
	}
	slices.Reverse(way[1:])
	return append(way, start)
}
