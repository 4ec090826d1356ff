package storage

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"anketa/storage/powertest"
	"anketa/survey"
)

// enter opens a store as the program does.
func enter(path string) (*Store, error) {
	return unlocked(path, Options{Now: atMonday})
}

// onTestDisk has every store of this test stand on a disk that is watched where
// its folder is, and nowhere else differs from others.
func onTestDisk(t *testing.T) {
	t.Helper()
	if err := powertest.Register(); err != nil {
		t.Fatal(err)
	}
	was := names
	fileSystem = powertest.VFS
	names.link, names.rename = powertest.Hardlink, powertest.Move
	names.remove, names.persist = powertest.Delete, powertest.SyncDir
	t.Cleanup(func() { fileSystem, names = "", was })
}

// A promise is what a store has said that it holds.
type promise struct {
	interviews map[string]string // by id: "draft 7" has seven answers; "done"
	files      map[string][]byte // of drafts, by the interview's id and their names
	settings   map[string]string
	number     int // that was given out last
	backups    int
}

func (p promise) clone() promise {
	p.interviews, p.settings, p.files = maps.Clone(p.interviews), maps.Clone(p.settings), maps.Clone(p.files)
	return p
}

var (
	errLost   = errors.New("what was saved is lost")
	errUnread = errors.New("the store cannot be read")
)

// kept looks for everything that a store has promised. Of the one change that
// was under way, all may be there or nothing: later is the promise after it.
func kept(s *Store, now, later promise) error {
	list, err := s.List(ctx, Filter{})
	if err != nil {
		return fmt.Errorf("%w: %w", errUnread, err)
	}
	there := map[string]string{}
	for _, sum := range list {
		if there[sum.ID], err = told(s, sum); err != nil {
			return err
		}
	}
	ids := maps.Clone(there)
	maps.Copy(ids, now.interviews)
	for id := range ids {
		if got := there[id]; got != now.interviews[id] && got != later.interviews[id] {
			return fmt.Errorf("%w: of interview %s %q, there is %q", errLost, id, now.interviews[id], got)
		}
	}
	for name := range now.settings {
		got, err := s.Setting(ctx, name)
		if err != nil {
			return fmt.Errorf("%w: %w", errUnread, err)
		}
		if got != now.settings[name] && got != later.settings[name] {
			return fmt.Errorf("%w: setting %s", errLost, name)
		}
	}
	if err := keptFiles(s, now, there); err != nil {
		return err
	}
	return keptBackups(s.path, now)
}

// keptFiles reads the files of drafts.
func keptFiles(s *Store, now promise, there map[string]string) error {
	for key, data := range now.files {
		id, name, _ := strings.Cut(key, " ")
		if !strings.HasPrefix(there[id], "draft") {
			continue
		}
		var b bytes.Buffer
		if err := s.ReadAttachment(ctx, id, name, &b); err != nil || !bytes.Equal(b.Bytes(), data) {
			return fmt.Errorf("%w: a file of interview %s: %w", errLost, id, err)
		}
	}
	return nil
}

// told says of an interview what a promise says of it, having read all of it.
func told(s *Store, sum Summary) (string, error) {
	if !sum.Finished.IsZero() {
		if err := checkFinished(s, sum.ID); err != nil {
			return "", fmt.Errorf("%w: %w", errUnread, err)
		}
		return "done", nil
	}
	r, place, err := s.Draft(ctx, sum.ID)
	if err == nil {
		err = sameAnswers(r, after(place.Done))
	}
	if err != nil {
		return "", fmt.Errorf("%w: %w", errUnread, err)
	}
	return fmt.Sprintf("draft %d", place.Done), nil
}

// keptBackups reads the backups: what has the name of one is whole.
func keptBackups(path string, now promise) error {
	all, err := Backups(path)
	if err != nil {
		return err
	}
	newest := 0
	for _, b := range all {
		if err := b.Examine(ctx); err != nil {
			return fmt.Errorf("%w: backup %d: %w", errUnread, b.Number, err)
		}
		newest = max(newest, b.Number)
	}
	if newest < now.backups {
		return fmt.Errorf("%w: backup %d, there is %d", errLost, now.backups, newest)
	}
	return nil
}

// A teller does with a store what is done on a working day, and remembers what
// the store has promised after each step.
type teller struct {
	disk     *powertest.Disk
	path     string
	first    int // operation of the disk after what was there before the day
	s        *Store
	id       string // of the interview in hand
	answers  int    // that it has
	promises []promise
}

// A step is one thing that a teller does. It may be done again where it failed.
type step struct {
	name string
	do   func(w *teller, p *promise) error
}

