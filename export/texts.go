package export

import (
	"bytes"
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
}

// A span is where a text lies.
type span struct{ piece, at, size uint32 }

// add appends a text, which is escaped as in a workbook.
func (l *textList) add(s []byte) {
	if bytes.Contains(s, []byte("_x")) {
		s = []byte(ooxml.Unescape(string(s)))
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
	l.spans = append(l.spans, span{uint32(at), uint32(to.Len()), uint32(len(s))})
	to.Write(s)
}

// piece begins one and gives its number.
func (l *textList) piece(size int) int {
	b := &strings.Builder{}
	b.Grow(size)
	l.pieces = append(l.pieces, b)
	return len(l.pieces) - 1
}

// text gives the text of a number below len(spans). It lives as long as its
// piece.
func (l *textList) text(i int) string {
	s := l.spans[i]
	return l.pieces[s.piece].String()[s.at:][:s.size]
}
