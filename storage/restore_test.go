package storage

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"anketa/survey"
)

// killed leaves the files of a store as a program that is killed leaves them,
// with the newest answers in the -wal file.
func killed(t *testing.T, s *Store) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "anketa.db")
	for _, part := range []string{"", "-wal"} {
		if err := os.WriteFile(path+part, must(os.ReadFile(s.path+part)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.CopyFS(filepath.Join(filepath.Dir(path), "backups"), os.DirFS(backupFolder(s.path))); err != nil {
		t.Fatal(err)
	}
	return path
}

// A day is a store with a backup and what came after it.
type day struct {
	path              string
	early, late, done string            // a draft of before the backup, one after it, and one that was finished after it
	sealed            map[string]string // bytes by which an answer is found in the file
}

// aDay makes one. Its pages have answers of a length of their own, so that the
// test finds them in the file.
func aDay(t *testing.T) day {
	t.Helper()
	s := must(unlocked(filepath.Join(t.TempDir(), "anketa.db"), Options{}))
	defer s.Close()
	answers := func(id string, texts ...string) {
		for i, text := range texts {
			if err := s.Append(ctx, id, Place{Done: i + 1}, []survey.Edit{answer(survey.Path("q"+text[:1]), text)}); err != nil {
				t.Fatal(err)
			}
		}
	}
	d := day{early: must(s.Begin(ctx, blank())).ID, done: must(s.Begin(ctx, blank())).ID}
	answers(d.early, "a early")
	answers(d.done, "a done")
	must(s.Put(ctx, finished("uuid:old", 100, strings.Repeat("old ", 2000)+"its end")))
	must(s.Backup(ctx))
	s.trim() // what comes now stands in the -wal file alone
	answers(d.early, "b early", "c early")
	d.late = must(s.Begin(ctx, blank())).ID
	answers(d.late, "a late", "b late")
	answers(d.done, "b done")
	r, _, err := s.Draft(ctx, d.done)
	if err != nil {
		t.Fatal(err)
	}
	r.Finished = monday
	if err := s.Finish(ctx, r); err != nil {
		t.Fatal(err)
	}
	must(s.Put(ctx, finished("uuid:new", 101, "new")))
	if err := s.SetSetting(ctx, "window", "dark"); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveForm(ctx, "core", "4", "Core", []byte("form")); err != nil {
		t.Fatal(err)
	}
	d.path = killed(t, s)
	d.sealed = map[string]string{}
	for what, query := range map[string]string{
		"b early": "SELECT payload FROM journal JOIN interview ON place = interview WHERE id = '" + d.early + "' AND n = 2",
		"a late":  "SELECT payload FROM journal JOIN interview ON place = interview WHERE id = '" + d.late + "' AND n = 1",
		"new":     "SELECT payload FROM version JOIN interview ON place = interview WHERE id = 'uuid:new'",
		"old":     "SELECT payload FROM version JOIN interview ON place = interview WHERE id = 'uuid:old'",
		"its end": "SELECT substr(payload, -200) FROM version JOIN interview ON place = interview WHERE id = 'uuid:old'",
	} {
		var payload []byte
		if err := s.db.QueryRow(query).Scan(&payload); err != nil {
			t.Fatal(what, err)
		}
		d.sealed[what] = string(payload[50:90])
	}
	return d
}

// spoil changes a file where it holds a text, all of which must be there.
func spoil(t *testing.T, path, text string) {
	t.Helper()
	data := must(os.ReadFile(path))
	at := bytes.Index(data, []byte(text))
	if at < 0 {
		t.Fatalf("%s does not hold %q", filepath.Base(path), text)
	}
	copy(data[at:], bytes.Repeat([]byte{0xff}, len(text)))
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// checkpointed moves what is in the -wal file into the store.
func checkpointed(t *testing.T, path string) {
	t.Helper()
	if err := must(unlocked(path, Options{})).Close(); err != nil {
		t.Fatal(err)
	}
}

// TestRestoreLosesWhatIsUnreadableOnly spoils one row, or more, and compares
// what the restored store has.
func TestRestoreLosesWhatIsUnreadableOnly(t *testing.T) {
	all := []string{"early: a early b early c early", "late: a late b late", "done", "new", "old"}
	without := func(lost string, instead ...string) (out []string) {
		for _, w := range all {
			if !strings.HasPrefix(w, lost) {
				out = append(out, w)
			} else {
				out = append(out, instead...)
			}
		}
		return out
	}
	for _, c := range []struct {
		what   string
		spoil  func(t *testing.T, d day)
		want   []string
		lost   bool
		number int
	}{
		{"a version that the backup has", func(t *testing.T, d day) { spoil(t, d.path, d.sealed["old"]) }, all, true, 4},
		{"a version that it has not", func(t *testing.T, d day) { spoil(t, d.path, d.sealed["new"]) }, without("new"), true, 4},
		{"a change of a draft in the backup", func(t *testing.T, d day) { spoil(t, d.path, d.sealed["b early"]) }, without("early", "early: a early c early"), true, 4},
		{"a change of a new draft", func(t *testing.T, d day) { spoil(t, d.path, d.sealed["a late"]) }, without("late", "late: b late"), true, 4},
		{"the first page", func(t *testing.T, d day) { spoilPage(t, d.path, 0, 100) }, []string{"early: a early", "done: a done", "old"}, true, 3},
		{"all of it", func(t *testing.T, d day) { spoilPage(t, d.path, 0, 0) }, []string{"early: a early", "done: a done", "old"}, true, 3},
		{"it is gone", func(t *testing.T, d day) {
			if err := os.Remove(d.path); err != nil {
				t.Fatal(err)
			}
		}, []string{"early: a early", "done: a done", "old"}, false, 3},
	} {
		d := aDay(t)
		checkpointed(t, d.path)
		c.spoil(t, d)
		damaged, _ := os.ReadFile(d.path)
		out, err := Restore(ctx, d.path, Options{})
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
			continue
		}
		if (out.Lost > 0) != c.lost || out.Backup.Number != 1 {
			t.Errorf("%s: %+v", c.what, out)
		}
		kept, err := os.ReadFile(filepath.Join(out.Aside, "anketa.db"))
		if damaged != nil && (err != nil || !bytes.Equal(kept, damaged)) {
			t.Errorf("%s: the damaged file is not kept as it was: %v", c.what, err)
		}
		if damaged == nil && out.Aside != "" {
			t.Errorf("%s: something was moved to %s", c.what, out.Aside)
		}
		s := reopened(t, d.path)
		compareDay(t, c.what, s, d, c.want)
		if r := must(s.Begin(ctx, blank())); r.Number != c.number {
			t.Errorf("%s: the next number is %d, want %d", c.what, r.Number, c.number)
		}
		if left, err := os.Stat(workshop(d.path)); err == nil {
			t.Errorf("%s: %s is left", c.what, left.Name())
		}
	}
}

func spoilPage(t *testing.T, path string, n, from int) {
	t.Helper()
	data := must(os.ReadFile(path))
	for i := n*4096 + from; i < (n+1)*4096; i++ {
		data[i] = 0xa5
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// compareDay lists the interviews of a day with the answers that tell them
// apart.
func compareDay(t *testing.T, what string, s *Store, d day, want []string) {
	t.Helper()
	names := map[string]string{d.early: "early", d.late: "late", d.done: "done", "uuid:old": "old", "uuid:new": "new"}
	got := map[string]bool{}
	list, err := s.List(ctx, Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, sum := range list {
		line := names[sum.ID]
		if sum.Finished.IsZero() {
			r, _, err := s.Draft(ctx, sum.ID)
			if err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			line += ":"
			for _, q := range []survey.Path{"qa", "qb", "qc"} {
				if a := r.Find(q); a != nil {
					line += " " + a.Text
				}
			}
		}
		got[line] = true
	}
	for _, w := range want {
		if !got[w] {
			t.Errorf("%s: %q is missing", what, w)
		}
		delete(got, w)
	}
	for line := range got {
		t.Errorf("%s: %q is there too", what, line)
	}
	if _, err := s.CheckAll(ctx); err != nil {
		t.Errorf("%s: %v", what, err)
	}
}

// TestRestoreReadsTheWAL damages a store whose newest answers were not in the
// file itself.
func TestRestoreReadsTheWAL(t *testing.T) {
	d := aDay(t)
	spoil(t, d.path, d.sealed["its end"])
	before := contents(t, filepath.Dir(d.path))
	out, err := Restore(ctx, d.path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	sameFiles(t, "the damaged files", before, contents(t, out.Aside))
	s := reopened(t, d.path)
	compareDay(t, "from the -wal file", s, d, []string{"early: a early b early c early", "late: a late b late", "done", "new", "old"})
	if v := must(s.Setting(ctx, "window")); v != "dark" {
		t.Errorf("the setting is %q", v)
	}
	if _, err := s.Form(ctx, "core", "4"); err != nil {
		t.Error(err)
	}
}

func TestRestoreRefuses(t *testing.T) {
	noise := func(path string) error { return os.WriteFile(path, bytes.Repeat([]byte{7}, 8192), 0o600) }
	for _, c := range []struct {
		what string
		do   func(d day) error
		want error
	}{
		{"a store in order", func(day) error { return nil }, ErrInOrder},
		{"no backup", func(d day) error { return errors.Join(noise(d.path), os.RemoveAll(backupFolder(d.path))) }, ErrNoBackup},
		{"a broken backup", func(d day) error { return errors.Join(noise(d.path), noise(must(Backups(d.path))[0].Path)) }, ErrNoBackup},
		{"a newer store", func(d day) error {
			return os.WriteFile(d.path, patched(must(os.ReadFile(d.path)), 60, 0, 0, 0, 99), 0o600)
		}, ErrNewer},
	} {
		d := aDay(t)
		if err := c.do(d); err != nil {
			t.Fatal(err)
		}
		before := contents(t, filepath.Dir(d.path))
		if _, err := Restore(ctx, d.path, Options{}); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.what, err, c.want)
		}
		sameFiles(t, c.what, before, contents(t, filepath.Dir(d.path)))
	}
}

// TestRestoreTakesAnOlderBackup where the newest one is broken.
func TestRestoreTakesAnOlderBackup(t *testing.T) {
	d := aDay(t)
	s := must(unlocked(d.path, Options{}))
	must(s.Backup(ctx))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	spoil(t, must(Backups(d.path))[0].Path, d.sealed["old"])
	spoilPage(t, d.path, 0, 100)
	out, err := Restore(ctx, d.path, Options{})
	if err != nil || out.Backup.Number != 1 {
		t.Errorf("%+v, %v", out, err)
	}
}

func TestRestoreOfAStoreInUse(t *testing.T) {
	d := aDay(t)
	other := start(t, "hold", d.path)
	defer func() {
		if err := errors.Join(other.stdin.Close(), other.cmd.Wait()); err != nil {
			t.Errorf("the other program: %v", err)
		}
	}()
	if !other.said.Scan() {
		t.Fatal(other.err.String())
	}
	if _, err := Restore(ctx, d.path, Options{}); !errors.Is(err, ErrLocked) {
		t.Errorf("open in another program: %v", err)
	}
	mine := filepath.Join(t.TempDir(), "anketa.db")
	s := reopened(t, mine)
	if _, err := Restore(ctx, mine, Options{}); !errors.Is(err, ErrLocked) {
		t.Errorf("open here: %v", err)
	}
	if err := s.SetSetting(ctx, "a", "b"); err != nil {
		t.Error(err)
	}
}

// TestRestoreThatWasCutShort stops after each file that is moved; the next Open
// goes on.
func TestRestoreThatWasCutShort(t *testing.T) {
	for moved := range 4 {
		d := aDay(t)
		if err := errors.Join(os.Mkdir(workshop(d.path), 0o700), copyFile(must(Backups(d.path))[0].Path, complete(d.path))); err != nil {
			t.Fatal(err)
		}
		folder := must(aside(d.path))
		steps := []func() error{
			func() error { return os.Mkdir(folder, 0o700) },
			func() error { return os.Rename(d.path+"-wal", filepath.Join(folder, "anketa.db-wal")) },
			func() error { return os.Rename(d.path, filepath.Join(folder, "anketa.db")) },
		}
		for _, step := range steps[:moved] {
			if err := step(); err != nil {
				t.Fatal(err)
			}
		}
		compareDay(t, "the next start", reopened(t, d.path), d, []string{"early: a early", "done: a done", "old"})
		if kept := contents(t, folder); len(kept) != 2 {
			t.Errorf("after %d steps: %d damaged files are kept together, want 2", moved, len(kept))
		}
	}
}

// TestOpeningSweepsUp what programs that were killed left of the store.
func TestOpeningSweepsUp(t *testing.T) {
	path := known(t)
	left := []string{
		filepath.Join(filepath.Dir(path), ".anketa-123", "copy.db"), filepath.Join(backupFolder(path), ".anketa-4", "copy.db"),
		filepath.Join(workshop(path), "half.db"),
	}
	other := filepath.Join(filepath.Dir(path), ".anketa-5", "notes.txt")
	for _, file := range append(left, other) {
		do(t, os.MkdirAll(filepath.Dir(file), 0o700))
		do(t, os.WriteFile(file, must(os.ReadFile(path)), 0o600))
	}
	reopened(t, path)
	for _, file := range left {
		if _, err := os.Stat(filepath.Dir(file)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is left: %v", file, err)
		}
	}
	if _, err := os.Stat(other); err != nil {
		t.Errorf("what is nobody's copy: %v", err)
	}
}
