package export

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"anketa/survey"
)

// resave has LibreOffice read a workbook and write it anew.
func resave(t *testing.T, path string) string {
	t.Helper()
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed")
	}
	out := t.TempDir()
	cmd := exec.Command(soffice, "-env:UserInstallation=file://"+filepath.Join(out, "profile"), "--headless", "--convert-to", "xlsx", "--outdir", out, path)
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, text)
	}
	again := filepath.Join(out, filepath.Base(path))
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
