package xlsform

import "strings"

// readTables reads a form as pyxform's tests and documents write it:
//
//	| survey |              |      |       |
//	|        | type         | name | label |
//	|        | integer      | age  | Age   |
//
// A row whose first cell is filled begins a sheet; what follows in that row is
// the headings, or else they are in the next row. A bar inside a cell is
// written \|. Lines that are no table row, rulers (|---|), and what stands behind
// the last bar of a row are left out.
func readTables(text string) *book {
	b := &book{kept: keptInText(text)}
	var s *sheet
	for line := range strings.Lines(text) {
		cells := tableRow(line)
		if cells == nil {
			continue
		}
		if cells[0] != "" {
			s = &sheet{name: cells[0], read: true}
			b.sheets = append(b.sheets, s)
			if blankRow(cells[1:]) {
				continue
			}
		}
		if s != nil {
			s.rows = append(s.rows, cells[1:])
		}
	}
	return b
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
