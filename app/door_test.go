package app

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"anketa/app/field"
	"anketa/app/screen"
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

// TestIdleLock locks after the minutes that are set, counted from the last key,
// and comes back to the same question with everything that was typed.
func TestIdleLock(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyReturn, "3", "1", fyne.KeyReturn)
	r.wantAsked("g_you/work")
	r.press("1", fyne.KeyReturn)
	r.wantAsked("g_you/firm")
	r.write("bazaar")
	r.ahead(2*time.Minute + 59*time.Second)
	r.watch()
	r.wantScreen("interview")
	r.press(fyne.KeyF2) // somebody is there
	r.ahead(2 * time.Minute)
	r.watch()
	r.wantScreen("interview")
	r.ahead(time.Minute)
	r.watch()
	r.wantScreen("unlock")
	if r.desk.Store.State() != storage.Locked || r.live() != nil {
		t.Errorf("the store is %v, the interview %v", r.desk.Store.State(), r.live())
	}
	r.unlock()
	r.wantAsked("g_you/firm")
	r.wantAnswer("g_you/firm", "bazaar", 1)
}

// TestOtherViewsStay: what was being set up when the window locked is there
// again.
func TestOtherViewsStay(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyF7)
	m := r.shown().(*mergeView)
	m.dropped([]string{"/nowhere/a.xlsx", "/nowhere/b.xlsx"})
	m.to.entry.SetText("/nowhere/all.xlsx")
	r.ctrl(fyne.KeyL)
	r.unlock()
	r.wantScreen("merge")
	if len(m.paths) != 2 || m.to.path() != "/nowhere/all.xlsx" || r.window.Canvas().Focused() != m.page.focus() {
		t.Errorf("%d workbooks into %s", len(m.paths), m.to.path())
	}
}

func TestSlept(t *testing.T) {
	base := moment{time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), time.Hour}
	for _, c := range []struct {
		wall, even time.Duration
		want       bool
	}{
		{time.Second, time.Second, false},
		{3 * time.Second, time.Second, false},       // the clock is set by a little
		{-time.Hour, time.Second, false},            // set back
		{time.Hour, time.Second, true},              // the even clock stood still
		{time.Hour, time.Hour, true},                // both went on, and the window did not
		{10 * time.Second, 10 * time.Second, false}, // a busy machine
	} {
		if got := slept(base, moment{base.wall.Add(c.wall), base.even + c.even}); got != c.want {
			t.Errorf("wall %v, even %v: slept %v", c.wall, c.even, got)
		}
	}
}

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

// TestFaultsWaitBehindTheCover: what a job tells while nobody is there is told
// afterwards.
func TestFaultsWaitBehindTheCover(t *testing.T) {
	r := newRig(t)
	r.ctrl(fyne.KeyL)
	r.fault(errors.New("the stick was pulled"))
	r.open(newSettingsView(r.App))
	r.wantScreen("unlock")
	if r.overlaid() {
		t.Fatal("it stands over the door")
	}
	r.unlock()
	r.wantScreen("settings")
	if !r.overlaid() {
		t.Error("nobody is told")
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

// TestASensitiveAnswerDoesNotStay: it is covered when nobody touches anything.
func TestASensitiveAnswerDoesNotStay(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyReturn)
	r.interview().jump("g_harm/beaten")
	r.press("1")
	r.ahead(19 * time.Second)
	r.watch()
	if r.interview().s.Covered() {
		t.Fatal("covered while it is answered")
	}
	r.ahead(time.Second)
	r.watch()
	if !r.interview().s.Covered() {
		t.Fatal("the answer stays on the screen")
	}
	r.press(fyne.KeyReturn) // show
	r.wantAsked("g_harm/beaten")
	r.wantAnswer("g_harm/beaten", "y", 1)
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

// TestTheMouseIsSomebody: moving it counts, over a question over the window too.
func TestTheMouseIsSomebody(t *testing.T) {
	r := newRig(t)
	for _, open := range []func(){func() {}, r.help} {
		open()
		from := r.window.Content()
		if top := r.window.Canvas().Overlays().Top(); top != nil {
			from = top
		}
		var lowest *sensor
		for _, o := range test.LaidOutObjects(from) {
			if s, ok := o.(*sensor); ok {
				lowest = s
			}
		}
		if lowest == nil || lowest.Size().Width < 100 {
			t.Fatal("nothing notices the mouse")
		}
		r.ahead(2 * time.Minute)
		lowest.Cursor()
		r.ahead(2 * time.Minute)
		if r.watch(); r.cover != nil {
			t.Fatal("the window locks itself while the mouse moves")
		}
	}
}

func (r *rig) help() { r.showKeys() }

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
