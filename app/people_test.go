package app

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"anketa/app/screen"
	"anketa/storage"
	"anketa/storage/seal"
	"anketa/storage/storagetest"
)

// TestColleague: each opens their own, a different person starts at the start,
// and nobody opens the door on answers of another that are not saved.
func TestColleague(t *testing.T) {
	r := newRig(t)
	const hers = "green morning without any hurry today"
	joined, err := r.desk.Enroll(context.Background(), storage.Person{Code: "K2", Passphrase: hers, Paper: seal.NewPaper()})
	if err != nil {
		t.Fatal(err)
	}
	joined()
	if r.desk.User() != storagetest.Code {
		t.Fatalf("at the desk is %s", r.desk.User())
	}
	r.press(fyne.KeyReturn, "3", "1")
	r.disk.full = true
	r.press(fyne.KeyReturn)
	r.ctrl(fyne.KeyL)
	v := r.shown().(*unlockView)
	r.press(fyne.KeyF1)
	if !r.overlaid() {
		t.Error("the door does not list its keys")
	}
	r.press(fyne.KeyEscape)
	if len(v.users) != 2 || v.code() != storagetest.Code {
		t.Fatalf("the door offers %v, first %s", v.users, v.code())
	}
	r.press(fyne.KeyDown)
	if v.code() != "K2" {
		t.Fatalf("↓ chooses %s", v.code())
	}
	r.write(hers)
	r.press(fyne.KeyReturn)
	if r.shown() != view(v) || v.fault.Text != r.explain(screen.ErrOthersAnswers) {
		t.Fatalf("%s is shown, it says %q", r.shown().name(), v.fault.Text)
	}
	r.disk.full = false
	v.pick(0)
	r.unlock()
	r.wantAnswer("g_you/age", "31", 1)
	r.ctrl(fyne.KeyL)
	r.press(fyne.KeyDown)
	r.write(hers)
	r.press(fyne.KeyReturn)
	r.wantScreen("start")
	v2 := r.shown().(*startView)
	if r.desk.User() != "K2" || len(r.views) != 1 || len(v2.records.All) != 0 || v2.records.Others != 1 {
		t.Errorf("at the desk is %s, with %d views; the list has %d, and %d of others", r.desk.User(), len(r.views), len(v2.records.All), v2.records.Others)
	}
	wantText(t, r.window.Content(), "1 of a colleague")
}

// TestHandOver gives an interview to a colleague, who goes on with it; whoever
// gave it cannot read it any more.
func TestHandOver(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyReturn, "3", "1", fyne.KeyReturn, fyne.KeyEscape)
	r.ctrl(fyne.KeyT)
	wantText(t, r.window.Canvas().Overlays().Top(), r.T("handover.nobody"))
	r.press(fyne.KeyReturn)
	const hers = "green morning without any hurry today"
	joined, err := r.desk.Enroll(context.Background(), storage.Person{Code: "K2", Passphrase: hers, Paper: seal.NewPaper()})
	if err != nil {
		t.Fatal(err)
	}
	joined()
	id := r.shown().(*startView).records.Shown[0].ID
	r.ctrl(fyne.KeyT)
	r.press("1", fyne.KeyReturn) // Enter keeps it
	if n := len(r.shown().(*startView).records.All); n != 1 {
		t.Fatalf("Enter gave it away: %d are left", n)
	}
	r.ctrl(fyne.KeyT)
	r.press("1", fyne.KeyRight, fyne.KeyReturn)
	if v := r.shown().(*startView); len(v.records.All) != 0 || v.records.Others != 1 {
		t.Fatalf("the list has %d, and %d of others", len(v.records.All), v.records.Others)
	}
	if _, err := r.desk.Resume(context.Background(), id); err == nil {
		t.Error("whoever gave it away can still read it")
	}
	r.ctrl(fyne.KeyL)
	r.press(fyne.KeyDown)
	unlockWith(t, r.App, hers)
	r.press(fyne.KeyReturn)
	r.wantAsked("g_you/work")
	r.wantAnswer("g_you/age", "31", 1)
}

func TestChangePassphrase(t *testing.T) {
	r := newRig(t)
	r.open(newPassphraseView(r.App))
	v := r.shown().(*passphraseView)
	r.write("guess")
	r.press(fyne.KeyReturn)
	passphrase := v.phrase.offered
	r.write(passphrase)
	r.press(fyne.KeyReturn)
	if v.fault.Text != r.T("passphrase.wrong") {
		t.Errorf("a wrong one: %q", v.fault.Text)
	}
	r.write(storagetest.Passphrase)
	r.press(fyne.KeyReturn)
	r.press(fyne.KeyReturn) // what was typed is still there
	r.wantScreen("start")
	r.press(fyne.KeyReturn)
	r.ctrl(fyne.KeyL)
	unlockWith(t, r.App, storagetest.Passphrase)
	r.wantScreen("unlock")
	unlockWith(t, r.App, passphrase)
	r.wantScreen("start")
}
