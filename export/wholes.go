package export

import (
	"context"

	"anketa/survey"
	"anketa/survey/message"
)

// wholeRecord is a record of the sheet _versions.
type wholeRecord struct {
	record *survey.Record
	hash   survey.Hash
	seen   string // hash of what its row alone gives back
}

// versions reads the sheet _versions: what stands behind rows is put aside,
// the other versions are given.
func (rd *reading) versions(ctx context.Context) ([]*wholeRecord, error) {
	rd.wholes = map[string]*wholeRecord{}
	if !rd.grid.has(versionsSheet) {
		rd.refuse(Refusal{Sheet: versionsSheet, Why: message.New("The sheet is not there."), Hint: message.New("Take the workbook as it was exported.")})
		return nil, nil
	}
	all, n, err := rd.collect(ctx, versionsSheet, versionsHead[:3])
	if err != nil {
		return nil, err
	}
	rd.count(versionsSheet, n)
	var others []*wholeRecord
	for _, p := range all {
		role, key := p.beside[roleColumn], keyText(p.beside[keyColumn])
		w := wholeOf(p)
		switch {
		case w == nil:
			rd.refuse(Refusal{Sheet: versionsSheet, Row: p.line, Key: key, Why: message.New("The version that is kept here is not complete or was changed."),
				Hint: takeAgain, Interview: role == otherRole})
		case role == otherRole:
			others = append(others, w)
		default:
			rd.wholes[key+" "+w.hash.String()] = w
		}
	}
	return others, nil
}

// wholeOf decodes a record; nil where it is not what was written.
func wholeOf(p *pieces) *wholeRecord {
	text, complete := p.join()
	if !complete {
		return nil
	}
	r, err := survey.Decode([]byte(text))
	if err != nil {
		return nil
	}
	h := r.Hash()
	if h.String() != p.beside[hashColumn] || r.ID != keyText(p.beside[keyColumn]) {
		return nil
	}
	return &wholeRecord{r, h, p.beside[seenColumn]}
}
