package press

import (
	"encoding/binary"
	"math/bits"
)

// A Cell says where the parts of a cell lie in its row:
//
//	<c r="AB12" s="3" t="s"><v>7</v></c>
//	^Start  ^Digits          ^  ^End
//	          ^Look          Value
//
// They only tell where to look: a cell that is written otherwise is packed as
// it is, and not as small.
type Cell struct {
	Column int // from 0

	Start, Digits, Look, Value, End int
}

// Row packs a row. The cells are in the order in which they lie.
func (w *Writer) Row(row []byte, cells []Cell) error {
	at := w.take(row)
	done := w.like(at, w.above-w.base)
	before := -1 // the cell to the left
	for i := range cells {
		c := &cells[i]
		for len(w.columns) <= c.Column {
			w.columns = append(w.columns, -1)
		}
		done = w.cell(done, at, c, before, cells)
		w.columns[c.Column] = w.base + int64(at+c.Start)
		before = i
	}
	end := len(w.text)
	if done < end {
		// The ends of two rows are alike, from the end of the last value on.
		done = w.like(done, w.behind-w.base-int64(end-done))
	}
	w.bare(done, end)
	w.above, w.behind = w.base+int64(at), w.base+int64(end)
	return w.full()
}

// cell packs what is left from done to the end of a value.
func (w *Writer) cell(done, at int, c *Cell, left int, cells []Cell) int {
	start, look, end := at+c.Start, at+c.Look, at+c.End
	above := 0 // how far above the cell of the same column lies; 0 where there is none
	if last := w.columns[c.Column]; last >= w.base {
		above = start - int(last-w.base)
	}
	aside := 0 // how far before it the cell to the left lies
	if left >= 0 {
		aside = c.Start - cells[left].Start
	}
	if digits := at + c.Digits; done < digits {
		if n := w.alike(done, above); n >= shortest {
			done = w.match(done, n, above)
		} else if n := min(w.alike(done, aside), digits-done); n >= shortest {
			done = w.match(done, n, aside)
		}
		if done < digits {
			done = w.bare(done, digits)
		}
	}
	if done < look {
		// Where the value is the same as above, that goes on into the next cell.
		if n := w.alike(look, above); n >= shortest && look+n > end {
			return w.match(w.bare(done, look), n, above)
		}
		if left >= 0 {
			number := c.Digits - cells[left].Digits
			if n := min(w.alike(done, number), end-done); n >= shortest {
				done = w.match(done, n, number)
			}
		}
		if done < look {
			done = w.bare(done, look)
		}
	}
	if done < at+c.Value {
		if n := w.alike(done, above); n >= shortest {
			done = w.match(done, n, above)
		}
	}
	if done < end {
		done = w.bare(done, end)
	}
	return done
}

// like packs as much from done on as is the same from the place other on.
func (w *Writer) like(done int, other int64) int {
	if other < 0 || other >= int64(done) {
		return done
	}
	back := done - int(other)
	if n := w.alike(done, back); n >= shortest {
		return w.match(done, n, back)
	}
	return done
}

// alike says how many bytes from at on are the same as those back before them;
// 0 where that is out of the window.
func (w *Writer) alike(at, back int) int {
	if back <= 0 || back > window || back > at {
		return 0
	}
	a, b := w.text[at:], w.text[at-back:]
	b = b[:len(a)]
	n := 0
	for len(a)-n >= 8 {
		if x := binary.LittleEndian.Uint64(a[n:]) ^ binary.LittleEndian.Uint64(b[n:]); x != 0 {
			return n + bits.TrailingZeros64(x)/8
		}
		n += 8
	}
	for n < len(a) && a[n] == b[n] {
		n++
	}
	return n
}
