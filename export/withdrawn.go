package export

import (
	"context"
	"strconv"
	"time"

	"anketa/survey/message"
)

// A Withdrawn is an interview that was withdrawn: whoever has a workbook with
// its answers deletes them, and no merge takes them back. The sheet _withdrawn
// lists them.
type Withdrawn struct {
	Key    string
	Case   string // its case code; "" where it had none
	Day    string // on which it was withdrawn: 2026-05-01
	By     string // code of whoever did
	Device string // the laptop that it was made on, and its running number there
	Number int    // 0 where that is not known
}

const withdrawnSheet = "_withdrawn"

var withdrawnHead = []string{keyColumn, "case_code", "day", "by", "device", "number"}

// withdrawn writes the sheet _withdrawn.
func (w *writer) withdrawn() (*sheet, error) {
	s := w.sheet(withdrawnSheet, ownLook(44, 20, 14, 14, 20, 10))
	if err := s.row(headings(withdrawnHead...)); err != nil {
		return nil, err
	}
	for _, x := range w.o.Withdrawn {
		cells := words(noStyle, x.Key, x.Case, x.Day, x.By, x.Device)
		if x.Number > 0 {
			cells = append(cells, cell{numberCell, noStyle, strconv.Itoa(x.Number)})
		}
		if err := s.row(cells); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// mostNumbered bounds what a file can say of a running number.
const mostNumbered = 1 << 31

// withdrawn is the way back. A line whose key was taken away says nothing of
// any interview and is passed over.
func (rd *reading) withdrawn(ctx context.Context) error {
	if !rd.grid.has(withdrawnSheet) {
		if rd.said.rows[withdrawnSheet] > 0 {
			rd.refuse(Refusal{Sheet: withdrawnSheet, Why: message.New("The sheet is not there."), Hint: message.New("Take the workbook as it was exported: which interviews were withdrawn stands in it.")})
		}
		return nil
	}
	var at map[string]int
	lines := 0
	err := rd.grid.rows(ctx, withdrawnSheet, func(line int, cells []cell) error {
		if at == nil {
			at = map[string]int{}
			for i := range cells {
				at[keyText(textAt(cells, i))] = i + 1
			}
			return nil
		}
		text := func(column string) string { return keyText(textAt(cells, at[column]-1)) }
		x := Withdrawn{Key: text(keyColumn), Case: text("case_code"), Day: text("day"), By: text("by"), Device: text("device")}
		if x.Key == "" {
			return nil
		}
		lines++
		if _, err := time.Parse(time.DateOnly, x.Day); err != nil {
			x.Day = ""
		}
		if n, err := strconv.Atoi(number.take(cellAt(cells, at["number"]-1))); err == nil && n > 0 && n < mostNumbered {
			x.Number = n
		}
		rd.book.Withdrawn = append(rd.book.Withdrawn, x)
		return nil
	})
	if err == nil {
		rd.count(withdrawnSheet, lines)
	}
	return err
}
