package survey

import (
	"slices"
	"strings"
)

// Records of one form have the same names in the same order. To sort them anew
// for each costs more than all else of a hash: so the order of what was hashed
// before is remembered, and names that come as they came then need no sorting.

// An order is what was learned of the nodes of a group.
type order struct {
	names []string // as they come
	ranks []int    // of each among the sorted ones
	heads []string // what the hash has of a name, by rank
	tries int
}

// What does not come in one order is sorted as before, and not learned for ever.
const (
	mostTries  = 200
	mostNames  = 4_000
	mostOrders = 1_000
)

// inOrder writes nodes by what was learned, and says whether that was enough.
func (c *canonicalForm) inOrder(of string, children []*Answer) bool {
	o := c.orders[of]
	if o == nil || len(o.names) < len(children)/2 {
		return false // a repeat: many of one name
	}
	slots := c.room(len(o.names))
	at, n := 0, 0
	for _, a := range children {
		if a.void() {
			continue
		}
		for at < len(o.names) && o.names[at] != a.Name {
			at++
		}
		if at == len(o.names) {
			clear(slots)
			return false
		}
		slots[o.ranks[at]] = a
		at, n = at+1, n+1
	}
	heads := o.heads // a group of the same name inside may teach more
	c.number(int64(n))
	c.depth++
	for rank, a := range slots {
		if a != nil {
			slots[rank] = nil // no answer stays behind
			c.b = append(c.b, heads[rank]...)
			c.node(a)
		}
	}
	c.depth--
	return true
}

// room gives empty slots of the depth that is written.
func (c *canonicalForm) room(n int) []*Answer {
	for len(c.slots) <= c.depth {
		c.slots = append(c.slots, nil)
	}
	if len(c.slots[c.depth]) < n {
		c.slots[c.depth] = make([]*Answer, n)
	}
	return c.slots[c.depth][:n]
}

// learn adds the names of nodes to what is known of their group, each behind
// the one that it came behind.
func (c *canonicalForm) learn(of string, children []*Answer) {
	o := c.orders[of]
	if o == nil {
		if c.orders == nil || len(c.orders) == mostOrders {
			c.orders = map[string]*order{}
		}
		o = &order{}
		c.orders[strings.Clone(of)] = o
	}
	if o.tries++; o.tries > mostTries || len(o.names)+len(children) > mostNames {
		return
	}
	at := 0
	for _, a := range children {
		i := slices.Index(o.names, a.Name)
		switch {
		case a.void():
			continue
		case i < 0:
			o.names = slices.Insert(o.names, at, strings.Clone(a.Name))
			i = at
		}
		at = i + 1
	}
	o.rank()
}

// rank sorts the names.
func (o *order) rank() {
	sorted := slices.Sorted(slices.Values(o.names))
	o.ranks, o.heads = make([]int, len(o.names)), make([]string, len(o.names))
	for i, name := range o.names {
		rank, _ := slices.BinarySearch(sorted, name)
		o.ranks[i] = rank
		var head canonicalForm
		head.text(name)
		o.heads[rank] = string(head.b)
	}
}
