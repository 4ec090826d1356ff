package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// A layer is a package, or a tree of packages ending in "/...", with what it
// may not import and why.
type layer struct {
	of     string
	barred []string
	why    string
}

var layers = []layer{
	{"anketa/survey/xpath", []string{"anketa/survey", "anketa/survey/xlsform", "anketa/survey/interview", "anketa/survey/ooxml", "anketa/storage/...", "anketa/export/...", "anketa/app/..."}, "the expression language knows nothing of forms"},
	{"anketa/survey/message", []string{"anketa/..."}, "sentences are made everywhere, so they know nothing"},
	{"anketa/survey", []string{"anketa/survey/xlsform", "anketa/survey/interview", "anketa/storage/...", "anketa/export/...", "anketa/app/..."}, "the vocabulary does not know the mechanisms"},
	{"anketa/survey/...", []string{"anketa/storage/...", "anketa/export/...", "anketa/app/..."}, "the questionnaire does not know where records are kept or shown"},
	{"anketa/survey/ooxml", []string{"anketa/survey/xlsform", "anketa/survey/interview"}, "a workbook's XML is the same whatever stands in it"},
	{"anketa/survey/xlsform", []string{"anketa/survey/interview"}, "a form is known whole before its first answer"},
	{"anketa/survey/interview", []string{"anketa/survey/xlsform"}, "an interview runs on a form, wherever the form came from"},
	{"anketa/storage/...", []string{"anketa/export/...", "anketa/app/..."}, "storage and export do not know each other: screens hand records from one to the other"},
	{"anketa/export/...", []string{"anketa/storage/...", "anketa/app/..."}, "storage and export do not know each other: screens hand records from one to the other"},
	{"anketa/export", []string{"anketa/export/merge", "anketa/export/report"}, "reading and writing do not know what is done with the records"},
	{"anketa/app/screen", []string{"anketa/app", "anketa/app/field", "anketa/app/command", "fyne.io/fyne/v2/..."}, "what a screen knows and does is testable without a window"},
	{"anketa/app/command", []string{"anketa/app", "anketa/app/field", "fyne.io/fyne/v2/..."}, "a command runs where there is no display"},
	{"anketa/app/field", []string{"anketa/app", "anketa/app/screen", "anketa/storage/...", "anketa/export/..."}, "a field shows a state and reports an answer, and that is all"},
}

// keepers are the packages that alone may import a library directly. What
// encrypts has one room, so that one review covers it: hashes and random
// numbers are free, ciphers and what derives keys are not. AES in export/agile
// is not a choice: the file format of a workbook with a password prescribes it.
var keepers = map[string][]string{
	"crypto/aes":                  {"anketa/export/agile"},
	"crypto/cipher":               {"anketa/storage/seal", "anketa/export/agile"},
	"crypto/hkdf":                 {"anketa/storage/seal"},
	"crypto/hpke":                 {},
	"crypto/pbkdf2":               {},
	"filippo.io/age":              {"anketa/storage/seal"},
	"golang.org/x/crypto":         {"anketa/storage/seal"}, // argon2, chacha20poly1305
	"fyne.io/fyne/v2":             {"anketa/app", "anketa/app/field"},
	"modernc.org/sqlite":          {"anketa/storage", "anketa/storage/powertest"}, // the latter for tests
	"github.com/xuri/excelize/v2": {"anketa/export", "anketa/export/report"},
}

// TestImportsPointOneWay holds the arrows of the house: a package never
// reaches, directly or through others, what its layer bars.
func TestImportsPointOneWay(t *testing.T) {
	for pkg, deps := range goList(t, "{{range .Deps}} {{.}}{{end}}") {
		for _, l := range layers {
			if !within(l.of, pkg) {
				continue
			}
			for _, dep := range deps {
				if dep != pkg && slices.ContainsFunc(l.barred, func(b string) bool { return within(b, dep) }) && !within(pkg+"/...", dep) {
					t.Errorf("%s imports %s: %s", pkg, dep, l.why)
				}
			}
		}
	}
}

// TestLibrariesHaveOneKeeper holds each large library to the packages that
// were chosen for it.
func TestLibrariesHaveOneKeeper(t *testing.T) {
	for pkg, imports := range goList(t, "{{range .Imports}} {{.}}{{end}}") {
		for _, imported := range imports {
			for library, allowed := range keepers {
				if within(library+"/...", imported) && !slices.Contains(allowed, pkg) {
					t.Errorf("%s imports %s, which only %v may", pkg, imported, allowed)
				}
			}
		}
	}
}

// within tells whether a package is the pattern or, for a pattern ending in
// "/...", anywhere below it.
func within(pattern, pkg string) bool {
	tree, all := strings.CutSuffix(pattern, "/...")
	return pkg == tree || all && strings.HasPrefix(pkg, tree+"/")
}

// goList gives for every package of the module the words that the template
// prints.
func goList(t *testing.T, template string) map[string][]string {
	t.Helper()
	out, err := exec.Command("go", "list", "-tags", "ci", "-f", "{{.ImportPath}}"+template, "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	packages := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		words := strings.Fields(line)
		packages[words[0]] = words[1:]
	}
	if len(packages) < 10 {
		t.Fatalf("go list named %d packages: the rules below would hold for nothing", len(packages))
	}
	return packages
}
