package app

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
)

// A mappingPage has at the left the questions and choices that older versions
// of the form call otherwise than the newest, at the right what may stand for
// the marked one. A key says what does; nothing does by itself.
type mappingPage struct {
	v     *mergeView
	left  *field.List
	right *field.List
	more  *widget.Label // about the marked pair
}

func newMappingPage(v *mergeView) mergePage { return &mappingPage{v: v} }

// renamedColumns are the verdict, the question, what stands for it, and how
// many answers it has; candidateColumns are the question, its name, and how
// alike it is. Where the window is narrow, only the first two and one.
var (
	renamedColumns   = columns{2.5, 0, 8, 5.5}
	candidateColumns = columns{0, 8, 6.5}
)

func (p *mappingPage) focus() fyne.Focusable { return p.left }

func (p *mappingPage) content() fyne.CanvasObject {
	a := p.v.app
	before, cells := renamedColumns, candidateColumns
	if p.v.low() {
		before, cells = columns{2.5, 0}, columns{0}
	}
	p.left = field.NewList(func() int { return len(p.v.renamed) }, func() fyne.CanvasObject { return newCells(before, 3) }, func(i int, o fyne.CanvasObject) {
		showCells(o, p.line(i), len(before))
	}, keysOr{p.key, a})
	p.right = field.NewList(func() int { return len(p.candidates()) }, func() fyne.CanvasObject { return newCells(cells, 2) }, func(i int, o fyne.CanvasObject) {
		showCells(o, p.candidate(i), len(cells))
	}, keysOr{p.key, a})
	p.left.OnMarked, p.right.OnMarked = p.marked, func(int) { p.about() }
	p.left.OnPicked, p.right.OnPicked = func(int) { p.cross(true) }, func(int) { p.accept() }
	p.more = paragraph("")
	if len(p.v.renamed) == 0 {
		return container.NewStack(p.left, container.NewCenter(subtitleLow(a.T("mapping.none"))))
	}
	p.marked(p.left.Marked())
	sides := container.NewGridWithColumns(2,
		container.NewBorder(p.head(before, a.T("mapping.before"), a.T("mapping.name"), a.T("mapping.answers")), nil, nil, nil, p.left),
		container.NewBorder(p.head(cells, a.T("mapping.now"), a.T("mapping.name"), a.T("mapping.alike")), nil, nil, nil, p.right))
	buttons := flow(p.button("mapping.accept", "1"), p.button("mapping.refuse", "2"), p.button("mapping.later", "0"))
	if p.v.low() {
		return container.NewBorder(nil, container.NewVBox(p.more, buttons), nil, nil, sides)
	}
	return container.NewBorder(paragraph(a.T("mapping.how")), container.NewVBox(p.more, buttons), nil, nil, sides)
}

func (p *mappingPage) head(c columns, texts ...string) fyne.CanvasObject {
	if c[0] != 0 {
		texts = append([]string{""}, texts...)
	}
	row := newCells(c, len(c))
	showCells(row, balanceLine{cells: texts, bold: true}, len(c))
	return row
}

// showCells shows the first n cells of a line; one alone is a cell too.
func showCells(o fyne.CanvasObject, line balanceLine, n int) {
	line.cells = append(slices.Clone(line.cells), "")[:max(2, n)]
	if n == 1 {
		line.cells = line.cells[:1]
	}
	showBalanceRow(o, line)
}

func (p *mappingPage) button(name, digit string) *field.Button {
	return field.NewButton(p.v.app.labelledKey(p.v.app.T(name), digit), func() {
		p.do(fyne.KeyName(digit))
		p.v.app.window.Canvas().Focus(p.left)
	}, keysOr{p.key, p.v.app})
}

func (p *mappingPage) key(k *fyne.KeyEvent) bool {
	switch k.Name {
	case fyne.KeyRight:
		p.cross(true)
	case fyne.KeyLeft:
		p.cross(false)
	default:
		if _, ok := field.Digit(k.Name); !ok {
			return false
		}
		return p.do(k.Name)
	}
	return true
}

// cross takes the keyboard to the candidates, or back.
func (p *mappingPage) cross(over bool) {
	to := p.left
	if over && len(p.candidates()) > 0 {
		to = p.right
	}
	p.v.app.window.Canvas().Focus(to)
}

func (p *mappingPage) do(k fyne.KeyName) bool {
	digit, _ := field.Digit(k)
	switch digit {
	case 1:
		p.accept()
	case 2:
		p.decide(func(r screen.Renaming) { p.v.choices.Mapping.Decide(r, nil) })
	case 0:
		p.decide(p.v.choices.Mapping.Undo)
	default:
		return false
	}
	return true
}

