package export

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"
	"strings"

	"anketa/survey/ooxml"
)

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

// A textList is many texts by number. Of a million of them the garbage
// collector sees the pieces only, which are few.
type textList struct {
	pieces []*strings.Builder
	open   int // the piece that short texts go into
	spans  []span

	needed []bool // where not nil, of the other texts only sums are kept
}

// A span is where a text lies.
type span struct{ piece, at, size uint32 }

// justSum marks the size of a text of which the sum was kept.
const justSum = 1 << 31

// add appends a text, which is escaped as in a workbook.
func (l *textList) add(s []byte) {
	if bytes.Contains(s, []byte("_x")) {
		s = []byte(ooxml.Unescape(string(s)))
	}
	mark := uint32(0)
	if n := len(l.spans); l.needed != nil && len(s) > 0 && (n >= len(l.needed) || !l.needed[n]) {
		s, mark = binary.LittleEndian.AppendUint64(nil, maphash.Bytes(proofSeed, s)), justSum
	}
	at := l.open
	switch {
	case len(s) > keptAlone:
		at = l.piece(len(s))
	case len(l.pieces) == 0 || l.pieces[at].Cap()-l.pieces[at].Len() < len(s):
		at = l.piece(pieceBytes)
		l.open = at
	}
	to := l.pieces[at]
	l.spans = append(l.spans, span{uint32(at), uint32(to.Len()), uint32(len(s)) | mark})
	to.Write(s)
}

// piece begins one and gives its number.
func (l *textList) piece(size int) int {
	b := &strings.Builder{}
	b.Grow(size)
	l.pieces = append(l.pieces, b)
	return len(l.pieces) - 1
}

// text gives the text of a number below len(spans), or its sum. It lives as
// long as its piece.
func (l *textList) text(i int) (text string, sum bool) {
	s := l.spans[i]
	return l.pieces[s.piece].String()[s.at:][:s.size&^justSum], s.size&justSum != 0
}
