package export

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"anketa/survey"
)

// form makes a random form: groups and repeats in each other, and names that
// meet each other and the columns of a workbook.
func (s *source) form(n int) *survey.Form {
	var out strings.Builder
	s.items(&out, 1, 3+s.IntN(12))
	return parseForm(fmt.Sprint("random_", n), fmt.Sprint(1+s.IntN(9)), out.String())
}

var randomNames = []string{"age", "name", "KEY_2", "position", "a_very_long_name_of_a_question_that_no_other_program_would_take_for_a_column", "q", "q__a", "data", "Age", "_hash_2", "members", "имя"}

func (s *source) items(out *strings.Builder, depth, most int) {
	types := []string{"text", "integer", "decimal", "date", "time", "dateTime", "calculate", "select", "multiple", "rank", "geopoint", "note", "group", "repeat", "repeat"}
	taken := map[string]bool{}
	for i := range most {
		kind, name := types[s.IntN(len(types))], randomNames[s.IntN(len(randomNames))]
		if taken[name] {
			name = fmt.Sprint(name, "_", i)
		}
		taken[name] = true
		holds := kind == "group" || kind == "repeat"
		if holds && depth > 4 {
			continue
		}
		fmt.Fprint(out, strings.Repeat("\t", depth), kind, " ", name)
		if kind == "select" || kind == "multiple" || kind == "rank" {
			fmt.Fprint(out, " a 01 ru 98 да")
		}
		out.WriteByte('\n')
		if holds {
			s.items(out, depth+1, 1+s.IntN(5))
		}
	}
}

// TestRandomForms holds that records of any form come back as they were, with
// answers that some program on the way might change.
func TestRandomForms(t *testing.T) {
	for seed := range uint64(50) {
		s := newSource(1000+seed, seed%2 == 0)
		f := s.form(int(seed))
		want := s.records(f, 12)
		path := write(t, want, Options{Forms: []*survey.Form{f}})
		same(t, mustRead(t, path), want)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

// TestRandomFormsSurviveLibreOffice saves all of them anew, in one go.
func TestRandomFormsSurviveLibreOffice(t *testing.T) {
	if testing.Short() {
		t.Skip("LibreOffice takes half a minute")
	}
	profile := newProfile(t)
	var paths []string
	var wants [][]*survey.Record
	for seed := range uint64(50) {
		s := newSource(1000+seed, seed%2 == 0)
		f := s.form(int(seed))
		wants = append(wants, s.records(f, 4))
		paths = append(paths, write(t, wants[seed], Options{Forms: []*survey.Form{f}}))
	}
	for i, path := range resavedAll(t, profile, paths) {
		same(t, mustRead(t, path), wants[i])
		if t.Failed() {
			t.Fatalf("seed %d", i)
		}
	}
}

// resavedAll gives the workbooks as LibreOffice writes them, in one start.
func resavedAll(t *testing.T, profile string, paths []string) (out []string) {
	folder := t.TempDir()
	args := []string{"--convert-to", "xlsx", "--outdir", folder}
	for i, path := range paths {
		in := filepath.Join(t.TempDir(), fmt.Sprint("book", i, ".xlsx"))
		if err := os.Rename(path, in); err != nil {
			t.Fatal(err)
		}
		args, out = append(args, in), append(out, filepath.Join(folder, filepath.Base(in)))
	}
	office(t, profile, args...)
	return out
}
