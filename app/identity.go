package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/storage"
	"anketa/storage/seal"
	"anketa/survey"
)

// An identityView is the coordinator's: the identity that this store holds, or
// a new one, and the laptops whose sealed interviews are taken. Everybody sees
// the fingerprint of their own key there, to read it out.
type identityView struct {
	common
	file   *fileEntry
	phrase *phrase
	start  *field.Button
	job    *jobPanel
	result *fyne.Container
	held   *seal.Identity
	at     string // where the file was to be, when the window locked itself
	load   bool   // it is taken from its file, and not made
	secret *field.Entry
}

func newIdentityView(a *App) *identityView {
	v := &identityView{common: common{a}}
	v.phrase = newPhrase(a, v.run)
	return v
}

func (v *identityView) name() string { return "identity" }
func (v *identityView) close() {
	if !v.job.running {
		v.app.back()
	}
}
func (v *identityView) leave()      { v.job.end() }
func (v *identityView) otherWords() { v.phrase.offer() }
func (v *identityView) ownWords()   { v.phrase.ownWords() }
func (v *identityView) reveal()     { v.phrase.show() }

func (v *identityView) focus() fyne.Focusable {
	if v.held == nil && v.load {
		return v.file.entry
	}
	return v.start
}

func (v *identityView) content() fyne.CanvasObject {
	a := v.app
	v.job, v.result = newJobPanel(a), container.NewVBox()
	held, err := screen.HeldIdentity(context.Background(), a.desk.Store)
	if err != nil {
		a.fault(err)
	}
	v.held = held
	rows := []fyne.CanvasObject{subtitle(a.T("identity.title")), boldLabel(a.T("identity.own")), v.own()}
	label := a.T("identity.copy")
	if held == nil {
		rows = append(rows, boldLabel(a.T("identity.coordinator")), v.ways())
		if v.load {
			rows = append(rows, v.loading()...)
			label = a.T("identity.take")
		} else {
			rows = append(rows, v.making()...)
			label = a.T("identity.make")
		}
	} else {
		to := seal.Recipients{held.Recipient()}
		rows = append(rows, boldLabel(a.T("identity.held")), framed(centred(to.Fingerprint())), paragraph(a.T("identity.held.how")),
			flow(field.NewButton(a.T("helpout.open"), func() { a.open(newHelpView(a)) }, a)), v.laptops())
	}
	v.start = field.NewButton(a.labelled("run", label), v.run, a)
	v.start.Importance = widget.HighImportance
	return a.page(container.NewVBox(append(rows, v.job.box, v.result)...),
		field.NewButton(a.labelled("close", a.T("back")), v.close, a), v.start)
}

// ways are that the identity is made, or taken from its file.
func (v *identityView) ways() fyne.CanvasObject {
	chosen := 0
	if v.load {
		chosen = 1
	}
	return v.app.oneOf([]string{v.app.T("identity.new"), v.app.T("identity.have")}, chosen, func(i int) {
		if load := i == 1; load != v.load {
			v.load, v.at = load, ""
			v.app.show()
		}
	})
}

func (v *identityView) making() []fyne.CanvasObject {
	v.file = newFileEntry(v.app, v.app.T("identity.file"), v.run, v.browse)
	v.file.entry.SetText(orElse(v.at, v.app.proposed("coordinator.key")))
	return []fyne.CanvasObject{paragraph(v.app.T("identity.why")), v.file.box, v.phrase.box}
}

func (v *identityView) loading() []fyne.CanvasObject {
	v.secret = hiddenEntry(keysOr{func(k *fyne.KeyEvent) bool {
		if isReturn(k) {
			v.run()
			return true
		}
		return false
	}, v.app})
	v.file = newFileEntry(v.app, v.app.T("identity.file"), func() { v.app.window.Canvas().Focus(v.secret) }, v.browseFile)
	v.file.entry.SetText(v.at)
	return []fyne.CanvasObject{paragraph(v.app.T("identity.take.why")), v.file.box, boldLabel(v.app.T("identity.take.phrase")), v.secret}
}

func (v *identityView) browseFile() {
	v.app.openFile(v.app.desk.Settings.Folder, []string{".key", ".txt", ".age"}, func(path string) {
		v.file.entry.SetText(path)
		v.app.window.Canvas().Focus(v.secret)
	})
}

// own shows the key of whoever is here, and to whom the form in use seals.
func (v *identityView) own() fyne.CanvasObject {
	a := v.app
	rows := container.NewVBox()
	for _, u := range a.desk.Users() {
		if u.Code == a.desk.User() {
			rows.Add(framed(centred(seal.KeyFingerprint(u.Public))))
		}
	}
	if to, err := a.desk.Recipients(); err == nil && len(to) > 0 {
		rows.Add(paragraph(a.T("identity.recipient", "print", to.Fingerprint())))
	} else {
		rows.Add(paragraph(a.T("identity.norecipient")))
	}
	if r, err := a.desk.Rehearsal(context.Background()); err == nil && r.Way {
		rows.Add(a.rehearsed(r))
		rows.Add(flow(field.NewButton(a.T("rehearsal.open"), func() { a.open(newRehearsalView(a)) }, a)))
	}
	return rows
}

