package app

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"anketa/export/merge"
)

// This file is the table in which the balances of workbooks stand.

// balanceColumns are a file, its laptop, its interviewers, when it was made,
// and seven counts, in letters.
var balanceColumns = columns{0, 5.5, 5, 8, 5, 5, 6.5, 7, 6, 6.5, 7.5}

// leadColumns are those before the counts.
const leadColumns = 4

// A balanceLine is a line of cells, or a sentence in the first one.
type balanceLine struct {
	cells []string
	bold  bool
	ink   widget.Importance
}

func counts(name string, about []string, b merge.Balance) balanceLine {
	cells := append([]string{name}, about...)
	for _, n := range []int{b.Read, b.Added, b.Known, b.Superseded, b.Joined, b.Conflict, b.Refused} {
		if n == 0 {
			cells = append(cells, "·")
			continue
		}
		cells = append(cells, fmt.Sprint(n))
	}
	return balanceLine{cells: cells}
}

// balanceHead is the row above them; third is what stands before the counts.
func balanceHead(a *App, third string) fyne.CanvasObject {
	head := newBalanceRow()
	showBalanceRow(head, balanceLine{cells: []string{a.T("balance.file"), a.T("balance.laptop"), a.T("balance.who"), third,
		a.T("balance.read"), a.T("balance.added"), a.T("balance.known"), a.T("balance.superseded"), a.T("balance.joined"),
		a.T("balance.conflict"), a.T("balance.refused")}, bold: true})
	return head
}

// A row has its cells, and a label over the whole width for a sentence, which
// goes on below where a list measures its rows.
func newBalanceRow() fyne.CanvasObject {
	row := newCells(balanceColumns, leadColumns)
	whole := row.(*fyne.Container).Objects[0].(*fyne.Container).Objects[1].(*widget.Label)
	whole.Truncation, whole.Wrapping = fyne.TextTruncateOff, fyne.TextWrapWord
	return row
}

// newCells makes a row of a table; the cells from lead on hold numbers.
func newCells(c columns, lead int) fyne.CanvasObject {
	cells := make([]fyne.CanvasObject, len(c))
	for i := range cells {
		l := widget.NewLabel("")
		l.Truncation = fyne.TextTruncateEllipsis
		if i >= lead {
			l.Alignment = fyne.TextAlignTrailing
		}
		cells[i] = l
	}
	whole := widget.NewLabel("")
	whole.Truncation = fyne.TextTruncateEllipsis
	return container.New(lowLayout{}, container.NewStack(container.New(c, cells...), whole))
}

func showBalanceRow(o fyne.CanvasObject, line balanceLine) {
	parts := o.(*fyne.Container).Objects[0].(*fyne.Container).Objects
	cells, whole := parts[0].(*fyne.Container), parts[1].(*widget.Label)
	sentence := len(line.cells) == 1
	cells.Hidden, whole.Hidden = sentence, !sentence
	if sentence {
		whole.Importance = line.ink
		whole.SetText(line.cells[0])
		return
	}
	for i, text := range line.cells {
		l := cells.Objects[i].(*widget.Label)
		l.TextStyle.Bold, l.Importance = line.bold, line.ink
		l.SetText(text)
	}
}
