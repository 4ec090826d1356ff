package export

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"anketa/survey"
)

// resave has LibreOffice read a workbook and write it anew.
func resave(t *testing.T, path string) string {
	t.Helper()
	return resaveAs(t, path, "xlsx")
}

func resaveAs(t *testing.T, path, format string) string {
	t.Helper()
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed")
	}
	out := t.TempDir()
	cmd := exec.Command(soffice, "-env:UserInstallation=file://"+filepath.Join(out, "profile"), "--headless", "--convert-to", format, "--outdir", out, path)
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, text)
	}
	again := filepath.Join(out, strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))+"."+format)
	if _, err := os.Stat(again); err != nil {
		t.Fatal(err)
	}
	return again
}

func TestARecordSurvivesLibreOffice(t *testing.T) {
	f := parseForm("household", "2", household)
	want := append(newSource(3, true).records(f, 150), newSource(4, false).records(f, 50)...)
	others := newSource(5, true).records(f, 10)
	path := write(t, want, Options{Forms: []*survey.Form{f}, Others: others})
	same(t, mustRead(t, resave(t, path)), append(want, others...))
}

// resaveWith does that for a workbook with a password, by a macro, for the
// command line of LibreOffice takes none. later is the new one's password.
func resaveWith(t *testing.T, path, password, later string) string {
	t.Helper()
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed")
	}
	out := t.TempDir()
	run := func(args ...string) {
		t.Helper()
		args = append([]string{"-env:UserInstallation=file://" + filepath.Join(out, "profile"), "--headless", "--norestore"}, args...)
		if text, err := exec.Command(soffice, args...).CombinedOutput(); err != nil {
			t.Fatalf("soffice: %v\n%s", err, text)
		}
	}
	run("--terminate_after_init") // makes the profile, over which a macro would go
	for name, text := range macro {
		if err := os.WriteFile(filepath.Join(out, "profile/user/basic", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	again := filepath.Join(out, "again.xlsx")
	run(fmt.Sprintf("macro:///Standard.Module1.Resave(%q,%q,%q,%q)", path, again, password, later))
	if _, err := os.Stat(again); err != nil {
		t.Fatal(err)
	}
	return again
}

// macro is a library of LibreOffice's Basic, by the files of a profile.
var macro = map[string]string{
	"Standard/script.xlb": `<?xml version="1.0" encoding="UTF-8"?>
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Module1"/>
</library:library>`,
	"Standard/Module1.xba": `<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Resave(source, target, password, later)
  Dim how(1) As New com.sun.star.beans.PropertyValue
  how(0).Name = "Hidden" : how(0).Value = True
  how(1).Name = "Password" : how(1).Value = password
  doc = StarDesktop.loadComponentFromURL(ConvertToURL(source), "_blank", 0, how())
  Dim what(1) As New com.sun.star.beans.PropertyValue
  what(0).Name = "FilterName" : what(0).Value = "Calc MS Excel 2007 XML"
  what(1).Name = "Password" : what(1).Value = later
  doc.storeToURL(ConvertToURL(target), what())
  doc.close(True)
End Sub
</script:module>`,
}

// TestEditsSurviveLibreOffice holds that what was changed is told in the same
// words when LibreOffice has saved the workbook, through its own format too,
// and that what it changes by itself is no edit.
func TestEditsSurviveLibreOffice(t *testing.T) {
	f, records := answered(6)
	path := edit(t, write(t, records, Options{Forms: []*survey.Form{f}}), func(book *excelize.File) {
		book.SetCellValue("data", at(t, book, "data", "age", 3), 44)
		book.SetCellValue("data", at(t, book, "data", "code", 4), 72) // 0072
		book.SetCellValue("data", at(t, book, "data", "since", 5), "04.02.2024")
		book.SetCellValue("members", at(t, book, "members", "name", 4), "Тимур")
	})
	b := mustRead(t, resave(t, resaveAs(t, path, "ods")))
	got := editsOf(b, func(h survey.Hash) *survey.Record { return records[1] })
	want := []string{`data 3 age: age given "31" -> given "44"`, `members 4 members[1]/name: name given "Алия 1" -> given "Тимур"`}
	if !slices.Equal(got, want) || len(b.Records) != 5 || len(b.Refused) > 0 {
		t.Errorf("%d taken, refused %v, told\n%s", len(b.Records), b.Refused, strings.Join(got, "\n"))
	}
	if len(b.Repaired) != 1 || b.Repaired[0].Is != "0072" {
		t.Errorf("repaired %v", b.Repaired)
	}
}