// laptops lists the keys that signed sealed interviews.
func (v *identityView) laptops() fyne.CanvasObject {
	a := v.app
	all, err := screen.Laptops(context.Background(), a.desk.Store)
	if err != nil {
		a.fault(err)
	}
	rows := container.NewVBox(boldLabel(a.T("identity.laptops")))
	if len(all) == 0 {
		rows.Add(paragraph(a.T("identity.nolaptops")))
	}
	for _, l := range all {
		text := a.T("identity.laptop", "code", l.Code, "device", shortDevice(l.Device), "print", l.Fingerprint())
		if l.Waiting > 0 {
			text += " " + a.T("identity.waiting", "n", l.Waiting)
		}
		if !l.Enrolled.IsZero() {
			rows.Add(paragraph(text))
			continue
		}
		take := field.NewButton(a.T("identity.enrol"), func() {
			a.ask("identity.sure", func() { v.enrol(l.Signer) }, "print", l.Fingerprint(), "code", l.Code)
		}, a)
		rows.Add(container.NewBorder(nil, nil, nil, take, paragraph(text)))
	}
	return rows
}

func shortDevice(device string) string { return device[:min(6, len(device))] }

// enrol takes the interviews of a laptop, also those that wait.
func (v *identityView) enrol(who storage.Signer) {
	a, brought := v.app, 0
	v.job.run(func(ctx context.Context, p screen.Progress) error {
		_, merged, err := screen.EnrolLaptop(ctx, a.desk.Store, who.Fingerprint(), "", p)
		for _, m := range merged {
			brought += m.Brought
		}
		return err
	}, func(err error) {
		if !a.landed(v, v.start, err) || err != nil {
			return
		}
		a.trace("enrolled laptop")
		a.show()
		v.result.Objects = []fyne.CanvasObject{a.success(a.T("identity.enrolled", "n", brought))}
		v.result.Refresh()
	})
}

func (v *identityView) browse() {
	v.app.openFolder(filepath.Dir(v.file.path()), func(folder string) {
		v.file.entry.SetText(filepath.Join(folder, filepath.Base(v.file.path())))
	})
}

// run makes the identity, or copies the public key of the one that is held.
func (v *identityView) run() {
	a := v.app
	if v.job.running {
		return
	}
	if v.held != nil {
		a.copyText(v.held.Recipient().String())
		a.tell(a.T("identity.copied"), nil)
		return
	}
	path := strings.TrimSpace(v.file.path())
	if v.load {
		v.take(path)
		return
	}
	if exists(path) {
		a.tell(a.T("identity.there", "name", filepath.Base(path)), nil)
		return
	}
	passphrase, ok := v.phrase.taken()
	if !ok {
		return
	}
	v.job.run(func(ctx context.Context, _ screen.Progress) error {
		return screen.MakeIdentity(ctx, a.desk.Store, path, passphrase)
	}, func(err error) {
		if !a.landed(v, v.start, err) || err != nil {
			return
		}
		a.trace("identity")
		a.remember(path)
		a.show()
	})
}

// take takes the identity from its file.
func (v *identityView) take(path string) {
	a, secret, brought := v.app, v.secret.Text, 0
	if path == "" {
		a.window.Canvas().Focus(v.file.entry)
		return
	}
	v.job.run(func(ctx context.Context, p screen.Progress) (err error) {
		brought, err = screen.LoadIdentity(ctx, a.desk.Store, path, secret, p)
		return err
	}, func(err error) {
		if v.secret != nil {
			v.secret.SetText("")
		}
		if !a.landed(v, v.start, err) {
			return
		}
		a.trace("identity")
		a.remember(path)
		a.show()
		if brought > 0 {
			v.result.Objects = []fyne.CanvasObject{a.success(a.T("identity.enrolled", "n", brought))}
			v.result.Refresh()
		}
	})
}

// confirmed has a person compare the keys of a form where they are not those
// which the laptop knows, and then goes on.
func (a *App) confirmed(form *survey.Form, then func()) {
	e := a.desk.RecipientFault(context.Background(), form)
	if e == nil {
		then()
		return
	}
	name := "recipient"
	switch {
	case e.Lost && e.Now == "":
		name = "norecipient.lost"
	case e.Lost:
		name = "recipient.lost"
	case e.Now == "":
		name = "norecipient"
	case e.Known == "":
		name = "firstrecipient"
	}
	a.trace("compare", name)
	a.ask(name, func() {
		if err := a.desk.ConfirmRecipients(context.Background(), form); err != nil {
			a.fault(err)
			return
		}
		then()
	}, "known", e.Known, "now", e.Now)
}

// A requestFile is what a person who forgot the passphrase sends to the
// coordinator.
func requestFile(code string) string {
	home, err := os.UserHomeDir()
	if err != nil {
		home = "."
	}
	return filepath.Join(home, "anketa-recovery-"+plainName(code)+".json")
}

// setAside tells which sealed interviews a merge did not open.
func (a *App) setAside(aside screen.Aside) (out []string) {
	if aside.Closed > 0 {
		out = append(out, a.T("aside.closed", "n", aside.Closed))
	}
	if aside.Others > 0 {
		out = append(out, a.T("aside.others", "n", aside.Others))
	}
	for _, s := range aside.Strangers {
		out = append(out, a.T("aside.stranger", "n", s.Interviews, "code", s.Interviewer, "device", shortDevice(s.Device), "print", s.Fingerprint))
	}
	return out
}
