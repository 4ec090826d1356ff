package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/storage"
	"anketa/storage/seal"
	"anketa/storage/storagetest"
)

// recipientForm has a key in the setting recipient of the questionnaire.
func recipientForm(t *testing.T, path, key string) {
	t.Helper()
	writeForm(t, path, strings.NewReplacer(
		"| form_title | form_id | version | default_language |", "| form_title | form_id | version | default_language | recipient |",
		"| Town | town | 1 | Русский (ru) |", "| Town | town | 1 | Русский (ru) | "+key+" |").Replace(townForm))
}

// tap presses the button with a text.
func (r *rig) tap(text string) {
	r.t.Helper()
	for _, f := range focusables(r) {
		if b, ok := f.(*field.Button); ok && b.Text == text {
			b.Tapped(nil)
			return
		}
	}
	r.t.Fatalf("%s: there is no button %q", r.shown().name(), text)
}

// says tells whether a text stands in the window.
func (r *rig) says(words string) bool {
	from := r.window.Content()
	if top := r.window.Canvas().Overlays().Top(); top != nil {
		from = top
	}
	for _, o := range test.LaidOutObjects(from) {
		if l, ok := o.(interface{ String() string }); ok && strings.Contains(l.String(), words) {
			return true
		}
	}
	return false
}

// TestTheWayOverTheCoordinatorIsRehearsed at the first start: the key is read
// aloud, the rehearsal is offered and put off, the start screen reminds of it,
// and it goes through in two windows, the interviewer's and the coordinator's.
func TestTheWayOverTheCoordinatorIsRehearsed(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	id := seal.NewIdentity()
	file, form := filepath.Join(dir, "coordinator.key"), filepath.Join(dir, "sealed.xlsx")
	locked, err := id.WrapFile(storagetest.Passphrase)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, locked, 0o600); err != nil {
		t.Fatal(err)
	}
	recipientForm(t, form, id.Recipient().String())
	r := openApp(t, filepath.Join(dir, "anketa.db"), form)
	v := r.shown().(*enrollView)
	if v.last() != 4 {
		t.Fatalf("%d steps", v.last()+1)
	}
	v.person.Code, v.person.Passphrase = storagetest.Code, storagetest.Passphrase
	v.turn(4)
	wantText(t, r.window.Content(), seal.Recipients{id.Recipient()}.Fingerprint())
	r.press(fyne.KeyReturn)
	r.wantScreen("rehearsal")
	r.press(fyne.KeyEscape)
	r.wantScreen("start")
	if !r.says(r.T("rehearsal.due")) {
		t.Error("the start screen does not remind of it")
	}
	r.press(fyne.KeyF9)
	r.tap(r.T("identity.open"))
	r.tap(r.T("rehearsal.open"))
	p := r.shown().(*rehearsalView)
	request := filepath.Join(dir, "request.json")
	p.to.entry.SetText(request)
	r.press(fyne.KeyReturn)
	if p.told.Hidden || r.window.Canvas().Focused() != fyne.Focusable(p.in.entry) {
		t.Fatalf("no request: %s", p.fault.Text)
	}

	hers := rigWithForm(t, filepath.Join(dir, "hers.db"), form)
	hers.open(newIdentityView(hers.App))
	hers.tap(hers.T("identity.have"))
	i := hers.shown().(*identityView)
	i.file.entry.SetText(file)
	i.secret.SetText("not this")
	hers.ctrl(fyne.KeyReturn)
	if !hers.overlaid() || i.secret.Text != "" {
		t.Fatal("a wrong passphrase of the identity is taken")
	}
	hers.press(fyne.KeyReturn)
	i.secret.SetText(storagetest.Passphrase)
	hers.ctrl(fyne.KeyReturn)
	if i.held == nil {
		t.Fatal("the identity is not in the store")
	}
	wantText(t, hers.window.Content(), seal.Recipients{id.Recipient()}.Fingerprint())
	hers.tap(hers.T("helpout.open"))
	h := hers.shown().(*helpView)
	h.dropped([]string{request})
	hers.ctrl(fyne.KeyReturn)
	var once []string
	for _, o := range test.LaidOutObjects(h.result) {
		if l, ok := o.(interface{ String() string }); ok && len(l.String()) >= 4 && !strings.ContainsAny(l.String(), " /") && strings.ToUpper(l.String()) == l.String() {
			once = append(once, l.String())
		}
	}
	answer := filepath.Join(dir, "request-answer.json")
	if _, err := os.Stat(answer); err != nil || seal.CheckPaper(strings.Join(once, "-")) != nil {
		t.Fatalf("no answer, or no code: %v, %q", err, once)
	}

	p.dropped([]string{answer})
	p.code.SetText(seal.NewPaper())
	r.ctrl(fyne.KeyReturn)
	if p.fault.Text != r.T("rehearsal.wrong") {
		t.Errorf("another code: %q", p.fault.Text)
	}
	p.code.SetText(strings.ToLower(strings.Join(once, " ")))
	r.ctrl(fyne.KeyReturn)
	r.press(fyne.KeyReturn)
	r.wantScreen("identity")
	r.press(fyne.KeyEscape, fyne.KeyEscape)
	r.wantScreen("start")
	if r.says(r.T("rehearsal.due")) {
		t.Error("it is reminded of what was done")
	}
	r.ctrl(fyne.KeyL)
	r.unlock() // the passphrase is what it was
}

