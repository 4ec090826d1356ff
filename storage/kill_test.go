package storage

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"anketa/survey"
)

// torture is how often tests are to repeat that somebody lets run for hours; 0
// where nobody does.
func torture() int {
	n, _ := strconv.Atoi(os.Getenv("ANKETA_TORTURE"))
	return n
}

// rounds is how often the kill tests kill.
func rounds() int {
	switch {
	case torture() > 0:
		return torture()
	case testing.Short():
		return 3
	}
	return 15
}

func TestAnotherProgramIsLockedOut(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	if err := must(unlocked(path, Options{})).Close(); err != nil {
		t.Fatal(err)
	}
	c := start(t, "hold", path)
	if !c.said.Scan() || c.said.Text() != "open" {
		t.Fatalf("the other program did not open it: %s", c.err.String())
	}
	began := time.Now()
	if _, err := Open(ctx, path, Options{}); !errors.Is(err, ErrLocked) {
		t.Errorf("%v", err)
	}
	if took := time.Since(began); took > 3*time.Second {
		t.Errorf("it took %v to say so", took)
	}
	c.stdin.Close()
	if err := c.cmd.Wait(); err != nil {
		t.Errorf("the other program: %v %s", err, c.err.String())
	}
	reopened(t, path)
}

// TestLookingAtTheFileKeepsTheLock opens and closes the file as a backup
// program inside ours would; on Linux that must not let another program in.
func TestLookingAtTheFileKeepsTheLock(t *testing.T) {
	if _, err := os.Stat("/proc/self/fd"); err != nil {
		t.Skip("locks belong to the program here")
	}
	path := filepath.Join(t.TempDir(), "anketa.db")
	reopened(t, path)
	must(os.ReadFile(path))
	c := start(t, "hold", path)
	if c.said.Scan() {
		t.Errorf("another program got in: %s", c.said.Text())
		c.stdin.Close()
	}
	if err := c.cmd.Wait(); err == nil || !strings.Contains(c.err.String(), ErrLocked.Error()) {
		t.Errorf("the other program: %v %s", err, c.err.String())
	}
}

// TestNothingSavedIsLost kills a program that saves answers, again and again
// on the same file, and looks for everything that it said was saved.
func TestNothingSavedIsLost(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	seed := uint64(time.Now().UnixNano())
	rnd := rand.New(rand.NewPCG(seed, 0))
	var said ledger
	var total, hot int
	for round := range rounds() {
		c := start(t, "answer", path)
		var lines []string
		if round%2 == 0 { // else from the first moment on, while it still opens the file
			for range rnd.IntN(3 * perInterview) {
				if !c.said.Scan() {
					t.Fatalf("seed %d, round %d: the program ended: %s", seed, round, c.err.String())
				}
				lines = append(lines, c.said.Text())
			}
		}
		timer := time.AfterFunc(time.Duration(rnd.Int64N(int64(25*time.Millisecond))), func() { _ = c.cmd.Process.Kill() })
		for c.said.Scan() {
			lines = append(lines, c.said.Text())
		}
		timer.Stop()
		_ = c.cmd.Wait()
		if c.err.Len() > 0 {
			t.Fatalf("seed %d, round %d: %s", seed, round, c.err.String())
		}
		if err := said.note(lines); err != nil {
			t.Fatalf("seed %d, round %d: %v", seed, round, err)
		}
		total += len(lines)
		if info, err := os.Stat(path + "-wal"); err == nil && info.Size() > 0 {
			hot++
		}
		if err := said.check(path); err != nil {
			t.Fatalf("seed %d, round %d, after %d saves: %v", seed, round, total, err)
		}
	}
	t.Logf("%d rounds of kill -9, %d saves acknowledged, 0 lost, 0 unreadable; the -wal was hot %d times", rounds(), total, hot)
	if total == 0 {
		t.Error("nothing was ever saved")
	}
}

// A ledger is what was said to be saved and has not been seen in a finished
// interview yet.
type ledger struct {
	number   int // the last that was given out
	id       string
	answers  int
	finished []string
}

func (l *ledger) note(lines []string) error {
	for _, line := range lines {
		var id string
		var n int
		switch word, rest, _ := strings.Cut(line, " "); word {
		case "begun":
			if _, err := fmt.Sscan(rest, &id, &n); err != nil {
				return err
			}
			if n <= l.number {
				return fmt.Errorf("number %d after %d", n, l.number)
			}
			*l = ledger{number: n, id: id, finished: l.finished}
		case "answer":
			if _, err := fmt.Sscan(rest, &id, &n); err != nil {
				return err
			}
			l.id, l.answers = id, n
		case "finished":
			l.finished = append(l.finished, rest)
			l.id, l.answers = "", 0
		default:
			return fmt.Errorf("it said %q", line)
		}
	}
	return nil
}

