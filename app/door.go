package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/storage"
	"anketa/storage/seal"
)

// stand shows a view in front of the desk: in the cover where there is one.
func (a *App) stand(v view) {
	if a.cover == nil {
		a.replace(v)
		return
	}
	a.cover.view = v
	a.present(v)
}

// enter goes to the desk whose door was opened.
func (a *App) enter(desk *screen.Desk) {
	a.touched()
	a.trace("unlocked")
	if a.cover == nil {
		a.begin(desk)
	} else {
		a.uncover(desk)
	}
}

// inFront tells something that belongs to the cover.
func (a *App) inFront(tell func()) {
	a.front = true
	tell()
	a.front = false
}

// doorNow is the door in front of which one stands.
func (a *App) doorNow() *screen.Door {
	if a.cover != nil && a.cover.door != nil {
		return a.cover.door
	}
	return a.door
}

// knock shows what a door asks for: a passphrase, or at first who is there.
func (a *App) knock() {
	if s := a.doorNow().State(); s == storage.Fresh || s == storage.Plain {
		a.stand(newEnrollView(a, nil))
		return
	}
	a.stand(newUnlockView(a))
}

// An unlockView asks for the passphrase. It gives no hint, and says nothing of
// what is behind it.
type unlockView struct {
	app   *App
	users []storage.User
	user  int
	until time.Time // no try before that

	pick  func(user int)
	entry *field.Entry
	open  *field.Button
	show  *field.Button
	fault *widget.Label
	job   *jobPanel
}

func newUnlockView(a *App) *unlockView {
	v := &unlockView{app: a}
	v.users = a.doorNow().Users()
	for i, u := range v.users {
		if u.Code == a.lastUser() {
			v.user = i
		}
	}
	return v
}

// lastUser is who was at the desk before.
func (a *App) lastUser() string {
	if a.cover != nil && a.cover.user != "" {
		return a.cover.user
	}
	return a.doorNow().Settings.Last
}

func (v *unlockView) name() string          { return "unlock" }
func (v *unlockView) focus() fyne.Focusable { return v.entry }
func (v *unlockView) help()                 { v.app.inFront(v.app.showKeys) }
func (v *unlockView) hide()                 { v.app.hide() }

func (v *unlockView) content() fyne.CanvasObject {
	a := v.app
	v.entry = field.NewEntry(keysOr{v.key, a})
	v.entry.Password = true
	v.fault = dangerous("")
	v.fault.Hide()
	v.open, v.show = a.button("open"), a.button("reveal")
	v.open.Importance = widget.HighImportance
	v.job = newJobPanel(a)
	rows := []fyne.CanvasObject{subtitle(a.T("unlock.title"))}
	if len(v.users) > 1 {
		rows = append(rows, boldLabel(a.T("unlock.user")), v.choice())
	} else if len(v.users) == 1 {
		rows = append(rows, paragraph(a.T("unlock.code", "code", v.users[0].Code)))
	}
	rows = append(rows, boldLabel(a.T("unlock.phrase")), v.entry, v.fault, v.job.box)
	v.wait(v.waits())
	return a.page(container.NewVBox(rows...), a.button("quit"), a.button("forgotten"), v.show, v.open)
}

func (v *unlockView) choice() fyne.CanvasObject {
	var codes []string
	for _, u := range v.users {
		codes = append(codes, u.Code)
	}
	row := v.app.oneOf(codes, v.user, func(i int) {
		v.user = i
		v.say("")
		v.wait(v.waits())
		v.app.window.Canvas().Focus(v.entry)
	})
	v.pick = func(i int) { row.Objects[i].(*field.Button).Tapped(nil) }
	return row
}

// key lets ↑ and ↓ choose who is there, where the passphrase is typed.
func (v *unlockView) key(k *fyne.KeyEvent) bool {
	step := map[fyne.KeyName]int{fyne.KeyDown: 1, fyne.KeyUp: len(v.users) - 1}[k.Name]
	switch {
	case isReturn(k):
		v.unlock()
	case step > 0 && len(v.users) > 1:
		v.pick((v.user + step) % len(v.users))
	default:
		return false
	}
	return true
}

