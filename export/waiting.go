package export

import "unsafe"

// Rows that wait in memory may take so much: a file that is small and says of
// itself that its tables are wide would take any amount.
const (
	freelyKept  = 96 << 20
	mostKept    = 100 // times the file
	cellsWeight = int(unsafe.Sizeof(cell{}) + unsafe.Sizeof(mark{}))
)

// wait counts what a row takes that is kept.
func (rd *reading) wait(w *row) error {
	if rd.kept += cellsWeight * len(w.cells); int64(rd.kept) > freelyKept+mostKept*rd.grid.size {
		return bomb("sheet " + w.table.sheet)
	}
	return nil
}
