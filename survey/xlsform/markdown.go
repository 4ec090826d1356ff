package xlsform

import (
	"strings"

	"anketa/survey/ooxml"
)

// workbookOf makes a workbook of a form as pyxform's tests and documents write
// it, so that it is read, kept and exported as any other:
//
//	| survey |              |      |       |
//	|        | type         | name | label |
//	|        | integer      | age  | Age   |
//
// A row whose first cell is filled begins a sheet; what follows in that row is
// the headings, or else they are in the next row. A bar inside a cell is
// written \|. Lines that are no table row, rulers (|---|), and what stands behind
// the last bar of a row are left out.
func workbookOf(text string) []byte {
	var sheets []*ooxml.Sheet
	var s *ooxml.Sheet
	for line := range strings.Lines(text) {
		cells := tableRow(line)
		if cells == nil {
			continue
		}
		if cells[0] != "" {
			s = &ooxml.Sheet{Name: cells[0]}
			sheets = append(sheets, s)
			if blankRow(cells[1:]) {
				continue
			}
		}
		if s != nil {
			s.Add(cells[1:]...)
		}
	}
	return ooxml.Workbook(sheets...)
}

// tableRow gives the cells of a row, nil where the line is none.
func tableRow(line string) []string {
	line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
	if len(line) < 2 || line[0] != '|' {
		return nil
	}
	line = line[:strings.LastIndexByte(line, '|')+1]
	if strings.Trim(line, "|-: ") == "" && strings.Contains(line, "-") {
		return nil
	}
	var cells []string
	var cell strings.Builder
	for i := 1; i < len(line); i++ {
		switch {
		case line[i] == '\\' && i+2 < len(line) && line[i+1] == '|':
			cell.WriteByte('|')
			i++
		case line[i] == '|':
			cells = append(cells, strings.TrimSpace(cell.String()))
			cell.Reset()
		default:
			cell.WriteByte(line[i])
		}
	}
	return cells
}
