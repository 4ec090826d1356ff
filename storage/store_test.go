package storage

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"anketa/storage/seal"
	"anketa/survey"
)

var (
	ctx    = context.Background()
	zone   = time.FixedZone("", 3*3600)
	monday = time.Date(2026, 5, 4, 9, 0, 0, 500e6, zone)
)

const (
	firstCode   = "K1"
	firstPhrase = "timber quick lamp river orange plate"
)

// unlocked opens a store and lets its first person in.
func unlocked(path string, o Options) (*Store, error) { return unlockedWith(path, o, steps()) }

func unlockedWith(path string, o Options, steps []string) (*Store, error) {
	o.Effort = seal.Least
	s, err := open(ctx, path, o, steps)
	if err != nil {
		return nil, err
	}
	if s.State() == Locked {
		err = s.Unlock(ctx, firstCode, firstPhrase)
	} else {
		err = s.Enroll(ctx, Person{Code: firstCode, Passphrase: firstPhrase})
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// fresh opens a new store that is closed with the test.
func fresh(t testing.TB) *Store {
	t.Helper()
	return reopened(t, filepath.Join(t.TempDir(), "anketa.db"))
}

func reopened(t testing.TB, path string) *Store {
	t.Helper()
	s, err := unlocked(path, Options{Now: func() time.Time { return monday }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// blank is a draft before its first answer.
func blank() *survey.Record {
	return &survey.Record{
		Form: "core", Version: "3", Kind: survey.Training, Interviewer: "i7", Language: "Русский (ru)", Started: monday,
		Root: &survey.Answer{Children: []*survey.Answer{{Name: "start", State: survey.Given, Text: "2026-05-04T09:00:00.000+03:00"}}},
	}
}

func answer(path survey.Path, text string) survey.Edit {
	return survey.Edit{Op: survey.Put, Path: path, State: survey.Given, Text: text}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// finished makes a record as another laptop would have finished it.
func finished(id string, number int, text string, parents ...survey.Hash) *survey.Record {
	return &survey.Record{
		ID: id, Number: number, Form: "core", Version: "3", Device: "d2", Interviewer: "i9", Language: "English (en)",
		Started: monday.Add(time.Duration(number) * time.Minute), Finished: monday.Add(time.Hour), Saved: monday.Add(time.Hour),
		Author: "i9", Parents: parents,
		Root: &survey.Answer{Children: []*survey.Answer{{Name: "age", State: survey.Given, Text: text}}},
	}
}

func same(t *testing.T, what string, got, want *survey.Record) {
	t.Helper()
	if g, w := string(survey.Encode(got)), string(survey.Encode(want)); g != w {
		t.Errorf("%s:\ngot  %s\nwant %s", what, g, w)
	}
}

func TestDraftIsSnapshotAndJournal(t *testing.T) {
	s := fresh(t)
	want := blank()
	begun := must(s.Begin(ctx, want))
	if begun.Number != 1 || begun.Device != s.Device() || len(begun.ID) != len("uuid:")+36 {
		t.Fatalf("begun as %q, number %d, device %q", begun.ID, begun.Number, begun.Device)
	}
	want.ID, want.Number, want.Device = begun.ID, 1, s.Device()
	same(t, "begun", begun, want)

	at := Place{Path: "g_work/job", Language: "English (en)", Done: 2, Total: 80}
	for _, edits := range [][]survey.Edit{
		{answer("age", "34"), {Op: survey.Put, Path: "g_work/job", State: survey.Refused}},
		{{Op: survey.Insert, Path: "trips[1]", Key: "k1"}, answer("trips[1]/city", "Ош"), {Op: survey.Insert, Path: "trips[2]", Key: "k2"}},
		{{Op: survey.Remove, Path: "trips[1]"}, answer("trips[1]/city", "Бишкек"), answer("age", "")},
		{{Op: survey.Confirm, Path: "age"}},
		nil,
	} {
		if err := s.Append(ctx, begun.ID, at, edits); err != nil {
			t.Fatal(err)
		}
		if err := want.Apply(edits...); err != nil {
			t.Fatal(err)
		}
		got, place, err := s.Draft(ctx, begun.ID)
		if err != nil {
			t.Fatal(err)
		}
		want.Language = at.Language
		same(t, "draft", got, want)
		if place != at {
			t.Errorf("place %+v, want %+v", place, at)
		}
	}
}

// TestCompactionChangesNothing saves more edits than a snapshot waits for and
// reopens in between.
func TestCompactionChangesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	s := reopened(t, path)
	want := must(s.Begin(ctx, blank()))
	id := want.ID
	for i := range 2*compactAfter + 10 {
		e := answer(survey.Path(fmt.Sprintf("q%d", i%17)), fmt.Sprint(i))
		if err := s.Append(ctx, id, Place{Done: i}, []survey.Edit{e}); err != nil {
			t.Fatal(err)
		}
		if err := want.Apply(e); err != nil {
			t.Fatal(err)
		}
		if i == compactAfter/2 || i == compactAfter+5 {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			s = reopened(t, path)
		}
	}
	got, place, err := s.Draft(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "draft", got, want)
	if place.Done != 2*compactAfter+9 {
		t.Errorf("place %+v", place)
	}
	var upto, rows int
	if err := s.db.QueryRow("SELECT upto, (SELECT count(*) FROM journal) FROM snapshot").Scan(&upto, &rows); err != nil {
		t.Fatal(err)
	}
	if upto != 2*compactAfter || rows != 2*compactAfter+10 {
		t.Errorf("snapshot of row %d, %d rows; want %d and all rows kept", upto, rows, 2*compactAfter)
	}
}

func TestEditsThatDoNotFitAreRefused(t *testing.T) {
	s := fresh(t)
	r := must(s.Begin(ctx, blank()))
	bad := []survey.Edit{answer("age", "1"), answer("trips[3]/city", "x")}
	if err := s.Append(ctx, r.ID, Place{Done: 1}, bad); err == nil {
		t.Fatal("an edit of an instance that is not there was taken")
	}
	if err := s.Append(ctx, r.ID, Place{Done: 2}, []survey.Edit{answer("sex", "2")}); err != nil {
		t.Fatal(err)
	}
	got, place, err := s.Draft(ctx, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got.Find("age") != nil || got.Find("sex") == nil || place.Done != 2 {
		t.Errorf("after a refusal the draft is %s at %+v", survey.Encode(got), place)
	}
}

func second[A, B any](_ A, _ B, err error) error { return err }

func records(t testing.TB, s *Store, f Filter) []*survey.Record {
	t.Helper()
	var out []*survey.Record
	for r, err := range s.Records(ctx, f) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

func TestNumbersAreGivenOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	s := reopened(t, path)
	var numbers []int
	begin := func() *survey.Record {
		r := must(s.Begin(ctx, blank()))
		numbers = append(numbers, r.Number)
		return r
	}
	begin()
	if err := s.Discard(ctx, begin().ID); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = reopened(t, path)
	if err := s.Discard(ctx, begin().ID); err != nil {
		t.Fatal(err)
	}
	back := finished("uuid:1", 40, "1")
	back.Device = s.Device()
	others := []*survey.Record{finished("uuid:2", 70, "1"), back}
	mad := finished("uuid:3", mostNumber, "1")
	mad.Device = s.Device()
	for _, r := range append(others, mad) {
		must(s.Put(ctx, r))
	}
	begin()
	if want := []int{1, 2, 3, 41}; !slices.Equal(numbers, want) {
		t.Errorf("numbers %v, want %v", numbers, want)
	}
}

func TestForms(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	now := monday
	s := must(unlocked(path, Options{Now: func() time.Time { now = now.Add(time.Hour); return now }}))
	defer s.Close()
	for _, f := range []struct{ id, version, title, workbook string }{
		{"a", "1", "First", "one"}, {"a", "2", "Second", "two"}, {"b", "1", "Empty", ""}, {"a", "1", "First", "one"}, {"a1", "", "Near", "near"},
	} {
		if err := s.SaveForm(ctx, f.id, f.version, f.title, []byte(f.workbook)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.SaveForm(ctx, "a", "2", "Second again", []byte("two, corrected")); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveForm(ctx, "nil", "", "", nil); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ id, version, want string }{{"a", "1", "one"}, {"a", "2", "two, corrected"}, {"b", "1", ""}, {"a1", "", "near"}, {"nil", "", ""}} {
		if got, err := s.Form(ctx, c.id, c.version); err != nil || string(got) != c.want {
			t.Errorf("form %s %s: %q, %v; want %q", c.id, c.version, got, err, c.want)
		}
	}
	if _, err := s.Form(ctx, "a", "11"); !errors.Is(err, ErrNotFound) {
		t.Errorf("a form that is not there: %v", err)
	}
	var titles []string
	for _, f := range must(s.Forms(ctx)) {
		titles = append(titles, f.Title)
	}
	if want := []string{"", "Second again", "Near", "Empty", "First"}; !slices.Equal(titles, want) {
		t.Errorf("forms %q, want %q", titles, want)
	}
}

func TestSettings(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	s := reopened(t, path)
	device := s.Device()
	if got, err := s.Setting(ctx, "window"); got != "" || err != nil {
		t.Errorf("a setting that is not there: %q, %v", got, err)
	}
	for _, v := range []string{"one", "", "two"} {
		if err := s.SetSetting(ctx, "window", v); err != nil {
			t.Fatal(err)
		}
		if got := must(s.Setting(ctx, "window")); got != v {
			t.Errorf("setting %q, want %q", got, v)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = reopened(t, path)
	if got := must(s.Setting(ctx, "window")); got != "two" || s.Device() != device || device == "" {
		t.Errorf("after reopening: %q, device %q, was %q", got, s.Device(), device)
	}
}

func TestSummaryTellsWhatTheRecordSays(t *testing.T) {
	s := fresh(t)
	r := must(s.Begin(ctx, blank()))
	if err := s.Append(ctx, r.ID, Place{Done: 4, Total: 9}, nil); err != nil {
		t.Fatal(err)
	}
	got := must(s.List(ctx, Filter{}))[0]
	if !got.Started.Equal(monday) {
		t.Errorf("started %v", got.Started)
	}
	got.Started = time.Time{}
	want := Summary{ID: r.ID, Number: 1, Form: "core", Version: "3", Kind: survey.Training, Interviewer: "i7", Done: 4, Total: 9, Mine: true, Draft: true}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestACallThatWasCalledOff(t *testing.T) {
	s := fresh(t)
	r := must(s.Begin(ctx, blank()))
	off, cancel := context.WithCancel(ctx)
	cancel()
	for what, err := range map[string]error{
		"Append":  s.Append(off, r.ID, Place{}, nil),
		"Draft":   second(s.Draft(off, r.ID)),
		"Setting": func() error { _, err := s.Setting(off, "x"); return err }(),
		"List":    func() error { _, err := s.List(off, Filter{}); return err }(),
		"Records": func() error {
			for _, err := range s.Records(off, Filter{}) {
				return err
			}
			return nil
		}(),
	} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if err := s.Append(ctx, r.ID, Place{}, nil); err != nil {
		t.Error(err)
	}
}

// TestAClockGoneMad saves answers in a year that no format has digits for.
func TestAClockGoneMad(t *testing.T) {
	path := filepath.Join(t.TempDir(), "anketa.db")
	mad := time.Date(20_000, 1, 1, 0, 0, 0, 0, time.UTC)
	s := must(unlocked(path, Options{Now: func() time.Time { return mad }}))
	defer s.Close()
	r := blank()
	r.Started = mad
	begun := must(s.Begin(ctx, r))
	if err := s.Append(ctx, begun.ID, Place{}, []survey.Edit{answer("age", "34")}); err != nil {
		t.Fatal(err)
	}
	if err := s.SaveForm(ctx, "a", "1", "", []byte("x")); err != nil {
		t.Error(err)
	}
	done := finished(begun.ID, 1, "34")
	done.Started, done.Saved = mad, mad
	if err := s.Finish(ctx, done); err != nil {
		t.Fatal(err)
	}
	if list := must(s.List(ctx, Filter{})); len(list) != 1 || !list[0].Started.IsZero() {
		t.Errorf("list %+v", list)
	}
}
