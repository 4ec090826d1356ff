package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/export"
	"anketa/export/merge"
)

// gapsIn counts the laptops of which numbers or exports are missing.
func gapsIn(o *screen.Overview) int {
	n := 0
	for _, l := range o.Ledger.Laptops {
		if missesSomething(l) {
			n++
		}
	}
	return n
}

func missesSomething(l merge.Laptop) bool {
	return len(l.Missing) > 0 || l.Exports != nil && len(l.Exports.Missing) > 0
}

// A wordsPage is a page of sentences.
type wordsPage struct {
	v     *mergeView
	how   string // above them
	none  string // where there are none
	lines []balanceLine
	list  *field.List
}

func (p *wordsPage) focus() fyne.Focusable     { return p.list }
func (p *wordsPage) key(k *fyne.KeyEvent) bool { return false }
func (p *wordsPage) content() fyne.CanvasObject {
	p.list = field.NewList(func() int { return len(p.lines) }, func() fyne.CanvasObject { return paragraph("") }, func(i int, o fyne.CanvasObject) {
		l := o.(*widget.Label)
		l.Importance = p.lines[i].ink
		l.SetText(p.lines[i].cells[0])
	}, keysOr{p.key, p.v.app})
	p.list.Wraps = len(p.lines) <= mostWrapped
	p.list.OnPicked = func(i int) { p.v.app.tell(p.lines[i].cells[0], nil) }
	var middle fyne.CanvasObject = p.list
	if len(p.lines) == 0 {
		middle = container.NewStack(p.list, container.NewCenter(subtitleLow(p.none)))
	}
	return container.NewBorder(paragraph(p.how), nil, nil, nil, middle)
}

// mostWrapped is how many sentences are measured to be shown whole.
const mostWrapped = 200

// newGapPage tells of every laptop what has not arrived.
func newGapPage(v *mergeView) mergePage {
	p := &wordsPage{v: v, how: v.app.T("gaps.how"), none: v.app.T("gaps.none")}
	var whole []balanceLine
	for _, l := range v.overview().Ledger.Laptops {
		line := balanceLine{cells: []string{v.app.laptop(l)}}
		if missesSomething(l) {
			line.ink = widget.WarningImportance
			p.lines = append(p.lines, line)
		} else {
			whole = append(whole, line)
		}
	}
	p.lines = append(p.lines, whole...)
	if n := v.overview().Ledger.Unnumbered; n > 0 {
		p.lines = append(p.lines, balanceLine{cells: []string{v.app.T("gaps.unnumbered", "n", n)}})
	}
	return p
}

// laptop says of a laptop what has arrived and what has not.
func (a *App) laptop(l merge.Laptop) string {
	name := "gaps.laptop"
	if l.Simulated {
		name = "gaps.simulated"
	}
	words := []string{a.T(name, "laptop", deviceName(l.Device), "last", l.Last)}
	if len(l.Missing) == 0 {
		words = append(words, a.T("gaps.whole"))
	} else {
		words = append(words, a.T("gaps.missing", "runs", runs(l.Missing)))
	}
	for _, why := range []struct{ is, key string }{
		{export.OtherForm, "gaps.otherform"}, {export.Unfinished, "gaps.unfinished"}, {export.Discarded, "gaps.discarded"}, {export.Colleague, "gaps.colleague"},
	} {
		var known []merge.Run
		for _, k := range l.Known {
			if k.Why == why.is {
				known = append(known, k.Run)
			}
		}
		if len(known) > 0 {
			words = append(words, a.T(why.key, "runs", runs(known)))
		}
	}
	if x := l.Exports; x != nil && len(x.Missing) > 0 {
		words = append(words, a.T("gaps.exports.missing", "last", x.Last, "runs", runs(x.Missing)))
	} else if x != nil {
		words = append(words, a.T("gaps.exports", "last", x.Last))
	}
	return strings.Join(words, " ")
}

func runs(all []merge.Run) string {
	words := make([]string, len(all))
	for i, r := range all {
		words[i] = r.String()
	}
	return strings.Join(words, ", ")
}

// newDoublesPage tells what looks wrong and is left as it is.
func newDoublesPage(v *mergeView) mergePage {
	p := &wordsPage{v: v, how: v.app.T("doubles.how"), none: v.app.T("doubles.none")}
	for _, n := range v.overview().Account.Notices {
		p.lines = append(p.lines, balanceLine{cells: []string{v.app.lang.says(n)}})
	}
	return p
}
