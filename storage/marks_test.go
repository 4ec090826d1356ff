package storage

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"anketa/survey"
)

// What must stand in no file, nor in anything that is said: answers, who asks,
// what is asked, and what opens the store.
const (
	answerMark   = "Жылдыз-answer-mark"
	questionMark = "Wording-mark-of-the-question"
	otherPhrase  = "window marble copper sailor autumn velvet"
	wrongPhrase  = "window marble copper sailor autumn wrong-mark"
)

var marks = []string{answerMark, questionMark, clearMark, firstPhrase, otherPhrase, wrongPhrase, "wrong-mark"}

func interviews() int {
	switch {
	case torture() > 0:
		return max(torture()/10, 1)
	case testing.Short():
		return 4
	}
	return 30
}

const childCount = "ANKETA_STORAGE_COUNT"

func init() { childJobs["marks"] = markOn }

// TestNoMarkIsLeftInClear has a program of its own, with a home of its own, do
// everything with marked answers; it crashes at its end, and another one is
// killed. Then every byte that they left or said is searched.
func TestNoMarkIsLeftInClear(t *testing.T) {
	root := t.TempDir()
	for name, value := range map[string]string{
		"HOME": "home", "USERPROFILE": "home", "XDG_CONFIG_HOME": "home/config", "XDG_CACHE_HOME": "home/cache", "XDG_DATA_HOME": "home/data",
		"APPDATA": "home/config", "LOCALAPPDATA": "home/cache", "TMPDIR": "tmp", "TMP": "tmp", "TEMP": "tmp", "PWD": "store",
	} {
		dir := filepath.Join(root, value)
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		t.Setenv(name, dir)
	}
	t.Setenv(childCount, strconv.Itoa(interviews()))
	path := layClear(t, filepath.Join(root, "store"))
	if len(inClear(t, root)) == 0 {
		t.Fatal("the marks of the store in clear are not found: the search finds nothing")
	}
	said := markedRun(t, path, 0)
	if !strings.Contains(said, "crashed") || !strings.Contains(said, "panic: ") {
		t.Fatalf("the program did not come to its end: %s", said)
	}
	said += markedRun(t, path, 20)
	for _, mark := range marks {
		if strings.Contains(said, mark) {
			t.Errorf("%q was said", mark)
		}
	}
	for _, found := range inClear(t, root) {
		t.Error(found)
	}
}

// markedRun gives what a program said; it is killed after so many lines.
func markedRun(t *testing.T, path string, lines int) string {
	t.Helper()
	c := start(t, "marks", path)
	var said strings.Builder
	for n := 1; c.said.Scan(); n++ {
		said.WriteString(c.said.Text() + "\n")
		if n == lines {
			_ = c.cmd.Process.Kill()
		}
	}
	_ = c.cmd.Wait()
	return said.String() + c.err.String()
}

