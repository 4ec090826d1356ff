package app

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/storage"
	"anketa/storage/seal"
)

// An enrollView makes somebody able to open the store: the first person, at
// the first start, or a colleague. It asks one thing at a time.
type enrollView struct {
	app    *App
	desk   *screen.Desk // a colleague joins it; nil at the first start
	users  []storage.User
	person storage.Person
	at     int // of steps
	asked  [2]int
	groups []string // of the recovery code
	fault  string

	code   *field.Entry
	phrase *phrase
	typed  [2]*field.Entry
	first  fyne.Focusable
	job    *jobPanel
	said   *widget.Label
}

// An enrollStep is one page: what it shows, and what is wrong with what was
// typed there.
type enrollStep struct {
	name string
	body func(*enrollView) []fyne.CanvasObject
	done func(*enrollView) (fault string)
}

// enrollSteps are the pages, in order.
func enrollSteps() []enrollStep {
	return []enrollStep{
		{"code", (*enrollView).askCode, (*enrollView).takeCode},
		{"phrase", (*enrollView).askPhrase, (*enrollView).takePhrase},
		{"paper", (*enrollView).showPaper, nothingWrong},
		{"rehearse", (*enrollView).rehearse, (*enrollView).rehearsed},
		{"recipient", (*enrollView).showRecipient, nothingWrong},
	}
}

func nothingWrong(*enrollView) string { return "" }

func newEnrollView(a *App, desk *screen.Desk) *enrollView {
	v := &enrollView{app: a, desk: desk}
	v.person.Paper = seal.NewPaper()
	v.groups = screen.PaperGroups(v.person.Paper)
	v.ask()
	if desk != nil {
		v.users = desk.Users()
		v.person.Recipients, _ = desk.Recipients()
	} else {
		v.person.Recipients, _ = a.doorNow().Recipients()
	}
	v.phrase = newPhrase(a, v.next)
	return v
}

// ask chooses two groups of the code that are to be typed back.
func (v *enrollView) ask() {
	two := rand.Perm(len(v.groups))[:2]
	v.asked = [2]int{min(two[0], two[1]), max(two[0], two[1])}
}

func (v *enrollView) step() enrollStep { return enrollSteps()[v.at] }

func (v *enrollView) name() string { return "enroll" }
func (v *enrollView) help()        { v.app.showKeys() }
func (v *enrollView) hide()        { v.app.hide() }

func (v *enrollView) focus() fyne.Focusable { return v.first }

// last is the number of the last step: the fingerprint is shown where there is
// one.
func (v *enrollView) last() int {
	if len(v.person.Recipients) == 0 {
		return len(enrollSteps()) - 2
	}
	return len(enrollSteps()) - 1
}

func (v *enrollView) content() fyne.CanvasObject {
	a := v.app
	v.job, v.said = newJobPanel(a), dangerous(v.fault)
	v.said.Hidden = v.fault == ""
	step := v.step()
	title := "enroll." + step.name
	if v.desk != nil && v.at == 0 {
		title = "colleague.code"
	}
	next := field.NewButton(a.labelledKey(a.T("action.next"), "Enter"), v.next, a)
	next.Importance = widget.HighImportance
	v.first = next
	rows := append([]fyne.CanvasObject{
		subtitleLow(a.T("enroll.step", "i", v.at+1, "of", v.last()+1)), subtitle(a.T(title))}, step.body(v)...)
	before := a.button("quit")
	if v.at > 0 || v.desk != nil {
		before = field.NewButton(a.labelled("close", a.T("back")), v.close, a)
	}
	return a.page(container.NewVBox(append(rows, v.said, v.job.box)...), before, next)
}

func (v *enrollView) quit() { v.app.close() }

// close goes to the step before.
func (v *enrollView) close() {
	switch {
	case v.job.running:
	case v.at > 0:
		v.turn(v.at - 1)
	case v.desk != nil:
		v.app.back()
	}
}

func (v *enrollView) turn(at int) {
	v.at, v.fault = at, ""
	v.app.window.Canvas().Unfocus() // else what is shown again later looks as if it still had the keyboard
	v.again()
}

// again shows the step anew.
func (v *enrollView) again() {
	if v.desk != nil {
		v.app.show()
	} else {
		v.app.stand(v)
	}
	v.app.trace("step", v.step().name)
	if v.step().name == "rehearse" {
		v.app.trace("asked", v.asked[0]+1, v.asked[1]+1)
	}
}

// next goes on where the step is done; after the last one the keys are made.
func (v *enrollView) next() {
	if v.job.running {
		return
	}
	v.fault = v.step().done(v)
	v.said.SetText(v.fault)
	if v.said.Hidden = v.fault == ""; v.fault != "" {
		return
	}
	switch {
	case v.step().name == "phrase" && v.person.Passphrase == "":
	case v.at < v.last():
		v.turn(v.at + 1)
	default:
		v.enroll()
	}
}

func (v *enrollView) key(k *fyne.KeyEvent) bool {
	if isReturn(k) {
		v.next()
		return true
	}
	return false
}

func (v *enrollView) askCode() []fyne.CanvasObject {
	a := v.app
	v.code = field.NewEntry(keysOr{v.key, a})
	v.code.SetText(v.person.Code)
	v.first = v.code
	var out []fyne.CanvasObject
	if v.desk == nil {
		out = append(out, v.languages())
		if a.doorNow().State() == storage.Plain {
			out = append(out, paragraph(a.T("enroll.plain")))
		}
		out = append(out, paragraph(a.T("enroll.why")))
	} else {
		out = append(out, paragraph(a.T("colleague.why")))
	}
	return append(out, boldLabel(a.T("settings.interviewer")), v.code, paragraph(a.T("settings.interviewer.hint")))
}

