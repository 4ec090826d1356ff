package field

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"anketa/survey"
	"anketa/survey/interview"
)

// A rig is a page of fields in a window, with what they reported.
type rig struct {
	t      *testing.T
	canvas fyne.Canvas
	fields []Field
	views  []interview.View
	events []string // "answer q1 31", "typing …", "next q1", "key F4", "focused q1"
	later  []func() // what waits for its time
	chosen string   // the file that is taken in when one is asked for
	files  map[string]File
}

// newRig shows questions; the nth has the path qN, from 1.
func newRig(t *testing.T, width float32, views ...interview.View) *rig {
	t.Helper()
	test.NewTempApp(t)
	struck(&fyne.KeyEvent{}) // no key is down
	r := &rig{t: t, views: views}
	var objects []fyne.CanvasObject
	for i := range views {
		views[i].Path = survey.Path(fmt.Sprintf("q%d", i+1))
		f := New(views[i], r.host())
		r.fields = append(r.fields, f)
		objects = append(objects, f)
	}
	w := test.NewTempWindow(t, container.NewVScroll(container.NewVBox(objects...)))
	w.Resize(fyne.NewSize(width, 600))
	r.canvas = w.Canvas()
	return r
}

func (r *rig) host() Host {
	say := func(format string, args ...any) { r.events = append(r.events, fmt.Sprintf(format, args...)) }
	return Host{
		Answer: func(p survey.Path, text string) {
			say("answer %s %s", p, text)
			r.set(p, func(v *interview.View) { v.Text, v.State = text, survey.Given })
		},
		Typing:   func(p survey.Path, text string) { say("typing %s %s", p, text) },
		Confirm:  func(p survey.Path) { say("confirm %s", p) },
		Focused:  func(p survey.Path) { say("focused %s", p) },
		Next:     func(p survey.Path) { say("next %s", p) },
		Key:      func(k *fyne.KeyEvent) bool { say("key %s", k.Name); return true },
		Shortcut: func(s fyne.Shortcut) bool { say("shortcut %s", s.ShortcutName()); return true },
		After:    func(_ time.Duration, f func()) { r.later = append(r.later, f) },
		Step:     func(p survey.Path, by int) { say("step %s %d", p, by) },
		Open:     func(name string, _ []byte) { say("open %s", name) },
		Browse:   func(address string) { say("browse %s", address) },
		Attach: func(p survey.Path, ends []string) {
			say("attach %s %s", p, strings.Join(ends, " "))
			r.set(p, func(v *interview.View) { v.Text, v.State = r.chosen, survey.Given })
		},
		File:     func(name string, got func(File)) { got(r.files[name]) },
		SaveFile: func(name string) { say("save %s", name) },
		Files:    &Album{},
		Album:    &Album{},
		T: func(key string, args ...any) string {
			for i := 1; i < len(args); i += 2 {
				key += " " + fmt.Sprint(args[i])
			}
			return key
		},
	}
}

// set changes a view and shows it, as the interview does.
func (r *rig) set(p survey.Path, change func(*interview.View)) {
	for i := range r.views {
		if r.views[i].Path == p {
			change(&r.views[i])
			r.fields[i].Update(r.views[i])
		}
	}
}

func (r *rig) focus(i int) { r.canvas.Focus(r.fields[i].Focus()) }

// press presses keys of the focused widget by name; in a foreign layout each
// key types its letter too.
func (r *rig) press(keys ...fyne.KeyName) {
	for _, k := range keys {
		r.canvas.Focused().TypedKey(&fyne.KeyEvent{Name: k})
	}
}

// pressed is a key as a layout gives it: a name by place, and a letter.
type pressed struct {
	name   fyne.KeyName
	letter rune
}

func (r *rig) strike(keys ...pressed) {
	for _, k := range keys {
		f := r.canvas.Focused()
		f.TypedKey(&fyne.KeyEvent{Name: k.name})
		if k.letter != 0 {
			f.TypedRune(k.letter)
		}
	}
}

