package app

import (
	"testing"

	"fyne.io/fyne/v2"

	"anketa/storage/storagetest"
)

// TestAltered: what somebody changed in the store's file is told when it is
// unlocked, until somebody takes it as it is; of settings it stays told.
func TestAltered(t *testing.T) {
	store, form := newHome(t)
	if err := storagetest.Make(store); err != nil {
		t.Fatal(err)
	}
	r := openApp(t, store, form)
	r.unlock()
	r.wantScreen("start")
	over := func() fyne.CanvasObject {
		if top := r.window.Canvas().Overlays().Top(); top != nil {
			return top
		}
		return r.window.Content()
	}
	again := func(queries ...string) {
		t.Helper()
		r.stop()
		storagetest.Meddle(t, store, queries...)
		r = openApp(t, store, form)
		r.unlock()
		r.wantScreen("start")
	}
	again("INSERT INTO refusal VALUES (x'00')", "DELETE FROM setting WHERE name = 'form'")
	wantText(t, over(), r.T("altered", "what", r.T("altered.setting")+", "+r.T("altered.refusal")))
	r.press(fyne.KeyEscape)
	again()
	wantText(t, over(), r.T("altered", "what", r.T("altered.setting")+", "+r.T("altered.refusal")))
	if err := r.desk.AcceptAltered(t.Context()); err != nil {
		t.Fatal(err)
	}
	again()
	wantText(t, over(), r.T("altered.settings", "what", r.T("altered.setting")))
}
