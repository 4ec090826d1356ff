package report

import (
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/gonum/stat"
)

// describe sums numbers up; it sorts them. nil where there are none.
func describe(x []float64) *Numbers {
	if len(x) == 0 {
		return nil
	}
	slices.Sort(x)
	mean, sd := stat.MeanStdDev(x, nil)
	d := &Numbers{N: len(x), Mean: mean, Min: &x[0], Max: &x[len(x)-1], Q1: Quantile(x, 0.25), Median: Quantile(x, 0.5), Q3: Quantile(x, 0.75)}
	if len(x) > 1 {
		d.SD = &sd
	}
	return d
}

// Quantile gives the quantile of type 7 (Hyndman and Fan 1996; Excel's
// PERCENTILE.INC, R's default) of sorted numbers, of which there is at least
// one. gonum has types 1 and 4 only.
func Quantile(sorted []float64, p float64) float64 {
	at := p * float64(len(sorted)-1)
	below := int(at)
	if below+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	low, high := sorted[below], sorted[below+1]
	return low + (at-float64(below))*(high-low)
}

const (
	mostValues = 13 // whole numbers in no wider a range get a bar each
	mostBins   = 12
)

// histogram sorts numbers into bars with round edges: one for each value where
// they are few whole numbers, else about as many as Sturges' rule asks for.
// Where a few numbers lie far above the rest, as amounts of money do, the last
// bar takes all of them: else it would be the first one that takes all others.
func histogram(sorted []float64) []Bin {
	if len(sorted) == 0 {
		return nil
	}
	low, high := sorted[0], sorted[len(sorted)-1]
	if whole(sorted) && high-low < mostValues {
		return fill(sorted, low, 1, int(high-low)+1, true)
	}
	if low == high {
		return []Bin{{From: low, To: math.Nextafter(low, math.Inf(1)), Label: format(low), Count: len(sorted)}}
	}
	end := high
	if most := Quantile(sorted, 0.95); most > low && high-low > 4*(most-low) {
		end = most
	}
	wanted := min(math.Ceil(math.Log2(float64(len(sorted))))+1, mostBins)
	step := roundStep((end - low) / max(wanted, 5))
	if whole(sorted) {
		step = max(step, 1)
	}
	first := math.Floor(low/step) * step
	bins := fill(sorted, first, step, int(math.Floor((end-first)/step))+1, false)
	if last := &bins[len(bins)-1]; high >= last.To {
		last.To, last.Label = math.Nextafter(high, math.Inf(1)), "≥ "+format(last.From)
	}
	return bins
}

// fill counts sorted numbers into n bars of one width. Single ones are named
// by their value, others by both edges.
func fill(sorted []float64, first, step float64, n int, single bool) []Bin {
	bins := make([]Bin, n)
	edge := func(i int) float64 { return round15(first + float64(i)*step) }
	for i := range bins {
		bins[i].From, bins[i].To = edge(i), edge(i+1)
		bins[i].Label = format(bins[i].From)
		if !single {
			bins[i].Label += " – <" + format(bins[i].To)
		}
	}
	i := 0
	for _, x := range sorted {
		for i < n-1 && x >= bins[i].To {
			i++
		}
		bins[i].Count++
	}
	return bins
}

// roundStep gives the next of 1, 2, 2.5, 5 times a power of ten.
func roundStep(step float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(step)))
	for _, m := range []float64{1, 2, 2.5, 5} {
		if step <= m*power*(1+1e-9) {
			return m * power
		}
	}
	return 10 * power
}

func whole(x []float64) bool {
	return !slices.ContainsFunc(x, func(v float64) bool { return v != math.Trunc(v) || math.Abs(v) > 1e15 })
}

// round15 rounds to the 15 digits that a spreadsheet keeps, so that an edge is
// 0.3 and not 0.30000000000000004.
func round15(v float64) float64 {
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
	if err != nil {
		return v
	}
	return r
}

func format(v float64) string { return strconv.FormatFloat(round15(v), 'f', -1, 64) }
