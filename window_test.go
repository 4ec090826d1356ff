//go:build e2e

package main

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"anketa/app/screen"
	"anketa/storage"
	"anketa/storage/storagetest"
	"anketa/survey"
	"anketa/survey/interview"
)

// TestWindowWholeWay is an evening of two laptops: an interview by keyboard
// alone, a power cut in its middle, the export; the other laptop's interviews;
// the merge and the report, opened in a spreadsheet program and counted again.
func TestWindowWholeWay(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	d := newDisplay(t)
	talk := newTalk(t, d, file("one.db"))
	talk.begin()
	talk.until("wage_channel")
	talk.powerCut()
	talk.locks()
	talk.toTheEnd()
	talk.finish()
	one := exportByKeys(d, talk.home)
	leave(d)
	talk.compare(finished(t, file("one.db")))

	if err := os.WriteFile(file("phrase"), []byte(storagetest.Passphrase+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, "simulate", "--interviews", "200", "--seed", "7", "--store", file("two.db"), "--user", storagetest.Code, "--passphrase-file", file("phrase"))
	run(t, "export", "--store", file("two.db"), "--passphrase-file", file("phrase"), "-o", file("two.xlsx"))
	var merged struct {
		Total   map[string]int
		Records int
	}
	read(t, run(t, "merge", one, file("two.xlsx"), "-o", file("all.xlsx"), "--json"), &merged)
	want := map[string]int{"read": 201, "added": 201, "known": 0, "superseded": 0, "joined": 0, "conflict": 0, "refused": 0}
	if !maps.Equal(merged.Total, want) || merged.Records != 201 {
		t.Errorf("the balance is %v of %d interviews, want %v", merged.Total, merged.Records, want)
	}
	var report reportFigures
	read(t, run(t, "report", file("all.xlsx"), "-o", file("report.xlsx"), "--kinds", "training,simulated", "--language", "en", "--json"), &report)
	if report.Interviews != 201 {
		t.Errorf("the report has %d interviews, want 201", report.Interviews)
	}
	office := newOffice(t)
	compareFigures(t, loadForm(t), report, office.sheets(file("all.xlsx")), office.sheets(file("report.xlsx")))
	sameAfterResaving(t, file("all.xlsx"), office.resave(file("all.xlsx")))
}

// TestWindowRussianLayout asks the whole questionnaire with a Russian keyboard
// layout: every key is pressed by its place.
func TestWindowRussianLayout(t *testing.T) {
	d := newDisplay(t)
	d.use("ru")
	d.records = newRecorder(t)
	talk := newTalk(t, d, filepath.Join(t.TempDir(), "one.db"))
	talk.begin()
	talk.until("wage_channel")
	talk.powerCut()
	talk.locks()
	talk.until("open_comment")
	talk.hideInMidTyping()
	d.secondStart(talk.home, "--store", talk.store)
	talk.toTheEnd()
	talk.finish()
	leave(d)
	talk.compare(finished(t, talk.store))
	searchMarks(t, d.records, marksOf(talk.form, talk.told), talk.home, filepath.Dir(talk.store))
}

// A talk is an interview in the window. The same interview runs beside it on
// the engine, which tells what is asked next and what must have been stored.
type talk struct {
	t     *testing.T
	d     *display
	store string
	home  string
	form  *survey.Form
	iv    *interview.Interview
	told  map[string]string // what the respondent says, by question name
	at    survey.Path       // the question that the window puts
	asked int
}

// What this respondent says other than the complete interview of the hand-made
// cases: with another job, cases of unfair treatment, and things that are not
// known.
var says = map[string]string{
	"other_jobs_n": "2", "harassment": "1 2", "incidents_n": "1", "sampling_ref": "T7",
	"open_comment": "more light in the hostel", "obs_comment": "calm",
}

// What the respondent does not know or does not want to say.
var keepsSilent = map[string]survey.State{"network_size": survey.DontKnow, "remit_amount": survey.Refused}

func newTalk(t *testing.T, d *display, store string) *talk {
	t.Helper()
	form := loadForm(t)
	k := &talk{t: t, d: d, store: store, home: t.TempDir(), form: form, told: map[string]string{}}
	k.iv = interview.New(form, interview.Options{Now: time.Now, Language: form.Default, Kind: survey.Training})
	var cases struct {
		Base   map[string]string `json:"base_answers"`
		Repeat map[string]string `json:"repeat_answers"`
	}
	data, err := os.ReadFile("survey/interview/testdata/cases.json")
	if err != nil {
		t.Fatal(err)
	}
	read(t, data, &cases)
	maps.Copy(k.told, cases.Base)
	maps.Copy(k.told, cases.Repeat)
	maps.Copy(k.told, says)
	return k
}

func loadForm(t *testing.T) *survey.Form {
	t.Helper()
	form, faults, err := screen.LoadForm("")
	if err != nil || faults.Err() != nil {
		t.Fatal(err, faults.Err())
	}
	return form
}

// begin opens the window for the first time and begins the first interview.
func (k *talk) begin() {
	k.t.Helper()
	k.d.start(k.home, "--store", k.store)
	k.enroll()
	k.d.picture("start")
	k.d.press("Return")
	k.at = k.question(k.d.await("question"))
}

func (k *talk) question(line string) survey.Path {
	return survey.Path(strings.TrimPrefix(line, "question "))
}

// until answers up to the question of that name.
func (k *talk) until(name string) {
	k.t.Helper()
	for !k.isAt(name) {
		if !k.step() {
			k.t.Fatalf("the interview ended before %s", name)
		}
		if k.isAt("cost_agent") || k.isAt("citizenship") {
			k.d.picture(strings.ReplaceAll(k.at.Names(), "/", "_"))
		}
	}
}

func (k *talk) isAt(name string) bool {
	last, _ := k.at.Last()
	return last == name
}

// toTheEnd answers everything that is left, and does on the way what
// interviewers do.
func (k *talk) toTheEnd() {
	k.t.Helper()
	for k.step() {
		switch {
		case k.isAt("facilities"):
			k.backAndForth()
		case k.isAt("info_lang"):
			k.otherLanguage()
		case k.isAt("eds_1"), k.isAt("inc_type"):
			k.d.picture(strings.ReplaceAll(k.at.Names(), "/", "_"))
		}
	}
	k.d.picture("finish")
}

// step answers the question that is put and goes on; false at the end.
func (k *talk) step() bool {
	k.t.Helper()
	k.answer()
	return k.goOn()
}

// goOn waits for what the window puts next.
func (k *talk) goOn() bool {
	k.t.Helper()
	line := k.d.awaitOne("the question after "+string(k.at), func(line string) bool {
		return line == "screen finish" || strings.HasPrefix(line, "question ") && k.question(line) != k.at
	})
	k.d.written()
	if line == "screen finish" {
		return false
	}
	k.at = k.question(line)
	return true
}

// answer says what the respondent says, on the keyboard and to the engine.
func (k *talk) answer() {
	k.t.Helper()
	view := k.iv.View(k.at)
	switch {
	case view.Item == nil || !view.Relevant:
		k.t.Fatalf("the window puts %s, which is not asked", k.at)
	case !view.Item.Type.Asked():
		k.d.press("Return")
		return
	}
	k.asked++
	if state, ok := keepsSilent[view.Item.Name]; ok {
		k.keepSilent(state)
		return
	}
	text := k.says(view)
	if _, err := k.iv.Set(k.at, text); err != nil {
		k.t.Fatal(err)
	}
	if problem := k.iv.View(k.at).Problem; problem != "" {
		k.t.Fatalf("%s does not take the answer of the test: %s", k.at, problem)
	}
	k.d.put(view, text)
	k.d.press(goesOn(view))
}

// says gives the respondent's answer; of a choice that is not prepared, the
// first.
func (k *talk) says(view interview.View) string {
	text, ok := k.told[view.Item.Name]
	if !ok && len(view.Choices) > 0 {
		text = view.Choices[0].Name
	}
	return text
}

// keepSilent marks the question with F4.
func (k *talk) keepSilent(state survey.State) {
	k.t.Helper()
	if _, err := k.iv.Mark(k.at, state); err != nil {
		k.t.Fatal(err)
	}
	k.d.press("F4", string(rune('0'+state-survey.Given)))
	k.d.await("saved " + string(k.at))
	k.d.press("Return")
}

// goesOn is the key that leaves a question: Enter makes a new line where there
// are several.
func goesOn(view interview.View) string {
	if view.Item.Type.Kind == survey.TextKind && view.Item.Has("multiline") {
		return "ctrl+Return"
	}
	return "Return"
}

// powerCut answers the question that is put, kills the program as soon as the
// answer is saved, and looks into the store before the program starts again.
func (k *talk) powerCut() {
	k.t.Helper()
	view := k.iv.View(k.at)
	text := k.says(view)
	k.d.put(view, text)
	if _, err := k.iv.Set(k.at, text); err != nil {
		k.t.Fatal(err)
	}
	k.d.await("saved " + string(k.at))
	k.reopen(view)
}

// reopen kills the program, looks into the store, and goes on with the same
// question after the passphrase.
func (k *talk) reopen(view interview.View) {
	k.t.Helper()
	k.d.kill()
	k.compareDraft()
	k.d.start(k.home, "--store", k.store)
	k.unlock()
	k.d.await("screen start")
	k.d.picture("resume")
	k.d.press("Return")
	if at := k.question(k.d.await("question")); at != k.at {
		k.t.Fatalf("the interview goes on at %s, it was left at %s", at, k.at)
	}
	k.d.picture("resumed")
	k.d.press(goesOn(view))
	if !k.goOn() {
		k.t.Fatal("the interview ended in its middle")
	}
}

// backAndForth goes to the page before and comes back.
func (k *talk) backAndForth() {
	k.t.Helper()
	here := k.at
	k.d.press("Prior")
	if !k.goOn() {
		k.t.Fatal("PageUp led to the end")
	}
	k.d.press("Next")
	if !k.goOn() || k.at != here {
		k.t.Fatalf("PageUp and PageDown led from %s to %s", here, k.at)
	}
}

// otherLanguage changes the language of the questionnaire in the middle of a
// page; nothing moves.
func (k *talk) otherLanguage() {
	k.t.Helper()
	k.d.press("F2")
	if at := k.question(k.d.await("question")); at != k.at {
		k.t.Fatalf("changing the language led from %s to %s", k.at, at)
	}
	k.iv.SetLanguage((k.iv.Language() + 1) % len(k.form.Languages))
	k.d.picture("language")
}

// finish finishes on the last screen.
func (k *talk) finish() {
	k.t.Helper()
	k.d.press("ctrl+Return")
	k.d.await("finished")
	k.d.await("screen done")
	k.d.picture("done")
}

// compareDraft holds the store's draft against the engine's.
func (k *talk) compareDraft() {
	k.t.Helper()
	store, err := storage.Open(context.Background(), k.store, storagetest.Options())
	if err == nil {
		err = storagetest.Enter(store)
	}
	if err != nil {
		k.t.Fatalf("open the store after the power cut: %v", err)
	}
	defer store.Close()
	all, err := store.List(context.Background(), storage.Filter{})
	if err != nil || len(all) != 1 || !all[0].Finished.IsZero() {
		k.t.Fatalf("the store has %v, %v; want one draft", all, err)
	}
	draft, place, err := store.Draft(context.Background(), all[0].ID)
	if err != nil {
		k.t.Fatal(err)
	}
	if place.Path != k.at {
		k.t.Errorf("the store knows the place as %s, want %s", place.Path, k.at)
	}
	compareAnswers(k.t, k.form, draft, k.iv.Draft())
}

// compare holds the finished record against the engine's.
func (k *talk) compare(got *survey.Record) {
	k.t.Helper()
	if asked := k.iv.Asked(); asked < 100 {
		k.t.Errorf("only %d questions were asked", asked)
	}
	want, problems := k.iv.Finish()
	if want == nil {
		k.t.Fatalf("the engine does not finish: %v", problems)
	}
	compareAnswers(k.t, k.form, got, want)
}

// compareAnswers holds every answer of two records against each other, and
// every calculation but those that a clock or chance decides.
func compareAnswers(t *testing.T, form *survey.Form, got, want *survey.Record) {
	t.Helper()
	comparable := map[string]bool{}
	for _, it := range form.Items {
		comparable[string(it.Path())] = !it.Type.Holds() && it.Type.Meta == "" && it.Name != "case_code"
	}
	collect := func(r *survey.Record) map[survey.Path]string {
		out := map[survey.Path]string{}
		for p, a := range r.All() {
			if comparable[p.Names()] && !a.Parked && (a.Text != "" || a.State.Answered()) {
				out[p] = a.State.String() + " " + a.Text
			}
		}
		return out
	}
	have, must := collect(got), collect(want)
	for _, p := range slices.Sorted(maps.Keys(must)) {
		if have[p] != must[p] {
			t.Errorf("%s is stored as %q, want %q", p, have[p], must[p])
		}
		delete(have, p)
	}
	for p := range have {
		t.Errorf("%s was never answered and is stored", p)
	}
	if len(must) < 20 {
		t.Errorf("only %d answers were compared", len(must))
	}
}

// finished reads the one finished interview of a store.
func finished(t *testing.T, path string) *survey.Record {
	t.Helper()
	store := storagetest.Open(t, path)
	defer store.Close()
	var out []*survey.Record
	for r, err := range store.Records(context.Background(), storage.Filter{Finished: true}) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	if len(out) != 1 {
		t.Fatalf("the store has %d finished interviews, want 1", len(out))
	}
	return out[0]
}

// exportByKeys exports from the last screen of an interview, to where the
// window proposes it, and gives the workbook.
func exportByKeys(d *display, home string) string {
	d.t.Helper()
	d.press("F6")
	d.await("screen export")
	d.picture("export")
	d.press("ctrl+Return")
	d.await("exported 1")
	d.picture("exported")
	d.press("Escape")
	d.await("screen done")
	files, err := filepath.Glob(filepath.Join(home, "*.xlsx"))
	if err != nil || len(files) != 1 {
		d.t.Fatalf("the home folder has the workbooks %v, want one", files)
	}
	return files[0]
}

// leave goes back to the start screen, where the window is closed.
func leave(d *display) {
	d.t.Helper()
	d.press("Escape")
	d.await("screen start")
	d.picture("end")
	d.press("ctrl+q")
	if err := d.program.Wait(); err != nil {
		d.t.Errorf("the program ended with %v", err)
	}
}

// run runs a command that must succeed and gives what it prints.
func run(t *testing.T, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(program(t), args...)
	cmd.Env = append(os.Environ(), "DISPLAY=", "WAYLAND_DISPLAY=")
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("anketa %s: %v\n%s%s", strings.Join(args, " "), err, out, said.String())
	}
	return out
}

func read(t *testing.T, data []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatalf("%v in %.300s", err, data)
	}
}
