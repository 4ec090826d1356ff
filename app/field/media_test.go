package field

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/survey"
	"anketa/survey/interview"
)

func dots(t *testing.T, width, height int) []byte {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, width, height))
	for i := range m.Pix {
		m.Pix[i] = uint8(i % 2 * 200)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAlbum(t *testing.T) {
	test.NewTempApp(t)
	stroke := []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="20" height="10"/></svg>`)
	var a Album
	for _, c := range []struct {
		name string
		data []byte
		want fyne.Size // as it would be drawn, of a picture of at most 10 × 10 letters
	}{
		{"small.png", dots(t, 30, 20), fyne.NewSize(30, 20)},
		{"wide.png", dots(t, 3000, 30), fyne.NewSize(10, 0.1)},
		{"line.svg", stroke, fyne.NewSize(10, 5)},
		{"broken.png", []byte("PNG"), fyne.Size{}},
		{"broken.svg", []byte("<svg"), fyne.Size{}},
		{"none.png", nil, fyne.Size{}},
	} {
		want := c.want
		if c.name != "small.png" {
			want = fyne.NewSize(want.Width*theme.TextSize(), want.Height*theme.TextSize())
		}
		for range 2 { // the second time it is in the album
			got := newPicture(&a, c.name, c.data, fyne.NewSize(10, 10)).wanted()
			if d := got.Subtract(want); abs(d.Width) > 0.5 || abs(d.Height) > 0.5 {
				t.Errorf("%s is %v large, want %v", c.name, got, want)
			}
		}
	}
	if l, _ := a.get("wide.png", []byte("there")); l.dots.Bounds().Dx() > drawnDots || l.dots.At(3, 3) != (color.NRGBA64{100 * 257, 100 * 257, 100 * 257, 65535}) {
		t.Errorf("a wide picture is kept as %v with dots of %v", l.dots.Bounds(), l.dots.At(3, 3))
	}
}

// withMedia puts files into the form of a question.
func withMedia(t *testing.T, v interview.View, media map[string]string, names ...string) interview.View {
	v.Media, v.Form = media, &survey.Form{Attached: map[string][]byte{}}
	for _, n := range names {
		v.Form.Attached[n] = dots(t, 10, 10)
	}
	return v
}

func TestMediaByKeys(t *testing.T) {
	note := withMedia(t, ask(survey.NoteKind), map[string]string{"audio": "a.mp3", "image": "a.png", "big-image": "b.png"}, "a.mp3", "a.png", "b.png")
	list := withMedia(t, askList(survey.SelectOneKind, 3), map[string]string{"video": "film.mp4"}, "film.mp4", "two.mp3", "one.png")
	list.Choices[0].Media = map[string]string{"image": "one.png"}
	list.Choices[1].Media = map[string]string{"audio": "two.mp3"}
	site := ask(survey.TextKind, "url")
	site.Text, site.ReadOnly = "https://example.org/a?b=1", true
	r := newRig(t, 600, note, list, site)
	r.focus(0)
	r.press(fyne.KeySpace, OpenKey, fyne.KeyReturn)
	r.want("open a.mp3, open a.mp3, next q1", "open", "next")
	r.focus(1)
	r.press(OpenKey, fyne.KeyDown, OpenKey)
	r.want("open film.mp4, open two.mp3", "open", "key")
	r.focus(2)
	r.press(OpenKey, fyne.KeySpace)
	r.want("browse https://example.org/a?b=1, browse https://example.org/a?b=1", "browse")
	if b := r.fields[0].(*frame).buttons; len(b) != 2 || !strings.Contains(b[0].Text, "F7") {
		t.Errorf("%d buttons open what the note has", len(b))
	}
	if rows := r.fields[1].(*frame).body.(*choices).rows; rows[0].picture.wanted().Height == 0 || rows[2].picture.wanted().Height != 0 || rows[1].play == nil {
		t.Error("the choices do not show their pictures and sounds")
	}
}

func TestWhatIsMissingIsSaid(t *testing.T) {
	v := withMedia(t, ask(survey.NoteKind), map[string]string{"image": "bad.png", "audio": "gone.mp3", "video": "-"}, "bad.png")
	v.Form.Attached["bad.png"] = []byte("no picture")
	r := newRig(t, 600, v)
	var said []string
	for _, o := range r.fields[0].(*frame).shown.Objects {
		if l, ok := o.(*widget.Label); ok {
			said = append(said, l.Text)
		}
	}
	if want := []string{"field.missing bad.png", "field.missing gone.mp3"}; !slices.Equal(said, want) {
		t.Errorf("said %q, want %q", said, want)
	}
	if r.fields[0].Focus() != nil {
		t.Error("a note with nothing to open takes the keyboard")
	}
}

func TestWebAddress(t *testing.T) {
	for text, want := range map[string]bool{
		"https://example.org": true, " http://a.b/c ": true, "mailto:a@b.org": true, "tel:+77011234567": true,
		"": false, "example.org": false, "file:///etc/passwd": false, "javascript:alert(1)": false, "C:\\a.exe": false, "https://": false, "ssh://host": false,
	} {
		if _, got := webAddress(text); got != want {
			t.Errorf("%q may be opened: %v, want %v", text, got, want)
		}
	}
}

func TestFileIsChosen(t *testing.T) {
	v := ask(survey.FileKind)
	v.Item.Type.Name = "image"
	r := newRig(t, 600, v)
	r.files = map[string]File{"scan-1.png": {Called: "scan.png", Size: 12_345, Data: dots(t, 2, 2)}, "b-2.png": {Called: "b.png", Size: 12_345_678}, "c.png": {Called: "c.png", Gone: true}}
	body := r.fields[0].(*frame).body.(*fileBody)
	if body.about.Text != "field.file.kept" || !body.save.Hidden {
		t.Errorf("without a file it says %q", body.about.Text)
	}
	for _, c := range []struct {
		chosen, about string
		pictures      int
		gone          bool
	}{
		{"scan-1.png", "field.file.has scan.png field.file.kb 13", 1, false},
		{"b-2.png", "field.file.has b.png field.file.mb 12", 0, false},
		{"c.png", "field.file.gone c.png", 0, true},
	} {
		r.chosen = c.chosen
		r.focus(0)
		r.press(OpenKey)
		r.want("attach q1 .png .jpg .jpeg .gif .webp .bmp .tif .tiff .heic .svg", "attach", "answer")
		if body.about.Text != c.about || len(body.shown.Objects) != c.pictures || body.save.Hidden != c.gone {
			t.Errorf("of %s it says %q, with %d pictures", c.chosen, body.about.Text, len(body.shown.Objects))
		}
	}
	r.press(fyne.KeyReturn, fyne.KeyDown, fyne.KeyUp, fyne.KeyDelete)
	r.want("next q1, step q1 1, step q1 -1, answer q1 ", "next", "step", "answer")
	if body.about.Text != "field.file.kept" {
		t.Errorf("of an answer that was cleared it says %q", body.about.Text)
	}
	r.set("q1", func(v *interview.View) { v.Text, v.State, v.ReadOnly = "scan-1.png", survey.Given, true })
	r.canvas.Focus(body.save)
	r.press(OpenKey, fyne.KeyDelete, fyne.KeySpace)
	r.want("save scan-1.png", "attach", "answer", "save")
}

func TestEndsOfFiles(t *testing.T) {
	for _, c := range []struct{ kind, accept, want string }{
		{"file", "", ""}, {"file", ".PDF, .docx", ".pdf .docx"}, {"file", "audio/*;.txt", ".mp3 .wav"}, {"video", "", ".mp4 .m4v"}, {"file", "application/pdf", ""},
	} {
		it := &survey.Item{Type: &survey.Type{Name: c.kind}, Columns: map[string]string{"body::accept": c.accept}}
		if got := strings.Join(endsOf(it), " "); !strings.HasPrefix(got, c.want) || got == "" && c.want != "" {
			t.Errorf("%s %q offers %q, want %q", c.kind, c.accept, got, c.want)
		}
	}
}

func TestColours(t *testing.T) {
	for tag, want := range map[string]fyne.ThemeColorName{
		`<span style="color:red">`: theme.ColorNameError, `<span style="font-family:x; color: #0a0">`: theme.ColorNameSuccess,
		`<span style='COLOR:#0000FF'>`: theme.ColorNamePrimary, `<span style="color:#ffa500">`: theme.ColorNameWarning,
		`<span style="color:#222">`: theme.ColorNameForeground, `<span style="background-color:red">`: theme.ColorNameForeground,
		`<span style="color:papaya">`: theme.ColorNameForeground, `<span>`: theme.ColorNameForeground,
	} {
		if got := spanColour(tag, theme.ColorNameForeground); got != want {
			t.Errorf("%s is %s, want %s", tag, got, want)
		}
	}
	segments := wording("a <span style=\"color:red\">**b** c\nd</span> e", widget.RichTextStyle{ColorName: theme.ColorNameForeground})
	var got []string
	for _, s := range segments {
		got = append(got, s.Textual()+" "+string(s.(*widget.TextSegment).Style.ColorName))
	}
	want := []string{"a  foreground", "b error", " c error", "d error", " e foreground"}
	if !slices.Equal(got, want) {
		t.Errorf("the colours are %q, want %q", got, want)
	}
}
