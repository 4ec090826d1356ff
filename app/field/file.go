package field

import (
	"os"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/survey"
	"anketa/survey/interview"
)

// A fileBody takes a picture, sound, film or other file: its folder and name
// are typed or pasted, or it is chosen. The file itself stays where it is.
type fileBody struct {
	*typed
	button *Button
	about  *widget.Label
	box    *fyne.Container
	ends   []string
}

// fileEnds are the endings that the kinds of file questions take.
var fileEnds = map[string][]string{
	"image": {".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".heic", ".svg"},
	"audio": {".mp3", ".wav", ".ogg", ".oga", ".opus", ".m4a", ".aac", ".flac", ".amr", ".3gp", ".wma"},
	"video": {".mp4", ".m4v", ".webm", ".ogv", ".mov", ".mkv", ".avi", ".mpg", ".mpeg", ".wmv", ".3gp"},
}

func newFile(f *frame) body {
	b := &fileBody{typed: newTyped(f, nil), ends: endsOf(f.view.Item)}
	b.text = func() string { return strings.Trim(strings.TrimSpace(b.entry.Text), `"`) } // as Windows copies a path
	b.entry.PlaceHolder = f.host.T("field.file")
	b.button = NewButton(f.host.T("field.choose")+"  "+string(OpenKey), b.choose, f.keys())
	b.about = widget.NewLabel(f.host.T("field.file.kept"))
	b.about.Wrapping, b.about.SizeName = fyne.TextWrapWord, theme.SizeNameCaptionText
	row := container.NewBorder(nil, nil, nil, b.button, b.entry)
	b.box = container.NewVBox(row, b.about)
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

// choose has a file chosen.
func (b *fileBody) choose() {
	if b.f.host.Choose == nil || b.f.view.ReadOnly {
		return
	}
	b.f.host.Choose(b.ends, func(path string) {
		b.dirty = false
		b.f.answer(path)
	})
}

// show says too where there is no such file.
func (b *fileBody) show(v interview.View) {
	text := v.Text
	if marked(v.State) {
		text = ""
	}
	b.fill(text)
	b.enable(!v.ReadOnly)
	about, importance := "field.file.kept", widget.MediumImportance
	if info, err := os.Stat(text); text != "" && !b.dirty && (err != nil || info.IsDir()) {
		about, importance = "field.file.gone", widget.WarningImportance
	}
	b.about.Importance = importance
	b.about.SetText(b.f.host.T(about))
}
