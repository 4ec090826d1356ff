package storage

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"anketa/survey"
)

const marker = "Кыдырали-marker"

// scrambled hides payloads well enough for a search, and opens them under
// their own label only.
type scrambled struct{}

func (scrambled) key(l label) [32]byte {
	return sha256.Sum256(fmt.Appendf(nil, "%q %q %d", l.owner, l.kind, l.n))
}

func (c scrambled) seal(l label, clear []byte) ([]byte, error) {
	key := c.key(l)
	out := bytes.Clone(key[:8])
	for i, b := range clear {
		out = append(out, b^key[8+i%24])
	}
	return out, nil
}

func (c scrambled) open(l label, sealed []byte) ([]byte, error) {
	key := c.key(l)
	if len(sealed) < 8 || !bytes.Equal(sealed[:8], key[:8]) {
		return nil, errors.New("sealed under another label")
	}
	var out []byte
	for i, b := range sealed[8:] {
		out = append(out, b^key[8+i%24])
	}
	return out, nil
}

func (scrambled) tag(clear [32]byte) []byte {
	sum := sha256.Sum256(append([]byte("tag"), clear[:]...))
	return sum[:]
}

// fillWithMarker puts the marker into everything that a caller hands over, and gives
// the ids of a draft, of one to discard and of a finished interview.
func fillWithMarker(t *testing.T, s *Store) (draft, gone, done string) {
	t.Helper()
	r := blank()
	r.Interviewer, r.Form, r.Version, r.Language = marker, marker, marker, marker
	r.Root.Children[0].Text = marker
	ids := make([]string, 3)
	for i := range ids {
		ids[i] = must(s.Begin(ctx, r)).ID
		for n := range compactAfter + 2 {
			edits := []survey.Edit{answer(survey.Path(marker+fmt.Sprint(n%5)), marker+fmt.Sprint(n))}
			if err := s.Append(ctx, ids[i], Place{Path: marker, Language: marker}, edits); err != nil {
				t.Fatal(err)
			}
		}
	}
	f := finished(ids[2], 3, marker)
	f.Author, f.Reason = marker, marker
	for _, err := range []error{
		s.Finish(ctx, f),
		s.SaveForm(ctx, marker, marker, marker, []byte(marker)),
		s.SetSetting(ctx, "window", marker),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return ids[0], ids[1], ids[2]
}

// holding names the files below the folders in which the marker stands.
func holding(t *testing.T, dirs ...string) map[string]int {
	t.Helper()
	out := map[string]int{}
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			if n := bytes.Count(data, []byte(marker)); n > 0 || strings.Contains(path, marker) {
				out[filepath.Base(path)] = n
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// TestAnswersStandNowhereElse searches every file that the store may write.
func TestAnswersStandNowhereElse(t *testing.T) {
	dir, tmp := t.TempDir(), t.TempDir()
	for _, v := range []string{"TMPDIR", "SQLITE_TMPDIR", "TMP", "TEMP"} {
		t.Setenv(v, tmp)
	}
	s := reopened(t, filepath.Join(dir, "anketa.db"))
	draft, gone, done := fillWithMarker(t, s)
	for name := range holding(t, dir, tmp) {
		if name != "anketa.db" && name != "anketa.db-wal" {
			t.Errorf("an answer stands in %s", name)
		}
	}
	if n := holding(t, dir)["anketa.db"]; n < 10 {
		t.Fatalf("the search finds %d in the store itself: it would find nothing elsewhere", n)
	}
	for _, id := range []string{draft, gone} {
		if err := s.Discard(ctx, id); err != nil {
			t.Fatal(err)
		}
	}
	// What is finished stays. Without it, nothing may be left of anything.
	for _, stmt := range []string{"DELETE FROM journal", "DELETE FROM version", "DELETE FROM form", "DELETE FROM setting", "DELETE FROM interview"} {
		if _, err := s.db.Exec(stmt); err != nil {
			t.Fatal(done, err)
		}
	}
	s.trim()
	if left := holding(t, dir, tmp); len(left) > 0 {
		t.Errorf("what was deleted can still be read in %v", left)
	}
}

// TestEveryPayloadIsSealed runs the store over another sealer: nothing may be
// in clear, everything must come back, and nothing under another label.
func TestEveryPayloadIsSealed(t *testing.T) {
	dir := t.TempDir()
	s := reopened(t, filepath.Join(dir, "anketa.db"))
	s.sealer = scrambled{}
	draft, gone, done := fillWithMarker(t, s)
	if found := holding(t, dir); len(found) > 0 {
		t.Errorf("in clear: %v", found)
	}
	if r, place, err := s.Draft(ctx, draft); err != nil || r.Interviewer != marker || place.Path != marker {
		t.Errorf("draft %v, %v", place, err)
	}
	if got := records(t, s, Filter{ID: done}); len(got) != 1 || got[0].Reason != marker {
		t.Errorf("records %v", got)
	}
	if added := must(s.Put(ctx, records(t, s, Filter{})[0])); added {
		t.Error("a version is not found by its tag")
	}
	if got := must(s.Form(ctx, marker, marker)); string(got) != marker {
		t.Errorf("form %q", got)
	}
	if got := must(s.Forms(ctx)); len(got) != 1 || got[0].Title != marker {
		t.Errorf("forms %v", got)
	}
	if got := must(s.Setting(ctx, "window")); got != marker {
		t.Errorf("setting %q", got)
	}
	if got := must(s.List(ctx, Filter{Form: marker})); len(got) != 2 {
		t.Errorf("list %v", got)
	}
	for _, swap := range []string{
		"UPDATE snapshot SET payload = (SELECT payload FROM snapshot WHERE interview = 2) WHERE interview = 1",
		"UPDATE journal SET payload = (SELECT payload FROM journal j WHERE j.interview = 1 AND j.n = 251) WHERE interview = 1 AND n = 252",
		"UPDATE interview SET about = (SELECT about FROM interview WHERE place = 2) WHERE place = 1",
	} {
		if _, err := s.db.Exec(swap); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.Draft(ctx, draft); err == nil {
			t.Errorf("read after %s", swap)
		}
	}
	if err := s.Discard(ctx, gone); err != nil {
		t.Error(err)
	}
}
