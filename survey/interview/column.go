package interview

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/xpath"
)

// A choiceList is a list made ready: its choices by name and by the cells that
// filters look for.
type choiceList struct {
	list    *survey.List
	byName  map[string][]int32
	columns map[string]*column
}

// A column is one column of a choice list: its cells, where each text stands
// in it, and the cells that are numbers.
type column struct {
	cells   []string
	where   map[string][]int32
	numbers []numberCell // by number, then by place
	odd     []int32      // cells that may be dates, which count as numbers too
}

type numberCell struct {
	number float64
	at     int32
}

func (p *plan) list(l *survey.List) *choiceList {
	if c := p.lists[l]; c != nil {
		return c
	}
	c := &choiceList{list: l, byName: map[string][]int32{}, columns: map[string]*column{}}
	for i, choice := range l.Choices {
		c.byName[choice.Name] = append(c.byName[choice.Name], int32(i))
	}
	p.lists[l] = c
	return c
}

func (c *choiceList) column(name string) *column {
	if name != "name" && !slices.Contains(c.list.Columns, name) {
		return nil
	}
	if col := c.columns[name]; col != nil {
		return col
	}
	col := &column{cells: make([]string, len(c.list.Choices)), where: map[string][]int32{}}
	for i, choice := range c.list.Choices {
		col.cells[i] = c.list.Value(choice, name)
		if name == "name" {
			col.cells[i] = choice.Name
		}
		col.where[col.cells[i]] = append(col.where[col.cells[i]], int32(i))
	}
	col.count()
	c.columns[name] = col
	return col
}

// count finds the numbers in a column.
func (c *column) count() {
	for i, text := range c.cells {
		switch f := xpath.String(text).Num(); {
		case !math.IsNaN(f):
			c.numbers = append(c.numbers, numberCell{f, int32(i)})
		case strings.ContainsAny(text, "-:") && strings.ContainsAny(text, "0123456789"):
			c.odd = append(c.odd, int32(i))
		}
	}
	slices.SortFunc(c.numbers, func(a, b numberCell) int { return cmp.Or(cmp.Compare(a.number, b.number), cmp.Compare(a.at, b.at)) })
}

// find gives the choices whose cell compares so with v, in the list's order.
// Texts and numbers are looked up; what is left is compared as the language
// compares it.
func (c *column) find(iv *Interview, op xpath.Op, v xpath.Value) []int32 {
	switch {
	case op == xpath.NotEqual:
		return c.without(c.find(iv, xpath.Equal, v))
	case op != xpath.Equal:
		return c.ordered(append(c.between(op, number(iv, v)), compared(iv, op, v, c.cells, c.odd)...))
	case v.Kind() == xpath.StringKind:
		return c.where[v.Str()]
	case v.Kind() == xpath.NumberKind:
		return c.ordered(append(c.near(v.Num()), compared(iv, op, v, c.cells, c.odd)...))
	}
	return compared(iv, op, v, c.cells, everyChoice(len(c.cells)))
}

// number is v where a number is wanted.
func number(iv *Interview, v xpath.Value) float64 {
	sum := &xpath.Binary{Op: xpath.Add, X: &xpath.Literal{Value: v}, Y: &xpath.Literal{Value: xpath.Number(0)}}
	return iv.eval(&iv.root.nodes[0], sum).Num()
}

// between gives the choices whose number is on one side of f.
func (c *column) between(op xpath.Op, f float64) []int32 {
	if math.IsNaN(f) {
		return nil
	}
	from, to := 0, len(c.numbers)
	switch op {
	case xpath.Less:
		to = c.first(f, false)
	case xpath.LessEqual:
		to = c.first(f, true)
	case xpath.Greater:
		from = c.first(f, true)
	case xpath.GreaterEqual:
		from = c.first(f, false)
	}
	return placesOf(c.numbers[from:to])
}

// first finds where the numbers that are at least f, or over it, begin.
func (c *column) first(f float64, over bool) int {
	i, _ := slices.BinarySearchFunc(c.numbers, f, func(n numberCell, f float64) int {
		if n.number > f || n.number == f && !over {
			return 1
		}
		return -1
	})
	return i
}

// nearly is how far apart two numbers are that the language takes for one.
const nearly = 1e-12

// near gives the choices whose number is f.
func (c *column) near(f float64) []int32 {
	from, to := c.first(f-nearly, false), c.first(f+nearly, true)
	if from > to || math.IsNaN(f) {
		return nil
	}
	return placesOf(slices.DeleteFunc(slices.Clone(c.numbers[from:to]), func(n numberCell) bool {
		return n.number != f && !(math.Abs(n.number-f) < nearly)
	}))
}

func placesOf(cells []numberCell) []int32 {
	out := make([]int32, len(cells))
	for i, n := range cells {
		out[i] = n.at
	}
	return out
}

// ordered brings places into the list's order; many are faster counted than
// sorted.
func (c *column) ordered(at []int32) []int32 {
	if len(at) < len(c.cells)/64 {
		slices.Sort(at)
		return at
	}
	there := make([]bool, len(c.cells))
	for _, i := range at {
		there[i] = true
	}
	at = at[:0]
	for i, yes := range there {
		if yes {
			at = append(at, int32(i))
		}
	}
	return at
}

// without gives the choices that are not among some, which are in order.
func (c *column) without(some []int32) []int32 {
	out := make([]int32, 0, len(c.cells)-len(some))
	for i := range int32(len(c.cells)) {
		if len(some) > 0 && some[0] == i {
			some = some[1:]
			continue
		}
		out = append(out, i)
	}
	return out
}

// compared gives those of some cells that compare so with v, in their order.
func compared(iv *Interview, op xpath.Op, v xpath.Value, cells []string, some []int32) []int32 {
	var out []int32
	cell := &xpath.Literal{}
	holds := &xpath.Binary{Op: op, X: cell, Y: &xpath.Literal{Value: v}}
	for _, i := range some {
		cell.Value = xpath.String(cells[i])
		if iv.eval(&iv.root.nodes[0], holds).Bool() {
			out = append(out, i)
		}
	}
	return out
}
