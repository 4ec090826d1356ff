package report

// hideRows withholds the figures of rows that point at fewer than small
// people. Where the counts add up to n, one hidden row could be had from the
// others: then the smallest of the rest is hidden with it, until what is
// hidden comes to small at least.
func hideRows(rows []Row, small int, additive bool) {
	counts := make([]int, len(rows))
	for i, r := range rows {
		counts[i] = r.Count
	}
	for i, hidden := range hide(counts, small, additive) {
		if hidden {
			rows[i] = Row{Code: rows[i].Code, Label: rows[i].Label, Hidden: true}
		}
	}
}

// hideBins is hideRows for a histogram, whose bars always add up.
func hideBins(bins []Bin, small int) {
	counts := make([]int, len(bins))
	for i, b := range bins {
		counts[i] = b.Count
	}
	for i, hidden := range hide(counts, small, true) {
		if hidden {
			bins[i].Count, bins[i].Hidden = 0, true
		}
	}
}

// hide says which counts to withhold. Zeros stay: nobody is behind them.
func hide(counts []int, small int, additive bool) []bool {
	hidden := make([]bool, len(counts))
	number, sum := 0, 0
	take := func(i int) { hidden[i] = true; number++; sum += counts[i] }
	for i, c := range counts {
		if c > 0 && c < small {
			take(i)
		}
	}
	for additive && number > 0 && (number < 2 || sum < small) {
		next := -1
		for i, c := range counts {
			if c > 0 && !hidden[i] && (next < 0 || c < counts[next]) {
				next = i
			}
		}
		if next < 0 {
			break
		}
		take(next)
	}
	return hidden
}
