package report

import (
	"cmp"
	"slices"

	"anketa/survey"
)

// A decision is what may be shown of one question, or of one part of it. Its
// own table and the one of the sample are made from the same decision, as what
// one of them holds back would follow from the other.
type decision struct {
	table    Table
	base     Base
	withheld Lines // of base: those hold 0
	rows     []Row // Shares, Multiple, Places
	hidden   bool  // nothing may be shown
}

// decide counts a part of a question over so many units and withholds what
// points at few people. Where few gave an answer nothing is shown: n follows
// from any share.
func (f finisher) decide(n *node, part string, units int) decision {
	f = f.of(n)
	t := n.tallies[part]
	if t == nil {
		t = &tally{}
	}
	d := decision{table: f.table(n.item, t), base: t.base}
	d.base.Units = units
	d.base.NotAsked = units - d.base.asked()
	if d.listed() {
		d.rows = f.rows(n.item, t)
		hideRows(d.rows, d.base.Given, f.small)
	}
	if f.small == 0 {
		return d
	}
	d.withheld = d.base.hide(f.small, f.shared[n], n.item.Type.Kind == survey.CalculateKind)
	if few(units, f.small) || few(d.base.Given, f.small) || n.item.Sensitivity >= tellsNobody && d.base.fewWithout(d.withheld, f.small) {
		return decision{table: d.table, hidden: true}
	}
	for i, k := range d.base.lines() {
		if d.withheld[i] {
			*k = 0
		}
	}
	return d
}

// tellsNobody is the sensitivity from which on it is not even told that a few
// gave no answer.
const tellsNobody = 3

func few(k, small int) bool { return k > 0 && k < small }

// fewWithout says whether what is withheld comes to few, which follows from n
// and the number of all.
func (b Base) fewWithout(withheld Lines, small int) bool {
	sum := 0
	for i, k := range b.lines() {
		if withheld[i] {
			sum += *k
		}
	}
	return few(sum, small)
}

// hide says which lines of a base to withhold: those of few, and where one would
// follow from the others, which add up to the units, another one with it. That
// is the smallest of the other reasons why there is no answer, as long as what
// is hidden comes to few, and one that nobody had where there is none. n is
// shown, or nothing of the table is. How many were not asked is no cover, as
// other questions tell it; with shared it is part of what one of them hides. A
// calculation shows two lines, and so hides both or none.
func (b Base) hide(small int, shared, calculation bool) Lines {
	var out Lines
	number, sum := 0, 0
	lines := b.lines()
	take := func(i int) { out[i] = true; number++; sum += *lines[i] }
	for i, k := range lines {
		if i != givenLine && (few(*k, small) || i == notAskedLine && shared) {
			take(i)
		}
	}
	if calculation {
		if number > 0 || few(b.asked()-b.Given, small) {
			return Lines{dontKnowLine: true, refusedLine: true, notApplicableLine: true, notReachedLine: true, notAskedLine: true, unusableLine: true}
		}
		return Lines{}
	}
	cover := []int{refusedLine, dontKnowLine, notReachedLine, notApplicableLine, unusableLine}
	slices.SortStableFunc(cover, func(i, j int) int { return cmp.Compare(*lines[i], *lines[j]) })
	for _, i := range cover {
		if number > 0 && !out[i] && *lines[i] > 0 && (number < 2 || sum < small) {
			take(i)
		}
	}
	for _, i := range cover {
		if number == 1 && !out[i] && i != unusableLine {
			take(i)
		}
	}
	return out
}

// listed says whether a table has a row for each code.
func (d decision) listed() bool {
	return d.table == Shares || d.table == Multiple || d.table == Places
}

// hiddenParts says which parts of a question may not be shown: those whose
// units are withheld in the table of the question that parts it, and those
// with few units. How many are in no part follows from n of the parting
// question: the parts must hide each other, and not it.
func (f finisher) hiddenParts(n *node, parts []string) map[string]bool {
	out := map[string]bool{}
	if f.small == 0 {
		return out
	}
	units := n.unit.parts[n.by]
	f.hideFew(out, units, slices.DeleteFunc(slices.Clone(parts), func(part string) bool { return part == "" }))
	by := f.count.root
	for name := range n.by.Path().Steps() {
		by = by.children[name]
	}
	d := f.decide(by, "", f.count.root.unit.n)
	for _, part := range parts {
		out[part] = out[part] || by.by != nil || d.hidden || d.withholds(part)
	}
	return out
}

// hideFew adds the parts of few units to those that are hidden, with so many
// others that these do not follow from the number of all.
func (f finisher) hideFew(out map[string]bool, units map[string]int, parts []string) {
	counts := make([]int, len(parts))
	for i, part := range parts {
		counts[i] = units[part]
	}
	for i, hidden := range hide(counts, f.small, true) {
		out[parts[i]] = out[parts[i]] || hidden
	}
}

// withholds says whether the row of a code is hidden.
func (d decision) withholds(code string) bool {
	return slices.ContainsFunc(d.rows, func(r Row) bool { return r.Code == code && r.Hidden })
}

// hideRows withholds the figures of rows that point at fewer than small
// people out of n. Where those shown come to fewer than n, the others must have
// given a hidden answer: then the smallest of the rest is hidden with it, until
// what is hidden comes to small at least. That is so wherever one answer alone
// can be given, and may be so where several can.
func hideRows(rows []Row, n, small int) {
	counts := make([]int, len(rows))
	for i, r := range rows {
		counts[i] = r.Count
	}
	hidden := hide(counts, small, false)
	shown := 0
	for i, k := range counts {
		if !hidden[i] {
			shown += k
		}
	}
	if shown < n {
		hidden = hide(counts, small, true)
	}
	withhold(rows, hidden)
}

// withhold takes the figures out of rows. Where the most frequent stand first,
// the place of a row would tell of its count: there the hidden ones stand last,
// in the order of their codes.
func withhold(rows []Row, hidden []bool) {
	for i := range rows {
		if hidden[i] {
			rows[i] = Row{Code: rows[i].Code, Label: rows[i].Label, Hidden: true}
		}
	}
	if len(rows) <= mostCharted {
		return
	}
	var shown, last []Row
	for _, r := range rows {
		if r.Hidden {
			last = append(last, r)
		} else {
			shown = append(shown, r)
		}
	}
	slices.SortFunc(last, func(a, b Row) int {
		return cmp.Or(cmp.Compare(len(a.Code), len(b.Code)), cmp.Compare(a.Code, b.Code))
	})
	copy(rows, append(shown, last...))
}

// hideBins is hideRows for a histogram, whose bars always add up; true where
// a bar is hidden.
func hideBins(bins []Bin, small int) bool {
	counts := make([]int, len(bins))
	for i, b := range bins {
		counts[i] = b.Count
	}
	hidden := hide(counts, small, true)
	for i := range bins {
		if hidden[i] {
			bins[i].Count, bins[i].Hidden = 0, true
		}
	}
	return slices.Contains(hidden, true)
}

// hideNumbers withholds what is one person's, and the bars of few. Where each
// bar is one value, the mean, the deviation and the quantiles would tell how
// many stand behind a hidden one, and are withheld with it.
func (q *Question) hideNumbers(sorted []float64, small int) {
	if small == 0 || q.Numbers == nil {
		return
	}
	q.Numbers.Min, q.Numbers.Max = nil, nil
	bars := 0
	for _, b := range q.Bins {
		if b.Count > 0 {
			bars++
		}
	}
	if hideBins(q.Bins, small) && len(slices.Compact(slices.Clone(sorted))) == bars {
		q.Numbers = nil
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
