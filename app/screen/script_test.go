package screen_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"anketa/app/screen"
	"anketa/app/screen/screentest"
	"anketa/storage"
	"anketa/storage/seal"
	"anketa/storage/storagetest"
	"anketa/survey"
)

// TestScripts plays the scripts of testdata: a form, and what an interviewer
// does with it, a line for each step. The words are the methods of player.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no scripts: ", err)
	}
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { play(t, file, archive) })
	}
}

func play(t *testing.T, file string, archive *txtar.Archive) {
	dir := t.TempDir()
	for _, f := range archive.Files {
		if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := &player{t: t, store: filepath.Join(dir, "anketa.db"), form: filepath.Join(dir, "form.md"), disk: &disk{}}
	p.open(p.form)
	defer func() { p.desk.Close() }()
	n := 0
	for line := range strings.Lines(string(archive.Comment)) {
		n++
		words := fields(line)
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		do, ok := steps[words[0]]
		if !ok {
			t.Fatalf("%s:%d: there is no step %q", file, n, words[0])
		}
		if err := do(p, words[1:]); err != nil {
			t.Fatalf("%s:%d: %s: %v", file, n, strings.TrimSpace(line), err)
		}
	}
}

// fields splits a line at blanks; "a text in quotes" is one word.
func fields(line string) []string {
	var words []string
	for i, part := range strings.Split(strings.TrimSpace(line), `"`) {
		if i%2 == 1 {
			words = append(words, part)
		} else {
			words = append(words, strings.Fields(part)...)
		}
	}
	return words
}

// A player is an interviewer at a desk.
type player struct {
	t           *testing.T
	store, form string
	disk        *disk
	desk        *screen.Desk
	s           *screen.Interview
}

// A disk writes at once, or not at all.
type disk struct{ full bool }

func (d *disk) Put(write func() error, landed func(error)) {
	if d.full {
		landed(fmt.Errorf("write: %w", syscall.ENOSPC))
		return
	}
	landed(write())
}

func (p *player) open(form string) {
	p.desk = screentest.Open(p.t, p.store, form, p.disk)
}

// steps are the words of a script.
var steps = map[string]func(p *player, args []string) error{
	// What is done.
	"begin":    func(p *player, _ []string) (err error) { p.s, err = p.desk.Begin(context.Background()); return err },
	"answer":   func(p *player, a []string) error { _, err := p.s.Answer(survey.Path(a[0]), a[1]); return err },
	"type":     func(p *player, a []string) error { p.s.Type(survey.Path(a[0]), a[1]); return nil },
	"tick":     func(p *player, _ []string) error { p.s.Tick(); return nil },
	"mark":     (*player).mark,
	"confirm":  func(p *player, a []string) error { _, err := p.s.Confirm(survey.Path(a[0])); return err },
	"next":     (*player).next,
	"back":     func(p *player, _ []string) error { p.s.Back(); return nil },
	"jump":     func(p *player, a []string) error { p.s.Jump(survey.Path(a[0])); return nil },
	"end":      func(p *player, _ []string) error { p.s.JumpEnd(); return nil },
	"return":   func(p *player, _ []string) error { p.s.Return(); return nil },
	"add":      func(p *player, a []string) error { return p.s.Add(survey.Path(a[0])) },
	"remove":   func(p *player, a []string) error { return p.s.Remove(survey.Path(a[0])) },
	"language": func(p *player, _ []string) error { p.s.NextLanguage(); return nil },
	"uncover":  func(p *player, _ []string) error { p.s.Uncover(); return nil },
	"killed":   (*player).killed,
	"disk":     func(p *player, a []string) error { p.disk.full = a[0] == "full"; return nil },
	"retry":    func(p *player, _ []string) error { p.s.Retry(); return nil },
	"finish":   (*player).finish,
	"locked":   (*player).locked,

	// What must be seen.
	"page":    (*player).page,
	"asks":    func(p *player, a []string) error { return same(string(p.s.Focus()), a[0]) },
	"text":    func(p *player, a []string) error { return same(p.s.View(survey.Path(a[0])).Text, a[1]) },
	"state":   func(p *player, a []string) error { return same(p.s.View(survey.Path(a[0])).State.String(), a[1]) },
	"label":   func(p *player, a []string) error { return same(p.s.View(survey.Path(a[0])).Label, a[1]) },
	"problem": func(p *player, a []string) error { return same(p.s.View(survey.Path(a[0])).Problem, a[1]) },
	"warning": func(p *player, a []string) error { return same(p.s.View(survey.Path(a[0])).Warning, a[1]) },
	"covered": func(p *player, a []string) error { return same(yesNo(p.s.Covered()), a[0]) },
	"missing": (*player).missing,
	"lost":    func(p *player, a []string) error { return same(fmt.Sprint(p.s.Lost), fmt.Sprint(a)) },
	"saved":   (*player).saved,
	"heading": (*player).heading,
	"section": (*player).section,
	"found":   (*player).found,
	"list":    (*player).list,
	"review":  (*player).review,
	"codes":   (*player).codes,
}

// locked locks the desk, wants it to give nothing away, and opens it again
// where the interview was. What is not saved is stowed.
func (p *player) locked([]string) (err error) {
	id, desk := p.s.ID, p.desk
	var stowed []byte
	if state, _ := p.s.Saved(); state == screen.SavedNothing {
		if stowed, err = p.s.Stow(); err != nil {
			return err
		}
		p.s.Retry() // which saves nothing more
	}
	door := desk.Lock()
	if _, err := desk.Resume(context.Background(), id); !errors.Is(err, storage.ErrNoKey) {
		return fmt.Errorf("a locked desk gives an interview: %v", err)
	}
	if _, err := door.Unlock(context.Background(), storagetest.Code, "not this"); !errors.Is(err, seal.ErrPassphrase) {
		return fmt.Errorf("a wrong passphrase: %v", err)
	}
	if p.desk, err = door.Unlock(context.Background(), storagetest.Code, storagetest.Passphrase); err != nil {
		return err
	}
	if stowed != nil {
		p.s, err = p.desk.ResumeStowed(context.Background(), id, stowed)
		return err
	}
	p.s, err = p.desk.Resume(context.Background(), id)
	return err
}

// codes gives the interviewers of the list, newest first, and after a slash
// that of who is at the desk.
func (p *player) codes(a []string) error {
	r, err := p.desk.Records(context.Background())
	if err != nil {
		return err
	}
	var out []string
	for _, s := range r.All {
		out = append(out, s.Interviewer)
	}
	return same(strings.Join(append(out, "/"+p.desk.Settings.Interviewer), " "), strings.Join(a, " "))
}

func (p *player) mark(a []string) error {
	for _, s := range []survey.State{survey.DontKnow, survey.Refused, survey.NotApplicable} {
		if s.String() == a[1] {
			_, err := p.s.Mark(survey.Path(a[0]), s)
			return err
		}
	}
	return fmt.Errorf("there is no state %q", a[1])
}

// next goes on; "next stays" and "next ends" say what must come of it.
func (p *player) next(a []string) error {
	want := screen.Moved
	if len(a) > 0 {
		want = map[string]screen.Step{"stays": screen.Stayed, "ends": screen.Ended}[a[0]]
	}
	if got := p.s.Next(); got != want {
		return fmt.Errorf("went on with %d, want %d", got, want)
	}
	return nil
}

// killed ends the program without a word and starts it again: what was not
// committed is gone. With a form, that form is opened now.
func (p *player) killed(a []string) error {
	id := p.s.ID
	p.desk.Close()
	form := ""
	if len(a) > 0 {
		form = filepath.Join(filepath.Dir(p.form), a[0])
	}
	p.open(form)
	s, err := p.desk.Resume(context.Background(), id)
	p.s = s
	return err
}

// finish finishes; "finish refused" says that it must not.
func (p *player) finish(a []string) error {
	var failed error
	problems := p.s.Finish(func(err error) { failed = err })
	if failed != nil {
		return failed
	}
	if refused := len(problems) > 0; refused != (len(a) > 0) {
		return fmt.Errorf("%d problems", len(problems))
	}
	return nil
}

// page gives the rows of the page, the repeat that it asks about with a +, or
// nothing for the end.
func (p *player) page(a []string) error {
	page, _ := p.s.Page()
	var rows []string
	for _, row := range page.Rows {
		rows = append(rows, string(row))
	}
	if page.Add != "" {
		rows = append(rows, "+"+string(page.Add))
	}
	return same(strings.Join(rows, " "), strings.Join(a, " "))
}

// missing gives what the end lists: hard problems, soft ones with a question
// mark.
func (p *player) missing(a []string) error {
	var rows []string
	for _, row := range p.s.Problems() {
		name := string(row.Path)
		if row.Soft {
			name += "?"
		}
		rows = append(rows, name)
	}
	return same(strings.Join(rows, " "), strings.Join(a, " "))
}

func (p *player) saved(a []string) error {
	state, err := p.s.Saved()
	want := map[string]screen.Saved{"all": screen.SavedAll, "soon": screen.SavedSoon, "nothing": screen.SavedNothing}[a[0]]
	if state != want {
		return fmt.Errorf("saved is %d, want %d (%v)", state, want, err)
	}
	if state == screen.SavedNothing && screen.Explain(err).Key != "full" {
		return fmt.Errorf("the reason is told as %q", screen.Explain(err).Key)
	}
	return nil
}

// heading gives what stands over the page, an instance as Child 1/2.
func (p *player) heading(a []string) error {
	var out []string
	for _, h := range p.s.Headings() {
		if h.Instance > 0 {
			h.Label += fmt.Sprintf(" %d/%d", h.Instance, h.Of)
		}
		out = append(out, h.Label)
	}
	return same(strings.Join(out, " > "), strings.Join(a, " "))
}

// section gives the outline: label done/total, the current one with a star.
func (p *player) section(a []string) error {
	var out []string
	for _, s := range p.s.Sections() {
		text := fmt.Sprintf("%s %d/%d", s.Label, s.Done, s.Total)
		if s.Current {
			text = "*" + text
		}
		out = append(out, strings.TrimSpace(text))
	}
	return same(strings.Join(out, ", "), strings.Join(a, " "))
}

// found gives what the finder finds for the first word.
func (p *player) found(a []string) error {
	var out []string
	for _, row := range p.s.Find(a[0]) {
		out = append(out, string(row.Path))
	}
	return same(strings.Join(out, " "), strings.Join(a[1:], " "))
}

// list gives how many drafts and finished interviews the start screen shows.
func (p *player) list(a []string) error {
	r, err := p.desk.Records(context.Background())
	if err != nil {
		return err
	}
	drafts, finished := r.Counts()
	return same(fmt.Sprintf("%d drafts, %d finished", drafts, finished), strings.Join(a, " "))
}

// review gives the answers of the finished interview, as label: answer.
func (p *player) review(a []string) error {
	rows, _, err := p.desk.Finished(context.Background(), p.s.ID)
	if err != nil {
		return err
	}
	var out []string
	for _, r := range rows {
		answer := r.Answer
		if r.State != survey.Given {
			answer = r.State.String()
		}
		out = append(out, r.Label+": "+answer)
	}
	return same(strings.Join(out, "; "), strings.Join(a, " "))
}

func same(got, want string) error {
	if got != want {
		return fmt.Errorf("got %q, want %q", got, want)
	}
	return nil
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// TestExplain holds that every refusal of a store has a sentence of its own.
func TestExplain(t *testing.T) {
	dir := t.TempDir()
	foreign := filepath.Join(dir, "foreign.db")
	if err := os.WriteFile(foreign, []byte("no store"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, foreignErr := storage.Open(context.Background(), foreign, storage.Options{})
	open := filepath.Join(dir, "open.db")
	first := storagetest.Open(t, open)
	_, lockedErr := storage.Open(context.Background(), open, storage.Options{})
	_, _, missingErr := first.Draft(context.Background(), "uuid:none")
	_, _, formErr := screen.LoadForm(filepath.Join(dir, "none.xlsx"))
	for _, test := range []struct {
		err error
		key string
	}{
		{foreignErr, "foreign"},
		{lockedErr, "locked"},
		{missingErr, "notfound"},
		{formErr, "nofile"},
		{context.Canceled, "cancelled"},
		{errors.New("unheard of"), "other"},
		{syscall.ENOSPC, "full"},
	} {
		if got := screen.Explain(test.err); got.Key != test.key || got.Detail != test.err.Error() {
			t.Errorf("%v is told as %q, want %q", test.err, got.Key, test.key)
		}
	}
}

// TestFilter holds that the list finds an interview by every word given, in
// what the list shows of it.
func TestFilter(t *testing.T) {
	r := &screen.Records{All: []storage.Summary{{Number: 1, Interviewer: "KZ07"}, {Number: 12, Interviewer: "KZ08"}, {Number: 2, Interviewer: "TJ01"}}}
	describe := func(s storage.Summary) string { return fmt.Sprintf("No. %d %s draft", s.Number, s.Interviewer) }
	for words, want := range map[string][]int{"": {1, 12, 2}, "kz": {1, 12}, "kz 2": {12}, "finished": nil, " tj01 ": {2}} {
		r.Filter(words, describe)
		var got []int
		for _, s := range r.Shown {
			got = append(got, s.Number)
		}
		if !slices.Equal(got, want) {
			t.Errorf("filter %q shows %v, want %v", words, got, want)
		}
	}
}
