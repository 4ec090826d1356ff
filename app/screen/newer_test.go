package screen_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

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
// until the older version comes back.
func TestAnotherKind(t *testing.T) {
	for was, before := range shapes {
		for is, after := range shapes {
			if was == is {
				continue
			}
			t.Run(was+" to "+is, func(t *testing.T) {
				p := seat(t, map[string]string{"1.md": shaped(was, "1"), "2.md": shaped(is, "2")})
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
					"killed 1.md", "text "+string(before.at)+" old", "lost "+string(after.at))
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
	p := &player{store: filepath.Join(dir, "anketa.db"), form: filepath.Join(dir, "1.md"), disk: &disk{}}
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