func (v *unlockView) code() string {
	if v.user < len(v.users) {
		return v.users[v.user].Code
	}
	return ""
}

// waits is until when nothing can be tried for the chosen person.
func (v *unlockView) waits() time.Time {
	if v.user < len(v.users) {
		return v.users[v.user].Wait
	}
	return time.Time{}
}

// unlock tries what was typed.
func (v *unlockView) unlock() {
	if v.job.running || v.entry.Text == "" || v.app.clock().wall.Before(v.until) {
		return
	}
	a, door, code, typed := v.app, v.app.doorNow(), v.code(), v.entry.Text
	v.say("")
	v.open.Disable()
	var desk *screen.Desk
	var users []storage.User
	v.job.run(func(ctx context.Context, _ screen.Progress) (err error) {
		if desk, err = door.Unlock(ctx, code, typed); err != nil {
			users, _ = door.LookAgain(ctx)
		}
		return err
	}, func(err error) {
		if err != nil {
			if len(users) == len(v.users) {
				v.users = users
			}
			v.refused(err)
			return
		}
		v.entry.SetText("")
		a.enter(desk)
	})
}

// refused says that it was not right, and counts down where one has to wait.
func (v *unlockView) refused(err error) {
	v.open.Enable()
	v.entry.SetText("")
	if v.app.shown() == view(v) {
		v.app.window.Canvas().Focus(v.entry)
	}
	defer v.app.secure()
	var wait *storage.WaitError
	if errors.As(err, &wait) {
		v.wait(wait.Until)
		return
	}
	v.app.trace("refused")
	v.say(v.app.refusal(err))
	v.wait(v.waits())
}

// refusal is what is said of a door that stays shut.
func (a *App) refusal(err error) string {
	if errors.Is(err, seal.ErrPassphrase) {
		return a.T("unlock.wrong")
	}
	return a.explain(err)
}

func (v *unlockView) say(text string) {
	v.fault.SetText(text)
	v.fault.Hidden = text == ""
	v.fault.Refresh()
}

// wait counts down on the button.
func (v *unlockView) wait(until time.Time) {
	v.until = until
	left := until.Sub(v.app.clock().wall)
	if left <= 0 {
		v.open.SetText(v.app.labelled("open", v.app.T("action.open")))
		v.open.Enable()
		return
	}
	v.open.Disable()
	v.open.SetText(v.app.T("unlock.wait", "time", countdown(left)))
	v.app.work.after(watchTick, func() {
		if v.until.Equal(until) && v.app.shown() == view(v) {
			v.wait(until)
		}
	})
}

