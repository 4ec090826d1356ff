package storage

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"anketa/survey"
)

// The test binary is also the other program of these tests: what it is to do
// stands in the environment.
const (
	childJob  = "ANKETA_STORAGE_CHILD"
	childFile = "ANKETA_STORAGE_FILE"
)

var childJobs = map[string]func(path string, say func(string, ...any)) error{
	"hold":    holdOn,
	"answer":  answerOn,
	"convert": convertOn,
	"seal":    sealOn(0),
	"merge":   mergeOn,
}

func TestMain(m *testing.M) {
	job, ok := childJobs[os.Getenv(childJob)]
	if step := 0; !ok {
		if _, err := fmt.Sscanf(os.Getenv(childJob), "seal %d", &step); err == nil {
			job, ok = sealOn(step), true
		}
	}
	if !ok {
		os.Exit(m.Run())
	}
	err := job(os.Getenv(childFile), func(format string, args ...any) {
		// One write, so that a kill leaves whole lines.
		if _, err := os.Stdout.WriteString(fmt.Sprintf(format, args...) + "\n"); err != nil {
			os.Exit(3)
		}
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	os.Exit(0)
}

// A child is another program at work on the same file.
type child struct {
	cmd   *exec.Cmd
	stdin io.WriteCloser
	said  *bufio.Scanner
	err   strings.Builder
}

func start(t testing.TB, job, path string) *child {
	t.Helper()
	c := &child{cmd: exec.Command(must(os.Executable()))}
	c.cmd.Env = append(os.Environ(), childJob+"="+job, childFile+"="+path)
	c.cmd.Stderr = &c.err
	c.stdin = must(c.cmd.StdinPipe())
	c.said = bufio.NewScanner(must(c.cmd.StdoutPipe()))
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return c
}

// holdOn keeps a store open until its input ends.
func holdOn(path string, say func(string, ...any)) error {
	s, err := unlocked(path, Options{})
	if err != nil {
		return err
	}
	say("open")
	_, _ = io.Copy(io.Discard, os.Stdin)
	return s.Close()
}

// perInterview is how many answers an interview of answerOn has.
const perInterview = 40

// answerOn goes on with the draft that it finds, or begins one; answers; after
// perInterview answers finishes, and begins the next. It says what was saved.
func answerOn(path string, say func(string, ...any)) error {
	s, err := unlocked(path, Options{})
	if err != nil {
		return err
	}
	id, n, err := draftToGoOn(s)
	if err != nil {
		return err
	}
	for {
		if id == "" {
			r, err := s.Begin(ctx, blank())
			if err != nil {
				return err
			}
			id, n = r.ID, 0
			say("begun %s %d", id, r.Number)
		}
		for ; n < perInterview; n++ {
			if err := s.Append(ctx, id, Place{Done: n + 1}, []survey.Edit{nthAnswer(n)}); err != nil {
				return err
			}
			say("answer %s %d", id, n+1)
		}
		r, _, err := s.Draft(ctx, id)
		if err != nil {
			return err
		}
		r.Finished = monday
		if err := s.Finish(ctx, r); err != nil {
			return err
		}
		say("finished %s", id)
		id = ""
	}
}

func draftToGoOn(s *Store) (id string, n int, err error) {
	list, err := s.List(ctx, Filter{})
	for _, sum := range list {
		if sum.Finished.IsZero() {
			return sum.ID, sum.Done, err
		}
	}
	return "", 0, err
}

// nthAnswer is what answerOn saves after n others.
func nthAnswer(n int) survey.Edit {
	return answer(survey.Path(fmt.Sprintf("g_%d/q%d", n%3, n%17)), fmt.Sprintf("answer %d %s", n, strings.Repeat("ж", n*7%300)))
}

// after is the record that n answers make.
func after(n int) *survey.Record {
	r := blank()
	for i := range n {
		if err := r.Apply(nthAnswer(i)); err != nil {
			panic(err)
		}
	}
	return r
}

// convertOn opens the store with one more step.
func convertOn(path string, say func(string, ...any)) error {
	s, err := unlockedWith(path, Options{}, append(steps(), longStep()))
	if err != nil {
		return err
	}
	say("converted")
	return s.Close()
}

// longStep changes every interview many times over.
func longStep() string {
	step := "ALTER TABLE interview ADD COLUMN rounds INTEGER NOT NULL DEFAULT 0;"
	for range 20 {
		step += "UPDATE interview SET rounds = rounds + 1;"
	}
	return step
}
