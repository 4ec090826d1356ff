package export

import (
	"context"
	"strconv"
	"strings"
)

// pieces is a long text that a sheet holds in several cells, while they are
// collected: the parts of it, from 1, and what stands beside them.
type pieces struct {
	line   int // of the first
	beside map[string]string
	parts  map[int]string
	want   int
}

// collect puts the cells of each text together, however the rows lie. Texts
// are told apart by the columns of id.
func (rd *reading) collect(ctx context.Context, sheet string, id []string) (all []*pieces, rows int, err error) {
	var head []string
	known := map[string]*pieces{}
	err = rd.grid.rows(ctx, sheet, func(line int, cells []cell) error {
		if head == nil {
			for i := range cells {
				head = append(head, keyText(textAt(cells, i)))
			}
			return nil
		}
		rows++
		beside := map[string]string{}
		for i, name := range head {
			beside[name] = cellAt(cells, i).text
		}
		key := ""
		for _, name := range id {
			key += beside[name] + "\x00"
		}
		p := known[key]
		if p == nil {
			p = &pieces{line: line, beside: beside, parts: map[int]string{}}
			known[key], all = p, append(all, p)
		}
		p.want, _ = strconv.Atoi(beside["parts"])
		n, _ := strconv.Atoi(beside["part"])
		p.parts[n] = beside["text"]
		return nil
	})
	return all, rows, err
}

// join gives the whole text; not complete where a part is missing.
func (p *pieces) join() (text string, complete bool) {
	var b strings.Builder
	for i := 1; i <= p.want; i++ {
		part, there := p.parts[i]
		if !there {
			return "", false
		}
		b.WriteString(part)
	}
	return b.String(), p.want > 0
}
