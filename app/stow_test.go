package app

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"anketa/app/screen"
	"anketa/storage"
)

// TestHideOnAFullDisk hides at once all the same, and the keys go. The answers
// stay in memory, sealed, and nobody else opens the door or closes the window.
func TestHideOnAFullDisk(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyReturn, "3", "1", fyne.KeyReturn, "1", fyne.KeyReturn)
	r.disk.full = true
	r.write("bazaar")
	r.press(fyne.KeyF12)
	r.wantScreen("hidden")
	if r.desk.Store.State() != storage.Locked || r.live() != nil || len(r.stowed) != 1 {
		t.Fatal("the keys are there, or the answer in clear, or it is lost")
	}
	for _, sealed := range r.stowed {
		if strings.Contains(string(sealed), "bazaar") {
			t.Error("it is not sealed")
		}
	}
	r.close()
	if r.closing || r.overlaid() {
		t.Fatal("a bystander can close the window on an unsaved answer")
	}
	r.wantScreen("unlock")
	r.unlock()
	if len(r.stowed) != 0 || !r.overlaid() {
		t.Error("it is not said that the answer is not saved yet")
	}
	r.press(fyne.KeyReturn)
	r.wantAsked("g_you/firm")
	r.wantAnswer("g_you/firm", "bazaar", 1)
	if state, _ := r.interview().s.Saved(); state != screen.SavedNothing {
		t.Error("the answer was never unsaved: nothing was tested")
	}
	r.write(" square")
	r.press(fyne.KeyF12)
	r.disk.full = false
	r.press(fyne.KeyF12)
	r.unlock()
	r.wantAsked("g_you/firm")
	r.wantAnswer("g_you/firm", "bazaar square", 1)
	if state, _ := r.interview().s.Saved(); state != screen.SavedAll || r.overlaid() {
		t.Error("it is not saved now that there is room")
	}
	id := r.interview().s.ID
	draft, _, err := r.desk.Store.Draft(context.Background(), id)
	if err != nil || draft.Find("g_you/firm") == nil || draft.Find("g_you/firm").Text != "bazaar square" {
		t.Errorf("the store has %+v, %v", draft, err)
	}
}

// TestUnsavedAnswersThatCannotComeBack wait on, and the window asks before it
// closes.
func TestUnsavedAnswersThatCannotComeBack(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyReturn, "3", "1")
	r.disk.full = true
	r.press(fyne.KeyReturn)
	id := r.interview().s.ID
	r.ctrl(fyne.KeyL)
	sealed := r.stowed[id]
	r.stowed[id] = []byte("what a fault makes of it")
	r.unlock()
	r.wantScreen("start")
	if !r.overlaid() {
		t.Fatal("nothing is said")
	}
	r.press(fyne.KeyReturn)
	r.close()
	if r.closing || !r.overlaid() {
		t.Fatal("the window closes without asking")
	}
	r.press(fyne.KeyEscape)
	r.stowed[id], r.disk.full = sealed, false
	r.press(fyne.KeyReturn)
	r.wantAnswer("g_you/age", "31", 1)
	if len(r.stowed) > 0 {
		t.Error("they still wait")
	}
}
