package report

import (
	"encoding/binary"
	"slices"

	"anketa/survey"
)

// A crowd stands for a set of units: each has a random number, and that of a set
// is the sum of theirs. So two sets with one number are the same, and that of
// disjoint sets together is the sum. With it is known which counts of different
// questions are counts of the same people, as those who said no are those who
// were not asked what follows.
type crowd uint64

// crowdOf is an interview alone.
func crowdOf(h survey.Hash) crowd { return crowd(binary.LittleEndian.Uint64(h[:8])) }

// instance is an instance of a repeat alone.
func (m crowd) instance(i int) crowd {
	x := uint64(m) + uint64(i+1)*0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return crowd(x ^ x>>31)
}

// crowds are those of the counts in a tally.
type crowds struct {
	lines [baseLines]crowd // but for NotAsked
	codes map[string]crowd
}

func (m *crowds) code(name string, of crowd) {
	if m.codes == nil {
		m.codes = map[string]crowd{}
	}
	m.codes[name] += of
}

// notAsked is everybody who is in no tally.
func (n *node) notAsked() crowd {
	out := n.unit.crowd
	for _, t := range n.tallies {
		for _, m := range t.crowds.lines {
			out -= m
		}
	}
	return out
}

// mostCells is how many counts of a question are put together in every way.
const mostCells = 12

// telling gives the sets of units whose number would tell a hidden count of a
// question: its own counts put together so that a part of what is hidden is in,
// and a part is not.
func (f finisher) telling(n *node) map[crowd]bool {
	d := f.decide(n, "", n.unit.n)
	out := map[crowd]bool{}
	t := n.tallies[""]
	if n.by != nil || t == nil {
		return out
	}
	var cells, others []toldCell
	for i, m := range t.crowds.lines {
		if i != givenLine && i != notAskedLine && m != 0 {
			cells = append(cells, toldCell{m, d.hidden || d.withheld[i], false})
		}
	}
	if m := n.notAsked(); m != 0 {
		cells = append(cells, toldCell{m, d.hidden || d.withheld[notAskedLine], false})
	}
	hidden := func(code string) bool { return d.hidden || d.withholds(code) }
	switch {
	case d.table == Shares:
		for code, m := range t.crowds.codes {
			cells = append(cells, toldCell{m, hidden(code), true})
		}
	default:
		for code, m := range t.crowds.codes {
			others = append(others, toldCell{m, hidden(code), true})
		}
		if m := t.crowds.lines[givenLine]; m != 0 {
			cells = append(cells, toldCell{m, d.hidden, false})
		}
	}
	for _, c := range others {
		if c.hidden {
			out[c.crowd], out[n.unit.crowd-c.crowd] = true, true
		}
	}
	if len(cells) > mostCells { // singly, then: of a long list forms seldom ask more
		for _, c := range cells {
			if c.hidden {
				out[c.crowd], out[n.unit.crowd-c.crowd] = true, true
			}
		}
		return out
	}
	unions(cells, out)
	return out
}

// A toldCell is one count of a table.
type toldCell struct {
	crowd  crowd
	hidden bool
	row    bool // of a code: the hidden ones come to a known sum, as the other hidden ones do
}

// unions puts cells together in every way and keeps what tells of hidden ones.
func unions(cells []toldCell, out map[crowd]bool) {
	for set := 1; set < 1<<len(cells)-1; set++ {
		var sum crowd
		var in, all [2]int
		for i, c := range cells {
			kind := 0
			if c.row {
				kind = 1
			}
			if c.hidden {
				all[kind]++
			}
			if set&(1<<i) != 0 {
				sum += c.crowd
				if c.hidden {
					in[kind]++
				}
			}
		}
		if in[0] > 0 && in[0] < all[0] || in[1] > 0 && in[1] < all[1] {
			out[sum] = true
		}
	}
}

// share finds the questions of which it must not be told how many were not
// asked, as they are a part of what another question hides. Hiding one may be a
// reason to hide the next.
func (f finisher) share() {
	if f.small == 0 {
		return
	}
	all := f.count.root.questions(nil)
	for again := true; again; {
		again = false
		told := map[*unit]map[crowd]bool{}
		for _, n := range all {
			if told[n.unit] == nil {
				told[n.unit] = map[crowd]bool{}
			}
			for m := range f.telling(n) {
				told[n.unit][m] = true
			}
		}
		for _, n := range all {
			if m := n.notAsked(); n.by == nil && !f.shared[n] && m != 0 && told[n.unit][m] {
				f.shared[n], again = true, true
			}
		}
	}
}

// questions gives the nodes that hold answers, in form order.
func (n *node) questions(out []*node) []*node {
	for _, it := range n.items {
		if c := n.children[it.Name]; it.Type.Holds() {
			out = c.questions(out)
		} else if it.Type.Kind != survey.NoteKind && it.Type.Meta == "" {
			out = append(out, c)
		}
	}
	return slices.Clip(out)
}
