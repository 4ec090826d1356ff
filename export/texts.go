package export

import "strings"

// texts keeps many short texts in few pieces of memory. A piece lives as long
// as any text in it.
type texts struct{ last *strings.Builder }

const (
	pieceBytes = 1 << 15
	keptAlone  = 1 << 10 // longer ones have memory of their own
)

// keep gives the text of b.
func (t *texts) keep(b []byte) string {
	if len(b) > keptAlone {
		return string(b)
	}
	if t.last == nil || t.last.Cap()-t.last.Len() < len(b) {
		t.last = &strings.Builder{}
		t.last.Grow(pieceBytes)
	}
	at := t.last.Len()
	t.last.Write(b)
	return t.last.String()[at:]
}
