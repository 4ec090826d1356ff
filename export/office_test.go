package export

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"anketa/survey"
)

// An officeCase is something that a person does in LibreOffice, as Basic, and
// what is to be said of it by locale: "" is for all.
type officeCase struct {
	name string
	do   string // doc is the workbook, Cell(doc, column) a cell in row 3 of data
	want map[string]string
	told map[string]string
}

var officeCases = []officeCase{
	{"opened and saved", "", all("6 taken"), nil},
	{"through ods", `doc = Again(doc)`, all("6 taken"), nil},
	{"the same decimal", `Cell(doc, "wage").FormulaLocal = "11,5"`, all("6 taken"), nil},
	{"another decimal", `Cell(doc, "wage").FormulaLocal = "12,5"`, all("5 taken, 1 edited"), all(`wage given "11.5" -> given "12.5"`)},
	{"a decimal with a point", `Cell(doc, "wage").FormulaLocal = "11.5"`, all("6 taken"), nil},
	{"thousands", `Cell(doc, "age").FormulaLocal = "1.200"`, all("5 taken, 1 edited"), map[string]string{"": `age given "31" -> given "1`, "ru-RU": "data 3 age: Its comma or point may divide thousands or begin a fraction"}},
	{"the same day", `Cell(doc, "since").FormulaLocal = "02.02.2024"`, all("6 taken"), nil},
	{"the same day with slashes", `Cell(doc, "since").FormulaLocal = "2/2/2024"`, map[string]string{"": "6 taken, 1 repaired", "en-US": "6 taken"}, nil},
	{"another day", `Cell(doc, "since").FormulaLocal = "12.03.2026"`, all("5 taken, 1 edited"), all(`since given "2024-02-02" -> given "2026-03-12"`)},
	{"a code into a cell without a look", `Cell(doc, "code").NumberFormat = 0 : Cell(doc, "code").FormulaLocal = "0071"`, all("6 taken, 1 repaired"), all(`code: "71" was "0071"`)},
	{"a code typed again", `Cell(doc, "code").FormulaLocal = "0071"`, all("6 taken"), nil},
	{"a formula", `Cell(doc, "age").FormulaLocal = "=30+1"`, all("6 taken"), nil},
	{"a formula with an error", `Cell(doc, "age").FormulaLocal = "=1/0"`, all("5 taken, 1 edited"), nil},
	{"truth", `Cell(doc, "age").Formula = "=TRUE()"`, all("5 taken, 1 edited"), nil},
	{"an answer cleared", `Cell(doc, "note").String = ""`, all("5 taken, 1 edited"), all(`-> not reached ""`)},
	{"rows sorted", `Sort doc, 0, 60`, all("6 taken"), nil},
	{"a column sorted apart", `Sort doc, 2, 2`, all("0 taken, 6 refused"), all("The columns were sorted apart")},
	{"a row deleted", `doc.Sheets.getByName("data").Rows.removeByIndex(3, 1)`, all("5 taken, 3 refused"), all("5 rows are here, and 6 were written.")},
	{"a column deleted", `doc.Sheets.getByName("data").Columns.removeByIndex(2, 1)`, all("0 taken, 6 edited, 1 refused"), all("The column age is missing.")},
	{"a title above", `doc.Sheets.getByName("data").Rows.insertByIndex(0, 2) : doc.Sheets.getByName("data").getCellByPosition(0, 0).String = "Опрос"`, all("6 taken"), nil},
	{"typed over, then through ods", `Cell(doc, "age").FormulaLocal = "44" : doc = Again(doc)`, all("5 taken, 1 edited"), all(`age given "31" -> given "44"`)},
	{"found and replaced", `Replace doc, "shop", "farm"`, all("3 taken, 3 edited"), all(`sector given "shop" -> given "farm"`)},
}

func in(locale string, said map[string]string) string {
	if own, ok := said[locale]; ok {
		return own
	}
	return said[""]
}

func all(want string) map[string]string { return map[string]string{"": want} }

// What people do in LibreOffice, in the locales that decide what 1,5 and
// 12.03.2026 are.
func TestTypedInLibreOffice(t *testing.T) {
	if testing.Short() {
		t.Skip("LibreOffice takes half a minute")
	}
	f, records := answered(written)
	book := write(t, records, Options{Forms: []*survey.Form{f}})
	profile := newProfile(t)
	for _, locale := range []string{"ru-RU", "de-DE", "en-US"} {
		folder := inOffice(t, profile, locale, book)
		corpusMade(t, records, locale, func(c officeCase) string { return filepath.Join(folder, slug(c.name)+".xlsx") })
	}
}

