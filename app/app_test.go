package app

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"anketa/app/field"
	"anketa/app/screen"
	"anketa/storage"
	"anketa/survey"
)

func TestAnInterviewByKeysAlone(t *testing.T) {
	r := newRig(t)
	r.wantScreen("start")
	r.press(fyne.KeyReturn) // the button that begins the first one has the keyboard
	r.wantAsked("g_you/age")
	r.press("3", "1", fyne.KeyReturn)
	r.wantAsked("g_you/work")
	r.press("1", fyne.KeyReturn)
	r.wantAsked("g_you/firm")
	test.Type(r.window.Canvas().Focused(), "Стройка")
	r.press(fyne.KeyReturn)
	r.wantAsked("g_list/contract")
	r.press("1", fyne.KeyReturn)
	r.wantAsked("g_list/hours")
	r.press("9", fyne.KeyReturn)
	r.wantAsked("g_harm/beaten")
	r.press("2", fyne.KeyReturn)
	r.wantScreen("finish")
	r.ctrl(fyne.KeyReturn)
	r.wantScreen("done")
	r.press(fyne.KeyReturn)
	r.wantScreen("start")
	all, err := r.desk.Store.List(context.Background(), storage.Filter{Finished: true})
	if err != nil || len(all) != 1 {
		t.Fatalf("%d finished interviews are stored (%v), want 1", len(all), err)
	}
	r.press(fyne.KeyReturn) // the newest is marked
	r.wantScreen("review")
}

func TestAPageWithAProblemIsLeftAtTheSecondEnter(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyF3, fyne.KeyReturn)
	r.wantAsked("g_you/age") // required
	if r.interview().s.View("g_you/age").Problem == "" {
		t.Error("nothing is said of the missing answer")
	}
	r.press(fyne.KeyReturn)
	r.wantAsked("g_you/work")
	r.press(fyne.KeyPageUp)
	r.wantAsked("g_you/age")
}

func TestAPageWithAProblemShowsTheFirst(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyReturn)
	r.interview().jump("g_list/contract")
	r.press("2", fyne.KeyReturn)
	r.wantAsked("g_list/why") // required while it is asked
	r.press(fyne.KeyReturn)
	r.wantAsked("g_list/hours")
	r.press(fyne.KeyReturn)
	r.wantAsked("g_list/why")
	r.press(fyne.KeyPageDown)
	r.wantAsked("g_harm/beaten")
}

func TestResumeAtTheSameQuestion(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyReturn, "4", "0", fyne.KeyReturn, "1", fyne.KeyReturn)
	r.wantAsked("g_you/firm")
	test.Type(r.window.Canvas().Focused(), "Рынок")
	r.press(fyne.KeyEscape)
	r.wantScreen("start")
	r.press(fyne.KeyReturn) // the draft is marked
	r.wantAsked("g_you/firm")
	r.wantAnswer("g_you/firm", "Рынок", survey.Given)
	r.wantAnswer("g_you/age", "40", survey.Given)
}

func TestAnotherLanguageKeepsWhatWasTyped(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyReturn, "2", "7")
	if got := r.interview().s.View("g_you/age").Label; got != "Сколько Вам лет?" {
		t.Fatalf("the question is %q", got)
	}
	r.press(fyne.KeyF2)
	r.wantAsked("g_you/age")
	if got := r.interview().s.View("g_you/age").Label; got != "How old are you?" {
		t.Errorf("after F2 the question is %q", got)
	}
	if got := r.window.Canvas().Focused().(*field.Entry).Text; got != "27" {
		t.Errorf("after F2 the entry has %q, want 27", got)
	}
}

