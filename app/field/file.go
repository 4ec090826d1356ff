package field

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/survey"
	"anketa/survey/interview"
)

// A fileBody takes a picture, sound, film or other file. It is chosen, and taken
// into the interview; a picture is then shown, of another file what it is
// called and how large it is.
type fileBody struct {
	f      *frame
	button *Button // chooses
	save   *Button // writes a copy outside
	about  *widget.Label
	shown  *fyne.Container // the picture
	box    *fyne.Container
	ends   []string
	name   string // of the file that is shown
}

// A File is what there is of the file that an answer names.
type File struct {
	Called string // for people
	Size   int64  // bytes
	Gone   bool   // only the name is there
	Data   []byte // of one that may be a picture; else nil
}

// fileEnds are the endings that the kinds of file questions take.
var fileEnds = map[string][]string{
	"image": {".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".heic", ".svg"},
	"audio": {".mp3", ".wav", ".ogg", ".oga", ".opus", ".m4a", ".aac", ".flac", ".amr", ".3gp", ".wma"},
	"video": {".mp4", ".m4v", ".webm", ".ogv", ".mov", ".mkv", ".avi", ".mpg", ".mpeg", ".wmv", ".3gp"},
}

// MayBePicture says whether a file with that name may be one that is shown.
func MayBePicture(name string) bool {
	for _, end := range []string{".png", ".jpg", ".jpeg", ".gif", ".svg"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}

func newFile(f *frame) body {
	b := &fileBody{f: f, ends: endsOf(f.view.Item), about: widget.NewLabel(""), shown: container.NewVBox()}
	b.button = NewButton(f.host.T("field.choose")+"  "+string(OpenKey), b.choose, keysOr{b.key, f.keys()})
	b.button.enter, b.button.got = f.next, f.focused
	b.button.Icon = theme.FileIcon()
	b.save = NewButton(f.host.T("field.file.save"), b.copy, keysOr{b.key, f.keys()})
	b.save.enter = f.next
	b.save.Icon = theme.DocumentSaveIcon()
	b.about.Wrapping = fyne.TextWrapWord
	words := container.New(layout.NewCustomPaddedLayout(0, 0, -theme.InnerPadding(), 0), b.about) // in line with the buttons
	// The picture comes last: with large text it would push the buttons out of sight.
	b.box = container.NewVBox(words, container.New(layout.NewRowWrapLayout(), b.button, b.save), b.shown)
	return b
}

// endsOf are the endings that may be chosen: those of body::accept, else those
// of the kind; every file where neither says.
func endsOf(it *survey.Item) []string {
	var out []string
	for _, end := range strings.FieldsFunc(it.Columns["body::accept"], func(r rune) bool { return r == ',' || r == ' ' || r == ';' }) {
		kind, _, mime := strings.Cut(end, "/")
		switch {
		case strings.HasPrefix(end, "."):
			out = append(out, strings.ToLower(end))
		case mime:
			out = append(out, fileEnds[kind]...)
		}
	}
	if len(out) == 0 {
		out = fileEnds[it.Type.Name]
	}
	if len(out) == 0 {
		out = []string{""}
	}
	return out
}

func (b *fileBody) object() fyne.CanvasObject { return b.box }
func (b *fileBody) focusable() fyne.Focusable { return b.button }
func (b *fileBody) commit()                   {}

// key takes the answer away, and goes to the questions beside.
func (b *fileBody) key(k *fyne.KeyEvent) bool {
	switch {
	case isErase(k.Name) && !b.f.view.ReadOnly:
		b.f.clear()
	case k.Name == fyne.KeyUp:
		b.f.step(-1)
	case k.Name == fyne.KeyDown:
		b.f.step(1)
	default:
		return false
	}
	return true
}

// choose has a file chosen and taken in.
func (b *fileBody) choose() {
	if b.f.host.Attach != nil && !b.f.view.ReadOnly {
		b.f.host.Attach(b.f.view.Path, b.ends)
	}
}

func (b *fileBody) copy() {
	if b.f.host.SaveFile != nil && b.name != "" {
		b.f.host.SaveFile(b.name)
	}
}

// show asks what there is of the file, which may take a moment.
func (b *fileBody) show(v interview.View) {
	text := v.Text
	if marked(v.State) {
		text = ""
	}
	if v.ReadOnly {
		b.button.Disable()
	} else {
		b.button.Enable()
	}
	if text == b.name && b.about.Text != "" {
		return
	}
	b.name = text
	b.put(File{})
	if text == "" || b.f.host.File == nil {
		return
	}
	b.f.host.File(text, func(file File) {
		if b.name == text { // no other was chosen meanwhile
			b.put(file)
		}
	})
}

// put shows a file; the zero File is none.
func (b *fileBody) put(file File) {
	t, importance := b.f.host.T, widget.MediumImportance
	b.shown.Objects = nil
	text := t("field.file.kept")
	switch {
	case file.Called == "":
	case file.Gone:
		text, importance = t("field.file.gone", "name", file.Called), widget.WarningImportance
	default:
		text = t("field.file.has", "name", file.Called, "size", sizeText(t, file.Size))
		if p := newPicture(b.f.host.Files, b.name, file.Data, largePicture); p.image != nil {
			b.shown.Add(p)
		}
	}
	b.save.Hidden = file.Called == "" || file.Gone
	b.shown.Hidden = len(b.shown.Objects) == 0
	b.about.Importance = importance
	b.about.SetText(text)
	b.box.Refresh()
}

// sizeText tells how large a file is.
func sizeText(t func(string, ...any) string, n int64) string {
	const kB, MB = 1000, 1000 * 1000
	if n < 10*MB {
		return t("field.file.kb", "n", int((n+kB-1)/kB))
	}
	return t("field.file.mb", "n", int((n+MB/2)/MB))
}