// accept has the marked candidate stand for the marked question.
func (p *mappingPage) accept() {
	if i := p.right.Marked(); i >= 0 {
		to := p.candidates()[i]
		p.decide(func(r screen.Renaming) { p.v.choices.Mapping.Decide(r, &to) })
	}
}

// decide notes a decision about the marked question and goes on to the next,
// which may be the first of its choices.
func (p *mappingPage) decide(note func(screen.Renaming)) {
	r := p.renaming()
	if r == nil || p.v.job.running {
		return
	}
	was := *r
	note(was)
	p.v.rename()
	p.v.around()
	at := slices.IndexFunc(p.v.renamed, func(r screen.Renaming) bool { return r.Path == was.Path && r.Code == was.Code })
	p.left.Mark(at + 1)
	p.v.app.window.Canvas().Focus(p.left)
}

// renaming is the marked one, nil where there is none.
func (p *mappingPage) renaming() *screen.Renaming {
	if i := p.left.Marked(); i >= 0 {
		return &p.v.renamed[i]
	}
	return nil
}

func (p *mappingPage) candidates() []screen.Counterpart {
	if r := p.renaming(); r != nil {
		return r.Candidates
	}
	return nil
}

// marked shows the candidates of a question: what was decided is marked, else
// the likeliest.
func (p *mappingPage) marked(int) {
	at := 0
	if r := p.renaming(); r != nil && r.To != nil {
		at = slices.IndexFunc(r.Candidates, func(c screen.Counterpart) bool { return c.Path == r.To.Path && c.Code == r.To.Code })
	}
	p.right.Mark(max(at, 0))
}

// about says what the marked pair would come to.
func (p *mappingPage) about() {
	a, r := p.v.app, p.renaming()
	if r == nil || p.more == nil {
		return
	}
	all := []string{a.T("mapping.which", "name", named(r.Path, r.Code), "label", r.Label, "type", r.Type, "n", len(r.Versions), "versions", strings.Join(r.Versions, ", "))}
	moved := a.T("mapping.moved", "n", r.Answers, "interviews", r.Interviews)
	switch i := p.right.Marked(); {
	case r.Refused:
		all = append(all, a.T("mapping.refused"))
	case r.To != nil:
		all = append(all, a.T("mapping.is", "name", named(r.To.Path, r.To.Code), "label", r.To.Label)+" "+moved)
	case i < 0:
		all = append(all, a.T("mapping.nothing"))
	default:
		to := r.Candidates[i]
		all = append(all, a.T("mapping.maybe", "name", named(to.Path, to.Code), "label", to.Label)+" "+moved)
	}
	p.more.SetText(strings.Join(all, "\n"))
}

// named is the last name of a question, or a choice of it.
func named(path, code string) string {
	name := path[strings.LastIndexByte(path, '/')+1:]
	if code != "" {
		return name + " = " + code
	}
	return name
}

func (p *mappingPage) line(i int) balanceLine {
	r := p.v.renamed[i]
	line := balanceLine{cells: []string{"?", cmp.Or(r.Label, r.Path), named(r.Path, ""), fmt.Sprint(r.Answers)}}
	if r.Code != "" {
		line.cells[1], line.cells[2] = p.choice(i), named(r.Path, r.Code)
	}
	switch {
	case r.Refused:
		line.cells[0], line.ink = "✗", widget.LowImportance
	case r.To != nil:
		line.cells[0], line.ink = "✓", widget.SuccessImportance
	case !r.Open():
		line.cells[0] = "–"
	}
	return line
}

// choice names a choice: below its question, or with it where that is no line
// of the list.
func (p *mappingPage) choice(i int) string {
	r := p.v.renamed[i]
	label := cmp.Or(r.Label, r.Code)
	if slices.ContainsFunc(p.v.renamed[:i], func(q screen.Renaming) bool { return q.Path == r.Path && q.Code == "" }) {
		return "     " + label
	}
	return label + " · " + cmp.Or(r.Question, r.Path)
}

func (p *mappingPage) candidate(i int) balanceLine {
	r := p.renaming()
	if r == nil || i >= len(r.Candidates) {
		return balanceLine{cells: []string{"", "", ""}}
	}
	c := r.Candidates[i]
	line := balanceLine{cells: []string{cmp.Or(c.Label, c.Path), named(c.Path, ""), fmt.Sprint(c.Likeness, " %")}}
	if c.Code != "" {
		line.cells[0], line.cells[1] = cmp.Or(c.Label, c.Code), c.Code
	}
	if r.To != nil && r.To.Path == c.Path && r.To.Code == c.Code {
		line.ink = widget.SuccessImportance
	}
	return line
}