// said gives the events of some kinds, and forgets all.
func (r *rig) said(kinds ...string) string {
	var out []string
	for _, e := range r.events {
		if kind, _, _ := strings.Cut(e, " "); slices.Contains(kinds, kind) {
			out = append(out, e)
		}
	}
	r.events = nil
	return strings.Join(out, ", ")
}

func (r *rig) want(wanted string, kinds ...string) {
	r.t.Helper()
	if got := r.said(kinds...); got != wanted {
		r.t.Errorf("reported %q, want %q", got, wanted)
	}
}

func ask(kind survey.QuestionKind, appearance ...string) interview.View {
	return interview.View{
		Item:  &survey.Item{Name: "q", Type: &survey.Type{Kind: kind}, Appearance: appearance},
		Label: "?", Relevant: true,
	}
}

func askList(kind survey.QuestionKind, n int, appearance ...string) interview.View {
	v := ask(kind, appearance...)
	for i := 1; i <= n; i++ {
		v.Choices = append(v.Choices, interview.Choice{Name: fmt.Sprintf("c%d", i), Label: fmt.Sprintf("Choice %d", i)})
	}
	return v
}

// TestNumberInEveryLayout types 4.5 as the keys of several layouts report it.
func TestNumberInEveryLayout(t *testing.T) {
	for _, l := range []struct {
		layout string
		kind   survey.QuestionKind
		keys   []pressed
		want   string
	}{
		{"us", survey.DecimalKind, []pressed{{"4", '4'}, {".", '.'}, {"5", '5'}}, "4.5"},
		{"ru: the point is a letter's key", survey.DecimalKind, []pressed{{"4", '4'}, {"", 'ю'}, {"5", '5'}}, "4.5"},
		{"ru: the comma", survey.DecimalKind, []pressed{{"4", '4'}, {"/", ','}, {"5", '5'}}, "4.5"},
		{"kz: letters on the number row", survey.DecimalKind, []pressed{{"4", 'ң'}, {"", ','}, {"5", 'ғ'}}, "4.5"},
		{"am: letters on the number row", survey.DecimalKind, []pressed{{"4", 'յ'}, {",", ','}, {"5", '3'}}, "4.5"},
		{"fr: signs on the number row", survey.DecimalKind, []pressed{{"4", '\''}, {";", ','}, {"5", '('}}, "4.5"},
		{"a second point is none", survey.DecimalKind, []pressed{{"4", '4'}, {".", '.'}, {".", '.'}, {"5", '5'}}, "4.5"},
		{"no point in a whole number", survey.IntegerKind, []pressed{{"4", '4'}, {".", '.'}, {"5", '5'}}, "45"},
		{"no letters", survey.IntegerKind, []pressed{{"4", '4'}, {"A", 'a'}, {"", 'ы'}, {"5", '5'}}, "45"},
		{"a minus first", survey.IntegerKind, []pressed{{"-", '-'}, {"9", '9'}, {"-", '-'}, {"9", '9'}}, "-99"},
	} {
		t.Run(l.layout, func(t *testing.T) {
			r := newRig(t, 500, ask(l.kind))
			r.focus(0)
			r.strike(l.keys...)
			r.press(fyne.KeyReturn)
			r.want("answer q1 "+l.want+", next q1", "answer", "next")
		})
	}
}

func TestNumberIsReportedWhileTyped(t *testing.T) {
	r := newRig(t, 500, ask(survey.IntegerKind), ask(survey.IntegerKind))
	r.focus(0)
	r.press("3", "1")
	r.want("typing q1 3, typing q1 31", "typing", "answer")
	r.focus(1)
	r.want("answer q1 31", "typing", "answer")
	r.focus(0)
	r.focus(1)
	r.want("", "typing", "answer") // nothing was typed
}

func TestTypingReplacesAnAnswer(t *testing.T) {
	r := newRig(t, 500, ask(survey.IntegerKind))
	r.set("q1", func(v *interview.View) { v.Text, v.State = "31", survey.Given })
	r.focus(0)
	r.press("4", "2", fyne.KeyReturn)
	r.want("answer q1 42", "answer")
}