// languages lets whoever starts the program first choose what they read.
func (v *enrollView) languages() fyne.CanvasObject {
	a := v.app
	var labels []string
	chosen := 0
	for i, l := range languages {
		labels = append(labels, l.T("language.own"))
		if l == a.lang {
			chosen = i
		}
	}
	return a.oneOf(labels, chosen, func(i int) {
		a.lang = languages[i]
		s := a.doorNow().Settings
		s.Language = a.lang.code
		if err := a.doorNow().SaveSettings(context.Background(), s); err != nil {
			a.fault(err)
		}
		v.person.Code = v.code.Text
		v.phrase = newPhrase(a, v.next)
		v.again()
	})
}

func (v *enrollView) takeCode() string {
	v.person.Code = strings.TrimSpace(v.code.Text)
	if !screen.GoodCode(v.person.Code, v.users) {
		return v.app.T("enroll.code.bad")
	}
	return ""
}

func (v *enrollView) askPhrase() []fyne.CanvasObject {
	v.first = v.phrase.focus()
	return []fyne.CanvasObject{paragraph(v.app.T("phrase.why")), v.phrase.box}
}

func (v *enrollView) takePhrase() string {
	v.person.Passphrase = ""
	if passphrase, ok := v.phrase.taken(); ok {
		v.person.Passphrase = passphrase
	}
	return ""
}

// onPhrase says whether the passphrase is being chosen.
func (v *enrollView) onPhrase() bool { return v.step().name == "phrase" }

func (v *enrollView) otherWords() {
	if v.onPhrase() {
		v.phrase.offer()
	}
}

func (v *enrollView) ownWords() {
	if v.onPhrase() {
		v.phrase.ownWords()
	}
}

func (v *enrollView) reveal() {
	if v.onPhrase() {
		v.phrase.show()
	}
}

func (v *enrollView) showPaper() []fyne.CanvasObject {
	a := v.app
	grid := container.NewGridWithColumns(4)
	for i, g := range v.groups {
		grid.Add(group(i+1, g))
	}
	return []fyne.CanvasObject{paragraph(a.T("enroll.paper.why")), framed(grid), paragraph(a.T("enroll.paper.how"))}
}

// group is one group of the code with its number.
func group(n int, text string) fyne.CanvasObject {
	number, letters := widget.NewLabel(fmt.Sprint(n)), widget.NewLabel(text)
	number.Importance, number.SizeName = widget.LowImportance, theme.SizeNameCaptionText
	letters.TextStyle.Monospace, letters.TextStyle.Bold, letters.SizeName = true, true, theme.SizeNameSubHeadingText
	return container.NewHBox(number, letters)
}

func (v *enrollView) rehearse() []fyne.CanvasObject {
	a := v.app
	out := []fyne.CanvasObject{paragraph(a.T("enroll.rehearse.why"))}
	for i, n := range v.asked {
		v.typed[i] = field.NewEntry(keysOr{v.groupKey(i), a})
		out = append(out, boldLabel(a.T("enroll.rehearse.group", "i", n+1)), container.New(shortLayout{}, v.typed[i]))
	}
	v.first = v.typed[0]
	return out
}

// groupKey goes from the first group to the second, and then on.
func (v *enrollView) groupKey(i int) func(*fyne.KeyEvent) bool {
	return func(k *fyne.KeyEvent) bool {
		if isReturn(k) && i == 0 && v.typed[1].Text == "" {
			v.app.window.Canvas().Focus(v.typed[1])
			return true
		}
		return v.key(k)
	}
}

func (v *enrollView) rehearsed() string {
	for i, n := range v.asked {
		if !screen.SameGroup(v.groups[n], v.typed[i].Text) {
			v.app.window.Canvas().Focus(v.typed[i])
			return v.app.T("enroll.rehearse.wrong", "i", n+1)
		}
	}
	return ""
}

func (v *enrollView) showRecipient() []fyne.CanvasObject {
	a := v.app
	return []fyne.CanvasObject{paragraph(a.T("enroll.recipient.why")), framed(centred(v.person.Recipients.Fingerprint())), paragraph(a.T("enroll.recipient.how"))}
}

// enroll makes the keys, beside the window.
func (v *enrollView) enroll() {
	a, p := v.app, v.person
	if v.desk != nil {
		var joined func()
		v.job.run(func(ctx context.Context, _ screen.Progress) (err error) {
			joined, err = v.desk.Enroll(ctx, p)
			return err
		}, func(err error) {
			if err != nil {
				a.fault(err)
				return
			}
			joined()
			a.trace("enrolled")
			a.back()
			a.tell(a.T("colleague.done", "code", p.Code), nil)
		})
		return
	}
	door := a.doorNow()
	var desk *screen.Desk
	v.job.run(func(ctx context.Context, _ screen.Progress) (err error) {
		desk, err = door.Enroll(ctx, p)
		return err
	}, func(err error) {
		if err != nil {
			if door.State() == storage.Locked { // the keys are there, and something else is wrong
				a.knock()
			}
			a.fault(err)
			return
		}
		a.trace("enrolled")
		a.enter(desk)
		if r, err := desk.Rehearsal(context.Background()); err == nil && r.Due() && a.cover == nil {
			a.open(newRehearsalView(a))
		}
	})
}
