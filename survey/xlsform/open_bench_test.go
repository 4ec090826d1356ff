package xlsform_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"runtime"
	"runtime/metrics"
	"testing"
	"time"

	"anketa/survey"
	"anketa/survey/ooxml"
	"anketa/survey/surveytest"
	"anketa/survey/xlsform"
)

// BenchmarkOpen opens large forms: from the bytes of a workbook to the linked
// form. Beside the time stand, from the same run, how many times as long that is
// as only to walk the XML once with encoding/xml, the greatest size of the heap
// on the way with its garbage, and what the form holds in the end.
func BenchmarkOpen(b *testing.B) {
	for _, form := range []struct {
		name   string
		sheets []*ooxml.Sheet
	}{
		{"5000 questions", surveytest.Questionnaire(5000)},
		{"50000 choices", surveytest.Cascade(50000)},
	} {
		data := ooxml.Workbook(form.sheets...)
		b.Run(form.name, func(b *testing.B) { open(b, data) })
	}
}

func open(b *testing.B, data []byte) {
	size, walk := walked(b, data)
	peak, live := heap(b, data)
	b.SetBytes(size)
	b.ReportAllocs()
	b.ResetTimer()
	start, n := time.Now(), 0
	for b.Loop() {
		opened(b, data)
		n++
	}
	b.ReportMetric(float64(time.Since(start))/float64(n)/float64(walk), "walks-of-its-XML")
	b.ReportMetric(peak, "MB-peak")
	b.ReportMetric(live, "MB-form")
}

func opened(b *testing.B, data []byte) *survey.Form {
	f, faults := xlsform.Read(data, xlsform.Options{Name: "form"})
	if err := faults.Err(); err != nil {
		b.Fatal(err)
	}
	return f
}

// walked walks the XML of all parts with encoding/xml and gives its size and
// the shortest of three times, unpacking included.
func walked(b *testing.B, data []byte) (size int64, best time.Duration) {
	for range 3 {
		start := time.Now()
		size = 0
		z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			b.Fatal(err)
		}
		for _, f := range z.File {
			in, err := f.Open()
			if err != nil {
				b.Fatal(err)
			}
			d := xml.NewDecoder(in)
			for err == nil {
				_, err = d.RawToken()
			}
			if err != io.EOF {
				b.Fatal(err)
			}
			size += int64(f.UncompressedSize64)
		}
		if took := time.Since(start); best == 0 || took < best {
			best = took
		}
	}
	return size, best
}

// heap gives in megabytes how much more the heap holds at most while a form is
// opened, garbage included, and how much more when only the form is left.
func heap(b *testing.B, data []byte) (peak, live float64) {
	runtime.GC()
	before := heapBytes()
	stop, most := make(chan bool), make(chan uint64)
	go func() {
		highest := uint64(0)
		for {
			select {
			case <-stop:
				most <- max(highest, heapBytes())
				return
			case <-time.After(time.Millisecond):
				highest = max(highest, heapBytes())
			}
		}
	}()
	f := opened(b, data)
	stop <- true
	peak = float64(<-most-before) / 1e6
	runtime.GC()
	live = float64(heapBytes()-before) / 1e6
	runtime.KeepAlive(f)
	return peak, live
}

func heapBytes() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}