func TestOnlyNumber(t *testing.T) {
	for _, c := range []struct {
		text    string
		decimal bool
		want    string
	}{
		{"1 250,50 ₽", true, "1250.50"},
		{"1 250,50 ₽", false, "125050"},
		{"-98", false, "-98"},
		{"9-8", false, "98"},
		{"1.2.3", true, "1.23"},
		{"abc", true, ""},
	} {
		if got := onlyNumber(c.text, c.decimal); got != c.want {
			t.Errorf("%q gave %q, want %q", c.text, got, c.want)
		}
	}
}

func TestTypedStaysWhateverUpdateBrings(t *testing.T) {
	r := newRig(t, 500, ask(survey.TextKind))
	r.focus(0)
	test.Type(r.canvas.Focused(), "два ")
	r.set("q1", func(v *interview.View) { v.Text = "два" }) // the tidied text of a tick
	test.Type(r.canvas.Focused(), "слова")
	r.press(fyne.KeyReturn)
	r.want("answer q1 два слова", "answer")
}

func TestMultilineGoesOnByCtrlEnter(t *testing.T) {
	r := newRig(t, 500, ask(survey.TextKind, "multiline"))
	r.focus(0)
	test.Type(r.canvas.Focused(), "a")
	r.press(fyne.KeyReturn)
	test.Type(r.canvas.Focused(), "b")
	r.canvas.Focused().(fyne.Shortcutable).TypedShortcut(
		&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault})
	r.want("answer q1 a\nb, next q1", "answer", "next")
}

// TestALongTextGoesOnAtItsEnd: its lines are wrapped, and the cursor counts
// wrapped lines.
func TestALongTextGoesOnAtItsEnd(t *testing.T) {
	v := ask(survey.TextKind, "multiline")
	v.Text, v.State = strings.Repeat("слово за словом ", 30)+"\nконец", survey.Given
	r := newRig(t, 300, v)
	r.focus(0)
	test.Type(r.canvas.Focused(), "!")
	r.want("typing q1 "+v.Text+"!", "typing")
}

func TestDigitsChoose(t *testing.T) {
	for _, c := range []struct {
		name string
		n    int
		keys []fyne.KeyName
		wait bool // longer than the second digit may take, at the end
		want string
	}{
		{"nine choose at once", 9, []fyne.KeyName{"3"}, false, "answer q1 c3"},
		{"a digit without a choice", 3, []fyne.KeyName{"7"}, false, ""},
		{"two digits", 12, []fyne.KeyName{"1", "2"}, false, "answer q1 c12"},
		{"a first digit that begins no longer number", 12, []fyne.KeyName{"5"}, false, "answer q1 c5"},
		{"one digit waits", 12, []fyne.KeyName{"1"}, false, ""},
		{"and stands when none follows", 12, []fyne.KeyName{"1"}, true, "answer q1 c1"},
		{"or when Enter follows", 12, []fyne.KeyName{"1", fyne.KeyReturn}, false, "answer q1 c1"},
		{"what goes too far are two answers", 12, []fyne.KeyName{"1", "5"}, false, "answer q1 c1, answer q1 c5"},
		{"ten", 12, []fyne.KeyName{"1", "0"}, false, "answer q1 c10"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, 500, askList(survey.SelectOneKind, c.n))
			r.focus(0)
			r.press(c.keys...)
			if c.wait {
				for _, f := range r.later {
					f()
				}
			}
			r.want(c.want, "answer")
		})
	}
}

// TestLettersChooseNothing: in the Kazakh and Armenian layouts a digit key
// types a letter as well.
func TestLettersChooseNothing(t *testing.T) {
	r := newRig(t, 500, askList(survey.SelectOneKind, 5))
	r.focus(0)
	r.strike(pressed{"3", 'і'}, pressed{"", 'ы'}, pressed{"A", 'a'})
	r.want("answer q1 c3", "answer")
}

