package survey

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Records of one form have the same names in the same order. To sort them anew
// for each costs more than all else of a hash: so the order of what was hashed
// before is remembered, and names that come as they came then need no sorting.

// An order is what was learned of the nodes of a group. It does not change:
// who learns more makes another one.
type order struct {
	names []string // as they come
	ranks []int    // of each among the sorted ones
	heads []string // what the hash has of a name, by rank
	tries int
}

// orders are what was learned, by the names of the groups.
var orders struct {
	sync.Mutex // for those who learn
	known      atomic.Pointer[map[string]*order]
}

// What does not come in one order is sorted as before, and not learned for ever.
const (
	mostTries  = 100
	mostNames  = 4_000
	mostOrders = 1_000
)

func orderOf(group string) *order {
	if known := orders.known.Load(); known != nil {
		return (*known)[group]
	}
	return nil
}

// inOrder writes nodes by what was learned, and says whether that was enough.
func (c *canonicalForm) inOrder(of string, children []*Answer) bool {
	o := orderOf(of)
	if o == nil || c.sorting || len(o.names) < len(children)/2 {
		return false // the last: a repeat, many of one name
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
	c.number(int64(n))
	c.depth++
	for rank, a := range slots {
		if a != nil {
			slots[rank] = nil // no answer stays behind
			c.b = append(c.b, o.heads[rank]...)
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
func learn(group string, children []*Answer) {
	if o := orderOf(group); o != nil && o.tries >= mostTries {
		return
	}
	orders.Lock()
	defer orders.Unlock()
	known := map[string]*order{}
	if before := orders.known.Load(); before != nil && len(*before) < mostOrders {
		known = maps.Clone(*before)
	}
	o := &order{tries: 1}
	if before := known[group]; before != nil {
		o.names, o.tries = slices.Clone(before.names), before.tries+1
	}
	if len(o.names)+len(children) <= mostNames {
		o.add(children)
	}
	o.rank()
	known[strings.Clone(group)] = o
	orders.known.Store(&known)
}

func (o *order) add(children []*Answer) {
	at := 0
	for _, a := range children {
		if a.void() {
			continue
		}
		name, i := a.Name, slices.Index(o.names, a.Name)
		if i >= at {
			at = i + 1
			continue
		}
		if i < 0 {
			name = strings.Clone(name)
		} else { // it was thought to come before what it comes behind
			name = o.names[i]
			o.names = slices.Delete(o.names, i, i+1)
			at--
		}
		o.names = slices.Insert(o.names, at, name)
		at++
	}
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
