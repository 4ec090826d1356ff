package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"anketa/app/field"
)

// An action is one thing that can be done on a view: by key, by button, and
// listed by F1.
type action struct {
	name string  // of its texts: action.NAME for the button, action.NAME.help for F1
	keys []chord // the first is printed on the button
	on   func(view) bool
	do   func(view)
}

// act makes an action of every view of type V.
func act[V any](name string, do func(V), keys ...chord) action {
	return action{
		name: name,
		keys: keys,
		on:   func(v view) bool { _, ok := v.(V); return ok },
		do:   func(v view) { do(v.(V)) },
	}
}

// actions is everything that can be done, in the order in which F1 lists it.
// The keys of one view differ; a key that two views share means the same in
// both.
func actions() []action {
	return []action{
		act("new", starter.create, key(fyne.KeyF3), ctrl(fyne.KeyN)),
		act("resume", (*startView).resume, key(fyne.KeyReturn)),
		act("correct", corrector.correct, ctrl(fyne.KeyK)),
		act("discard", (*startView).discard, key(fyne.KeyDelete)),
		act("withdraw", (*startView).withdraw, ctrl(fyne.KeyD)),
		act("filter", (*startView).filter, ctrl(fyne.KeyF)),
		act("form", (*startView).chooseForm, key(fyne.KeyF5), ctrl(fyne.KeyO)),
		act("export", starter.export, key(fyne.KeyF6)),
		act("merge", starter.merge, key(fyne.KeyF7)),
		act("report", starter.report, key(fyne.KeyF8)),
		act("settings", starter.settings, key(fyne.KeyF9)),
		act("handover", (*startView).handOver, ctrl(fyne.KeyT)),
		act("quit", quitter.quit, ctrl(fyne.KeyQ)),

		act("open", (*unlockView).unlock, key(fyne.KeyReturn)),
		act("forgotten", (*unlockView).forgotten, ctrl(fyne.KeyU)),
		act("words", chooser.otherWords, ctrl(fyne.KeyR)),
		act("ownwords", chooser.ownWords, ctrl(fyne.KeyW)),
		act("reveal", revealer.reveal, ctrl(fyne.KeyP)),

		act("next", (*interviewView).next, key(fyne.KeyReturn), key(fyne.KeyPageDown), alt(fyne.KeyRight)),
		act("back", (*interviewView).back, key(fyne.KeyPageUp), alt(fyne.KeyLeft)),
		act("states", (*interviewView).states, key(fyne.KeyF4)),
		act("wording", (*interviewView).nextLanguage, key(fyne.KeyF2)),
		act("find", (*interviewView).find, ctrl(fyne.KeyF), ctrl(fyne.KeyG)),
		act("tofinish", (*interviewView).toFinish, ctrl(fyne.KeyE)),
		act("media", (*interviewView).openMedia, key(field.OpenKey)),
		act("remove", (*interviewView).removeInstance, key(fyne.KeyF8)),
		act("leave", (*interviewView).leaveDraft, key(fyne.KeyEscape)),

		act("nextpage", (*mergeView).nextPage, ctrl(fyne.KeyPageDown)),
		act("previouspage", (*mergeView).previousPage, ctrl(fyne.KeyPageUp)),

		act("run", runner.run, ctrl(fyne.KeyReturn)),
		act("close", closer.close, key(fyne.KeyEscape), key(fyne.KeyPageUp), alt(fyne.KeyLeft)),
		act("lock", locker.lock, ctrl(fyne.KeyL)),
		act("hide", helper.hide, key(hideKey)),
		act("help", helper.help, key(fyne.KeyF1)),
	}
}

// Views of which some actions are common.
type (
	starter interface {
		create()
		export()
		merge()
		report()
		settings()
	}
	runner interface{ run() }   // starts the job that the view is for
	closer interface{ close() } // goes back to where it was opened
	locker interface{ lock() }  // asks for the passphrase again
	helper interface {
		help() // lists the keys
		hide() // shows something harmless
	}
	corrector interface{ correct() } // corrects a finished interview
	quitter   interface{ quit() }    // closes the window
	revealer  interface{ reveal() }  // shows what is typed
	chooser   interface {            // has a passphrase chosen
		otherWords()
		ownWords()
	}
)

// A chord is a key with what is held down. Only keys that mean the same in
// every layout are used: F-keys, Ctrl with a letter, Alt with an arrow.
type chord struct {
	held fyne.KeyModifier
	key  fyne.KeyName
}

func key(k fyne.KeyName) chord  { return chord{0, k} }
func ctrl(k fyne.KeyName) chord { return chord{fyne.KeyModifierShortcutDefault, k} }
func alt(k fyne.KeyName) chord  { return chord{fyne.KeyModifierAlt, k} }

// keyLabels are the names that stand on the keys where Fyne's differ.
var keyLabels = map[fyne.KeyName]string{
	fyne.KeyReturn: "Enter", fyne.KeyEscape: "Esc", fyne.KeyPageUp: "PgUp", fyne.KeyPageDown: "PgDn",
	fyne.KeyLeft: "←", fyne.KeyRight: "→",
}

func (c chord) String() string {
	name := string(c.key)
	if label, ok := keyLabels[c.key]; ok {
		name = label
	}
	var held []string
	if c.held&fyne.KeyModifierControl != 0 {
		held = append(held, "Ctrl")
	}
	if c.held&fyne.KeyModifierSuper != 0 {
		held = append(held, "Cmd")
	}
	if c.held&fyne.KeyModifierAlt != 0 {
		held = append(held, "Alt")
	}
	return strings.Join(append(held, name), "+")
}

// find gives the action of a view for a chord.
func findAction(v view, c chord) (action, bool) {
	if c.key == fyne.KeyEnter {
		c.key = fyne.KeyReturn
	}
	for _, a := range actions() {
		for _, k := range a.keys {
			if k == c && a.on(v) {
				return a, true
			}
		}
	}
	return action{}, false
}

// byName gives an action by its name, for a button.
func byName(name string) action {
	for _, a := range actions() {
		if a.name == name {
			return a
		}
	}
	panic("app: there is no action " + name)
}

// typed takes a key that no widget has.
func (a *App) typed(k *fyne.KeyEvent) {
	if !a.firstKey(k) {
		a.Key(k)
	}
}

// Key does what a key without modifiers means on the view that is shown. It
// gets the keys that the focused widget has no use for. Arrows go along the
// buttons below a page.
func (a *App) Key(k *fyne.KeyEvent) bool {
	return a.perform(chord{0, k.Name}) || a.walk(a.buttonsBelow(), k.Name)
}

// Shortcut does the same for keys with a modifier.
func (a *App) Shortcut(s fyne.Shortcut) bool {
	c, ok := s.(*desktop.CustomShortcut)
	if !ok {
		return false
	}
	a.touched()
	return a.perform(chord{c.Modifier, c.KeyName})
}

// perform leaves keys alone while a question stands over the window.
func (a *App) perform(c chord) bool {
	if a.window.Canvas().Overlays().Top() != nil {
		return false
	}
	act, ok := findAction(a.shown(), c)
	if ok {
		act.do(a.shown())
	}
	return ok
}

// listen connects the keys that reach no widget.
func (a *App) listen() {
	canvas := a.window.Canvas()
	field.First(a.firstKey)
	canvas.SetOnTypedKey(a.typed)
	for _, act := range actions() {
		for _, k := range act.keys {
			if k.held != 0 {
				canvas.AddShortcut(&desktop.CustomShortcut{KeyName: k.key, Modifier: k.held}, func(s fyne.Shortcut) { a.Shortcut(s) })
			}
		}
	}
}
