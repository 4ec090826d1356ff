package export

import (
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// What spreadsheets and people do to values.
func TestValuesThatWereChanged(t *testing.T) {
	asText := func(t *testing.T, f *excelize.File, at, raw string) { f.SetCellStr("data", at, raw) }
	asNumber := func(t *testing.T, f *excelize.File, at, raw string) {
		n, err := strconv.ParseFloat(raw, 64)
		if err != nil {
			t.Fatal(err)
		}
		f.SetCellValue("data", at, n)
	}
	text := func(change func(string) string) func(*testing.T, *excelize.File, string, string) {
		return func(t *testing.T, f *excelize.File, at, raw string) { f.SetCellStr("data", at, change(raw)) }
	}
	unstyled := func(t *testing.T, f *excelize.File, at, raw string) {
		if err := f.SetCellStyle("data", at, at, 0); err != nil {
			t.Fatal(err)
		}
	}
	days := func(layout ...string) func(*testing.T, string) string {
		return inExcel(func(t *testing.T, f *excelize.File) {
			for i, s := range layout {
				f.SetCellStr("data", at(t, f, "data", "since", i+2), s)
			}
		})
	}
	formula := func(text, cached string) func(*testing.T, string) string {
		return inExcel(func(t *testing.T, f *excelize.File) {
			cell := at(t, f, "data", "age", 3)
			if cached == "" {
				f.SetCellValue("data", cell, nil)
			}
			f.SetCellFormula("data", cell, text)
		})
	}
	corpus(t, []mutilation{
		{"numbers to text", throughout("data", "age", asText), "6 taken", nil},
		{"decimals to text with a comma", throughout("data", "wage", text(func(s string) string { return strings.Replace(s, ".", ",", 1) })), "6 taken", nil},
		{"decimals with zeros", throughout("data", "wage", text(func(s string) string { return s + "0" })), "6 taken, 6 repaired", []string{"data 3 wage: \"11.50\" was \"11.5\""}},
		{"codes to numbers", throughout("data", "code", asNumber), "6 taken, 6 repaired", []string{"data 3 code: \"71\" was \"0071\""}},
		{"thousands with a blank", typing(map[string]any{"wage": "11 000,50"}), "5 taken, 1 edited", []string{"data 3 wage: wage given \"11.5\" -> given \"11 000,50\""}},
		{"an answer in thousands", typing(map[string]any{"age": "1,200"}), "5 taken, 1 edited", []string{"data 3 age: Its comma or point may divide thousands or begin a fraction"}},
		{"dates as numbers", throughout("data", "since", unstyled), "6 taken", nil},
		{"dates as text", throughout("data", "since", func(t *testing.T, f *excelize.File, at, raw string) {
			shown, _ := f.GetCellValue("data", at)
			f.SetCellStr("data", at, shown)
		}), "6 taken", nil},
		{"day and month swapped", days("2024-01-02", "2024-02-02", "2024-03-02"), "6 taken, 2 repaired", []string{"data 2 since: \"2024-01-02\" was \"2024-02-01\""}},
		{"days retyped in Russian", days("01.02.2024", "2 февраля 2024 г.", "3 фев. 2024"), "6 taken, 2 repaired", []string{"data 3 since: \"2 февраля 2024 г.\" was \"2024-02-02\""}},
		{"days retyped in German", days("1.2.2024", "2. Februar 2024", "3. Feb. 2024"), "6 taken, 2 repaired", []string{"data 3 since: \"2. Februar 2024\" was \"2024-02-02\""}},
		{"days retyped in English", days("February 1, 2024", "2 Feb 2024", "2/3/2024"), "6 taken, 3 repaired", []string{"data 2 since: \"February 1, 2024\" was \"2024-02-01\"", "data 4 since: \"2/3/2024\" was \"2024-02-03\""}},
		{"another day", days("2024-02-27"), "5 taken, 1 edited", []string{"data 2 since: since given \"2024-02-01\" -> given \"2024-02-27\""}},
		{"a number as 1E+12", typing(map[string]any{"code": "1E+12"}), "5 taken, 1 edited", []string{"data 3 code: code given \"0071\" -> given \"1E+12\""}},
		{"trailing blanks", throughout("data", "sector", text(func(s string) string { return s + "  " })), "6 taken", nil},
		{"hard blanks", throughout("data", "langs", text(func(s string) string { return strings.ReplaceAll(s, " ", "\u00a0") })), "6 taken, 6 repaired", []string{"data 2 langs: \"ru\\u00a0uz\" was \"ru uz\""}},
		{"hard blanks around", throughout("data", "sector", text(func(s string) string { return "\u00a0" + s + "\u00a0" })), "6 taken, 6 repaired", []string{"data 3 sector: \"\\u00a0shop\\u00a0\" was \"shop\""}},
		{"Cyrillic look-alikes in a choice", throughout("data", "sector", text(func(s string) string { return swapLetters(s, latinAlike, cyrillicAlike) })), "6 taken, 6 repaired", []string{"data 3 sector: \"shор\" was \"shop\""}},
		{"labels instead of codes", typing(map[string]any{"sector": "метка farm"}), "5 taken, 1 edited", []string{"data 3 sector: sector given \"shop\" -> given \"метка farm\""}},
		{"another choice", typing(map[string]any{"sector": "farm"}), "5 taken, 1 edited", []string{"data row 3 (uuid:0001): A cell was changed: data!F3 (sector).", "data 3 sector: sector given \"shop\" -> given \"farm\""}},
		{"a choice that is none", typing(map[string]any{"sector": "mine"}), "5 taken, 1 edited", []string{"data 3 sector: sector given \"shop\" -> given \"mine\""}},
		{"a formula, with its value", formula("30+1", "31"), "6 taken", nil},
		{"a formula without a value", formula("30+1", ""), "5 taken, 1 edited", []string{"data 3 age: age given \"31\" -> not reached \"\""}},
		{"an error #N/A", typing(map[string]any{"note": "#N/A"}), "5 taken, 1 edited", []string{"data row 3 (uuid:0001): A cell was changed: data!M3 (note)."}},
		{"truth", typing(map[string]any{"age": true}), "5 taken, 1 edited", []string{"data 3 age: age given \"31\" -> given \"1\""}},
		{"a text in letters of several kinds", inExcel(func(t *testing.T, f *excelize.File) {
			f.SetCellRichText("data", at(t, f, "data", "sector", 2), []excelize.RichTextRun{{Text: "fa", Font: &excelize.Font{Bold: true}}, {Text: "rm"}})
		}), "6 taken", nil},
		{"comments", inExcel(func(t *testing.T, f *excelize.File) {
			f.AddComment("data", excelize.Comment{Cell: "C3", Author: "K", Text: "call back"})
		}), "6 taken", nil},
		{"colours by condition", inExcel(func(t *testing.T, f *excelize.File) {
			style, _ := f.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: "9A0511"}})
			f.SetConditionalFormat("data", "A1:Z9", []excelize.ConditionalFormatOptions{{Type: "cell", Criteria: ">", Format: &style, Value: "6"}})
		}), "6 taken", nil},
		{"a sheet that is locked", inExcel(func(t *testing.T, f *excelize.File) {
			f.ProtectSheet("data", &excelize.SheetProtectionOptions{Password: "x", AlgorithmName: "SHA-512"})
		}), "6 taken", nil},
		{"every style lost", inExcel(func(t *testing.T, f *excelize.File) {
			for _, sheet := range []string{"data", "members"} {
				f.SetCellStyle(sheet, "A1", "AZ20", 0)
			}
		}), "6 taken", nil},
		{"a name for an area", inExcel(func(t *testing.T, f *excelize.File) {
			f.SetDefinedName(&excelize.DefinedName{Name: "Ages", RefersTo: "data!$C$2:$C$7"})
		}), "6 taken", nil},
		{"what was refused, typed over", typing(map[string]any{"woke": "07:30"}), "5 taken, 1 edited", []string{"data 3 woke: woke refused \"\" -> given \"07:30\""}},
		{"an answer cleared", typing(map[string]any{"note": nil}), "5 taken, 1 edited", []string{"-> not reached \"\""}},
		{"a zero for what is empty", typing(map[string]any{"woke": 0}), "5 taken, 1 edited", []string{"data 3 woke: woke refused \"\" -> given \"0\""}},
		{"an interviewer changed", typing(map[string]any{"_interviewer": "KZ08"}), "5 taken, 1 edited", []string{"data 3 _interviewer: Anketa keeps this column itself."}},
		{"a state changed", typing(map[string]any{"_states": ""}), "5 taken, 1 edited", []string{"data 3 woke: woke refused \"\" -> not reached \"\""}},
		{"a remark beside the table", inExcel(func(t *testing.T, f *excelize.File) { f.SetCellStr("data", "XFD3", "call back") }), "6 taken", nil},
		{"totals below", inExcel(func(t *testing.T, f *excelize.File) {
			f.SetCellStr("data", "A9", "Итого")
			f.SetCellFormula("data", "C9", "SUM(C2:C7)")
		}), "6 taken, 2 refused", []string{"data row 9 (Итого): The row has no _hash", "data: 7 rows are here, and 6 were written."}},
	})
}
