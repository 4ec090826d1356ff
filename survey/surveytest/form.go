package surveytest

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"anketa/survey"
	"anketa/survey/xlsform"
)

// Form reads a form from Markdown tables and stops the test where it does not
// open.
func Form(t testing.TB, tables string) *survey.Form {
	t.Helper()
	f, faults := xlsform.ReadMarkdown(tables, xlsform.Options{Name: "form"})
	stop(t, faults)
	return f
}

// stop ends the test where a form does not open.
func stop(t testing.TB, faults survey.ErrorList) {
	t.Helper()
	if faults.Err() != nil {
		t.Fatalf("the form does not open:\n%v", faults.Of(survey.Fault))
	}
}

// Faults reads a form and gives what is wrong with it, one fault a line with
// excerpts below; "" for nothing. Notices are left out.
func Faults(tables string) string {
	_, faults := xlsform.ReadMarkdown(tables, xlsform.Options{Name: "form"})
	var lines []string
	for _, f := range faults {
		if f.Severity != survey.Notice {
			lines = append(lines, f.Severity.String()+" "+f.Code+" "+f.Error())
		}
	}
	return strings.Join(lines, "\n")
}

// open reads the form of a script with the files that it attaches.
func open(t testing.TB, a *txtar.Archive) *survey.Form {
	t.Helper()
	attached := fstest.MapFS{}
	for _, file := range a.Files {
		attached[file.Name] = &fstest.MapFile{Data: file.Data}
	}
	for _, file := range a.Files {
		if file.Name != "form" {
			continue
		}
		f, faults := xlsform.ReadMarkdown(string(file.Data), xlsform.Options{Name: "form", Attached: attached})
		stop(t, faults)
		return f
	}
	t.Fatal("the script has no section -- form --")
	return nil
}
