package survey

import (
	"iter"
	"strconv"
	"strings"
)

// A Path names one place in a record: the names from the root's children
// down, each repeat instance with its 1-based position.
//
//	age
//	g_costs/cost_agent
//	incidents[2]/inc_type
//
// The empty path is the root itself. Positions are those of the moment: when
// an instance is removed, the ones after it move up. What must outlive that
// names an instance by Answer.Key.
type Path string

// Join gives the path of a child.
func (p Path) Join(name string) Path {
	if p == "" {
		return Path(name)
	}
	return p + "/" + Path(name)
}

// At gives the path of the nth instance of the repeat p, counted from 1.
func (p Path) At(n int) Path {
	return p + "[" + Path(strconv.Itoa(n)) + "]"
}

// Parent gives the path one level up, with its position; the parent of a
// top-level path is the root, and the root has no other parent than itself.
func (p Path) Parent() Path {
	i := strings.LastIndexByte(string(p), '/')
	if i < 0 {
		return ""
	}
	return p[:i]
}

// Last gives the name at the end of the path and its position, 0 where the
// path names none.
func (p Path) Last() (name string, position int) {
	return splitStep(string(p[strings.LastIndexByte(string(p), '/')+1:]))
}

// Steps gives each name with its position, 0 where the path names none.
func (p Path) Steps() iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for step := range strings.SplitSeq(string(p), "/") {
			if step != "" && !yield(splitStep(step)) {
				return
			}
		}
	}
}

// Names gives the path without positions: the place in the form of which p
// is an instance.
func (p Path) Names() string {
	if strings.IndexByte(string(p), '[') < 0 {
		return string(p)
	}
	var b strings.Builder
	for name := range p.Steps() {
		if b.Len() > 0 {
			b.WriteByte('/')
		}
		b.WriteString(name)
	}
	return b.String()
}

func splitStep(step string) (string, int) {
	open := strings.IndexByte(step, '[')
	if open < 0 || !strings.HasSuffix(step, "]") {
		return step, 0
	}
	n, err := strconv.Atoi(step[open+1 : len(step)-1])
	if err != nil {
		return step, 0
	}
	return step[:open], n
}
