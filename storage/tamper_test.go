package storage

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"anketa/storage/seal"
	"anketa/survey"
)

// known is a store with somebody in it, at path, closed: two interviews with
// three changes each, of which one is finished, and one that was discarded.
func known(t *testing.T) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "anketa.db")
	s := reopened(t, path)
	for i := range 3 {
		r := must(s.Begin(ctx, blank()))
		for n := range 3 {
			if err := s.Append(ctx, r.ID, Place{}, []survey.Edit{nthAnswer(n)}); err != nil {
				t.Fatal(err)
			}
		}
		switch i {
		case 1:
			r.Finished, r.Saved, r.Author = monday.Add(time.Hour), monday.Add(time.Hour), "K1"
			do(t, s.Finish(ctx, r))
		case 2:
			do(t, s.Discard(ctx, r.ID))
		}
	}
	must(s.Backup(ctx))
	do(t, s.Close())
	return path
}

// do is a step that must not fail.
func do(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// meddle changes a closed store as somebody does who has the file.
func meddle(t *testing.T, path string, queries ...string) {
	t.Helper()
	db := must(connect(ctx, path, building))
	defer db.Close()
	for _, q := range queries {
		if _, err := db.Exec(q); err != nil {
			t.Fatal(err)
		}
	}
}

func findingsOf(t *testing.T, s *Store) string {
	t.Helper()
	var b strings.Builder
	for _, f := range must(s.Verify(ctx)).Findings {
		fmt.Fprintln(&b, f)
	}
	return b.String()
}

func TestTamperingWithAStore(t *testing.T) {
	for _, test := range []struct {
		name    string
		queries []string
		want    string // a part of what is said
	}{
		{"nothing", nil, ""},
		{"flipped", []string{"UPDATE journal SET payload = zeroblob(length(payload)) WHERE n = 2 AND interview = 1"}, "Change 2 of interview 1 was altered"},
		{"swapped", []string{`UPDATE journal SET payload = (SELECT payload FROM journal j WHERE j.interview = 1 AND j.n = 5 - journal.n) WHERE interview = 1 AND n IN (2, 3)`}, "Change 2 of interview 1"},
		{"deleted, with its answers", []string{"DELETE FROM journal WHERE n = 2 AND interview = 1"}, "are missing, and no event says that they were erased"},
		{"deleted from the chain", []string{"DELETE FROM chain WHERE seq = 4"}, "Entry 4 of the history was cut out."},
		{"the end", []string{"DELETE FROM event WHERE seq > 5", "DELETE FROM version WHERE seq > 5", "DELETE FROM journal WHERE seq > 5", "DELETE FROM chain WHERE seq > 5"}, "The history was rolled back: the last"},
		{"inserted", []string{"INSERT INTO journal (interview, n, seq, payload) SELECT interview, 9, 3, payload FROM journal WHERE interview = 1 AND n = 1"}, "Change 9 of interview 1 was inserted"},
		{"an event that justifies", []string{"DELETE FROM event WHERE seq = (SELECT max(seq) - 1 FROM event)"}, "are missing, and no event says that they were erased"},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := known(t)
			meddle(t, path, test.queries...)
			s := reopened(t, path)
			got := findingsOf(t, s)
			if test.want == "" && got != "" || !strings.Contains(got, test.want) {
				t.Errorf("got:\n%swant: %s", got, test.want)
			}
		})
	}
}

