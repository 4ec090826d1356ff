package app

import (
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"anketa/export"
)

// TestAPasswordOnTheWay: an export gets a password, typed twice; a report of
// the workbook asks for it, and asks once more after a wrong one.
func TestAPasswordOnTheWay(t *testing.T) {
	const word = "orbit stencil walnut prairie mitten lagoon"
	r := newRig(t)
	r.simulate(2)
	book := filepath.Join(t.TempDir(), "a.xlsx")
	r.press(fyne.KeyF6)
	x := r.shown().(*exportView)
	x.file.entry.SetText(book)

	x.secret.first.SetText(word)
	if x.hint.Visible() {
		t.Error("it still says that anybody can read the workbook")
	}
	r.ctrl(fyne.KeyReturn)
	wantOver(r, "The two passwords are not the same.")
	r.press(fyne.KeyReturn)
	x.secret.first.SetText("qwerty123456")
	x.secret.again.SetText("qwerty123456")
	r.ctrl(fyne.KeyReturn)
	wantOver(r, "This password is too easy to guess.")
	r.press(fyne.KeyReturn)
	if exists(book) {
		t.Fatal("it was written")
	}
	x.secret.first.SetText(word)
	x.secret.again.SetText(word)
	r.ctrl(fyne.KeyReturn)
	if !export.IsProtected(book) {
		t.Fatal("the workbook has no password")
	}
	if x.secret.first.Text+x.secret.again.Text != "" {
		t.Error("the password is still there")
	}

	r.press(fyne.KeyEscape, fyne.KeyF8)
	p := r.shown().(*reportView)
	p.dropped([]string{book})
	r.ctrl(fyne.KeyReturn)
	wantOver(r, "a.xlsx is protected. Its password:")
	typeInto(r, "another one")
	r.press(fyne.KeyReturn)
	wantOver(r, "The workbook is protected with another password.")
	typeInto(r, word)
	r.press(fyne.KeyReturn)
	wantText(t, p.result, "By kind: 2 simulated. None of them is of fieldwork.")
}

// TestAnExportForOtherPrograms: the name follows the choice, and a password is
// only for workbooks.
func TestAnExportForOtherPrograms(t *testing.T) {
	r := newRig(t)
	r.simulate(2)
	dir := t.TempDir()
	r.press(fyne.KeyF6)
	x := r.shown().(*exportView)
	x.file.entry.SetText(filepath.Join(dir, "a.xlsx"))
	for kind, want := range map[int]string{1: "a.zip", 2: "a-kobo.xlsx"} {
		x.pick(kind)
		if x.secret.box.Visible() != (kind == 2) {
			t.Errorf("kind %d: the password is shown: %v", kind, x.secret.box.Visible())
		}
		r.ctrl(fyne.KeyReturn)
		wantText(t, x.result, "2 interviews were written")
		if !exists(filepath.Join(dir, want)) {
			t.Errorf("%s is not there", want)
		}
	}
	x.pick(0)
	if got := filepath.Base(x.file.path()); got != "a.xlsx" {
		t.Errorf("the name is %s", got)
	}
}

// wantOver looks for words in what lies over the window.
func wantOver(r *rig, words string) {
	r.t.Helper()
	if !r.overlaid() {
		r.t.Fatalf("nothing lies over the window; %q should", words)
	}
	wantText(r.t, r.window.Canvas().Overlays().Top(), words)
}

// typeInto types into what has the keyboard.
func typeInto(r *rig, words string) {
	test.Type(r.window.Canvas().Focused(), words)
}
