package export

import (
	"slices"
	"testing"

	"github.com/xuri/excelize/v2"

	"anketa/survey"
)

// What people do to the columns, rows and sheets of a workbook.
func TestTablesThatWereRearranged(t *testing.T) {
	reversed := func(rows [][]seen) [][]seen {
		for _, row := range rows {
			slices.Reverse(row)
		}
		return rows
	}
	upsideDown := func(rows [][]seen) [][]seen { slices.Reverse(rows[1:]); return rows }
	without := func(sheet string) func(*testing.T, string) string {
		return inExcel(func(t *testing.T, f *excelize.File) { f.DeleteSheet(sheet) })
	}
	called := func(sheet, now string) func(*testing.T, string) string {
		return inExcel(func(t *testing.T, f *excelize.File) { f.SetSheetName(sheet, now) })
	}
	heading := func(sheet, column, now string) func(*testing.T, string) string {
		return inExcel(func(t *testing.T, f *excelize.File) { f.SetCellStr(sheet, at(t, f, sheet, column, 1), now) })
	}
	corpus(t, []mutilation{
		{"columns reordered", arrange("data", reversed), "6 taken", nil},
		{"columns of a repeat reordered", arrange("members", reversed), "6 taken", nil},
		{"a column renamed", heading("data", "age", "Возраст"), "6 taken, 1 repaired", []string{"data 1 age: \"Возраст\" was \"age\""}},
		{"a column of a repeat renamed", heading("members", "age", "Alter"), "6 taken, 1 repaired", []string{"members 1 age: \"Alter\" was \"age\""}},
		{"headers in capitals", heading("data", "age", "AGE "), "6 taken", nil},
		{"headers translated", arrange("data", func(rows [][]seen) [][]seen {
			for i := range rows[0] {
				rows[0][i].raw = "Вопрос " + rows[0][i].raw
			}
			return rows
		}), "6 taken, 27 repaired", []string{`data 1 KEY: "Вопрос KEY" was "KEY"`, `data 1 age: "Вопрос age" was "age"`}},
		{"headers translated and columns reordered", arrange("data", func(rows [][]seen) [][]seen {
			for i := range rows[0] {
				rows[0][i].raw = "Вопрос " + rows[0][i].raw
			}
			return reversed(rows)
		}), "0 taken, 1 refused", []string{"has a cell KEY, so the columns have no names. Put the row of names back."}},
		{"headers of a repeat translated", arrange("members", func(rows [][]seen) [][]seen {
			for i := range rows[0] {
				rows[0][i].raw = "Вопрос " + rows[0][i].raw
			}
			return rows
		}), "6 taken, 7 repaired", []string{`members 1 PARENT_KEY: "Вопрос PARENT_KEY" was "PARENT_KEY"`}},
		{"the row of names deleted", arrange("data", func(rows [][]seen) [][]seen { return append(rows[1:], make([]seen, len(rows[0]))) }), "6 taken, 1 repaired", []string{`data 1 KEY: "" was "KEY"`}},
		{"two headers changed places", arrange("data", func(rows [][]seen) [][]seen {
			rows[0][1].raw, rows[0][2].raw = "Возраст", "Код"
			return rows
		}), "6 taken, 2 repaired", []string{`data 1 code: "Возраст" was "code"`}},
		{"remarks in the place of a column", arrange("data", func(rows [][]seen) [][]seen {
			rows[0][2].raw = "Замечания"
			for i := range rows[1:] {
				rows[i+1][2] = seen{excelize.CellTypeSharedString, "проверено", 0}
			}
			return rows
		}), "0 taken, 6 edited, 1 refused", []string{"data row 1: The column age is missing."}},
		{"a column deleted", arrange("data", func(rows [][]seen) [][]seen {
			for i := range rows {
				rows[i] = slices.Delete(rows[i], 2, 3)
			}
			return rows
		}), "0 taken, 6 edited, 1 refused", []string{"data row 1: The column age is missing."}},
		{"Cyrillic look-alikes in a header", heading("data", "age", "аgе"), "6 taken", nil},
		{"Cyrillic look-alikes in the header KEY", heading("data", "KEY", "КЕУ"), "6 taken", nil},
		{"a hard blank in a header", heading("data", "_states", "_states\u00a0"), "6 taken", nil},
		{"a column added", inExcel(func(t *testing.T, f *excelize.File) {
			f.InsertCols("data", "C", 1)
			f.SetCellStr("data", "C1", "comment")
			f.SetCellStr("data", "C3", "call back")
		}), "6 taken", nil},
		{"a column hidden", inExcel(func(t *testing.T, f *excelize.File) { f.SetColVisible("data", "C", false) }), "6 taken", nil},
		{"rows filtered", inExcel(func(t *testing.T, f *excelize.File) {
			f.AutoFilter("data", "A1:J7", []excelize.AutoFilterOptions{{Column: "C", Expression: "x > 33"}})
			for row := 2; row < 5; row++ {
				f.SetRowVisible("data", row, false)
			}
		}), "6 taken", nil},
		{"rows filtered and the rest deleted", arrange("data", func(rows [][]seen) [][]seen { return rows[:4] }), "3 taken, 7 refused", []string{"data: 3 rows are here, and 6 were written."}},
		{"a title above, merged", inExcel(func(t *testing.T, f *excelize.File) {
			f.InsertRows("data", 1, 2)
			f.SetCellStr("data", "A1", "Опрос 2026")
			f.MergeCell("data", "A1", "H1")
		}), "6 taken", nil},
		{"rows sorted", arrange("data", upsideDown), "6 taken", nil},
		{"rows of a repeat sorted", arrange("members", upsideDown), "6 taken", nil},
		{"one column sorted apart", arrange("data", func(rows [][]seen) [][]seen {
			for i := 1; i < 4; i++ {
				rows[i][2], rows[7-i][2] = rows[7-i][2], rows[i][2]
			}
			return rows
		}), "0 taken, 6 refused", []string{"data row 2 (uuid:0000): The columns were sorted apart: what stands in age belongs to other rows."}},
		{"a row deleted", arrange("data", func(rows [][]seen) [][]seen { return slices.Delete(rows, 3, 4) }), "5 taken, 3 refused", []string{"data: 5 rows are here, and 6 were written.", "members row 6 (uuid:0002/members[#k1]): No row of the sheet data has its PARENT_KEY."}},
		{"a row emptied", arrange("data", func(rows [][]seen) [][]seen { clear(rows[3]); return rows }), "5 taken, 3 refused", []string{"data: 5 rows are here, and 6 were written."}},
		{"a row duplicated", arrange("data", func(rows [][]seen) [][]seen { return append(rows, rows[2]) }), "6 taken, 1 again, 1 refused", []string{"data: 7 rows are here, and 6 were written."}},
		{"a row of a repeat deleted", arrange("members", func(rows [][]seen) [][]seen { return slices.Delete(rows, 3, 4) }), "5 taken, 1 edited, 1 refused", []string{"members: 11 rows are here, and 12 were written.", "Its row was taken out: instance 1 of members, which belongs to the row 3 of the sheet data."}},
		{"a row of a repeat duplicated", arrange("members", func(rows [][]seen) [][]seen { return append(rows, rows[2]) }), "5 taken, 1 edited, 1 refused", []string{"data row 2 (uuid:0000): The row cannot be read: its sheet members has one KEY twice."}},
		{"a row of a repeat without parent", typing(map[string]any{"members.PARENT_KEY": "uuid:9999"}), "5 taken, 1 edited, 1 refused", []string{"members row 3 (uuid:0000/members[#k2]): No row of the sheet data has its PARENT_KEY."}},
		{"empty rows between", arrange("data", func(rows [][]seen) [][]seen {
			return slices.Insert(slices.Insert(rows, 5, nil, nil), 2, nil)
		}), "6 taken", nil},
		{"a row typed by hand", arrange("data", func(rows [][]seen) [][]seen {
			return append(rows, []seen{{excelize.CellTypeSharedString, "K7-12", 0}, {}, {raw: "44"}})
		}), "6 taken, 2 refused", []string{"data row 8 (K7-12): The row has no _hash, so Anketa did not write it.", "data: 7 rows are here, and 6 were written."}},
		{"the heading pasted again", arrange("data", func(rows [][]seen) [][]seen { return slices.Insert(rows, 4, rows[0]) }), "6 taken, 2 refused", []string{"data row 5 (KEY): Its _hash was changed."}},
		{"rows copied from another workbook", foreign(map[string]int{"data": 1}), "6 taken, 1 edited, 1 refused", []string{"data: 7 rows are here, and 6 were written.", "data row 8 (uuid:1000): Something of the interview is not as Anketa wrote it: a row of its repeats"}},
		{"two workbooks pasted together", foreign(map[string]int{"data": written, "members": 2 * written}), "12 taken, 2 refused", []string{"data: 12 rows are here, and 6 were written.", "members: 24 rows are here, and 12 were written."}},
		{"_hash deleted", arrange("data", func(rows [][]seen) [][]seen {
			for i := range rows {
				rows[i] = rows[i][:len(rows[i])-1]
			}
			return rows
		}), "0 taken, 8 refused", []string{"data row 1: The column _hash is missing.", "data row 2 (uuid:0000): The row has no _hash"}},
		{"_hash typed over", typing(map[string]any{"_hash": "ok"}), "5 taken, 2 refused", []string{"data row 3 (uuid:0001): Its _hash was changed."}},
		{"_hash of the row above", arrange("data", func(rows [][]seen) [][]seen {
			rows[2][len(rows[2])-1] = rows[1][len(rows[1])-1]
			return rows
		}), "5 taken, 1 edited, 1 refused", []string{"data row 3 (uuid:0001): Something of the interview is not as Anketa wrote it", "data: Its rows are not the ones that were written."}},
		{"the header of _check deleted", heading("data", "_check", ""), "6 taken, 1 repaired", []string{`data 1 _check: "" was "_check"`}},
		{"_check and the header of age deleted", func(t *testing.T, path string) string {
			path = heading("data", "age", "Возраст")(t, path)
			return throughout("data", "_check", func(_ *testing.T, f *excelize.File, at, _ string) { f.SetCellStr("data", at, "") })(t, path)
		}, "0 taken, 6 edited, 1 refused", []string{"data row 1: The column age is missing."}},
		{"KEY edited", typing(map[string]any{"KEY": "uuid:mine"}), "5 taken, 1 edited, 2 refused", []string{"data row 3 (uuid:mine): A cell was changed: data!A3 (KEY)."}},
		{"KEY of another row", typing(map[string]any{"KEY": "uuid:0004"}), "5 taken, 1 edited, 2 refused", []string{"data row 3 (uuid:0004): A cell was changed: data!A3 (KEY)."}},
		{"merged cells", inExcel(func(t *testing.T, f *excelize.File) {
			f.SetCellValue("data", "C4", nil)
			f.SetCellValue("data", "C5", nil)
			f.MergeCell("data", "C3", "C5")
		}), "4 taken, 2 edited", []string{"data row 4 (uuid:0002): A cell was changed: data!C4 (age).", "data 4 age: age given \"32\" -> not reached"}},
		{"extra sheets", inExcel(func(t *testing.T, f *excelize.File) {
			f.NewSheet("Сводная")
			f.SetCellFormula("Сводная", "A1", "SUM(data!C2:C7)")
		}), "6 taken", nil},
		{"README removed", without("README"), "6 taken", nil},
		{"data removed", without("data"), "0 taken, 1 refused", []string{"data: The sheet is not there."}},
		{"members removed", without("members"), "0 taken, 6 edited, 1 refused", []string{"members: The sheet is not there.", "data row 2 (uuid:0000): Something of the interview"}},
		{"data_labels removed", without("data_labels"), "6 taken", nil},
		{"members_labels removed", without("members_labels"), "6 taken", nil},
		{"codebook removed", without("codebook"), "6 taken", nil},
		{"codes removed", without("codes"), "6 taken", nil},
		{"_versions removed", without("_versions"), "6 taken, 1 refused", []string{"_versions: The sheet is not there."}},
		{"_export removed", without("_export"), "unreadable", []string{"sheet _export: it is not there, so this workbook was not written by Anketa."}},
		{"data renamed", called("data", "Данные"), "0 taken, 1 refused", []string{"data: The sheet is not there."}},
		{"members renamed", called("members", "Sheet2"), "0 taken, 6 edited, 1 refused", []string{"members: The sheet is not there."}},
		{"_export renamed", called("_export", "export"), "unreadable", []string{"sheet _export: it is not there"}},
		{"a sheet in capitals", called("data", "DATA"), "6 taken", nil},
		{"sheets reordered", inExcel(func(t *testing.T, f *excelize.File) { f.MoveSheet("_export", "README") }), "6 taken", nil},
		{"sheets hidden", inExcel(func(t *testing.T, f *excelize.File) { f.SetSheetVisible("_export", false, true) }), "6 taken", nil},
	})
}

// foreign pastes rows of another workbook below, by how many each sheet gets.
func foreign(rows map[string]int) func(*testing.T, string) string {
	return func(t *testing.T, path string) string {
		f, _ := answered(0)
		other, err := excelize.OpenFile(write(t, strangers(), Options{Forms: []*survey.Form{f}}))
		if err != nil {
			t.Fatal(err)
		}
		defer other.Close()
		for sheet, n := range rows {
			path = arrange(sheet, func(all [][]seen) [][]seen { return append(all, cellsOf(t, other, sheet)[1:n+1]...) })(t, path)
		}
		return path
	}
}
