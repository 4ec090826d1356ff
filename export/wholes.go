package export

import (
	"context"
	"strconv"
	"strings"

	"anketa/survey"
)

// wholeRecord is a record of the sheet _versions.
type wholeRecord struct {
	record *survey.Record
	hash   survey.Hash
	seen   string // hash of what its row alone gives back
}

// pieces is a record of the sheet _versions while its cells are collected.
type pieces struct {
	line            int
	key, hash, role string
	seen            string
	text            map[int]string
	want            int
}

// versions reads the sheet _versions: what stands behind rows is put aside,
// the other versions are given.
func (rd *reading) versions(ctx context.Context) ([]*wholeRecord, error) {
	rd.wholes = map[string]*wholeRecord{}
	if !rd.grid.has(versionsSheet) {
		rd.refuse(Refusal{Sheet: versionsSheet, Why: "The sheet is not there.", Hint: "Take the workbook as it was exported."})
		return nil, nil
	}
	all, n, err := rd.collect(ctx)
	if err != nil {
		return nil, err
	}
	rd.count(versionsSheet, n)
	var others []*wholeRecord
	for _, p := range all {
		w := p.record()
		switch {
		case w == nil:
			rd.refuse(Refusal{Sheet: versionsSheet, Row: p.line, Key: p.key, Why: "The version that is kept here is not complete or was changed.",
				Hint: takeAgain, Interview: p.role == otherRole})
		case p.role == otherRole:
			others = append(others, w)
		default:
			rd.wholes[p.key+" "+p.hash] = w
		}
	}
	return others, nil
}

// collect puts the cells of each record together, however the rows lie.
func (rd *reading) collect(ctx context.Context) (all []*pieces, rows int, err error) {
	var at map[string]int
	known := map[string]*pieces{}
	err = rd.grid.rows(ctx, versionsSheet, func(line int, cells []cell) error {
		if at == nil {
			at = columnsAt(cells)
			return nil
		}
		text := func(name string) string {
			i, there := at[name]
			if !there {
				return ""
			}
			return cellAt(cells, i).text
		}
		rows++
		id := text(keyColumn) + " " + text(hashColumn) + " " + text("_role")
		p := known[id]
		if p == nil {
			p = &pieces{line: line, key: keyText(text(keyColumn)), hash: text(hashColumn), role: text("_role"), seen: text("_row_hash"), text: map[int]string{}}
			known[id], all = p, append(all, p)
		}
		p.want, _ = strconv.Atoi(text("parts"))
		n, _ := strconv.Atoi(text("part"))
		p.text[n] = text("text")
		return nil
	})
	return all, rows, err
}

func columnsAt(cells []cell) map[string]int {
	at := map[string]int{}
	for i := range cells {
		at[textAt(cells, i)] = i
	}
	return at
}

// record puts the pieces together; nil where they are not all there or not
// what was written.
func (p *pieces) record() *wholeRecord {
	var b strings.Builder
	for i := 1; i <= p.want; i++ {
		if _, there := p.text[i]; !there {
			return nil
		}
		b.WriteString(p.text[i])
	}
	r, err := survey.Decode([]byte(b.String()))
	if err != nil {
		return nil
	}
	h := r.Hash()
	if h.String() != p.hash || r.ID != p.key {
		return nil
	}
	return &wholeRecord{r, h, p.seen}
}
