package report

import (
	"math"
	"strings"
	"unicode/utf8"
)

// A page is a sheet before anything knows of spreadsheets: lines of cells with
// their heights, and charts beside them.
type page struct {
	name   string
	widths []float64 // of the columns, in characters
	lines  []line
	charts []chart
	frozen int   // lines at the top that stay in sight
	blocks []int // the lines at which a printed page may end
	mark   string
}

// A line is a row with its height in points.
type line struct {
	height float64
	cells  []cell
}

// A cell is a value in a column, with how it looks.
type cell struct {
	column int // from 0
	value  any // string, int or float64
	look   look
	span   int    // columns that it covers; 0 and 1 are one
	sheet  string // of a link; "" where none
	line   int    // of a link, from 0
}

// look is how a cell is formatted.
type look uint8

const (
	plainText look = iota
	wrapped
	strong
	title
	heading
	remark
	warned
	head
	headNumber
	whole0 // a count
	strongCount
	percent
	linked
	dotted        // a hidden figure
	behind        // covered by a chart
	behindPercent // the same
	number0       // a figure; see numberLook
	lookCount     = number0 + 2*grouped
)

// A chart draws lines first to last of its page: names in one column, values
// in another.
type chart struct {
	line          int // at whose top it stands
	column        int
	indent        int // pixels from the column's left edge
	width, height int // in pixels
	names, values int // columns
	first, last   int
	upright       bool // columns side by side, as a histogram; else bars
	title         string
	whiskers      bool    // their lengths stand downColumn and upColumn behind its own
	room          float64 // the part of the width that is left for the names of bars
	most          float64 // where the axis of shares ends
}

const (
	lineHeight = 13.25 // points, of one line of text
	pixels     = 96.0 / 72
)

// add appends a line, as high as its longest text needs, and gives its number.
func (p *page) add(cells ...cell) int {
	high := 1
	for _, c := range cells {
		if s, ok := c.value.(string); ok {
			high = max(high, textLines(s, p.across(c), c.look))
		}
	}
	p.lines = append(p.lines, line{height: float64(high)*lineHeight + 1.75, cells: cells})
	return len(p.lines) - 1
}

// across is how wide a cell is, in characters.
func (p *page) across(c cell) float64 {
	wide := 0.0
	for i := c.column; i < c.column+max(c.span, 1); i++ {
		wide += p.widths[i]
	}
	return wide
}

// textLines estimates how many lines a text takes. Letters are taken to be
// wider than they mostly are: half a line too much is better than a word that
// cannot be read.
func textLines(s string, width float64, l look) int {
	per := 1.05
	switch l {
	case title:
		per = 1.75
	case heading, head, headNumber, strong:
		per = 1.15
	case plainText, linked, behind:
		return 1
	}
	room := max(int(width/per), 1)
	lines, used := 1, 0
	for _, word := range strings.Fields(s) {
		n := utf8.RuneCountInString(word)
		if used > 0 && used+1+n > room {
			lines, used = lines+1, 0
		}
		if used > 0 {
			used++
		}
		used += n
		for used > room {
			lines, used = lines+1, used-room
		}
	}
	if l == title {
		lines = int(math.Ceil(float64(lines) * 1.5))
	}
	return lines
}

// height gives the pixels of the lines from one to another, this one left out.
func (p *page) height(from, to int) int {
	points := 0.0
	for _, l := range p.lines[from:to] {
		points += l.height
	}
	return int(points * pixels)
}

// draw puts a chart beside what stands from a line on, and leaves room below
// so that nothing follows before the chart ends.
func (p *page) draw(c chart) {
	p.charts = append(p.charts, c)
	for p.height(c.line, len(p.lines)) < c.height+10 {
		p.lines = append(p.lines, line{height: lineHeight})
	}
}

// printedHeight is what goes on a printed page, in points: A4 across, at the
// scale that the widths of a section come to.
const (
	printedScale  = 66 // per cent
	printedHeight = 735
	between       = 2 // blank lines after each table
)

// gap ends a table.
func (p *page) gap() {
	for range between {
		p.add()
	}
}

// breaks gives the lines before which a printed page should end, so that no
// table is cut which fits on one.
func (p *page) breaks() []int {
	var out []int
	top := 0
	for i, from := range p.blocks {
		to := len(p.lines)
		if i+1 < len(p.blocks) {
			to = p.blocks[i+1]
		}
		if from > top && float64(p.height(top, to-between))/pixels > printedHeight && i > 0 {
			out = append(out, from)
			top = from
		}
	}
	return out
}

// opening puts the title, the way back and the mark on top of a page.
func (p *page) opening(w words, name string, span int) {
	p.add(cell{value: name, look: title, span: span})
	if p.mark != "" {
		p.add(cell{value: p.mark, look: warned, span: span})
	}
	if p.name != w.say(contents) {
		p.add(cell{value: w.say(backWord), look: linked, span: 2, sheet: w.say(contents)})
	}
	p.frozen = len(p.lines)
	p.lines = append(p.lines, line{height: lineHeight / 2})
}
