package report

import (
	"fmt"
	"strings"
)

// pages lays a report out: the contents, the sample and a page for each
// section.
func (r *Report) pages() []page {
	sections := make([]page, len(r.Sections))
	at := make([][]int, len(r.Sections)) // on which line each question begins
	for i, s := range r.Sections {
		sections[i], at[i] = r.sectionPage(s)
	}
	return append([]page{r.contentsPage(at), r.samplePage()}, sections...)
}

const contentsSpan = 4

// contentsPage says what the report is and where things are.
func (r *Report) contentsPage(at [][]int) page {
	w := r.words
	p := page{name: w.say(contents), widths: []float64{34, 26, 70, 12}, mark: r.Mark}
	p.opening(w, r.Title, contentsSpan)
	for _, f := range r.facts() {
		p.add(cell{value: f[0], look: wrapped}, cell{column: 1, value: f[1], look: wrapped, span: 3})
	}
	p.add()
	p.add(cell{value: w.say(methodTitle), look: heading, span: contentsSpan})
	for _, m := range []word{methodBase, methodShare, methodNumber, methodText, methodSmall} {
		if m != methodSmall || r.Small > 0 {
			p.add(cell{value: w.say(m), look: wrapped, span: contentsSpan})
		}
	}
	p.add()
	p.add(cell{value: w.say(sheetWord), look: head}, cell{column: 1, value: w.say(holds), look: head, span: 2}, cell{column: 3, value: w.say(questionsWord), look: headNumber})
	p.add(link(0, w.say(sampleTitle), w.say(sampleTitle), 0), cell{column: 1, value: w.say(sampleTitle), look: wrapped, span: 2})
	for _, s := range r.Sections {
		p.add(link(0, s.Sheet, s.Sheet, 0), cell{column: 1, value: s.Label, look: wrapped, span: 2}, cell{column: 3, value: len(s.Questions), look: whole0})
	}
	p.add()
	p.add(cell{value: w.say(sheetWord), look: head}, cell{column: 1, value: w.say(questionWord), look: head}, cell{column: 2, look: head, value: ""}, cell{column: 3, value: "n", look: headNumber})
	for i, s := range r.Sections {
		for j, q := range s.Questions {
			p.add(cell{value: s.Sheet}, link(1, q.Name, s.Sheet, at[i][j]), cell{column: 2, value: q.wording(), look: wrapped}, q.n(w))
		}
	}
	return p
}

func link(column int, text, sheet string, line int) cell {
	return cell{column: column, value: text, look: linked, sheet: sheet, line: line}
}

// facts are what a report is of, as pairs of words.
func (r *Report) facts() [][2]string {
	w := r.words
	kinds := make([]string, len(r.Kinds))
	for i, k := range r.Kinds {
		kinds[i] = w.kind(k)
	}
	out := [][2]string{
		{w.say(formWord), r.Form},
		{w.say(versionWord), r.Version},
		{w.say(interviewsIn), fmt.Sprintf("n = %d", r.N)},
		{w.say(kindsIn), strings.Join(kinds, ", ")},
		{w.say(labelsIn), r.Language},
		{w.say(dateMade), r.Made.Format("2006-01-02")},
		{w.say(madeBy), r.Program},
		{w.say(digestWord), r.Digest},
	}
	if r.Small > 0 {
		out = append(out, [2]string{w.say(smallWord), fmt.Sprint(r.Small - 1)})
	}
	return out
}

// wording is the question's label with the part of the records that it is of.
func (q Question) wording() string {
	if q.Part == "" {
		return q.Label
	}
	return strings.TrimSpace(q.Label + " [" + q.Part + "]")
}

// n is how many answered, as a cell of the index.
func (q Question) n(w words) cell {
	if q.Hidden {
		return cell{column: 3, value: w.say(hiddenWord), look: dotted}
	}
	return cell{column: 3, value: q.Base.Given, look: whole0}
}
