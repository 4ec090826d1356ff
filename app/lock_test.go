package app

import (
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"anketa/storage"
)

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