// rigWithForm is the window on another store, by the side of the first.
func rigWithForm(t *testing.T, store, form string) *rig {
	t.Helper()
	return openRig(t, store, form)
}

// TestALaterRecipientIsAsked: a form with a recipient that is taken into use
// later, and one with another, and one with none.
func TestALaterRecipientIsAsked(t *testing.T) {
	r := newRig(t)
	dir := t.TempDir()
	first, second := seal.NewIdentity(), seal.NewIdentity()
	use := func(key string) {
		t.Helper()
		path := filepath.Join(dir, "form.xlsx")
		recipientForm(t, path, key)
		r.press(fyne.KeyF5)
		r.shown().(*libraryView).dropped([]string{path})
		r.ctrl(fyne.KeyReturn)
	}
	print := func(id *seal.Identity) string { return seal.Recipients{id.Recipient()}.Fingerprint() }
	pinned := func(want string) {
		t.Helper()
		to, err := screen.Recipients(context.Background(), r.desk.Store, r.desk.Form)
		if err != nil || to.Fingerprint() != want {
			t.Errorf("sealed to %q, %v; want %q", to.Fingerprint(), err, want)
		}
	}
	use(first.Recipient().String())
	if !r.overlaid() || !r.says(print(first)) {
		t.Fatal("the first recipient is not shown to be compared")
	}
	r.press(fyne.KeyReturn) // not the same: nothing is used
	if r.desk.Form.Settings["recipient"] != "" {
		t.Fatal("a form whose key was refused is in use")
	}
	r.ctrl(fyne.KeyReturn)
	r.press(fyne.KeyRight, fyne.KeyReturn)
	r.wantScreen("start")
	pinned(print(first))
	way, err := r.desk.Rehearsal(context.Background())
	if err != nil || !way.Due() {
		t.Errorf("the way over the coordinator is %+v, %v", way, err)
	}
	use(first.Recipient().String()) // known
	r.wantScreen("start")
	use(second.Recipient().String())
	if !r.overlaid() || !r.says(print(first)) || !r.says(print(second)) {
		t.Fatal("another recipient is not asked about")
	}
	r.press(fyne.KeyRight, fyne.KeyReturn)
	pinned(print(second))
	use("")
	if !r.overlaid() {
		t.Fatal("that answers stay readable is not asked about")
	}
	r.press(fyne.KeyReturn, fyne.KeyEscape)
	r.wantScreen("start")
	pinned(print(second))
	if all, err := r.desk.Store.List(context.Background(), storage.Filter{}); err != nil || len(all) != 0 {
		t.Error(all, err)
	}
}
