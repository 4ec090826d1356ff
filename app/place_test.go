package app

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"anketa/app/screen"
	"anketa/storage/seal"
)

// TestAPlaceThatCannotBeMade is told in the window, and another one is chosen
// there, which is remembered.
func TestAPlaceThatCannotBeMade(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r := openApp(t, filepath.Join(dir, "file", "anketa.db"), "")
	r.wantScreen("fault")
	if !r.says(r.T("fault.notfolder")) || !r.says(r.options.Store) {
		t.Error("it is not said what stands in the way, and where")
	}
	r.tap(r.T("fault.elsewhere"))
	r.write(dir)
	r.press(fyne.KeyReturn, fyne.KeyReturn)
	r.wantScreen("enroll")
	want := filepath.Join(dir, "anketa.db")
	if got, err := chosenStore(r.fyne.Preferences()); got != want || err != nil {
		t.Errorf("the next start opens %s, %v", got, err)
	}
	if err := os.Remove(want); err != nil {
		t.Fatal(err)
	}
	if got, err := chosenStore(r.fyne.Preferences()); got == want || err != nil {
		t.Errorf("a place that is gone is opened: %s, %v", got, err)
	}
}

// TestAUserWithoutAHome gets a window too.
func TestAUserWithoutAHome(t *testing.T) {
	a := newApp(test.NewTempApp(t), &worker{inline: true}, Options{Effort: seal.Least})
	a.homeless = screen.ErrNoHome
	a.start()
	r := &rig{App: a, t: t}
	r.wantScreen("fault")
	if !r.says(r.T("fault.nohome")) {
		t.Error("nothing is said")
	}
	r.tap(r.T("fault.elsewhere"))
	if !r.overlaid() {
		t.Error("no other place can be chosen")
	}
}
