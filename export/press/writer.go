package press

import "io"

// What deflate can say of a text that was there before.
const (
	window   = 1 << 15 // how far back it may lie
	shortest = 4       // a shorter one is not worth it
	longest  = 258
)

// A Writer packs into another one. Everything of it is one stream, which ends
// with Close.
type Writer struct {
	to   io.Writer
	text []byte // what was packed last, as far back as one may look
	base int64  // how much came before text

	columns       []int64 // where the last cell of each column begins; -1 before the first
	above, behind int64   // where the last row begins and ends

	block block
}

// New begins a stream.
func New(to io.Writer) *Writer {
	return &Writer{to: to, above: -1, behind: -1}
}

// Write packs text that is no row: as it stands.
func (w *Writer) Write(b []byte) (int, error) {
	for rest := b; len(rest) > 0; {
		n := min(len(rest), window)
		at := w.take(rest[:n])
		w.bare(at, len(w.text))
		if err := w.full(); err != nil {
			return 0, err
		}
		rest = rest[n:]
	}
	return len(b), nil
}

// Close ends the stream, and not the Writer below.
func (w *Writer) Close() error {
	w.block.end(true)
	return w.flush()
}

// take puts b behind the text and says where it lies. What no longer can be
// looked back at goes.
func (w *Writer) take(b []byte) int {
	if len(w.text)+len(b) > 4*window && len(w.text) > window {
		gone := len(w.text) - window
		w.text = w.text[:copy(w.text, w.text[gone:])]
		w.base += int64(gone)
	}
	at := len(w.text)
	w.text = append(w.text, b...)
	return at
}

// bare packs the bytes from one place to another as they are.
func (w *Writer) bare(from, to int) int {
	if to <= from {
		return from
	}
	w.block.bare(w.text[from:to])
	return to
}

// match packs n bytes as those that lie back before them.
func (w *Writer) match(at, n, back int) int {
	end := at + n
	for n > longest {
		k := longest
		if n-k < shortest {
			k = n - shortest // the rest must not be too short
		}
		w.block.match(k, back)
		n -= k
	}
	w.block.match(n, back)
	return end
}

// full writes a block where there is enough for one.
func (w *Writer) full() error {
	if len(w.block.tokens) < blockTokens {
		return nil
	}
	w.block.end(false)
	return w.flush()
}

// flush hands on the bytes that are whole.
func (w *Writer) flush() error {
	_, err := w.to.Write(w.block.out.bytes)
	w.block.out.bytes = w.block.out.bytes[:0]
	return err
}
