package report

import (
	"strings"
	"testing"
)

// TestNumberLooks holds how the figures of some numbers are formatted: mean,
// standard deviation, least, quartiles, greatest.
func TestNumberLooks(t *testing.T) {
	tests := []struct {
		name string
		x    []float64
		want string
	}{
		{"years", []float64{1986, 1990, 2004, 2011}, "0.0 0.0 0 0 0 0.00 0"},
		{"ages", []float64{18, 25, 40}, "0.0 0.0 0 0.0 0 0.0 0"},
		{"a few children", []float64{0, 0, 1, 2}, "0.00 0.00 0 0 0.0 0.00 0"},
		{"amounts", []float64{900, 12_000, 45_000}, "#,##0 #,##0 0 0 #,##0 #,##0 #,##0"},
		{"weights", []float64{1.25, 1.5, 1.75}, "0.00 0.00 0.00 0.00 0.0 0.00 0.00"},
		{"small ones", []float64{0.001, 0.002, 0.0045}, "0.0000 0.0000 0.000 0.0000 0.000 0.0000 0.0000"},
		{"one", []float64{2004}, "0 0 0 0 0 0"},
		{"all alike", []float64{2.5, 2.5}, "0.0 0 0.0 0.0 0.0 0.0 0.0"},
	}
	styles := lookStyles()
	for _, tt := range tests {
		d := describe(tt.x)
		var got []string
		for _, f := range d.named() {
			if f.value != nil {
				got = append(got, *styles[d.look(f)].CustomNumFmt)
			}
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, s, tt.want)
		}
	}
}
