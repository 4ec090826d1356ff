package app

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"anketa/app/field"
	"anketa/survey"
)

// A table of questions, a question that is only read, and a file.
const tableForm = `
| survey |
| | type | name | label | appearance | read_only | image |
| | begin_group | g | Work | table-list | | |
| | select_one l | first | Paid in time | | | |
| | select_one l | second | Papers | | | |
| | end_group | | | | | |
| | begin_group | h | Home | field-list | | |
| | text | fixed | Code | | yes | |
| | select_one l | head | Last month | label | | |
| | select_one l | row | Cold | list-nolabel | | |
| | image | photo | Photo | | | map.png |
| | end_group | | | | | |
| choices |
| | list_name | name | label |
| | l | 1 | Often |
| | l | 2 | Never |
`

// TestTableByKeys goes through a page of rows with shared headings, and over
// what takes no answer.
func TestTableByKeys(t *testing.T) {
	dir := t.TempDir()
	form := filepath.Join(dir, "table.md")
	if err := os.WriteFile(form, []byte(tableForm), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "map.png"), []byte("no picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := openRig(t, filepath.Join(dir, "anketa.db"), form)
	r.press(fyne.KeyF3)
	r.wantAsked("g/first")
	wantText(t, r.window.Content(), "Often")
	r.press("2", fyne.KeyDown)
	r.wantAsked("g/second")
	r.press("1", fyne.KeyUp, fyne.KeyUp)
	r.wantAsked("g/first")
	r.press(fyne.KeyReturn, fyne.KeyReturn)
	r.wantAsked("h/row")
	r.press("2", fyne.KeyDown)
	r.wantAsked("h/photo")
	r.wantAnswer("g/first", "2", survey.Given)
	r.wantAnswer("g/second", "1", survey.Given)
	r.wantAnswer("h/row", "2", survey.Given)
	r.press(fyne.KeyF7)
	if !r.overlaid() {
		t.Error("F7 lets no file be chosen")
	}
	for _, name := range []string{filepath.Join(dir, "gone.png"), form, dir} { // none of them is taken
		test.Type(r.window.Canvas().Focused(), name)
		r.press(fyne.KeyReturn)
		r.window.Canvas().Focused().(*field.Entry).SetText("")
	}
	if !r.overlaid() {
		t.Error("what is no picture is taken")
	}
	picture := filepath.Join(dir, "map.png")
	test.Type(r.window.Canvas().Focused(), picture)
	r.press(fyne.KeyReturn)
	content, err := os.ReadFile(picture)
	if err != nil {
		t.Fatal(err)
	}
	r.wantAnswer("h/photo", survey.AttachmentName(picture, sha256.Sum256(content)), survey.Given)
	r.wantAsked("h/photo")
	if r.interview().s.View("h/photo").Form.Attachment("map.png") == nil {
		t.Error("the picture did not come with the form")
	}
}

// TestANoteIsHeardFromItsQuestion presses the key of a note's link while the
// keyboard is in the question below it.
func TestANoteIsHeardFromItsQuestion(t *testing.T) {
	dir := t.TempDir()
	form := filepath.Join(dir, "note.md")
	tables := "| survey |\n| | type | name | label |\n| | note | n | See [the page](https://example.org/). |\n| | integer | age | Age |\n"
	if err := os.WriteFile(form, []byte(tables), 0o600); err != nil {
		t.Fatal(err)
	}
	r := openRig(t, filepath.Join(dir, "anketa.db"), form)
	trace, err := os.Create(filepath.Join(dir, "trace"))
	if err != nil {
		t.Fatal(err)
	}
	defer trace.Close()
	r.traceTo = trace
	r.press(fyne.KeyF3)
	r.wantAsked("age")
	r.press(fyne.KeyF7)
	said, _ := os.ReadFile(trace.Name())
	if !strings.Contains(string(said), "open https") {
		t.Errorf("F7 opens nothing: %s", said)
	}
}

func TestAttachedFile(t *testing.T) {
	dir := t.TempDir()
	first, err := attachedFile(dir, "sounds/a b.mp3", []byte("one"))
	if err != nil {
		t.Fatal(err)
	}
	again, _ := attachedFile(dir, "sounds/a b.mp3", []byte("one"))
	other, _ := attachedFile(dir, "../../a b.mp3", []byte("two"))
	if first != again || first == other {
		t.Errorf("files stand at %s, %s and %s", first, again, other)
	}
	for path, want := range map[string]string{first: "one", other: "two"} {
		if got, err := os.ReadFile(path); err != nil || string(got) != want || filepath.Base(path) != "a b.mp3" || filepath.Dir(filepath.Dir(path)) != dir {
			t.Errorf("%s holds %q: %v", path, got, err)
		}
	}
}

func TestFileURL(t *testing.T) {
	for path, want := range map[string]string{`C:\a b.mp3`: "file:///C:/a%20b.mp3", "/home/я.mp3": "file:///home/%D1%8F.mp3"} {
		if got := fileURL(path).String(); got != want {
			t.Errorf("%s has the address %s, want %s", path, got, want)
		}
	}
}
