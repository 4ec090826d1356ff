package report

import (
	"slices"

	"anketa/survey"
)

// sampleWidths are those of a section without the intervals.
var sampleWidths = slices.Delete(slices.Clone(sectionWidths), lowColumn, gapColumn)

// samplePage says which records are in and of what they are made up.
func (r *Report) samplePage() page {
	w, s := r.words, r.Sample
	p := page{name: w.say(sampleTitle), widths: sampleWidths, mark: r.Mark}
	p.opening(w, w.say(sampleTitle), len(sampleWidths))
	b := block{page: &p, words: w, charts: lowColumn + 1}
	b.named(w.say(readWord), s.Read, strongCount)
	for k := survey.Real; k <= survey.Simulated; k++ {
		if s.Excluded[k] > 0 {
			b.named(w.say(excludedWord)+": "+w.kind(k), s.Excluded[k], whole0)
		}
	}
	for _, left := range []struct {
		why word
		n   int
	}{{draftWord, s.Draft}, {otherForm, s.Other}, {furtherWord, s.Further}} {
		if left.n > 0 {
			b.named(w.say(excludedWord)+": "+w.say(left.why), left.n, whole0)
		}
	}
	for k := survey.Real; k <= survey.Simulated; k++ {
		if s.Included[k] > 0 {
			b.named(w.say(includedWord)+": "+w.kind(k), s.Included[k], whole0)
		}
	}
	b.named(w.say(includedWord), r.N, strongCount)
	p.add()
	for _, t := range s.Tables {
		p.blocks = append(p.blocks, len(p.lines))
		p.add(cell{value: t.Title, look: heading, span: lowColumn})
		top := b.header(false)
		first := b.rows(t.Rows, false, r.N)
		b.named(w.say(allInterviews), r.N, strongCount)
		drawn := t.Rows
		if last := len(drawn) - 1; drawn[last].Label == w.say(notStated) {
			drawn = drawn[:last] // its bar would dwarf the others
		}
		if len(drawn) > 1 {
			b.bars(top, first, drawn, false, r.N)
		}
		p.gap()
	}
	return p
}