func TestQuestionsComeAndGoOnAPage(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyReturn)
	r.interview().jump("g_list/contract")
	r.press("2", fyne.KeyReturn)
	r.wantAsked("g_list/why") // it has come up just now
	test.Type(r.window.Canvas().Focused(), "не дали")
	r.press(fyne.KeyReturn)
	r.wantAsked("g_list/hours")
	r.window.Canvas().FocusPrevious()
	r.wantAsked("g_list/why")
	r.interview().jump("g_list/contract")
	r.press("1")
	r.wantAsked("g_list/contract")
	if r.interview().fieldOf("g_list/why") != nil {
		t.Error("a question that is not asked any more is still shown")
	}
	r.press("2")
	r.wantAnswer("g_list/why", "не дали", survey.Given) // it was parked
}

// TestTabWhileQuestionsCome: an answer that is handed in by leaving its field
// builds the page anew while the keyboard is on its way.
func TestTabReachesTheFieldThatStandsThere(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyReturn)
	r.interview().jump("g_list/hours")
	r.press("8")
	r.window.Canvas().FocusPrevious()
	r.wantAsked("g_list/contract")
	r.press("2")
	r.window.Canvas().FocusNext()
	r.wantAsked("g_list/why")
	r.wantAnswer("g_list/hours", "8", survey.Given)
}

func TestStatesByKey(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyReturn, fyne.KeyF4)
	if !r.overlaid() {
		t.Fatal("F4 offers nothing")
	}
	r.strike("2")
	r.wantAnswer("g_you/age", "", survey.Refused)
	r.wantAsked("g_you/age")
	if got := r.window.Canvas().Focused().(*field.Entry).Text; got != "" {
		t.Errorf("the digit that picked the state was typed into the question: %q", got)
	}
	r.press(fyne.KeyDelete)
	r.wantAnswer("g_you/age", "", survey.NotReached)
}

func TestSensitiveAnswersAreCovered(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyReturn)
	r.interview().jump("g_harm/beaten")
	r.wantAsked("g_harm/beaten") // not answered yet: nothing to cover
	r.press("1", fyne.KeyPageUp)
	r.interview().jump("g_harm/beaten")
	if v := r.interview(); !v.s.Covered() || len(v.fields) != 0 {
		t.Fatal("the answer stands open to whoever looks on")
	}
	r.press(fyne.KeyReturn)
	r.wantAsked("g_harm/beaten")
	r.wantAnswer("g_harm/beaten", "y", survey.Given)
}

func TestAFailedSaveIsShownAndRepeated(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyReturn)
	r.disk.full = true
	r.press("3", "0", fyne.KeyReturn)
	bar := r.interview().bar
	if !bar.trouble.Visible() || bar.state.Text != r.T("saved.not") {
		t.Fatalf("the bar says %q, the red line is there: %v", bar.state.Text, bar.trouble.Visible())
	}
	r.press(fyne.KeyEscape)
	if !r.overlaid() {
		t.Fatal("an interview with unsaved answers is left without a word")
	}
	r.press(fyne.KeyReturn) // to stay is what Enter says
	r.wantScreen("interview")
	r.disk.full = false
	r.interview().retry()
	if bar.trouble.Visible() || bar.state.Text != r.T("saved.all") {
		t.Errorf("after the disk is back the bar says %q", bar.state.Text)
	}
	draft, _, err := r.desk.Store.Draft(context.Background(), r.interview().s.ID)
	if err != nil {
		t.Fatal(err)
	}
	if a := draft.Find("g_you/age"); a == nil || a.Text != "30" {
		t.Error("the answer has not reached the store")
	}
}

func TestFindGoesToAQuestion(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyReturn)
	r.ctrl(fyne.KeyF)
	test.Type(r.window.Canvas().Focused(), "часов")
	r.press(fyne.KeyReturn)
	r.wantAsked("g_list/hours")
}

func TestDigitsAreTypedIntoASearch(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyReturn)
	r.ctrl(fyne.KeyF)
	r.strike("2", "4")
	if got := r.window.Canvas().Focused().(*field.Entry).Text; got != "24" {
		t.Errorf("the search has %q, want 24", got)
	}
}

func TestNothingActsBehindAQuestion(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyReturn, fyne.KeyF1)
	r.press(fyne.KeyPageDown, fyne.KeyF2)
	r.ctrl(fyne.KeyE)
	if !r.overlaid() {
		t.Error("a key closed the list of keys")
	}
	r.press(fyne.KeyEscape)
	r.wantAsked("g_you/age")
}

