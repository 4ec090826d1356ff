package app

import (
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"anketa/app/field"
	"anketa/app/screen/screentest"
	"anketa/storage"
	"anketa/storage/seal"
	"anketa/storage/storagetest"
)

// openApp is the window on a store, as the program starts it.
func openApp(t *testing.T, store, form string) *rig {
	t.Helper()
	r := &rig{t: t, disk: &disk{}, store: store}
	r.App = newApp(test.NewTempApp(t), &worker{inline: true}, Options{Store: store, Form: form, Effort: seal.Least})
	r.window.Resize(fyne.NewSize(1100, 700))
	r.lang = languageFor("en")
	r.start()
	t.Cleanup(r.stop)
	return r
}

// newHome is a folder with the questionnaire of these tests.
func newHome(t *testing.T) (store, form string) {
	dir := t.TempDir()
	form = filepath.Join(dir, "town.xlsx")
	writeForm(t, form, townForm)
	return filepath.Join(dir, "anketa.db"), form
}

// write types a text where the keyboard is.
func (r *rig) write(text string) {
	r.t.Helper()
	e, ok := r.window.Canvas().Focused().(*field.Entry)
	if !ok {
		r.t.Fatalf("%s: the keyboard is on a %T", r.shown().name(), r.window.Canvas().Focused())
	}
	test.Type(e, text)
}

// unlockWith types a passphrase at the door.
func unlockWith(t *testing.T, a *App, passphrase string) {
	t.Helper()
	r := &rig{App: a, t: t}
	r.wantScreen("unlock")
	r.press(fyne.KeyHome) // a digit that an earlier test pressed has no letter any more
	r.write(passphrase)
	r.press(fyne.KeyReturn)
}

func (r *rig) unlock() { r.t.Helper(); unlockWith(r.t, r.App, storagetest.Passphrase) }

// ahead puts the clocks forward.
func (r *rig) ahead(d time.Duration) {
	at := r.clock()
	at.wall, at.even = at.wall.Add(d), at.even+d
	r.clock = func() moment { return at }
	r.turn = at // nothing slept
}

// russian types the keys of a text in the Russian layout, with Caps Lock.
func russian(text string) string {
	us, ru := []rune("qwertyuiop[]asdfghjkl;'zxcvbnm,."), []rune("ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ")
	return strings.Map(func(r rune) rune {
		for i := range us {
			if us[i] == r {
				return ru[i]
			}
		}
		return r
	}, text)
}

func TestFirstStart(t *testing.T) {
	store, form := newHome(t)
	r := openApp(t, store, form)
	r.wantScreen("enroll")
	v := r.shown().(*enrollView)
	said := func(key string, args ...any) {
		t.Helper()
		if !v.said.Visible() || v.said.Text != r.T(key, args...) {
			t.Errorf("it says %q, want %q", v.said.Text, r.T(key, args...))
		}
	}
	r.write("Anna Petrova")
	r.press(fyne.KeyReturn)
	said("enroll.code.bad")
	v.code.SetText("")
	r.write("KZ07")
	r.press(fyne.KeyReturn)

	first := v.phrase.offered
	r.write("something else")
	r.press(fyne.KeyReturn)
	if v.phrase.fault.Text != r.T("phrase.notsame") || v.step().name != "phrase" {
		t.Errorf("other words: %q", v.phrase.fault.Text)
	}
	r.ctrl(fyne.KeyR)
	if v.phrase.offered == first {
		t.Error("the same words are offered again")
	}
	passphrase := v.phrase.offered
	r.write(strings.ToUpper(passphrase))
	r.press(fyne.KeyReturn)

	if v.step().name != "paper" {
		t.Fatalf("after the passphrase comes %s", v.step().name)
	}
	for _, g := range v.groups {
		wantText(t, r.window.Content(), g)
	}
	r.press(fyne.KeyReturn)
	for _, g := range v.groups {
		for _, o := range test.LaidOutObjects(r.window.Content()) {
			if l, ok := o.(interface{ String() string }); ok && strings.Contains(l.String(), g) {
				t.Error("the code is in sight while it is asked for")
			}
		}
	}
	r.write(v.groups[v.asked[0]])
	r.press(fyne.KeyReturn)
	r.write("WRONG")
	r.press(fyne.KeyReturn)
	said("enroll.rehearse.wrong", "i", v.asked[1]+1)
	if r.desk != nil {
		t.Fatal("the keys were made before the code was rehearsed")
	}
	v.typed[1].SetText("")
	r.write(russian(strings.ToLower(v.groups[v.asked[1]])))
	r.press(fyne.KeyReturn)
	r.wantScreen("start")
	if r.desk.Settings.Interviewer != "KZ07" || r.desk.Form.ID != "town" {
		t.Errorf("at the desk are %q with the form %s", r.desk.Settings.Interviewer, r.desk.Form.ID)
	}
	r.stop()

	again := openApp(t, store, "")
	unlockWith(t, again.App, russian(passphrase))
	again.wantScreen("start")
	if again.desk.User() != "KZ07" || again.desk.Form.ID != "town" {
		t.Errorf("after a restart it is %q with %s", again.desk.User(), again.desk.Form.ID)
	}
}