func TestArrowsAndSpace(t *testing.T) {
	for _, c := range []struct {
		name   string
		kind   survey.QuestionKind
		before string
		keys   []fyne.KeyName
		want   string
	}{
		{"space picks", survey.SelectOneKind, "", []fyne.KeyName{fyne.KeyDown, fyne.KeySpace}, "answer q1 c2"},
		{"enter picks what the arrows went to", survey.SelectOneKind, "", []fyne.KeyName{fyne.KeyDown, fyne.KeyReturn}, "answer q1 c2, next q1"},
		{"enter picks nothing by itself", survey.SelectOneKind, "", []fyne.KeyName{fyne.KeyReturn}, "next q1"},
		{"enter never changes an answer", survey.SelectOneKind, "c1", []fyne.KeyName{fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn}, "next q1"},
		{"end", survey.SelectOneKind, "", []fyne.KeyName{fyne.KeyEnd, fyne.KeySpace}, "answer q1 c4"},
		{"delete takes back", survey.SelectOneKind, "c1", []fyne.KeyName{fyne.KeyDelete}, "answer q1 "},
		{"several, in the order of the list", survey.SelectMultipleKind, "", []fyne.KeyName{"3", "1"}, "answer q1 c3, answer q1 c1 c3"},
		{"and out again", survey.SelectMultipleKind, "c1 c3", []fyne.KeyName{"1"}, "answer q1 c3"},
		{"a ranking, in the order of the keys", survey.RankKind, "", []fyne.KeyName{"3", "1"}, "answer q1 c3, answer q1 c3 c1"},
		{"taken out of a ranking", survey.RankKind, "c3 c1 c2", []fyne.KeyName{"1"}, "answer q1 c3 c2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, 500, askList(c.kind, 4))
			r.set("q1", func(v *interview.View) { v.Text, v.State = c.before, survey.Given })
			r.focus(0)
			r.press(c.keys...)
			r.want(c.want, "answer", "next")
		})
	}
}

func TestRankMovesByAltArrow(t *testing.T) {
	r := newRig(t, 500, askList(survey.RankKind, 3))
	r.set("q1", func(v *interview.View) { v.Text = "c1 c2 c3" })
	r.focus(0)
	r.press(fyne.KeyEnd)
	r.canvas.Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyUp, Modifier: fyne.KeyModifierAlt})
	r.want("answer q1 c1 c3 c2", "answer", "shortcut")
}

func TestDontKnowStandsAlone(t *testing.T) {
	v := askList(survey.SelectMultipleKind, 3)
	v.Choices[2].Special = survey.DontKnow
	for _, c := range []struct {
		before []string
		pick   int
		want   string
	}{
		{[]string{"c1", "c2"}, 2, "c3"},
		{[]string{"c3"}, 0, "c1"},
		{[]string{"c3"}, 2, ""},
		{[]string{"c2", "gone"}, 0, "c1 c2"},
	} {
		if got := strings.Join(picked(pickMany, v.Choices, c.before, c.pick), " "); got != c.want {
			t.Errorf("%v and then choice %d gave %q, want %q", c.before, c.pick+1, got, c.want)
		}
	}
}

func TestANameWithASpaceIsOneChoice(t *testing.T) {
	v := askList(survey.SelectOneKind, 2)
	v.Choices[1].Name = "New York"
	r := newRig(t, 500, v)
	r.focus(0)
	r.press("2")
	r.want("answer q1 New York", "answer")
	rows := r.fields[0].Focus().(*choices).rows
	if rows[0].picked() || !rows[1].picked() {
		t.Error("the choice that was picked is not shown as picked")
	}
}

func TestUnusedKeysGoOn(t *testing.T) {
	for _, v := range []interview.View{ask(survey.TextKind), ask(survey.TextKind, "multiline"), ask(survey.IntegerKind), ask(survey.DateKind),
		askList(survey.SelectOneKind, 3), askList(survey.SelectOneKind, 30)} {
		r := newRig(t, 500, v)
		r.focus(0)
		r.press(fyne.KeyF1, fyne.KeyF4, fyne.KeyPageDown, fyne.KeyEscape)
		r.canvas.Focused().(fyne.Shortcutable).TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierControl})
		r.want("key F1, key F4, key Next, key Escape, shortcut CustomDesktop:Control+F", "key", "shortcut")
	}
}

