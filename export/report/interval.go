package report

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// z is the normal quantile of a two-sided 95 % interval, 1.959964.
var z = distuv.UnitNormal.Quantile(0.975)

// Wilson gives the 95 % interval of the share k of n, without continuity
// correction (Wilson 1927). It stays within 0 and 1 and has a width also for
// k = 0 and k = n. Where n is 0 there is none, and both ends are 0.
func Wilson(k, n int) (low, high float64) {
	if n <= 0 {
		return 0, 0
	}
	p, m, zz := float64(k)/float64(n), float64(n), z*z
	centre := (p + zz/(2*m)) / (1 + zz/m)
	half := z / (1 + zz/m) * math.Sqrt(p*(1-p)/m+zz/(4*m*m))
	low, high = max(centre-half, 0), min(centre+half, 1)
	// Both ends are exact where the formula leaves the last bit to rounding.
	if k == 0 {
		low = 0
	}
	if k == n {
		high = 1
	}
	return low, high
}
