package report

import (
	"math"
	"strconv"
)

// The looks of numbers: with so many decimals, and the same with the thousands
// set apart.
const (
	mostDecimals = 6
	grouped      = mostDecimals + 1 // from a plain look to the one with thousands
)

// groupedFrom is where thousands are set apart: years, and other numbers of four
// digits, are read without.
const groupedFrom = 10_000

// numberLook is how a number with so many decimals is formatted.
func numberLook(v float64, decimals int) look {
	l := number0 + look(decimals)
	if math.Abs(v) >= groupedFrom {
		l += grouped
	}
	return l
}

// look formats a figure of a summary. The mean and the standard deviation have
// the decimals that the spread makes sense of. All others are numbers that
// somebody gave, or lie between two such: they have the decimals that they
// need, and no more than a mean would.
func (d *Numbers) look(f figure) look {
	spread := 0.0
	if d.SD != nil {
		spread = *d.SD
	}
	fine := sensible(spread)
	if spread > 0 && (f.name == meanWord || f.name == sdWord) {
		return numberLook(*f.value, fine)
	}
	most := max(fine, 2)
	if math.Abs(*f.value) >= groupedFrom { // there nobody reads hundredths
		most = fine
	}
	return numberLook(*f.value, needed(*f.value, most))
}

// sensible gives the decimals of figures that spread so far, so that about
// three digits of the spread are read.
func sensible(spread float64) int {
	switch {
	case spread <= 0:
		return 2
	case spread >= 1000:
		return 0
	case spread >= 10:
		return 1
	case spread >= 0.1:
		return 2
	}
	return min(1-int(math.Floor(math.Log10(spread))), mostDecimals)
}

// needed gives the fewest decimals that show a number as it is, most where more
// would be needed.
func needed(v float64, most int) int {
	for n := range most {
		if short, err := strconv.ParseFloat(strconv.FormatFloat(v, 'f', n, 64), 64); err == nil && short == round15(v) {
			return n
		}
	}
	return most
}

// decimalFormat is the format of numbers as Excel writes it.
func decimalFormat(decimals int, thousands bool) string {
	format := "0"
	if thousands {
		format = "#,##0"
	}
	if decimals > 0 {
		format += "." + "000000"[:decimals]
	}
	return format
}
