package app

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"anketa/survey"
)

const photoForm = `
| survey | | | |
| | type | name | label |
| | image | photo | The contract |
| | text | note | A note |

| settings | | |
| | form_title | form_id | version |
| | Photo | photo | 1 |
`

// photo writes a picture of so many bytes or more.
func photo(t *testing.T, folder, name string, atLeast int) (path string) {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 30, 20))); err != nil {
		t.Fatal(err)
	}
	b.Write(make([]byte, max(0, atLeast-b.Len())))
	path = filepath.Join(folder, name)
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// takes chooses a file by its whole name.
func (r *rig) takes(path string) {
	r.t.Helper()
	r.press(fyne.KeyF7)
	if !r.overlaid() {
		r.t.Fatal("no file is asked for")
	}
	for _, letter := range path {
		r.window.Canvas().Focused().TypedRune(letter)
	}
	r.press(fyne.KeyReturn)
}

// TestAFileIsTakenIn: what is chosen is in the store, and shown from there when
// the file outside is gone.
func TestAFileIsTakenIn(t *testing.T) {
	dir := t.TempDir()
	form := filepath.Join(dir, "photo.xlsx")
	writeForm(t, form, photoForm)
	r := openRig(t, filepath.Join(dir, "anketa.db"), form)
	r.press(fyne.KeyF3)
	r.wantAsked("photo")
	path := photo(t, t.TempDir(), "contract.png", 0)
	r.takes(path)
	r.wantAsked("photo")
	name := r.interview().s.View("photo").Text
	if !strings.HasPrefix(name, "contract-") {
		t.Fatalf("the answer is %q", name)
	}
	large := photo(t, t.TempDir(), "large.png", quietSize+1)
	r.takes(large)
	if text := r.interview().s.View("photo").Text; !strings.HasPrefix(text, "large-") || r.overlaid() {
		t.Fatalf("the answer is %q", text)
	}
	r.takes(path)

	for _, c := range []struct{ name, want string }{{"gone", "fault.nofile"}, {"huge", "fault.toolarge"}} {
		bad := filepath.Join(dir, c.name+".png")
		if c.name == "huge" {
			if err := os.WriteFile(bad, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Truncate(bad, survey.MostAttachment+1); err != nil {
				t.Fatal(err)
			}
		}
		r.interview().takeFile("photo", bad)
		if !r.overlaid() {
			t.Errorf("%s: nothing is said", c.name)
		}
		wantText(t, r.window.Canvas().Overlays().Top(), r.T(c.want))
		r.press(fyne.KeyReturn)
		r.wantAnswer("photo", name, survey.Given)
	}

	os.Remove(path)
	r.press(fyne.KeyReturn, fyne.KeyPageUp)
	r.wantAsked("photo")
	if len(r.interview().taken.Names()) != 2 {
		t.Errorf("pictures that were shown: %q", r.interview().taken.Names())
	}
	outside := t.TempDir()
	r.interview().files = outside
	r.interview().saveFile(name)
	r.press(fyne.KeyReturn) // this folder
	wantText(t, r.window.Canvas().Overlays().Top(), "not encrypted")
	r.press(fyne.KeyRight, fyne.KeyReturn, fyne.KeyReturn)
	if _, err := os.Stat(filepath.Join(outside, "contract.png")); err != nil || r.overlaid() {
		t.Errorf("the copy: %v", err)
	}
	r.interview().forget()
	if v := r.interview(); len(v.taken.Names()) > 0 || v.fields != nil || v.body != nil {
		t.Error("after the lock a picture is left")
	}
}
