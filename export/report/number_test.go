package report

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestQuantile compares with R's quantile(x, p, type = 7).
func TestQuantile(t *testing.T) {
	tests := []struct {
		x    []float64
		p    float64
		want float64
	}{
		{[]float64{1, 2, 3, 4}, 0.25, 1.75},
		{[]float64{1, 2, 3, 4}, 0.5, 2.5},
		{[]float64{1, 2, 3, 4}, 0.75, 3.25},
		{[]float64{1, 2, 3, 4, 10}, 0.8, 5.2},
		{[]float64{7}, 0.25, 7},
		{[]float64{1, 2}, 0, 1},
		{[]float64{1, 2}, 1, 2},
	}
	for _, tt := range tests {
		if got := Quantile(tt.x, tt.p); math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("quantile %v of %v: %v, want %v", tt.p, tt.x, got, tt.want)
		}
	}
}

func TestHistogram(t *testing.T) {
	tests := []struct {
		x    []float64
		want string
	}{
		{nil, ""},
		{[]float64{3}, "3:1"},
		{[]float64{0.5, 0.5}, "0.5:2"},
		{[]float64{1, 1, 2, 5}, "1:2 2:1 3:0 4:0 5:1"},
		{[]float64{-2, 0, 1}, "-2:1 -1:0 0:1 1:1"},
		{[]float64{18, 25, 33, 47, 60}, "10 – <20:1 20 – <30:1 30 – <40:1 40 – <50:1 50 – <60:0 60 – <70:1"},
		{append(make([]float64, 10), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 500),
			"0 – <5:14 5 – <10:5 10 – <15:5 ≥ 15:7"},
		{[]float64{0.1, 0.2, 0.25, 0.6}, "0.1 – <0.2:1 0.2 – <0.3:2 0.3 – <0.4:0 0.4 – <0.5:0 0.5 – <0.6:0 0.6 – <0.7:1"},
	}
	for _, tt := range tests {
		var got []string
		for _, b := range histogram(tt.x) {
			got = append(got, fmt.Sprintf("%s:%d", b.Label, b.Count))
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%v: %s\nwant %s", tt.x, s, tt.want)
		}
	}
}

// TestHistogramCountsEveryone: whatever the numbers, each is in one bar, and
// the bars are few.
func TestHistogramCountsEveryone(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		x := make([]float64, 1+rng.IntN(300))
		scale := math.Pow(10, float64(rng.IntN(24)-12))
		for i := range x {
			x[i] = rng.NormFloat64() * scale
			if rng.IntN(2) == 0 {
				x[i] = math.Round(x[i])
			}
		}
		slices.Sort(x)
		sum := 0
		bins := histogram(x)
		for _, b := range bins {
			sum += b.Count
		}
		if sum != len(x) || len(bins) > 20 || x[0] < bins[0].From || x[len(x)-1] >= bins[len(bins)-1].To {
			t.Fatalf("%d of %d numbers in %d bars, %v–%v", sum, len(x), len(bins), x[0], x[len(x)-1])
		}
	}
}