// countdown prints a time that is left: 0:08, 1:05.
func countdown(left time.Duration) string {
	s := int((left + time.Second - 1) / time.Second)
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

func (v *unlockView) reveal() {
	v.entry.Password = !v.entry.Password
	v.entry.Refresh()
	label := "action.reveal"
	if !v.entry.Password {
		label = "phrase.hide"
	}
	v.show.SetText(v.app.labelled("reveal", v.app.T(label)))
}

func (v *unlockView) forgotten() { v.app.stand(newRecoverView(v.app, v)) }
func (v *unlockView) quit()      { v.app.close() }

// A recoverView opens the door with the recovery code and has a new passphrase
// chosen.
type recoverView struct {
	app   *App
	from  *unlockView
	paper string
	reply string // the file of the coordinator's answer; "" where the code is on paper
	ready bool   // the code looks right: the passphrase is chosen

	entry  *field.Entry
	answer *field.Entry
	phrase *phrase
	fault  *widget.Label
	job    *jobPanel
}

func newRecoverView(a *App, from *unlockView) *recoverView {
	v := &recoverView{app: a, from: from}
	v.phrase = newPhrase(a, v.next)
	return v
}

func (v *recoverView) name() string { return "recover" }
func (v *recoverView) help()        { v.app.inFront(v.app.showKeys) }
func (v *recoverView) hide()        { v.app.hide() }
func (v *recoverView) otherWords()  { v.phrase.offer() }
func (v *recoverView) ownWords()    { v.phrase.ownWords() }
func (v *recoverView) reveal()      { v.phrase.show() }

func (v *recoverView) focus() fyne.Focusable {
	if v.ready {
		return v.phrase.focus()
	}
	return v.entry
}

func (v *recoverView) close() {
	if v.job != nil && v.job.running {
		return
	}
	if v.ready {
		v.ready = false
		v.app.stand(v)
		return
	}
	v.app.stand(newUnlockView(v.app))
}

func (v *recoverView) content() fyne.CanvasObject {
	a := v.app
	v.fault, v.job = dangerous(""), newJobPanel(a)
	v.fault.Hide()
	back := field.NewButton(a.labelled("close", a.T("back")), v.close, a)
	next := field.NewButton(a.labelledKey(a.T("action.next"), "Enter"), v.next, a)
	next.Importance = widget.HighImportance
	rows := []fyne.CanvasObject{subtitle(a.T("recover.title"))}
	if v.ready {
		rows = append(rows, v.phrase.box)
	} else {
		v.entry = field.NewEntry(keysOr{v.key, a})
		v.entry.SetText(v.paper)
		rows = append(rows, paragraph(a.T("recover.how", "code", v.from.code())), boldLabel(a.T("recover.code")), v.entry, paragraph(a.T("recover.none")), flow(field.NewButton(a.T("recover.ask"), v.request, a)))
		v.answer = field.NewEntry(keysOr{v.key, a})
		v.answer.SetText(v.reply)
		rows = append(rows, boldLabel(a.T("recover.answer")), v.answer)
	}
	return a.page(container.NewVBox(append(rows, v.fault, v.job.box)...), back, next)
}

func (v *recoverView) key(k *fyne.KeyEvent) bool {
	if isReturn(k) {
		v.next()
		return true
	}
	return false
}

func (v *recoverView) next() {
	switch {
	case v.job.running:
	case !v.ready:
		v.paper = v.entry.Text
		if err := seal.CheckPaper(v.paper); err != nil {
			v.say(sentence(v.app.lang.says(err)))
			return
		}
		v.ready, v.reply = true, strings.TrimSpace(v.answer.Text)
		v.app.stand(v)
	default:
		if passphrase, ok := v.phrase.taken(); ok {
			v.open(passphrase)
		}
	}
}

func (v *recoverView) say(text string) {
	v.fault.SetText(text)
	v.fault.Hidden = text == ""
	v.fault.Refresh()
}

// request writes what the coordinator needs.
func (v *recoverView) request() {
	a, code := v.app, v.from.code()
	path := requestFile(code)
	if err := a.doorNow().RequestRecovery(context.Background(), code, path); err != nil {
		v.say(a.explain(err))
		return
	}
	v.say(a.T("recover.asked", "path", path))
}

// dropped takes the coordinator's answer.
func (v *recoverView) dropped(paths []string) {
	if !v.ready && len(paths) > 0 {
		v.answer.SetText(paths[0])
	}
}

func (v *recoverView) open(passphrase string) {
	a, door, code, paper, reply := v.app, v.app.doorNow(), v.from.code(), v.paper, v.reply
	var desk *screen.Desk
	v.job.run(func(ctx context.Context, _ screen.Progress) (err error) {
		if reply != "" {
			desk, err = door.TakeRecovery(ctx, code, reply, paper, passphrase)
		} else {
			desk, err = door.UnlockPaper(ctx, code, paper, passphrase)
		}
		return err
	}, func(err error) {
		if err == nil {
			a.enter(desk)
			return
		}
		var wait *storage.WaitError
		v.ready = false
		a.stand(v)
		switch {
		case errors.As(err, &wait):
			v.say(a.T("unlock.wait", "time", countdown(wait.Until.Sub(a.clock().wall))))
		case errors.Is(err, seal.ErrPassphrase):
			v.say(a.T("recover.wrong"))
		default:
			v.say(a.explain(err))
		}
		a.secure()
	})
}
