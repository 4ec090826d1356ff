package app

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"anketa/storage"
)

// TestDiscardADraft: it is asked first, Enter keeps it, and the number is not
// given out again.
func TestDiscardADraft(t *testing.T) {
	r := newRig(t)
	if v := r.shown().(*startView); !v.open.Disabled() || v.discards.Visible() {
		t.Error("an empty list offers to open or discard something")
	}
	r.press(fyne.KeyReturn, "3", "1", fyne.KeyEscape)
	r.wantScreen("start")
	if v := r.shown().(*startView); v.open.Disabled() || !v.discards.Visible() {
		t.Error("a draft is marked, and cannot be opened or discarded by button")
	}
	r.press(fyne.KeyDelete, fyne.KeyReturn)
	drafts := func() int {
		all, err := r.desk.Store.List(context.Background(), storage.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	if drafts() != 1 || r.overlaid() {
		t.Fatal("Enter does not keep the draft")
	}
	r.press(fyne.KeyDelete, fyne.KeyRight, fyne.KeyReturn)
	if drafts() != 0 {
		t.Fatal("the draft is still there")
	}
	r.wantScreen("start")
	r.press(fyne.KeyReturn)
	if n := r.interview().s.Number; n != 2 {
		t.Errorf("the next interview has number %d, want 2", n)
	}
}

// TestFinishedFromElsewhere: nothing is said of how far a simulated interview
// was as a draft, for it never was one, and it cannot be discarded.
func TestFinishedFromElsewhere(t *testing.T) {
	r := newRig(t)
	r.simulate(1)
	r.show()
	v := r.shown().(*startView)
	if cells := v.cells(v.records.Shown[0]); strings.Contains(strings.Join(cells, "|"), "0 of 0") {
		t.Errorf("the list says %q", cells)
	}
	r.press(fyne.KeyDelete)
	if r.overlaid() || v.discards.Visible() {
		t.Error("a finished interview is offered to be discarded")
	}
}

func TestTheLanguageButtonSaysWhatComes(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyReturn)
	for _, want := range []string{"Questions → English  F2", "Questions → Русский  F2"} {
		if got := r.interview().bar.language.Text; got != want {
			t.Errorf("the button says %q, want %q", got, want)
		}
		r.press(fyne.KeyF2)
	}
}

// TestWorkbooksAreTakenOutByKey: from the entry, where the keyboard is.
func TestWorkbooksAreTakenOutByKey(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyF7)
	v := r.shown().(*mergeView)
	v.dropped([]string{"/nowhere/a.xlsx", "/nowhere/b.xlsx", "/nowhere/c.xlsx"})
	r.press(fyne.KeyDown, fyne.KeyDelete)
	var names []string
	for _, p := range v.paths {
		names = append(names, filepath.Base(p))
	}
	if got := strings.Join(names, " "); got != "a.xlsx c.xlsx" || v.page.(*booksPage).list.Marked() != 1 {
		t.Errorf("left are %s, row %d is marked", got, v.page.(*booksPage).list.Marked())
	}
	if r.window.Canvas().Focused() != v.page.focus() {
		t.Error("the keyboard has left the entry")
	}
}

func TestAMeterAtNothingIsEmpty(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyReturn)
	m := r.interview().bar.progress
	for _, test := range []struct {
		done, total int
		want        float32
	}{{0, 40, 0}, {0, 0, 0}, {10, 40, 0.25}, {41, 40, 40.0 / 40}} {
		if m.set(test.done, test.total); m.share != test.want {
			t.Errorf("%d of %d fills %.2f, want %.2f", test.done, test.total, m.share, test.want)
		}
	}
}
