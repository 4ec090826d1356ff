package app

import (
	"bytes"
	"os"
	"testing"

	"fyne.io/fyne/v2/test"

	"anketa/storage"
	"anketa/storage/storagetest"
)

// TestDamagedStoreIsRestored breaks the file of a finished interview and has
// one key bring it back.
func TestDamagedStoreIsRestored(t *testing.T) {
	r := newRig(t)
	r.desk.Close()
	if err := os.WriteFile(r.store, bytes.Repeat([]byte{7}, 8192), 0o600); err != nil {
		t.Fatal(err)
	}
	a := newApp(test.NewTempApp(t), &worker{inline: true}, Options{Store: r.store})
	a.start()
	v, ok := a.shown().(*faultView)
	if !ok || a.window.Canvas().Focused() != v.first {
		t.Fatalf("the window shows %s", a.shown().name())
	}
	v.first.OnTapped()
	restored, ok := a.shown().(*restoredView)
	if !ok || restored.out.Lost == 0 || restored.out.Aside == "" {
		t.Fatalf("the window shows %s", a.shown().name())
	}
	if kept, err := os.ReadDir(restored.out.Aside); err != nil || len(kept) != 1 {
		t.Errorf("the damaged files: %v, %v", kept, err)
	}
	restored.start.OnTapped()
	unlockWith(t, a, storagetest.Passphrase)
	if _, ok := a.shown().(*startView); !ok {
		t.Fatalf("the window shows %s", a.shown().name())
	}
	if a.desk.Form.ID != "town" {
		t.Errorf("the form is %s", a.desk.Form.ID)
	}
	a.desk.Close()
}

// TestDamageWithoutBackup offers nothing that it cannot do.
func TestDamageWithoutBackup(t *testing.T) {
	store := t.TempDir() + "/anketa.db"
	if err := os.WriteFile(store, bytes.Repeat([]byte{7}, 8192), 0o600); err != nil {
		t.Fatal(err)
	}
	a := newApp(test.NewTempApp(t), &worker{inline: true}, Options{Store: store})
	a.start()
	if v := a.shown().(*faultView); v.first.Text != a.T("fault.again") {
		t.Errorf("the first button is %q", v.first.Text)
	}
	if _, ok := findAction(a.shown(), byName("quit").keys[0]); !ok {
		t.Error("the key on the quit button does nothing")
	}
}

// TestWarningsOfTheBar says what matters most.
func TestWarningsOfTheBar(t *testing.T) {
	for _, c := range []struct {
		room   storage.Room
		backup error
		want   string
	}{
		{storage.RoomEnough, nil, ""},
		{storage.RoomEnough, os.ErrPermission, "backup.none"},
		{storage.RoomScarce, os.ErrPermission, "room.scarce"},
		{storage.RoomSpent, nil, "room.spent"},
	} {
		if got := warningKey(c.room, c.backup); got != c.want {
			t.Errorf("room %d, backup %v: %q, want %q", c.room, c.backup, got, c.want)
		}
	}
	r := newRig(t)
	defer r.desk.Close()
	r.press("F3")
	v, ok := r.shown().(*interviewView)
	if !ok {
		t.Fatalf("the window shows %s", r.shown().name())
	}
	v.bar.warn("room.spent")
	if !v.bar.warning.Visible() || v.bar.warned.Text != r.T("room.spent") {
		t.Errorf("the bar says %q", v.bar.warned.Text)
	}
	v.bar.warn("")
	if v.bar.warning.Visible() {
		t.Error("the warning stays")
	}
}