// check opens the store and looks for everything. More than was said may be
// there, by the one save that was under way.
func (l *ledger) check(path string) error {
	s, err := unlocked(path, Options{})
	if errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err != nil {
		return err
	}
	defer s.Close()
	if err := sound(ctx, s.db, "PRAGMA integrity_check", "ok"); err != nil {
		return err
	}
	if gap := s.Break(); gap != nil {
		return fmt.Errorf("the store misses %d entries of its history", gap.Missing)
	}
	for _, id := range l.finished {
		if err := checkFinished(s, id); err != nil {
			return err
		}
	}
	if l.id != "" {
		// What is there now counts as said: the next kill may leave one more.
		var err error
		l.answers, err = checkDraft(s, l.id, l.answers)
		if errors.Is(err, ErrNotFound) && l.answers == perInterview {
			err = checkFinished(s, l.id)
		}
		if err != nil {
			return err
		}
	}
	// What was checked once need not be looked for in ten thousand rounds.
	if len(l.finished) > 20 {
		l.finished = l.finished[len(l.finished)-20:]
	}
	return s.forget()
}

// forget keeps the file of a long torture small.
func (s *Store) forget() error {
	for _, table := range []string{"journal", "version"} {
		if _, err := s.db.Exec("DELETE FROM " + table + " WHERE interview < (SELECT max(place) - 30 FROM interview)"); err != nil {
			return err
		}
	}
	_, err := s.db.Exec("DELETE FROM interview WHERE place < (SELECT max(place) - 30 FROM interview)")
	return err
}

func checkFinished(s *Store, id string) error {
	for r, err := range s.Records(ctx, Filter{ID: id}) {
		if err != nil {
			return err
		}
		return sameAnswers(r, after(perInterview))
	}
	return fmt.Errorf("the finished interview %s is lost", id)
}

func checkDraft(s *Store, id string, answers int) (there int, err error) {
	r, place, err := s.Draft(ctx, id)
	if err != nil {
		return answers, err
	}
	if place.Done < answers || place.Done > answers+1 {
		return answers, fmt.Errorf("%d answers were saved, %d are there", answers, place.Done)
	}
	return place.Done, sameAnswers(r, after(place.Done))
}

func sameAnswers(got, want *survey.Record) error {
	g, w := &survey.Record{Root: got.Root}, &survey.Record{Root: want.Root}
	if string(survey.Encode(g)) != string(survey.Encode(w)) {
		return fmt.Errorf("interview %s has other answers than were saved", got.ID)
	}
	return nil
}

// TestAKilledConversionIsNoneOrWhole kills a program while it converts.
func TestAKilledConversionIsNoneOrWhole(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "anketa.db")
	s := must(unlocked(path, Options{}))
	for i := range 300 {
		must(s.Put(ctx, finished(newID(), i, "x")))
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	original := must(os.ReadFile(path))
	older, newer := 0, 0
	for range min(rounds(), 1000) {
		if err := os.WriteFile(path, original, 0o600); err != nil {
			t.Fatal(err)
		}
		c := start(t, "convert", path)
		timer := time.AfterFunc(time.Duration(rand.Int64N(int64(40*time.Millisecond))), func() { _ = c.cmd.Process.Kill() })
		for c.said.Scan() {
		}
		timer.Stop()
		_ = c.cmd.Wait()
		if c.err.Len() > 0 {
			t.Fatal(c.err.String())
		}
		switch got, err := roundsIn(path); {
		case err != nil:
			t.Fatal(err)
		case got == -1:
			older++
		case got == 20*300:
			newer++
		default:
			t.Fatalf("half a conversion: %d", got)
		}
		for _, name := range []string{path + "-wal", path + "-journal"} {
			_ = os.Remove(name)
		}
		if err := os.RemoveAll(filepath.Join(dir, "backup")); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d killed before, %d after the conversion", older, newer)
}

// roundsIn adds up what longStep wrote; -1 where it did not.
func roundsIn(path string) (n int, err error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	var columns int
	if err := db.QueryRow("SELECT count(*) FROM pragma_table_info('interview') WHERE name = 'rounds'").Scan(&columns); err != nil {
		return 0, err
	}
	var version int
	if err := db.QueryRow("PRAGMA user_version").Scan(&version); err != nil {
		return 0, err
	}
	if columns == 0 {
		if version != len(steps()) {
			return 0, errors.New("the number of a version that was not made")
		}
		return -1, nil
	}
	err = db.QueryRow("SELECT sum(rounds) FROM interview").Scan(&n)
	return n, err
}

// TestTheLedgerMissesWhatIsGone has the checks of the kill tests find losses.
func TestTheLedgerMissesWhatIsGone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	s := must(unlocked(path, Options{}))
	draft := must(s.Begin(ctx, blank()))
	for n := range 3 {
		if err := s.Append(ctx, draft.ID, Place{Done: n + 1}, []survey.Edit{nthAnswer(n)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		said ledger
		ok   bool
	}{
		{"what is there", ledger{id: draft.ID, answers: 3}, true},
		{"the save under way", ledger{id: draft.ID, answers: 2}, true},
		{"an answer", ledger{id: draft.ID, answers: 4}, false},
		{"a draft", ledger{id: "uuid:1", answers: 1}, false},
		{"a finished interview", ledger{finished: []string{"uuid:1"}}, false},
	} {
		if err := c.said.check(path); (err == nil) != c.ok {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if (&ledger{number: 7}).note([]string{"begun uuid:1 7"}) == nil {
		t.Error("a number that was given out twice is not noticed")
	}
}
