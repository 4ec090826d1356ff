package report

import (
	"fmt"
	"strings"

	"anketa/survey"
)

// The columns of a section: code, answer, count, share, both ends of its
// interval, a gap, and the chart.
const (
	codeColumn = iota
	labelColumn
	countColumn
	shareColumn
	lowColumn
	highColumn
	gapColumn
	chartColumn
)

const (
	tableSpan   = gapColumn
	chartWidth  = 595 // pixels
	mostCharted = 25  // bars
	besideTable = 24  // pixels, from a table of two columns to its chart
	fewest      = 30  // answers; below that a table says so
)

var sectionWidths = []float64{13, 48, 11, 11, 11, 11, 3, 10, 10, 10, 10, 10, 10, 10, 10}

// sectionPage lays out a section, and gives the line where each question
// begins.
func (r *Report) sectionPage(s Section) (page, []int) {
	p := page{name: s.Sheet, widths: sectionWidths, mark: r.Mark}
	p.opening(r.words, s.Label, len(sectionWidths))
	b := block{page: &p, words: r.words, charts: chartColumn}
	var at []int
	under := ""
	for _, q := range s.Questions {
		p.blocks = append(p.blocks, len(p.lines))
		if q.Under != under {
			under = q.Under
			if under != "" {
				p.add(cell{value: under, look: heading, span: tableSpan})
			}
		}
		at = append(at, len(p.lines))
		b.question(q)
	}
	return p, at
}

// A block puts tables on a page, one below the other.
type block struct {
	page   *page
	words  words
	charts int // the column in which bars begin, a gap behind the tables
}

func (b block) question(q Question) {
	b.page.add(cell{value: strings.TrimSpace(q.Name + "  " + q.wording()), look: heading, span: tableSpan})
	b.page.add(cell{value: b.remarks(q), look: remark, span: tableSpan})
	switch {
	case q.Hidden:
		b.page.add(cell{value: b.words.say(hiddenTable), look: remark, span: tableSpan})
	case q.Table == Numeric:
		b.numbers(q)
	case q.Table == Counted || !q.asked():
		b.base(q)
	default:
		b.shares(q)
	}
	b.page.gap()
}

// remarks are what a reader must know of a table, in one line.
func (b block) remarks(q Question) string {
	parts := []string{b.words.kindOf(q.Kind)}
	if len(q.Versions) > 0 {
		parts = append(parts, b.words.say(onlyVersions)+": "+strings.Join(q.Versions, ", "))
	}
	if q.Sensitivity > 0 {
		parts = append(parts, fmt.Sprintf("%s %d", b.words.say(sensitivityWord), q.Sensitivity))
	}
	if q.Unit != "" {
		parts = append(parts, b.words.say(allInstances)+": "+q.Unit)
	}
	note := map[Table]word{Counted: onlyCounted, Shares: interval, Multiple: severalCodes, Places: putFirst}
	if n, ok := note[q.Table]; ok && q.Base.Given > 0 {
		parts = append(parts, b.words.say(n))
	}
	if q.Partial {
		parts = append(parts, b.words.say(onlyGiven))
	}
	if len(q.Rows) > mostCharted && q.Base.Given > 0 {
		parts = append(parts, b.words.say(longList))
	}
	if n := q.Base.Given; n > 0 && n < fewest {
		parts = append(parts, b.words.say(fewCases))
	}
	return strings.Join(parts, " · ")
}

// shares puts a row for each code, the base below, and bars beside.
func (b block) shares(q Question) {
	top := b.header(true)
	first := b.rows(q.Rows, true, q.Base.Given)
	b.base(q)
	if q.Base.Given > 0 {
		b.bars(top, first, q.Rows, true, q.Base.Given)
	}
}

// header names the columns and gives its line.
func (b block) header(withInterval bool) int {
	w := b.words
	cells := []cell{
		{column: codeColumn, value: w.say(codeWord), look: head}, {column: labelColumn, value: w.say(labelWord), look: head},
		{column: countColumn, value: w.say(countWord), look: headNumber}, {column: shareColumn, value: w.say(shareWord), look: headNumber},
	}
	if withInterval {
		cells = append(cells, cell{column: lowColumn, value: w.say(lowWord), look: headNumber}, cell{column: highColumn, value: w.say(highWord), look: headNumber})
	}
	return b.page.add(cells...)
}

