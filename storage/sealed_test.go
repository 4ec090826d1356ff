package storage

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"anketa/survey"
)

const marker = "Кыдырали-marker"

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
	draft, gone, _ := fillWithMarker(t, s)
	must(s.Backup(ctx))
	if found := holding(t, dir, tmp); len(found) > 0 {
		t.Errorf("an answer stands in %v", found)
	}
	for _, id := range []string{draft, gone} {
		if err := s.Discard(ctx, id); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if found := holding(t, dir, tmp); len(found) > 0 {
		t.Errorf("after Close an answer stands in %v", found)
	}
	if err := os.WriteFile(filepath.Join(dir, "control"), []byte("x"+marker), 0o600); err != nil {
		t.Fatal(err)
	}
	if len(holding(t, dir)) != 1 {
		t.Error("the search would find nothing")
	}
}