// TestAnOlderFileIsNoticed: an older copy of the whole file is put in the place
// of the store. The next start says so, until somebody takes it as it is.
func TestAnOlderFileIsNoticed(t *testing.T) {
	path := known(t)
	older := must(os.ReadFile(path))
	s := reopened(t, path)
	if s.Break() != nil {
		t.Fatalf("broken before anything was done: %+v", s.Break())
	}
	r := must(s.Begin(ctx, blank()))
	for n := range 12 {
		do(t, s.Append(ctx, r.ID, Place{}, []survey.Edit{nthAnswer(n)}))
	}
	end := must(s.Head(ctx))
	must(s.Backup(ctx))
	do(t, s.Close())
	do(t, os.WriteFile(path, older, 0o600))

	for range 2 { // it is told again, also where work went on
		s = reopened(t, path)
		b := s.Break()
		if b == nil || b.Known.Seq <= end.Seq || b.Backup.Number != 2 {
			t.Fatalf("%+v", b)
		}
		must(s.Begin(ctx, blank()))
		do(t, s.Close())
	}
	s = reopened(t, path)
	do(t, s.GoOn(ctx))
	if got := findingsOf(t, s); !strings.Contains(got, "which the backup of") {
		t.Errorf("afterwards the backup still knows: %s", got)
	}
	do(t, s.Close())
	if s = reopened(t, path); s.Break() != nil {
		t.Errorf("told again: %+v", s.Break())
	}
	last := must(s.Events(ctx))
	found := false
	for _, e := range last {
		found = found || e.What == EventRolledBack && e.Known != ""
	}
	if !found {
		t.Error("no event tells of it")
	}
}

// TestAClockThatGoesBackIsMarked holds that rows are marked once and an event
// tells from when to when.
func TestAClockThatGoesBackIsMarked(t *testing.T) {
	now := monday
	s := must(Open(ctx, filepath.Join(t.TempDir(), "anketa.db"), Options{Now: func() time.Time { return now }, Effort: seal.Least}))
	defer s.Close()
	do(t, s.Enroll(ctx, Person{Code: "K1", Passphrase: firstPhrase}))
	r := must(s.Begin(ctx, blank()))
	for i, step := range []time.Duration{time.Minute, -time.Second, -time.Hour, time.Minute} {
		now = now.Add(step)
		do(t, s.Append(ctx, r.ID, Place{Language: "Русский (ru)"}, []survey.Edit{answer("age", fmt.Sprint(30+i))}))
	}
	e := must(s.find(ctx, s.db, r.ID))
	var marks, was []string
	for _, row := range must(s.rowsAfter(ctx, s.db, e, 0)) {
		marks, was = append(marks, fmt.Sprintf("%t %d %s", row.Back, row.Elapsed, row.Who)), append(was, row.Was[0].Text)
	}
	if got, want := strings.Join(marks, ", "), "false 60000 K1, false 59000 K1, true -3541000 K1, false -3481000 K1"; got != want {
		t.Errorf("rows: %s\nwant: %s", got, want)
	}
	if got, want := strings.Join(was, ","), ",30,31,32"; got != want {
		t.Errorf("before: %s, want %s", got, want)
	}
	h := must(s.Verify(ctx))
	if len(h.Back) != 1 || !h.Back[0].Equal(monday.Add(time.Minute-time.Second-time.Hour)) || !h.Whole() {
		t.Errorf("%+v", h)
	}
}

// TestWhateverIsDoneTheHistoryHolds does at random what people do.
func TestWhateverIsDoneTheHistoryHolds(t *testing.T) {
	for seed := range uint64(8) {
		random := rand.New(rand.NewPCG(seed, 7))
		path := filepath.Join(t.TempDir(), "anketa.db")
		s := reopened(t, path)
		var drafts []string
		for range 40 {
			pick := func() string {
				if len(drafts) == 0 {
					drafts = append(drafts, must(s.Begin(ctx, blank())).ID)
				}
				return drafts[random.IntN(len(drafts))]
			}
			id := pick()
			var err error
			switch random.IntN(9) {
			case 0:
				drafts = append(drafts, must(s.Begin(ctx, blank())).ID)
			case 1:
				err = s.Discard(ctx, id)
			case 2:
				r, _, err := s.Draft(ctx, id)
				do(t, err)
				r.Finished, r.Saved, r.Author = monday, monday, "K1"
				do(t, s.Finish(ctx, r))
			case 3:
				_, err = s.Backup(ctx)
			case 4:
				s.Lock()
				err = s.Unlock(ctx, "K1", firstPhrase)
			case 5:
				do(t, s.Close())
				s = reopened(t, path)
			case 6:
				_, err = s.Put(ctx, finished(newID(), random.IntN(99), "34"))
			default:
				err = s.Append(ctx, id, Place{}, []survey.Edit{nthAnswer(random.IntN(20))})
			}
			do(t, err)
			kept := drafts[:0]
			for _, id := range drafts {
				if _, _, err := s.Draft(ctx, id); err == nil {
					kept = append(kept, id)
				}
			}
			drafts = kept
		}
		if got := findingsOf(t, s); got != "" || s.Break() != nil {
			t.Errorf("seed %d: %s", seed, got)
		}
		s.Close()
	}
}