func TestPickerSearches(t *testing.T) {
	v := ask(survey.SelectOneKind, "autocomplete")
	for _, town := range []string{"Алматы", "Душанбе", "Ереван", "Тбилиси", "Верхний Ереван"} {
		v.Choices = append(v.Choices, interview.Choice{Name: town, Label: town})
	}
	for _, c := range []struct {
		name  string
		typed string
		keys  []fyne.KeyName
		want  string
	}{
		{"what begins so comes first", "ер", []fyne.KeyName{fyne.KeyReturn}, "answer q1 Ереван, next q1"},
		{"arrows", "ер", []fyne.KeyName{fyne.KeyDown, fyne.KeyReturn}, "answer q1 Верхний Ереван, next q1"},
		{"without searching", "", []fyne.KeyName{fyne.KeyDown, fyne.KeyReturn}, "answer q1 Душанбе, next q1"},
		{"nothing wanted", "", []fyne.KeyName{fyne.KeyReturn}, "next q1"},
		{"a number", "4", []fyne.KeyName{fyne.KeyReturn}, "answer q1 Тбилиси, next q1"},
		{"nothing found stays", "ж", []fyne.KeyName{fyne.KeyReturn}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, 500, v)
			r.focus(0)
			test.Type(r.canvas.Focused(), c.typed)
			r.press(c.keys...)
			r.want(c.want, "answer", "next")
		})
	}
}

// TestTabGoesByQuestion: a list of choices is one stop, not one for each.
func TestTabGoesByQuestion(t *testing.T) {
	r := newRig(t, 500, askList(survey.SelectOneKind, 5), ask(survey.IntegerKind), ask(survey.NoteKind), ask(survey.TextKind, "multiline"), ask(survey.DateKind))
	for range 4 {
		r.canvas.FocusNext()
	}
	r.want("focused q1, focused q2, focused q4, focused q5", "focused")
	r.canvas.FocusPrevious()
	r.want("focused q4", "focused")
}

func TestLongWordingsWrap(t *testing.T) {
	long := strings.Repeat("Скорее не согласен, чем согласен, потому что улучшения не дошли. ", 6)
	v := askList(survey.SelectOneKind, 3)
	v.Label, v.Hint, v.Choices[1].Label = long, long, long
	v.Problem = long
	r := newRig(t, 420, v)
	if got := r.fields[0].MinSize().Width; got > 420 {
		t.Errorf("a long wording makes the field %.0f wide", got)
	}
	rows := r.fields[0].Focus().(*choices).rows
	if one, many := rows[0].MinSize().Height, rows[1].MinSize().Height; many < 3*one {
		t.Errorf("a choice of %d letters is %.0f high, one of a line %.0f", len([]rune(long)), many, one)
	}
}

func TestStateStandsInTheField(t *testing.T) {
	coded := askList(survey.SelectOneKind, 2)
	coded.Choices[1].Special = survey.DontKnow
	for _, c := range []struct {
		name  string
		view  interview.View
		text  string
		state survey.State
		want  string
	}{
		{"a number's code is shown as its state", ask(survey.IntegerKind), "-98", survey.DontKnow, "field.state answer.don't know"},
		{"a text", ask(survey.TextKind), "", survey.Refused, "field.state answer.refused"},
		{"a choice of the list shows it itself", coded, "c2", survey.DontKnow, ""},
		{"an answer", ask(survey.IntegerKind), "31", survey.Given, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, 500, c.view)
			r.set("q1", func(v *interview.View) { v.Text, v.State = c.text, c.state })
			f := r.fields[0].(*frame)
			if got := f.state.text.String(); !f.state.box.Hidden && got != c.want || f.state.box.Hidden != (c.want == "") {
				t.Errorf("it says %q (hidden %v), want %q", got, f.state.box.Hidden, c.want)
			}
			if e, ok := f.Focus().(*Entry); ok && c.state != survey.Given && e.Text != "" {
				t.Errorf("the entry shows %q beside the state", e.Text)
			}
		})
	}
}

