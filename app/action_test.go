package app

import (
	"reflect"
	"testing"

	"fyne.io/fyne/v2"
)

// everyView is one of each kind.
func everyView() []view {
	return []view{&startView{}, &interviewView{}, &finishView{}, &doneView{}, &reviewView{}, &libraryView{},
		&exportView{}, &mergeView{}, &reportView{}, &settingsView{}, &waitView{}, &faultView{},
		&unlockView{}, &recoverView{}, &enrollView{}, &passphraseView{}, &hiddenView{},
		&identityView{}, &withdrawView{}, &rehearsalView{}, &helpView{}, &eraseView{}, &emptyView{}, &emptiedView{}}
}

func TestKeysOfAViewDiffer(t *testing.T) {
	for _, v := range everyView() {
		taken := map[chord]string{}
		for _, a := range actions() {
			if !a.on(v) {
				continue
			}
			for _, k := range a.keys {
				if other, ok := taken[k]; ok {
					t.Errorf("%v: %v means %s and %s", reflect.TypeOf(v), k, other, a.name)
				}
				taken[k] = a.name
			}
		}
	}
}

func TestEveryActionIsOnSomeView(t *testing.T) {
	for _, a := range actions() {
		found := false
		for _, v := range everyView() {
			found = found || a.on(v)
		}
		if !found {
			t.Errorf("%s can be done nowhere", a.name)
		}
	}
}

// TestKeysMeanTheSameInEveryLayout: Alt with a letter and Ctrl with a sign do
// not reach the program in a Russian or Armenian layout.
func TestKeysMeanTheSameInEveryLayout(t *testing.T) {
	arrows := map[fyne.KeyName]bool{fyne.KeyLeft: true, fyne.KeyRight: true, fyne.KeyUp: true, fyne.KeyDown: true}
	for _, a := range actions() {
		for _, k := range a.keys {
			letter := len(k.key) == 1
			switch {
			case k.held == 0 && letter:
				t.Errorf("%s: %v is a letter that a layout may not have", a.name, k)
			case k.held == fyne.KeyModifierAlt && !arrows[k.key]:
				t.Errorf("%s: Alt goes with arrows only, not %v", a.name, k)
			case k.held == fyne.KeyModifierShortcutDefault && letter && (k.key < "A" || k.key > "Z"):
				t.Errorf("%s: Ctrl goes with letters, not %v", a.name, k)
			}
		}
	}
}

func TestChordIsPrintedAsOnTheKeys(t *testing.T) {
	for c, want := range map[chord]string{
		{0, fyne.KeyReturn}:                  "Enter",
		{0, fyne.KeyPageDown}:                "PgDn",
		{fyne.KeyModifierControl, fyne.KeyF}: "Ctrl+F",
		{fyne.KeyModifierAlt, fyne.KeyLeft}:  "Alt+←",
		{0, fyne.KeyF4}:                      "F4",
	} {
		if got := c.String(); got != want {
			t.Errorf("%v is printed as %q, want %q", c, got, want)
		}
	}
}