// TestExportsAreCounted holds that numbers go on, that one of which there is no
// file is given again, and that what was not exported is known.
func TestExportsAreCounted(t *testing.T) {
	s := reopened(t, known(t))
	numbers := func() string { return fmt.Sprint(must(s.Unexported(ctx))) }
	if got := numbers(); got != "[2]" {
		t.Errorf("before: %s", got)
	}
	x := must(s.BeginExport(ctx, "core"))
	do(t, s.DropExport(ctx, x))
	for want := 1; want <= 2; want++ {
		x = must(s.BeginExport(ctx, "core"))
		if x.Number != want || x.Head.Seq == 0 || len(x.Interviews) != 1 {
			t.Errorf("%+v, want number %d", x, want)
		}
		x.SHA256 = "9f86"
		do(t, s.RecordExport(ctx, x))
	}
	if got := numbers(); got != "[]" {
		t.Errorf("after: %s", got)
	}
	all := must(s.Exports(ctx))
	if len(all) != 2 || all[1].SHA256 != "9f86" || all[1].Head != (Head{Seq: x.Head.Seq, Link: x.Head.Link}) {
		t.Errorf("%+v", all)
	}
	if got := findingsOf(t, s); got != "" {
		t.Error(got)
	}
}

// TestAnOlderFileIsRestored: a store that was rolled back, and worked with, is
// restored from the backup that has more. What was done since comes along, and
// the history holds.
func TestAnOlderFileIsRestored(t *testing.T) {
	path := known(t)
	older := must(os.ReadFile(path))
	s := reopened(t, path)
	lost := must(s.Begin(ctx, blank()))
	for n := range 5 {
		do(t, s.Append(ctx, lost.ID, Place{}, []survey.Edit{nthAnswer(n)}))
	}
	must(s.Backup(ctx))
	do(t, s.Append(ctx, lost.ID, Place{}, []survey.Edit{nthAnswer(7)}))
	do(t, s.Close())
	do(t, os.WriteFile(path, older, 0o600))

	s = reopened(t, path)
	since := must(s.Begin(ctx, blank()))
	for n := range 30 {
		do(t, s.Append(ctx, since.ID, Place{}, []survey.Edit{nthAnswer(n)}))
	}
	do(t, s.Close())
	out, err := Restore(ctx, path, Options{Now: func() time.Time { return monday }})
	if err != nil || out.Backup.Number != 2 {
		t.Fatalf("%+v: %v", out, err)
	}
	s = reopened(t, path)
	if b := s.Break(); b != nil {
		t.Errorf("still broken: %+v", b)
	}
	for id, edits := range map[string]int64{lost.ID: 5, since.ID: 30} {
		e, err := s.find(ctx, s.db, id)
		if err != nil || e.about.Edits != edits {
			t.Errorf("interview with %d edits: %+v, %v", edits, e, err)
		}
	}
	for _, f := range must(s.Verify(ctx)).Findings {
		if f.Flaw != RolledBack && f.Flaw != Rewritten { // what the file beside it knew is gone
			t.Error(f)
		}
	}
	events := must(s.Events(ctx))
	if e := events[len(events)-1]; e.What != EventRestored || e.Number != 2 || e.Known == "" || !strings.Contains(e.Why, "entered anew") {
		t.Errorf("the last event: %+v", e)
	}
}