// TestOwnPassphrase: a weak one is refused, and it is typed twice or shown.
func TestOwnPassphrase(t *testing.T) {
	r := newRig(t)
	p := newPhrase(r.App, func() {})
	p.ownWords()
	const good = "seven blue doors behind nobody"
	for _, c := range []struct {
		first, again string
		shown        bool
		fault        string
	}{
		{"", "", false, "phrase.missing"},
		{"password", "password", false, "phrase.refused"},
		{"password", "", true, "phrase.refused"},
		{good, "", false, "phrase.differ"},
		{good, good + "s", false, "phrase.differ"},
		{good, russian(good), false, ""},
		{good, "", true, ""},
	} {
		p.entry.SetText(c.first)
		p.again.SetText(c.again)
		if p.shown != c.shown {
			p.show()
		}
		if p.entry.Password == c.shown {
			t.Errorf("%q is to be seen: %v", c.first, !p.entry.Password)
		}
		if _, ok := p.taken(); ok != (c.fault == "") || p.fault.Text != orElse(r.T(c.fault), "") && c.fault != "" {
			t.Errorf("%q, %q: taken %v, %q; want %s", c.first, c.again, ok, p.fault.Text, c.fault)
		}
	}
}

// TestWrongPassphrase: no hint, a growing delay that is counted on the button,
// and nothing can be tried meanwhile.
func TestWrongPassphrase(t *testing.T) {
	store, form := newHome(t)
	screentest.Prepare(t, store)
	r := openApp(t, store, form)
	v := r.shown().(*unlockView)
	var last time.Duration
	for range 12 {
		if v.until.After(r.clock().wall) {
			break
		}
		r.write("guess")
		r.press(fyne.KeyReturn)
	}
	r.wantScreen("unlock")
	last = v.until.Sub(r.clock().wall)
	if last <= 0 || !v.open.Disabled() || v.entry.Text != "" {
		t.Fatalf("after wrong passphrases one waits %v", last)
	}
	if want := r.T("unlock.wait", "time", countdown(last)); v.open.Text != want {
		t.Errorf("the button says %q, want %q", v.open.Text, want)
	}
	r.write(storagetest.Passphrase)
	r.press(fyne.KeyReturn)
	if r.desk != nil {
		t.Error("the delay holds nobody up")
	}
	r.ahead(last)
	v.wait(v.until)
	if v.open.Disabled() {
		t.Error("the button stays shut when the time is over")
	}
}

func TestCountdown(t *testing.T) {
	for d, want := range map[time.Duration]string{time.Second: "0:01", 1100 * time.Millisecond: "0:02", 59 * time.Second: "0:59", 65 * time.Second: "1:05", time.Hour: "60:00"} {
		if got := countdown(d); got != want {
			t.Errorf("%v is shown as %s, want %s", d, got, want)
		}
	}
}

// TestForgotten opens with the recovery code and a new passphrase.
func TestForgotten(t *testing.T) {
	store, form := newHome(t)
	paper := seal.NewPaper()
	s, err := storage.Open(context.Background(), store, storage.Options{Effort: seal.Least})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Enroll(context.Background(), storage.Person{Code: "K1", Passphrase: storagetest.Passphrase, Paper: paper}); err != nil {
		t.Fatal(err)
	}
	s.Close()
	r := openApp(t, store, form)
	r.ctrl(fyne.KeyU)
	v := r.shown().(*recoverView)
	for typed, want := range map[string]string{
		"dfgjl": "The code has eight groups of five letters: compare it with the printed one.",
		strings.Replace(paper, paper[12:17], "DFGJI", 1): "Group 3 of the code has I, which no code has: compare it with the printed one.",
	} {
		v.entry.SetText("")
		r.write(typed)
		r.press(fyne.KeyReturn)
		if v.fault.Text != want {
			t.Errorf("%s: %q, want %q", typed, v.fault.Text, want)
		}
	}
	v.entry.SetText("")
	r.write(seal.NewPaper())
	r.press(fyne.KeyReturn)
	r.write(v.phrase.offered)
	r.press(fyne.KeyReturn)
	if r.desk != nil || v.fault.Text != r.T("recover.wrong") {
		t.Fatalf("another code: %q", v.fault.Text)
	}
	v.entry.SetText("")
	r.write(strings.ToLower(paper))
	r.press(fyne.KeyReturn)
	passphrase := v.phrase.offered // typed before, and still there
	r.press(fyne.KeyReturn)
	r.wantScreen("start")
	r.lock()
	unlockWith(t, r.App, passphrase)
	r.wantScreen("start")
}

// TestAStoreInClear is one that an earlier version left: its owner goes through
// the first start, is told that it is converted, and finds every interview.
func TestAStoreInClear(t *testing.T) {
	packed, err := os.Open(filepath.Join("..", "storage", "testdata", "clear-1.db.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	z, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	store, _ := newHome(t)
	if err := os.WriteFile(store, data, 0o600); err != nil {
		t.Fatal(err)
	}
	r := openApp(t, store, "")
	r.wantScreen("enroll")
	v := r.shown().(*enrollView)
	wantText(t, r.window.Content(), r.T("enroll.plain"))
	r.press(fyne.KeyTab)
	for _, f := range focusables(r) { // the language of the interface
		if b, ok := f.(*field.Button); ok && b.Text == "Русский" {
			b.Tapped(nil)
		}
	}
	v.person.Code, v.person.Passphrase = "K1", storagetest.Passphrase
	v.turn(v.last())
	for i, n := range v.asked {
		v.typed[i].SetText(v.groups[n])
	}
	v.next()
	r.wantScreen("start")
	all, err := r.desk.Store.List(context.Background(), storage.Filter{})
	if err != nil || len(all) == 0 {
		t.Errorf("the store has %d interviews, %v", len(all), err)
	}
	if r.lang.code != "ru" || r.desk.Settings.Language != "ru" {
		t.Errorf("the interface is in %s, the setting is %q", r.lang.code, r.desk.Settings.Language)
	}
}