func TestDeleteTakesAStateBack(t *testing.T) {
	r := newRig(t, 500, ask(survey.IntegerKind))
	r.set("q1", func(v *interview.View) { v.Text, v.State = "-99", survey.Refused })
	r.focus(0)
	r.press(fyne.KeyDelete)
	r.want("answer q1 ", "answer")
}

func TestProblemAndWarningAreShown(t *testing.T) {
	r := newRig(t, 500, ask(survey.IntegerKind))
	f := r.fields[0].(*frame)
	r.set("q1", func(v *interview.View) { v.Problem = "14 to 99." })
	if f.problem.box.Hidden || f.problem.text.String() != "14 to 99." {
		t.Errorf("the problem is not shown: %q", f.problem.text.String())
	}
	r.set("q1", func(v *interview.View) { v.Problem, v.Warning = "", "Rare." })
	if !f.problem.box.Hidden || f.warning.box.Hidden || f.confirm.Hidden {
		t.Error("the warning, with its button, does not take the problem's place")
	}
	f.confirm.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	r.want("confirm q1", "confirm")
	r.set("q1", func(v *interview.View) { v.Confirmed = true })
	if !f.confirm.Hidden {
		t.Error("a confirmed warning still asks")
	}
}

func TestReadOnlyIsPassedBy(t *testing.T) {
	v := askList(survey.SelectOneKind, 3)
	v.ReadOnly = true
	r := newRig(t, 500, v)
	if r.fields[0].Focus() != nil {
		t.Error("what can only be read takes the keyboard")
	}
	test.Tap(r.fields[0].(*frame).body.(*choices).rows[1])
	r.want("", "answer")
}

func TestRevealBringsIntoSight(t *testing.T) {
	test.NewTempApp(t)
	var objects []fyne.CanvasObject
	for range 40 {
		objects = append(objects, NewEntry(nil))
	}
	s := container.NewVScroll(container.NewVBox(objects...))
	test.NewTempWindow(t, s).Resize(fyne.NewSize(300, 200))
	driver := fyne.CurrentApp().Driver()
	for _, i := range []int{30, 0, 39, 20} {
		Reveal(s, objects[i])
		y := driver.AbsolutePositionForObject(objects[i]).Y - driver.AbsolutePositionForObject(s).Y
		if y < 0 || y+objects[i].Size().Height > s.Size().Height+0.5 {
			t.Errorf("entry %d is at %.0f of %.0f", i, y, s.Size().Height)
		}
	}
}

// TestATallListKeepsTheNoteAboveIt: what is suggested for an answer stands in a
// note over a list that has no room.
func TestATallListKeepsTheNoteAboveIt(t *testing.T) {
	test.NewTempApp(t)
	tall := container.NewVBox()
	for range 20 {
		tall.Add(NewEntry(nil))
	}
	note := NewEntry(nil)
	s := container.NewVScroll(container.NewVBox(note, tall))
	test.NewTempWindow(t, s).Resize(fyne.NewSize(300, 200))
	if Reveal(s, tall); s.Offset.Y != 0 {
		t.Errorf("the note is scrolled out of sight, by %.0f", s.Offset.Y)
	}
}

// TestAPickedChoiceIsInSight: digits reach rows that there is no room for.
func TestAPickedChoiceIsInSight(t *testing.T) {
	r := newRig(t, 500, askList(survey.SelectOneKind, 15))
	c := r.fields[0].(*frame).body.(*choices)
	var seen fyne.CanvasObject
	c.f.host.Reveal = func(o fyne.CanvasObject) { seen = o }
	c.pick(14)
	if seen != fyne.CanvasObject(c.rows[14]) {
		t.Error("the picked row is not brought into sight")
	}
}

func TestEnterCanBeKeptFromAButton(t *testing.T) {
	test.NewTempApp(t)
	pressed := 0
	b := NewButton("Stop", func() { pressed++ }, nil)
	b.OnEnter(func() {})
	for _, k := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace} {
		b.TypedKey(&fyne.KeyEvent{Name: k})
	}
	if pressed != 1 {
		t.Errorf("pressed %d times, want once, by Space", pressed)
	}
}