func TestSettingsAreSeenAtOnce(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyF9)
	r.wantScreen("settings")
	r.window.Canvas().FocusNext() // from the first language to the second
	r.press(fyne.KeyReturn)
	if r.lang.code != "ru" || r.desk.Settings.Language != "ru" {
		t.Fatalf("the interface is in %s", r.lang.code)
	}
	if b, ok := r.window.Canvas().Focused().(*field.Button); !ok || b.Text != "Русский" {
		t.Error("the keyboard has left the button that was pressed")
	}
	r.press(fyne.KeyEscape)
	r.wantScreen("start")
}

// TestPagesScrollToTheKeyboard: with large text a page is higher than the
// window.
func TestPagesScrollToTheKeyboard(t *testing.T) {
	r := newRig(t)
	if err := r.desk.SaveSettings(context.Background(), screen.Settings{TextSize: 200}); err != nil {
		t.Fatal(err)
	}
	r.take(r.desk.Settings)
	r.press(fyne.KeyF8)
	driver := fyne.CurrentApp().Driver()
	for range 12 {
		r.window.Canvas().FocusNext()
		o := r.window.Canvas().Focused().(fyne.CanvasObject)
		y := driver.AbsolutePositionForObject(o).Y
		if y < 0 || y+o.Size().Height > r.window.Canvas().Size().Height {
			t.Fatalf("%T with the keyboard is at %.0f", o, y)
		}
	}
	if r.scroll.Offset.Y == 0 {
		t.Error("the page fits the window: nothing was tested")
	}
}

func TestExportMergeReport(t *testing.T) {
	r := newRig(t)
	for range 2 {
		r.press(fyne.KeyF3, "3", "1", fyne.KeyReturn, "2", fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn, fyne.KeyReturn)
		r.wantScreen("finish")
		r.ctrl(fyne.KeyReturn)
		r.wantScreen("done")
	}
	dir := t.TempDir()
	book, all, report := filepath.Join(dir, "a.xlsx"), filepath.Join(dir, "all.xlsx"), filepath.Join(dir, "all-report.xlsx")
	r.press(fyne.KeyF6)
	x := r.shown().(*exportView)
	x.file.entry.SetText(book)
	r.ctrl(fyne.KeyReturn)
	wantText(t, x.result, "2 interviews were written")
	r.press(fyne.KeyEscape)
	r.press(fyne.KeyF7)
	m := r.shown().(*mergeView)
	m.dropped([]string{book})
	m.to.entry.SetText(all)
	r.ctrl(fyne.KeyReturn)
	wantText(t, m.found, "2 of fieldwork")
	if m.made == nil || m.made.Total.Known != 2 || !m.made.Total.Holds() {
		t.Fatalf("the merge came to %+v", m.made)
	}
	r.press(fyne.KeyEscape)
	r.press(fyne.KeyF8)
	p := r.shown().(*reportView)
	p.dropped([]string{all})
	if p.to.entry.Text != report {
		t.Errorf("the report would be written to %s", p.to.entry.Text)
	}
	r.ctrl(fyne.KeyReturn)
	wantText(t, p.result, "2 interviews")
	wantText(t, p.result, "By kind: 2 of fieldwork.")
	for _, path := range []string{book, all, report} {
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	}
}

// wantText looks for words in what a container shows.
func wantText(t *testing.T, o fyne.CanvasObject, words string) {
	t.Helper()
	var all []string
	for _, l := range test.LaidOutObjects(o) {
		if label, ok := l.(*widget.Label); ok {
			all = append(all, label.Text)
		}
		if rich, ok := l.(*widget.RichText); ok {
			all = append(all, rich.String())
		}
	}
	if text := strings.Join(all, " | "); !strings.Contains(text, words) {
		t.Errorf("%q is not in %q", words, text)
	}
}

