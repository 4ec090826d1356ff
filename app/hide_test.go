package app

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"anketa/app/field"
	"anketa/storage"
)

// TestHideEverywhere presses F12 on everything that can have the keyboard, in
// every view and over it.
func TestHideEverywhere(t *testing.T) {
	r := newRig(t)
	for name, open := range map[string]func(*rig){
		"start":      func(r *rig) {},
		"interview":  func(r *rig) { r.press(fyne.KeyF3) },
		"finder":     func(r *rig) { r.press(fyne.KeyF3); r.ctrl(fyne.KeyF) },
		"states":     func(r *rig) { r.press(fyne.KeyF3, fyne.KeyF4) },
		"finish":     func(r *rig) { r.press(fyne.KeyF3); r.ctrl(fyne.KeyE) },
		"forms":      func(r *rig) { r.press(fyne.KeyF5) },
		"export":     func(r *rig) { r.press(fyne.KeyF6) },
		"merge":      func(r *rig) { r.press(fyne.KeyF7) },
		"report":     func(r *rig) { r.press(fyne.KeyF8) },
		"settings":   func(r *rig) { r.press(fyne.KeyF9) },
		"passphrase": func(r *rig) { r.open(newPassphraseView(r.App)) },
		"colleague":  func(r *rig) { r.open(newEnrollView(r.App, r.desk)) },
		"keys":       func(r *rig) { r.press(fyne.KeyF1) },
		"question":   func(r *rig) { r.ask("discard", func() {}, "number", 1) },
		"file":       func(r *rig) { r.openFile(t.TempDir(), []string{".xlsx"}, func(string) {}) },
		"fault":      func(r *rig) { r.fault(errors.New("x")) },
	} {
		t.Run(name, func(t *testing.T) {
			r.views = r.views[:1]
			r.show()
			open(r)
			all := focusables(r)
			if len(all) == 0 {
				t.Fatal("nothing can have the keyboard")
			}
			seen := false
			field.First(func(*fyne.KeyEvent) bool { seen = true; return true })
			for _, f := range all {
				seen = false
				if f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF12}); !seen {
					t.Errorf("%T keeps F12 to itself", f)
				}
			}
			field.First(r.firstKey)
			r.press(fyne.KeyF12)
			if r.shown().name() != "hidden" || r.overlaid() || r.window.Title() != r.T("hide.title") {
				t.Fatalf("%s is shown in a window called %q", r.shown().name(), r.window.Title())
			}
			r.press(fyne.KeyF12)
			r.unlock()
		})
	}
}

// focusables are what can have the keyboard now.
func focusables(r *rig) (out []fyne.Focusable) {
	from := r.window.Content()
	if top := r.window.Canvas().Overlays().Top(); top != nil {
		from = top
	}
	for _, o := range test.LaidOutObjects(from) {
		if f, ok := o.(fyne.Focusable); ok && o.Visible() {
			if d, ok := o.(fyne.Disableable); !ok || !d.Disabled() {
				out = append(out, f)
			}
		}
	}
	return out
}

// TestHideInMidTyping: what is typed is committed before the program can be
// killed, nothing of it is seen, and only the passphrase brings it back.
func TestHideInMidTyping(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyReturn, "3", "1", fyne.KeyReturn, "1", fyne.KeyReturn)
	r.write("bazaar")
	r.press(fyne.KeyF12)
	r.wantScreen("hidden")
	if r.desk.Store.State() != storage.Locked {
		t.Error("the keys are still there")
	}
	for _, o := range test.LaidOutObjects(r.window.Content()) {
		if e, ok := o.(*field.Entry); ok {
			t.Errorf("an entry with %q is there", e.Text)
		}
	}
	calc := r.shown().(*hiddenView)
	for _, sign := range "12*3=" {
		r.window.Canvas().Focused().TypedRune(sign)
	}
	if calc.display.Text != "36" {
		t.Errorf("12 * 3 is %s", calc.display.Text)
	}
	r.press(fyne.KeyEscape, fyne.KeyReturn, fyne.KeyF1, fyne.KeyPageUp)
	r.ctrl(fyne.KeyL)
	r.wantScreen("hidden")
	r.press(fyne.KeyF12)
	r.write("guess")
	r.press(fyne.KeyReturn)
	r.wantScreen("unlock")
	r.unlock()
	r.wantAsked("g_you/firm")
	r.wantAnswer("g_you/firm", "bazaar", 1)
	if r.window.Title() != Title {
		t.Errorf("the window says %q", r.window.Title())
	}
}

// TestNothingIsCopied: answers do not get into the clipboard, and what the
// program puts there itself goes again.
func TestNothingIsCopied(t *testing.T) {
	r := newRig(t)
	clip := r.fyne.Clipboard()
	clip.SetContent("before")
	r.press(fyne.KeyReturn, "3", "1")
	e := r.window.Canvas().Focused().(*field.Entry)
	for _, s := range []fyne.Shortcut{&fyne.ShortcutSelectAll{}, &fyne.ShortcutCopy{Clipboard: clip}, &fyne.ShortcutCut{Clipboard: clip}} {
		e.TypedShortcut(s)
	}
	e.TappedSecondary(&fyne.PointEvent{})
	if clip.Content() != "before" || e.Text != "31" || r.overlaid() {
		t.Errorf("the clipboard has %q, the entry %q", clip.Content(), e.Text)
	}
	r.copyText("a sum")
	r.ctrl(fyne.KeyL)
	if clip.Content() != "" {
		t.Errorf("the clipboard keeps %q", clip.Content())
	}
	clip.SetContent("somebody else's")
	r.clearClipboard()
	if clip.Content() != "somebody else's" {
		t.Error("what another program put there was taken")
	}
}
