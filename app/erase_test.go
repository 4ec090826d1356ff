package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"anketa/app/screen"
	"anketa/storage"
	"anketa/survey"
)

// kept opens a window on a form whose interviews may be kept for a day, with
// one finished interview.
func kept(t *testing.T) *rig {
	t.Helper()
	dir := t.TempDir()
	form := filepath.Join(dir, "kept.xlsx")
	writeForm(t, form, "| survey | | | |\n| | type | name | label |\n| | text | case_code | Code |\n| | text | firm | Where? |\n"+
		"| settings | | | |\n| | form_id | version | retention_days |\n| | kept | 1 | 1 |\n")
	r := openRig(t, filepath.Join(dir, "anketa.db"), form)
	s, err := r.desk.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for p, text := range map[survey.Path]string{"case_code": markedCase, "firm": markedAnswer} {
		if _, err := s.Answer(p, text); err != nil {
			t.Fatal(err)
		}
	}
	s.Finish(func(err error) {
		if err != nil {
			t.Error(err)
		}
	})
	r.show()
	return r
}

func (r *rig) left() int {
	r.t.Helper()
	all, err := r.desk.Store.List(r.t.Context(), storage.Filter{})
	if err != nil {
		r.t.Fatal(err)
	}
	return len(all)
}

// TestEraseByKey: what is past its time is shown, and goes only when the word
// was typed and the protocol written.
func TestEraseByKey(t *testing.T) {
	r := kept(t)
	r.press(fyne.KeyF9)
	r.tap(r.T("erase.open"))
	v := r.shown().(*eraseView)
	if !v.start.Disabled() || !r.says(r.T("erase.none")) {
		t.Error("something is offered before its time")
	}
	r.press(fyne.KeyEscape, fyne.KeyEscape)
	r.ahead(49 * time.Hour)
	r.show()
	r.tap(r.T("erase.open")) // on the start screen
	v = r.shown().(*eraseView)
	if len(v.rows()) != 1 {
		t.Fatalf("%d are shown", len(v.rows()))
	}
	protocol := filepath.Join(t.TempDir(), "erased.txt")
	v.to.entry.SetText(protocol)
	v.word.entry.SetText("yes")
	r.ctrl(fyne.KeyReturn)
	if r.left() != 1 || v.word.fault.Hidden {
		t.Fatal("it went without the word")
	}
	v.word.entry.SetText(russian("erase"))
	v.to.entry.SetText(r.store)
	r.ctrl(fyne.KeyReturn)
	if r.left() != 1 || !r.overlaid() {
		t.Fatal("it went without a protocol")
	}
	r.press(fyne.KeyReturn)
	v.to.entry.SetText(protocol)
	r.ctrl(fyne.KeyReturn)
	if r.left() != 0 || !r.overlaid() {
		t.Fatal("it is still there, or nothing is said")
	}
	r.press(fyne.KeyReturn)
	r.wantScreen("start")
	text, err := os.ReadFile(protocol)
	if err != nil || !strings.Contains(string(text), markedCase) || strings.Contains(string(text), markedAnswer) {
		t.Errorf("the protocol says %q, %v", text, err)
	}
}

// TestEmptyByKey: nothing goes before it was looked whether anything would be
// lost, and then all of it does.
func TestEmptyByKey(t *testing.T) {
	r := kept(t)
	r.press(fyne.KeyF9)
	r.tap(r.T("empty.open"))
	v := r.shown().(*emptyView)
	r.ctrl(fyne.KeyReturn)
	if !v.start.Disabled() || !v.word.box.Hidden {
		t.Fatal("it can be emptied before anybody looked")
	}
	r.press(fyne.KeyReturn)
	if v.found == nil || v.found.Complete() || !r.says(r.T("empty.missing")) {
		t.Fatalf("found %+v", v.found)
	}
	v.word.entry.SetText("erase")
	r.ctrl(fyne.KeyReturn)
	r.press(fyne.KeyReturn) // keep everything
	if r.left() != 1 {
		t.Fatal("what was not exported is gone")
	}
	book := filepath.Join(t.TempDir(), "a.xlsx")
	if _, err := screen.Export(t.Context(), r.desk.Store, "", book, nil); err != nil {
		t.Fatal(err)
	}
	v.dropped([]string{book})
	if !v.found.Complete() {
		t.Fatalf("found %+v", v.found)
	}
	v.word.entry.SetText("nothing")
	r.ctrl(fyne.KeyReturn)
	if r.shown() != view(v) || v.word.fault.Hidden {
		t.Fatal("another word is taken")
	}
	desk := r.desk
	t.Cleanup(func() { r.desk = desk }) // for the end of the rig
	v.word.entry.SetText("ERASE")
	r.ctrl(fyne.KeyReturn)
	r.wantScreen("emptied")
	if _, err := os.Stat(r.store); !os.IsNotExist(err) {
		t.Errorf("the store is there: %v", err)
	}
	if r.lock(); r.cover != nil {
		t.Error("there is something to lock")
	}
	r.stop()
}