func TestBrowserByKeys(t *testing.T) {
	r := newRig(t)
	dir := t.TempDir()
	for _, name := range []string{"deep/a.xlsx", "deep/b.xlsx", "deep/~$b.xlsx", "deep/c.txt", "other/d.xlsx"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var taken string
	r.openFile(dir, []string{".xlsx"}, func(path string) { taken = path })
	test.Type(r.window.Canvas().Focused(), "deep")
	r.press(fyne.KeyReturn)
	test.Type(r.window.Canvas().Focused(), "b.")
	r.press(fyne.KeyReturn)
	if want := filepath.Join(dir, "deep", "b.xlsx"); taken != want || r.overlaid() {
		t.Errorf("%q was taken, want %q", taken, want)
	}
	r.openFolder(filepath.Join(dir, "deep"), func(path string) { taken = path })
	r.press(fyne.KeyBackspace, fyne.KeyReturn) // a folder up, and that one
	if taken != dir {
		t.Errorf("%q was chosen, want %q", taken, dir)
	}
}

func TestTheStoreOpensInASecondWindow(t *testing.T) {
	r := newRig(t)
	second := newApp(test.NewTempApp(t), &worker{inline: true}, Options{Store: r.store})
	second.openDoor()
	if got := second.shown().name(); got != "fault" {
		t.Fatalf("a second window shows %s", got)
	}
	if !strings.Contains(second.explain(storage.ErrLocked), second.T("fault.locked")) {
		t.Error("it does not say why")
	}
}

// TestALookAtTheEndKeepsThePlace: Ctrl+E is for looking, too.
func TestALookAtTheEndKeepsThePlace(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyReturn, "3", "1", fyne.KeyReturn)
	r.wantAsked("g_you/work")
	r.ctrl(fyne.KeyE)
	r.wantScreen("finish")
	r.press(fyne.KeyEscape)
	r.wantAsked("g_you/work")
}

// TestFindInAnotherLayout: a sensitive question is named by its section, and
// found by the keys of its name.
func TestFindInAnotherLayout(t *testing.T) {
	r := newRig(t)
	r.press(fyne.KeyReturn)
	r.ctrl(fyne.KeyF)
	test.Type(r.window.Canvas().Focused(), "иуфеут") // the keys of "beaten"
	wantText(t, r.window.Canvas().Overlays().Top(), "Насилие · sensitive question")
	r.press(fyne.KeyReturn)
	r.wantAsked("g_harm/beaten")
}

// TestABadFormAtTheStart: the file is named, the author's line stands in
// letters of one width, and the shipped questionnaire is offered.
func TestABadFormAtTheStart(t *testing.T) {
	dir := t.TempDir()
	form := filepath.Join(dir, "broken.xlsx")
	writeForm(t, form, strings.Replace(townForm, "${work} = 'y'", "${work} == 'y'", 1))
	a := newApp(test.NewTempApp(t), &worker{inline: true}, Options{Store: filepath.Join(dir, "a.db"), Form: form})
	a.lang = languageFor("en")
	a.openDoor()
	v, ok := a.shown().(*faultView)
	if !ok {
		t.Fatalf("%s is shown", a.shown().name())
	}
	wantText(t, a.window.Content(), "broken.xlsx: The form has errors.")
	caret := false
	for _, o := range test.LaidOutObjects(a.window.Content()) {
		if l, ok := o.(*widget.Label); ok && strings.Contains(l.Text, "^") {
			caret = l.TextStyle.Monospace && l.Wrapping == fyne.TextWrapOff
		}
	}
	if !caret {
		t.Error("the caret does not stand under the fault")
	}
	a.window.Canvas().Focus(v.focus())
	for _, k := range []fyne.KeyName{fyne.KeyLeft, fyne.KeyReturn} {
		a.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: k})
	}
	if a.door == nil {
		t.Fatal("the store is not opened with the shipped questionnaire by ← and Enter")
	}
	defer a.door.Close()
	if a.shown().name() != "enroll" {
		t.Errorf("%s is shown", a.shown().name())
	}
}