func corpusMade(t *testing.T, records []*survey.Record, locale string, path func(officeCase) string) {
	for _, c := range officeCases {
		t.Run(locale+" "+c.name, func(t *testing.T) {
			tried(t, path(c), records, mutilation{want: in(locale, c.want), told: []string{in(locale, c.told)}})
		})
	}
}

func slug(s string) string { return strings.ReplaceAll(s, " ", "_") }

// newProfile is one of LibreOffice's that has been started once.
func newProfile(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("soffice"); err != nil {
		t.Skip("LibreOffice is not installed")
	}
	profile := filepath.Join(t.TempDir(), "profile")
	office(t, profile, "--terminate_after_init")
	return profile
}

func office(t *testing.T, profile string, args ...string) {
	t.Helper()
	args = append([]string{"-env:UserInstallation=file://" + profile, "--headless", "--norestore"}, args...)
	if text, err := exec.Command("soffice", args...).CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, text)
	}
}

// inOffice has LibreOffice do all cases in one locale, in one go.
func inOffice(t *testing.T, profile, locale, book string) string {
	t.Helper()
	folder := t.TempDir()
	own := filepath.Join(folder, "profile")
	if err := os.CopyFS(own, os.DirFS(profile)); err != nil {
		t.Fatal(err)
	}
	settings := filepath.Join(own, "user/registrymodifications.xcu")
	text, err := os.ReadFile(settings)
	if err != nil {
		t.Fatal(err)
	}
	item := `<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>` + locale + `</value></prop></item>`
	var steps strings.Builder
	for _, c := range officeCases {
		fmt.Fprintf(&steps, "  doc = Opened(%q)\n  %s\n  Saved doc, %q\n", book, c.do, filepath.Join(folder, slug(c.name)+".xlsx"))
	}
	for name, text := range map[string]string{
		settings: strings.Replace(string(text), "</oor:items>", item+"</oor:items>", 1),
		filepath.Join(own, "user/basic/Standard/script.xlb"):  macro["Standard/script.xlb"],
		filepath.Join(own, "user/basic/Standard/Module1.xba"): strings.NewReplacer("STEPS", steps.String()).Replace(officeMacro),
	} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	office(t, own, "macro:///Standard.Module1.Main")
	return folder
}

const officeMacro = `<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic"><![CDATA[
Sub Main
STEPS
End Sub

Function Opened(path)
  Dim how(0) As New com.sun.star.beans.PropertyValue
  how(0).Name = "Hidden" : how(0).Value = True
  Opened = StarDesktop.loadComponentFromURL(ConvertToURL(path), "_blank", 0, how())
End Function

Sub Saved(doc, path)
  Store doc, path, "Calc MS Excel 2007 XML"
  doc.close(True)
End Sub

Sub Store(doc, path, filter)
  Dim what(0) As New com.sun.star.beans.PropertyValue
  what(0).Name = "FilterName" : what(0).Value = filter
  doc.storeToURL(ConvertToURL(path), what())
End Sub

Function Again(doc)
  path = ConvertFromURL(doc.URL) & ".ods"
  Store doc, path, "calc8"
  doc.close(True)
  Again = Opened(path)
End Function

Function Cell(doc, column)
  sheet = doc.Sheets.getByName("data")
  For i = 0 To 60
    If sheet.getCellByPosition(i, 0).String = column Then
      Cell = sheet.getCellByPosition(i, 2)
      Exit Function
    End If
  Next
End Function

Sub Sort(doc, first, last)
  Dim field(0) As New com.sun.star.table.TableSortField
  field(0).Field = 0 : field(0).IsAscending = False
  Dim how(1) As New com.sun.star.beans.PropertyValue
  how(0).Name = "SortFields" : how(0).Value = field()
  how(1).Name = "ContainsHeader" : how(1).Value = True
  doc.Sheets.getByName("data").getCellRangeByPosition(first, 0, last, 6).sort(how())
End Sub

Sub Replace(doc, old, now)
  sheet = doc.Sheets.getByName("data")
  what = sheet.createReplaceDescriptor()
  what.SearchString = old : what.ReplaceString = now
  sheet.replaceAll(what)
End Sub
]]></script:module>`
