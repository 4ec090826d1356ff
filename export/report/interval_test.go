package report

import (
	"math"
	"testing"
)

// TestWilson compares with R's prop.test(correct = FALSE) and with the test
// values of the questionnaire's analysis plan.
func TestWilson(t *testing.T) {
	tests := []struct {
		k, n      int
		low, high float64
		digits    int
	}{
		{7, 48, 0.072482, 0.271672, 6},
		{0, 10, 0, 0.277533, 6},
		{5, 30, 0.0734, 0.3356, 4},
		{50, 100, 0.4038, 0.5962, 4},
		{29, 384, 0.0531, 0.1064, 4},
		{10, 10, 1 - 0.277533, 1, 6},
		{0, 0, 0, 0, 6},
	}
	for _, tt := range tests {
		low, high := Wilson(tt.k, tt.n)
		near := func(a, b float64) bool { return math.Abs(a-b) <= 0.6*math.Pow(10, -float64(tt.digits)) }
		if !near(low, tt.low) || !near(high, tt.high) {
			t.Errorf("%d of %d: %.6f–%.6f, want %.6f–%.6f", tt.k, tt.n, low, high, tt.low, tt.high)
		}
	}
}

// TestWilsonHoldsItsShare: an interval has the share in it, is inside 0 and 1,
// and k and n−k mirror each other.
func TestWilsonHoldsItsShare(t *testing.T) {
	for n := 1; n <= 200; n++ {
		for k := 0; k <= n; k++ {
			low, high := Wilson(k, n)
			p := float64(k) / float64(n)
			if low < 0 || high > 1 || low > p || high < p {
				t.Fatalf("%d of %d: %v–%v", k, n, low, high)
			}
			l, h := Wilson(n-k, n)
			if math.Abs(l-(1-high)) > 1e-12 || math.Abs(h-(1-low)) > 1e-12 {
				t.Fatalf("%d of %d is not the mirror of %d", k, n, n-k)
			}
		}
	}
}