// inClear searches every file below a folder, and every name.
func inClear(t *testing.T, root string) (found []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		for _, mark := range marks {
			wide := make([]byte, 0, 2*len(mark))
			for _, unit := range utf16.Encode([]rune(mark)) {
				wide = append(wide, byte(unit), byte(unit>>8))
			}
			if bytes.Contains(data, []byte(mark)) || bytes.Contains(data, wide) || strings.Contains(path, mark) {
				found = append(found, fmt.Sprintf("%q stands in %s", mark, filepath.Base(path)))
			}
		}
		if bytes.Contains(data, []byte("PK\x03\x04")) {
			found = append(found, "a workbook stands in "+filepath.Base(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// markOn does everything that writes, with marks in all that it hands over.
func markOn(path string, say func(string, ...any)) error {
	n, err := strconv.Atoi(os.Getenv(childCount))
	if err != nil {
		return err
	}
	s, err := unlocked(path, Options{Reserve: 1 << 10})
	if err != nil {
		return err
	}
	// Whoever is there already, or too early with a passphrase, only says so.
	say("%v", s.Enroll(ctx, Person{Code: "K2", Passphrase: otherPhrase}))
	for i := range n {
		if err := markedInterview(s, i, say); err != nil {
			return fmt.Errorf("interview %d: %w", i, err)
		}
		say("interview %d", i)
		if i%10 == 9 {
			if err := markedBreak(s, i, say); err != nil {
				return err
			}
		}
	}
	if err := s.Close(); err != nil {
		return err
	}
	if err := markedRepair(path, say); err != nil {
		return err
	}
	if s, err = unlocked(path, Options{}); err != nil {
		return err
	}
	r := markedRecord(n)
	if _, err := s.Begin(ctx, r); err != nil {
		return err
	}
	say("crashed")
	panic(fmt.Sprintf("in interview %d", n))
}

func markedRecord(i int) *survey.Record {
	r := blank()
	r.Form, r.Version, r.Interviewer, r.Language = questionMark, fmt.Sprint(i%3), answerMark, questionMark
	r.Root.Children[0].Text = answerMark
	return r
}

// markedInterview ends in each way that there is.
func markedInterview(s *Store, i int, say func(string, ...any)) error {
	workbook := []byte("PK\x03\x04 " + strings.Repeat(questionMark, 50) + fmt.Sprint(i))
	for _, err := range []error{
		s.SaveForm(ctx, questionMark, fmt.Sprint(i%3), questionMark, workbook),
		s.SetSetting(ctx, "window", answerMark),
	} {
		if err != nil {
			return err
		}
	}
	r, err := s.Begin(ctx, markedRecord(i))
	if err != nil {
		return err
	}
	for k := range 5 {
		edits := []survey.Edit{answer(survey.Path(fmt.Sprintf("%s/q%d", questionMark, k)), answerMark)}
		if err := s.Append(ctx, r.ID, Place{Path: questionMark, Done: k, Interviewer: answerMark}, edits); err != nil {
			return err
		}
	}
	say("%v", s.Append(ctx, r.ID, Place{}, []survey.Edit{answer("trips[7]/q", answerMark)}))
	say("%v", second(s.Draft(ctx, "uuid:none")))
	switch i % 4 {
	case 0:
		return s.Discard(ctx, r.ID)
	case 1:
		say("%v", s.HandOver(ctx, r.ID, "K2"))
		return nil
	case 2:
		return nil
	}
	done := finished(r.ID, 1, answerMark)
	done.Author, done.Reason, done.Form = answerMark, answerMark, questionMark
	elsewhere := finished(newID(), i, answerMark)
	elsewhere.Interviewer = answerMark
	_, err = s.Put(ctx, elsewhere)
	for _, err := range []error{err, s.Finish(ctx, done)} {
		if err != nil {
			return err
		}
	}
	return nil
}

// markedBreak backs up, locks, mistakes the passphrase and comes back.
func markedBreak(s *Store, i int, say func(string, ...any)) error {
	if _, err := s.Backup(ctx); err != nil {
		return err
	}
	s.Lock()
	_, err := s.Begin(ctx, markedRecord(i))
	say("%v", err)
	if i == 9 {
		say("%v", s.Unlock(ctx, firstCode, wrongPhrase))
	}
	return s.Unlock(ctx, firstCode, firstPhrase)
}

// markedRepair has the doctor look at the store, spoils it and restores it.
func markedRepair(path string, say func(string, ...any)) error {
	if err := diagnosed(path, say); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.WriteAt(bytes.Repeat([]byte{7}, 4096), 2*4096); err != nil {
		return err
	}
	if err := diagnosed(path, say); err != nil {
		return err
	}
	_, err = Open(ctx, path, Options{})
	say("%v", err)
	if all, _ := Backups(path); len(all) == 0 {
		return nil
	}
	out, err := Restore(ctx, path, Options{})
	say("%+v %v", out, err)
	return err
}

func diagnosed(path string, say func(string, ...any)) error {
	d, err := Diagnose(ctx, path)
	if err != nil {
		return err
	}
	text, err := json.Marshal(d)
	say("%s %v %s", d.State(), d.Fault, text)
	return err
}
