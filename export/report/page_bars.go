package report

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"
)

const (
	letter    = 6.2  // pixels of a letter in a chart
	widestBar = 0.45 // the most that names may take of a chart's width
)

// The columns behind a chart, which it covers, from the one where it begins:
// the name of each bar, and how far its whisker goes down and up.
const (
	barColumn = iota
	downColumn
	upColumn
)

// bars draws shares, the first row on top. A bar is named by its answer and
// its figure, and an interval is drawn from lengths: neither can be had from
// the table, so both stand in cells behind the chart.
func (b block) bars(top, first int, rows []Row, withInterval bool, n int) {
	rows = rows[:min(len(rows), mostCharted)]
	c := chart{
		line: top, column: b.charts, width: chartWidth, height: 70,
		names: b.charts + barColumn, values: shareColumn, first: first, last: first + len(rows) - 1,
		title: fmt.Sprintf("n = %d", n), most: axisEnd(rows), whiskers: withInterval,
	}
	names := make([]string, len(rows))
	longest := 0
	for i, r := range rows {
		names[i] = b.barName(r)
		longest = max(longest, utf8.RuneCountInString(names[i]))
	}
	c.room = min(0.04+float64(longest)*letter/chartWidth, widestBar)
	for i, r := range rows {
		l := &b.page.lines[first+i]
		l.cells = append(l.cells, cell{column: b.charts + barColumn, value: names[i], look: behind})
		if withInterval && !r.Hidden {
			l.cells = append(l.cells,
				cell{column: b.charts + downColumn, value: r.Share - r.Low, look: behindPercent}, cell{column: b.charts + upColumn, value: r.High - r.Share, look: behindPercent})
		}
		c.height += 13 + 13*textLines(names[i], c.room*chartWidth/letter, wrapped)
	}
	c.height = max(c.height, b.page.height(top, first+len(rows))+10) // it covers them
	b.page.draw(c)
}

// barName is the answer, or its code where it has no words, and the share.
func (b block) barName(r Row) string {
	name := r.Label
	if name == "" {
		name = r.Code
	}
	share := b.words.say(hiddenWord)
	if !r.Hidden {
		share = b.words.number(100*r.Share, 1) + "\u00a0%"
	}
	return cut(strings.TrimSpace(name), 90) + "  " + share
}

// axisEnd is where an axis of shares ends: the next 5 % above all that is
// drawn.
func axisEnd(rows []Row) float64 {
	most := 0.05
	for _, r := range rows {
		most = max(most, r.Share, r.High)
	}
	return round15(min(math.Ceil(most*20)/20, 1))
}
