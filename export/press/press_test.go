package press

import (
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	fast "github.com/klauspost/compress/flate"
)

// A line is a row on its way.
type line struct {
	text  []byte
	cells []Cell
}

func (l *line) begin(number int) {
	l.text = fmt.Appendf(l.text[:0], `<row r="%d">`, number)
	l.cells = l.cells[:0]
}

func (l *line) cell(column, number int, look, value string) {
	c := Cell{Column: column, Start: len(l.text)}
	l.text = append(l.text, `<c r="`...)
	if column >= 26 {
		l.text = append(l.text, byte('A'+column/26-1))
	}
	l.text = append(l.text, byte('A'+column%26))
	c.Digits = len(l.text)
	l.text = strconv.AppendInt(l.text, int64(number), 10)
	c.Look = len(l.text)
	l.text = append(append(append(l.text, '"'), look...), "><v>"...)
	c.Value = len(l.text)
	l.text = append(l.text, value...)
	c.End = len(l.text)
	l.text = append(l.text, "</v></c>"...)
	l.cells = append(l.cells, c)
}

func (l *line) end() { l.text = append(l.text, "</row>"...) }

// sheet makes rows of the kinds of cells that interviews have.
func sheet(rows, columns int, take func(*line)) {
	r, l := rand.New(rand.NewPCG(1, 2)), &line{}
	for i := range rows {
		l.begin(i + 1)
		for c := range columns {
			switch {
			case r.IntN(5) == 0:
			case c%3 == 0:
				l.cell(c, i+1, ` s="1" t="s"`, strconv.Itoa(r.IntN(8)))
			case c%3 == 1:
				l.cell(c, i+1, "", strconv.Itoa(r.IntN(2)))
			default:
				l.cell(c, i+1, ` s="2"`, strconv.Itoa(r.IntN(20_000)))
			}
		}
		l.end()
		take(l)
	}
}

func unpacked(t testing.TB, packed []byte) []byte {
	t.Helper()
	text, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		t.Fatalf("it does not unpack: %v", err)
	}
	return text
}

func TestWhatIsPackedUnpacks(t *testing.T) {
	for _, c := range []struct{ rows, columns int }{{0, 0}, {1, 1}, {3, 0}, {1, 300}, {12, 5}, {1200, 40}, {30, 700}, {105, 130}} {
		var packed, want bytes.Buffer
		w := New(&packed)
		write := func(b []byte) {
			want.Write(b)
			if n, err := w.Write(b); err != nil || n != len(b) {
				t.Fatal(n, err)
			}
		}
		write([]byte("<sheetData>"))
		sheet(c.rows, c.columns, func(l *line) {
			want.Write(l.text)
			if err := w.Row(l.text, l.cells); err != nil {
				t.Fatal(err)
			}
		})
		write([]byte("</sheetData>"))
		write(bytes.Repeat([]byte("long"), 40_000))
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(unpacked(t, packed.Bytes()), want.Bytes()) {
			t.Errorf("%d rows of %d columns: it unpacks to something else", c.rows, c.columns)
		}
	}
}

// The places of the cells are hints: wrong ones cost room, and nothing else.
func TestWrongPlacesDoNoHarm(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	var packed, want bytes.Buffer
	w := New(&packed)
	sheet(300, 40, func(l *line) {
		for i := range l.cells {
			for _, at := range []*int{&l.cells[i].Start, &l.cells[i].Digits, &l.cells[i].Look, &l.cells[i].Value, &l.cells[i].End} {
				if r.IntN(4) == 0 {
					*at = r.IntN(len(l.text) + 1)
				}
			}
			l.cells[i].Column = r.IntN(60)
		}
		want.Write(l.text)
		if err := w.Row(l.text, l.cells); err != nil {
			t.Fatal(err)
		}
	})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(unpacked(t, packed.Bytes()), want.Bytes()) {
		t.Error("it unpacks to something else")
	}
}

func TestCodesAreCompleteAndShortEnough(t *testing.T) {
	fibonacci := []uint32{1, 1}
	for len(fibonacci) < 40 {
		fibonacci = append(fibonacci, fibonacci[len(fibonacci)-1]+fibonacci[len(fibonacci)-2])
	}
	for name, counts := range map[string][]uint32{
		"none": make([]uint32, 30), "one": {0, 0, 7, 0}, "two": {3, 9}, "equal": slices.Repeat([]uint32{5}, 286), "steep": fibonacci,
	} {
		for _, most := range []int{7, 15} {
			if len(counts) > 1<<most {
				continue
			}
			all := make([]code, len(counts))
			codes(counts, all, most)
			taken := 0
			for s, c := range all {
				if c.size > uint32(most) || counts[s] > 0 && c.size == 0 {
					t.Errorf("%s: symbol %d has a code of %d bits", name, s, c.size)
				}
				if c.size > 0 {
					taken += 1 << (most - int(c.size))
				}
			}
			if taken != 1<<most {
				t.Errorf("%s: the code fills %d of %d", name, taken, 1<<most)
			}
		}
	}
}

func FuzzPack(f *testing.F) {
	f.Add([]byte("a row"), []byte("and another row"), uint8(3))
	f.Fuzz(func(t *testing.T, one, two []byte, places uint8) {
		r := rand.New(rand.NewPCG(uint64(places), 5))
		var packed, want bytes.Buffer
		w := New(&packed)
		for i := range 8 {
			row := slices.Concat(one, two, one)[:(len(one)+len(two))*(i+1)/8]
			var cells []Cell
			for range places % 8 {
				cells = append(cells, Cell{r.IntN(4), r.IntN(len(row) + 1), r.IntN(len(row) + 1), r.IntN(len(row) + 1), r.IntN(len(row) + 1), r.IntN(len(row) + 1)})
			}
			want.Write(row)
			_ = w.Row(row, cells)
		}
		_ = w.Close()
		if !bytes.Equal(unpacked(t, packed.Bytes()), want.Bytes()) {
			t.Error("it unpacks to something else")
		}
	})
}

// BenchmarkPack holds the Writer against packers that search.
func BenchmarkPack(b *testing.B) {
	var rows []line
	size := 0
	sheet(5000, 130, func(l *line) {
		rows = append(rows, line{bytes.Clone(l.text), slices.Clone(l.cells)})
		size += len(l.text)
	})
	run := func(name string, pack func(to io.Writer)) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(size))
			for b.Loop() {
				var to bytes.Buffer
				pack(&to)
				b.ReportMetric(float64(to.Len())/float64(size)*100, "%")
			}
		})
	}
	run("rows", func(to io.Writer) {
		w := New(to)
		for _, l := range rows {
			_ = w.Row(l.text, l.cells)
		}
		_ = w.Close()
	})
	for _, level := range []int{1, 5} {
		run(fmt.Sprint("level", level), func(to io.Writer) {
			w, _ := fast.NewWriter(to, level)
			for _, l := range rows {
				_, _ = w.Write(l.text)
			}
			_ = w.Close()
		})
	}
}
