package screen_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"anketa/app/screen"
	"anketa/export"
	"anketa/survey"
)

// shapes are what one name can be in a form, and where its answer is then.
var shapes = map[string]struct {
	rows string
	at   survey.Path
}{
	"text":   {"|  | text | x | X |\n", "x"},
	"group":  {"|  | begin group | x | X |\n|  | text | a | A |\n|  | end group | | |\n", "x/a"},
	"repeat": {"|  | begin repeat | x | X |\n|  | text | a | A |\n|  | end repeat | | |\n", "x[1]/a"},
}

func shaped(shape, version string) string {
	return "| survey | type | name | label |\n|  | text | other | O |\n" + shapes[shape].rows +
		"| settings | form_id | version |\n|  | f | " + version + " |\n"
}

// TestAnotherKind has a name become something else in a newer version of the
// form: both answers are kept, at their places, past the next snapshot and
// until a third version brings the older question back.
func TestAnotherKind(t *testing.T) {
	for was, before := range shapes {
		for is, after := range shapes {
			if was == is {
				continue
			}
			t.Run(was+" to "+is, func(t *testing.T) {
				p := seat(t, map[string]string{"1.md": shaped(was, "1"), "2.md": shaped(is, "2"), "3.md": shaped(was, "3")})
				p.must(t, "begin", "answer "+string(before.at)+" old", "killed 2.md",
					"lost "+string(before.at), "text "+string(after.at)+` ""`)
				if is == "repeat" {
					p.must(t, "add x")
				}
				p.must(t, "answer "+string(after.at)+" new",
					"killed 2.md", "text "+string(after.at)+" new", "lost "+string(before.at))
				for n := range 260 { // a draft gets a new snapshot after 250 rows
					p.must(t, fmt.Sprint("answer other ", n))
				}
				p.must(t, "saved all", "killed 2.md", "text other 259", "text "+string(after.at)+" new", "lost "+string(before.at),
					"killed 3.md", "text "+string(before.at)+" old", "lost "+string(after.at))
			})
		}
	}
}

// seat puts a player at a desk with the form 1.md of several.
func seat(t *testing.T, forms map[string]string) *player {
	dir := t.TempDir()
	for name, text := range forms {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := &player{t: t, store: filepath.Join(dir, "anketa.db"), form: filepath.Join(dir, "1.md"), disk: &disk{}}
	p.open(p.form)
	t.Cleanup(func() { p.desk.Close() })
	return p
}

// must plays steps of a script.
func (p *player) must(t *testing.T, script ...string) {
	t.Helper()
	for _, line := range script {
		words := fields(line)
		if err := steps[words[0]](p, words[1:]); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
}

// finishedRecord is the finished version of the interview.
func (p *player) finishedRecord(t *testing.T) *survey.Record {
	t.Helper()
	_, r, err := p.desk.Finished(context.Background(), p.s.ID)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// versions are those of a form that loses a question, and one in a repeat.
var versions = map[string]string{
	"1.md": `
| survey | type         | name | label |
|        | text         | kept | Kept  |
|        | text         | gone | Gone  |
|        | begin repeat | r    | R     |
|        | text         | a    | A     |
|        | text         | b    | B     |
|        | end repeat   |      |       |
| settings | form_id | version |
|          | f       | 1.9     |`,
	"2.md": `
| survey | type         | name | label |
|        | text         | kept | Kept  |
|        | begin repeat | r    | R     |
|        | text         | b    | B     |
|        | end repeat   |      |       |
| settings | form_id | version |
|          | f       | 1.10    |`,
}

// TestFinishKeepsLost finishes a draft with a version of the form that lacks
// some of its questions: their answers are in the finished interview and in
// the workbook, and looking at it says that they are there.
func TestFinishKeepsLost(t *testing.T) {
	p := seat(t, versions)
	p.must(t, "begin", "answer kept 1", "answer gone 2", "answer r[1]/a 3", "answer r[1]/b 4",
		"killed 2.md", "lost gone r[1]/a", "end", "finish")
	rows, r, err := p.desk.Finished(context.Background(), p.s.ID)
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[survey.Path]string{"kept": "1", "gone": "2", "r[1]/a": "3", "r[1]/b": "4"} {
		if a := r.Find(at); a == nil || a.Text != want || a.State != survey.Given {
			t.Errorf("%s is %v, want %s", at, a, want)
		}
	}
	var said []string
	for _, row := range rows {
		said = append(said, row.Code+"|"+row.Label+"|"+row.Answer+"|"+row.State.String())
	}
	want := []string{"kept|Kept|1|given", "b|B|4|given", "a|||given", "gone|||given"}
	slices.Sort(said)
	slices.Sort(want)
	if !slices.Equal(said, want) {
		t.Errorf("the list says %q, want %q", said, want)
	}
	path := filepath.Join(t.TempDir(), "out.xlsx")
	if _, err := screen.Export(context.Background(), p.desk.Store, "f", path, nil); err != nil {
		t.Fatal(err)
	}
	book, err := export.Read(context.Background(), path)
	if err != nil || len(book.Records) != 1 || book.Records[0].Hash() != r.Hash() {
		t.Errorf("the workbook has not the interview: %v", err)
	}
}

// TestKindsAreExported holds that a workbook keeps an answer whose name is
// something else in the form.
func TestKindsAreExported(t *testing.T) {
	for was, before := range shapes {
		for is, after := range shapes {
			if was == is {
				continue
			}
			p := seat(t, map[string]string{"1.md": shaped(was, "1"), "2.md": shaped(is, "2")})
			p.must(t, "begin", "answer "+string(before.at)+" old", "killed 2.md", "end", "finish")
			r := p.finishedRecord(t)
			if a := r.Find(before.at); a == nil || a.Text != "old" {
				t.Errorf("%s to %s: the finished interview is %s", was, is, survey.Encode(r))
			}
			path := filepath.Join(t.TempDir(), "out.xlsx")
			if _, err := screen.Export(context.Background(), p.desk.Store, "f", path, nil); err != nil {
				t.Errorf("%s to %s: %v", was, is, err)
				continue
			}
			book, err := export.Read(context.Background(), path)
			if err != nil || len(book.Records) != 1 || book.Records[0].Hash() != r.Hash() {
				t.Errorf("%s to %s (%s): the workbook has not the interview: %v", was, is, after.at, err)
			}
		}
	}
}

// TestOlderFormInUse goes on with a draft in its own version of the form while
// an older one is in use, and shows a finished one in the version it was made
// with.
func TestOlderFormInUse(t *testing.T) {
	newer := map[string]string{"1.md": strings.ReplaceAll(versions["1.md"], "1.9 ", "1.11"), "2.md": versions["2.md"]}
	p := seat(t, newer)
	p.must(t, "begin", "answer kept 1", "answer gone 2", "answer r[1]/a 3",
		"killed 2.md", "lost", "text gone 2", "text r[1]/a 3", "end", "finish")
	rows, r, err := p.desk.Finished(context.Background(), p.s.ID)
	if err != nil || r.Version != "1.11" {
		t.Fatal(r.Version, err)
	}
	var said []string
	for _, row := range rows {
		said = append(said, row.Label+": "+row.Answer)
	}
	if want := []string{"Kept: 1", "Gone: 2", "A: 3", "B: "}; !slices.Equal(said, want) {
		t.Errorf("the list says %q, want %q", said, want)
	}
}
