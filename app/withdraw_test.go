package app

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"anketa/storage"
)

// TestWithdraw: a wrong code changes nothing, Escape leaves, and the right one
// takes the interview away for good.
func TestWithdraw(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyReturn, "3", "1", fyne.KeyEscape)
	r.wantScreen("start")
	left := func() int {
		all, err := r.desk.Store.List(context.Background(), storage.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	r.ctrl(fyne.KeyD)
	r.wantScreen("withdraw")
	r.press(fyne.KeyEscape)
	r.wantScreen("start")
	r.ctrl(fyne.KeyD)
	v := r.shown().(*withdrawView)
	v.typed.SetText("nothing")
	r.ctrl(fyne.KeyReturn)
	if left() != 1 || v.fault.Hidden {
		t.Fatal("a wrong code is taken, or nothing is said")
	}
	v.typed.SetText("1")
	r.ctrl(fyne.KeyReturn)
	if left() != 0 || !r.overlaid() {
		t.Fatal("the interview is still there, or nothing is said")
	}
	r.press(fyne.KeyReturn)
	r.wantScreen("start")
}