func newTeller(t *testing.T, dir string) *teller {
	t.Helper()
	disk, err := powertest.Watch(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(disk.Forget)
	return &teller{
		disk: disk, path: filepath.Join(dir, "anketa.db"), first: len(disk.Ops()),
		promises: []promise{{interviews: map[string]string{}, settings: map[string]string{}, files: map[string][]byte{}}},
	}
}

// now is the last promise.
func (w *teller) now() promise { return w.promises[len(w.promises)-1] }

// take does one step, and keeps what was promised by it.
func (w *teller) take(st step) error {
	p := w.now().clone()
	if err := st.do(w, &p); err != nil {
		return fmt.Errorf("%s: %w", st.name, err)
	}
	w.promises = append(w.promises, p)
	w.disk.Say()
	return nil
}

// tell does a whole story.
func (w *teller) tell(t *testing.T, story []step) {
	t.Helper()
	for _, st := range story {
		if err := w.take(st); err != nil {
			t.Fatal(err)
		}
	}
}

var (
	opens = step{"open", func(w *teller, p *promise) (err error) {
		w.s, err = enter(w.path)
		return err
	}}
	closes = step{"close", func(w *teller, p *promise) error { return w.s.Close() }}
	begins = step{"begin", func(w *teller, p *promise) error {
		r, err := w.s.Begin(ctx, blank())
		if err != nil {
			return err
		}
		w.id, w.answers = r.ID, 0
		p.interviews[w.id], p.number = "draft 0", r.Number
		return nil
	}}
	answers = step{"answer", func(w *teller, p *promise) error {
		err := w.s.Append(ctx, w.id, Place{Done: w.answers + 1}, []survey.Edit{nthAnswer(w.answers)})
		if err == nil {
			w.answers++
			p.interviews[w.id] = fmt.Sprintf("draft %d", w.answers)
		}
		return err
	}}
	photographs = step{"photograph", func(w *teller, p *promise) error {
		a, err := w.s.Attach(ctx, w.id, "photo.jpg", bytes.NewReader(noise(9000, uint64(w.answers))), nil)
		if err == nil {
			p.files[w.id+" "+a.Name] = noise(9000, uint64(w.answers))
		}
		return err
	}}
	finishes = step{"finish", func(w *teller, p *promise) error {
		r := after(perInterview)
		r.ID, r.Finished = w.id, monday
		p.interviews[w.id] = "done"
		return w.s.Finish(ctx, r)
	}}
	discards = step{"discard", func(w *teller, p *promise) error {
		delete(p.interviews, w.id)
		return w.s.Discard(ctx, w.id)
	}}
	backsUp = step{"backup", func(w *teller, p *promise) error {
		made, err := w.s.Backup(ctx)
		if made {
			p.backups++
		}
		return err
	}}
	takesIn = step{"put", func(w *teller, p *promise) error {
		r := after(perInterview)
		r.ID, r.Number, r.Finished, r.Saved, r.Device = "uuid:elsewhere", 9, monday, monday, "d2"
		p.interviews[r.ID] = "done"
		_, err := w.s.Put(ctx, r)
		return err
	}}
	keepsForm = step{"form", func(w *teller, p *promise) error {
		return w.s.SaveForm(ctx, "core", "3", "Title", []byte(strings.Repeat("workbook", 3000)))
	}}
)

func sets(value string) step {
	return step{"setting", func(w *teller, p *promise) error {
		p.settings["window"] = value
		return w.s.SetSetting(ctx, "window", value)
	}}
}

func times(n int, st step) (many []step) {
	for range n {
		many = append(many, st)
	}
	return many
}

func story(parts ...[]step) (all []step) {
	for _, part := range parts {
		all = append(all, part...)
	}
	return all
}

// aWorkingDay is everything that is done with a store, with an interview that is
// long enough for a new snapshot.
func aWorkingDay() []step {
	return story(
		[]step{opens, sets("1"), keepsForm, begins}, times(perInterview-10, answers), []step{backsUp}, times(compactAfter-20, answers), []step{finishes},
		[]step{begins}, times(5, answers), []step{discards, begins}, times(12, answers), []step{sets("2"), closes},
		[]step{opens}, times(5, answers), []step{takesIn, backsUp}, times(3, answers), []step{finishes, begins}, times(3, answers), []step{closes},
	)
}

// aShortDay is the same with an interview of a few answers.
func aShortDay() []step {
	return story(
		[]step{opens, sets("1"), begins}, times(4, answers), []step{photographs, backsUp}, times(2, answers), []step{finishes},
		[]step{begins, photographs, answers, discards, begins}, times(3, answers), []step{photographs, sets("2"), closes},
		[]step{opens, answers, takesIn, keepsForm, backsUp, answers, finishes, begins, answers, closes},
	)
}
