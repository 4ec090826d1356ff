package merge

import (
	"maps"
	"slices"

	"anketa/survey"
)

// Conflicts gives the ids of the records with more than one head, sorted.
func (s *Set) Conflicts() []string {
	var out []string
	for _, id := range slices.Sorted(maps.Keys(s.records)) {
		if len(s.heads(id)) > 1 {
			out = append(out, id)
		}
	}
	return out
}

// A Conflict is a record with versions of which none replaces the other.
type Conflict struct {
	ID    string
	Heads []*survey.Record // by hash; the last one stands in
	Paths []survey.Path    // the answers in which they differ, in the order of the last one
}

// Conflict gives the sides of a record's conflict; false where it has none.
func (s *Set) Conflict(id string) (Conflict, bool) {
	heads := s.heads(id)
	if len(heads) < 2 {
		return Conflict{}, false
	}
	c := Conflict{ID: id}
	for _, h := range heads {
		c.Heads = append(c.Heads, s.versions[h])
	}
	c.Paths = differences(c.Heads)
	return c, true
}

// A reading is what one version holds for an answer. Instances of a repeat are
// compared by position, as people see them.
type reading struct {
	state survey.State
	text  string
}

// differences gives the paths at which not all versions hold the same. A
// version without the answer differs from one that has it.
func differences(heads []*survey.Record) []survey.Path {
	held := make([]map[survey.Path]reading, len(heads))
	var order []survey.Path
	seen := map[survey.Path]bool{}
	for i := len(heads) - 1; i >= 0; i-- {
		held[i] = map[survey.Path]reading{}
		for p, a := range heads[i].All() {
			if len(a.Children) > 0 || a.Key != "" {
				continue
			}
			held[i][p] = reading{a.State, a.Text}
			if !seen[p] {
				seen[p] = true
				order = append(order, p)
			}
		}
	}
	return slices.DeleteFunc(order, func(p survey.Path) bool { return alike(held, p) })
}

func alike(held []map[survey.Path]reading, p survey.Path) bool {
	first, ok := held[0][p]
	for _, h := range held[1:] {
		if r, there := h[p]; there != ok || r != first {
			return false
		}
	}
	return true
}