// rows puts the rows, which are shares of n, and gives the line of the first
// one. Nothing has a share of nobody.
func (b block) rows(rows []Row, withInterval bool, n int) int {
	first := len(b.page.lines)
	for _, r := range rows {
		cells := []cell{{column: codeColumn, value: r.Code}, {column: labelColumn, value: r.Label, look: wrapped}}
		if r.Hidden {
			cells = append(cells, cell{column: countColumn, value: b.words.say(hiddenWord), look: dotted}, cell{column: shareColumn, value: b.words.say(hiddenWord), look: dotted})
		} else {
			cells = append(cells, cell{column: countColumn, value: r.Count, look: whole0})
		}
		if n > 0 && !r.Hidden {
			cells = append(cells, cell{column: shareColumn, value: r.Share, look: percent})
		}
		if withInterval && n > 0 && !r.Hidden {
			cells = append(cells, cell{column: lowColumn, value: r.Low, look: percent}, cell{column: highColumn, value: r.High, look: percent})
		}
		b.page.add(cells...)
	}
	return first
}

// base puts n and, apart from it, those without an answer. Where nobody was
// asked, there is nothing to say of how they answered; a calculation has a
// value or none.
func (b block) base(q Question) {
	base, all := q.Base, allInterviews
	if q.Unit != "" {
		all = allInstances
	}
	line := func(name word, at int) {
		if q.Withheld[at] {
			b.page.add(cell{column: labelColumn, value: b.words.say(name), look: wrapped}, cell{column: countColumn, value: b.words.say(hiddenWord), look: dotted})
			return
		}
		b.count(name, *base.lines()[at], whole0)
	}
	b.count(nWord, base.Given, strongCount)
	switch {
	case !q.asked():
	case q.Kind == survey.CalculateKind && q.Withheld[notReachedLine]:
		line(noValue, notReachedLine)
	case q.Kind == survey.CalculateKind:
		b.count(noValue, base.asked()-base.Given, whole0)
	default:
		line(dontKnow, dontKnowLine)
		line(refused, refusedLine)
		line(notApplicable, notApplicableLine)
		line(notReached, notReachedLine)
		if base.Unusable > 0 || q.Withheld[unusableLine] {
			line(unusable, unusableLine)
		}
	}
	line(notAsked, notAskedLine)
	b.count(all, base.Units, strongCount)
}

func (b block) count(name word, k int, l look) { b.named(b.words.say(name), k, l) }

// named puts a count with its name.
func (b block) named(name string, k int, l look) {
	text := wrapped
	if l == strongCount {
		text = strong
	}
	b.page.add(cell{column: labelColumn, value: name, look: text}, cell{column: countColumn, value: k, look: l})
}

// numbers puts the summary of numbers, the base, and a histogram with its
// table.
func (b block) numbers(q Question) {
	w := b.words
	top := len(b.page.lines)
	if d := q.Numbers; d != nil {
		for _, v := range d.named() {
			cells := []cell{{column: labelColumn, value: w.say(v.name), look: wrapped}}
			switch {
			case v.value != nil:
				cells = append(cells, cell{column: countColumn, value: *v.value, look: d.look(v)})
			case v.name != sdWord:
				cells = append(cells, cell{column: countColumn, value: w.say(hiddenWord), look: dotted})
			}
			b.page.add(cells...)
		}
	}
	b.base(q)
	if len(q.Bins) == 0 {
		return
	}
	b.page.add(cell{column: labelColumn, value: w.say(valueWord), look: head}, cell{column: countColumn, value: w.say(countWord), look: headNumber})
	first := len(b.page.lines)
	for _, bin := range q.Bins {
		count := cell{column: countColumn, value: bin.Count, look: whole0}
		if bin.Hidden {
			count = cell{column: countColumn, value: w.say(hiddenWord), look: dotted}
		}
		b.page.add(cell{column: labelColumn, value: w.local(bin.Label)}, count)
	}
	b.page.draw(chart{
		line: top, column: countColumn + 1, indent: besideTable, width: chartWidth, height: 300,
		names: labelColumn, values: countColumn, first: first, last: len(b.page.lines) - 1, upright: true, title: fmt.Sprintf("n = %d", q.Base.Given),
	})
}

// A figure is one number of a summary; nil where there is none.
type figure struct {
	name  word
	value *float64
}

func (d *Numbers) named() []figure {
	return []figure{
		{meanWord, &d.Mean}, {sdWord, d.SD}, {minWord, d.Min}, {q1Word, &d.Q1},
		{medianWord, &d.Median}, {q3Word, &d.Q3}, {maxWord, d.Max},
	}
}
