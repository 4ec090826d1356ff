package field

import (
	"net/url"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"anketa/survey/interview"
)

// This file is what a wording brings along: a picture, which is shown, and
// sounds, films and web addresses, which another program opens.

// OpenKey opens the first of what a question has to open, wherever in the
// question the keyboard is.
const OpenKey = fyne.KeyF7

// An opening is something that another program opens.
type opening struct {
	label string
	file  string // of the form; "" for an address
	link  string
}

// media shows what stands below the wording, where that is anything else than
// before.
func (f *frame) media(v interview.View) {
	now := f.openings(v)
	if f.opens != nil && slices.Equal(now, f.opens) && f.pictured == v.Media["image"] {
		return
	}
	f.opens, f.pictured = now, v.Media["image"]
	var objects []fyne.CanvasObject
	if f.pictured != "" {
		most := largePicture
		if Tabular(v.Item) {
			most = smallPicture
		}
		objects = append(objects, inset(f.picture(f.pictured, most)))
	}
	f.buttons = nil
	row := container.New(layout.NewRowWrapLayout())
	for i, o := range now {
		f.buttons = append(f.buttons, f.openButton(o, i == 0))
		row.Add(f.buttons[i])
	}
	if len(now) > 0 {
		objects = append(objects, inset(row))
	}
	for _, name := range f.missing(v) {
		l := widget.NewLabel(f.host.T("field.missing", "name", name))
		l.Wrapping, l.Importance = fyne.TextWrapWord, widget.WarningImportance
		objects = append(objects, l)
	}
	f.shown.Objects = objects
	f.shown.Hidden = len(objects) == 0
	f.shown.Refresh()
}

// opened are the media that another program opens, with the text of the button.
var opened = []struct{ kind, text string }{
	{"audio", "field.open.audio"}, {"video", "field.open.video"}, {"big-image", "field.open.big-image"},
}

// openings are what a question has to open, the sound first.
func (f *frame) openings(v interview.View) []opening {
	out := []opening{}
	for _, column := range opened {
		if name := v.Media[column.kind]; name != "" && v.Form.Attachment(name) != nil {
			out = append(out, opening{f.host.T(column.text), name, ""})
		}
	}
	links := linksOf(v.Label)
	if v.Item.Has("url") {
		links = append(links, link{v.Text, v.Text})
	}
	for _, l := range links {
		if address, ok := webAddress(l.address); ok {
			out = append(out, opening{f.host.T("field.open.link", "name", l.words), "", address})
		}
	}
	return out
}

// missing names the files that the form has not brought along.
func (f *frame) missing(v interview.View) (out []string) {
	for _, kind := range []string{"image", "audio", "video", "big-image"} {
		name := v.Media[kind]
		if name == "" || name == "-" || slices.Contains(out, name) {
			continue
		}
		data := v.Form.Attachment(name)
		there := data != nil
		if kind == "image" {
			_, there = f.host.Album.get(name, data)
		}
		if !there {
			out = append(out, name)
		}
	}
	return out
}

// openButton opens by Space, by its key, and by mouse; Enter goes on, as
// everywhere in an interview.
func (f *frame) openButton(o opening, first bool) *Button {
	label := o.label
	if first {
		label += "  " + string(OpenKey)
	}
	b := NewButton(label, func() { f.openIt(o) }, f.keys())
	b.enter = f.next
	b.Icon = theme.MediaPlayIcon()
	if o.file == "" {
		b.Icon = theme.ComputerIcon()
	}
	return b
}

func (f *frame) openIt(o opening) {
	if o.file != "" {
		f.open(o.file)
	} else if f.host.Browse != nil {
		f.host.Browse(o.link)
	}
}

// open has a file of the form opened.
func (f *frame) open(name string) {
	if data := f.view.Form.Attachment(name); data != nil && f.host.Open != nil {
		f.host.Open(name, data)
	}
}

// picture makes the picture of a file of the form.
func (f *frame) picture(name string, most fyne.Size) *picture {
	return newPicture(f.host.Album, name, f.view.Form.Attachment(name), most)
}

// playable is the sound, or else the film, that a choice has.
func playable(media map[string]string) string {
	if name := media["audio"]; name != "" {
		return name
	}
	return media["video"]
}

// webAddress says whether a text is an address that a browser, a mail program
// or a telephone may be given; nothing else is started.
func webAddress(text string) (string, bool) {
	u, err := url.Parse(strings.TrimSpace(text))
	if err != nil || !slices.Contains([]string{"http", "https", "mailto", "tel"}, u.Scheme) || u.Host == "" && u.Opaque == "" {
		return "", false
	}
	return u.String(), true
}

// frameKeys are the keys of a question's widgets: its own before the host's.
type frameKeys struct {
	f *frame
	hostKeys
}

// Key implements Keys.
func (k frameKeys) Key(e *fyne.KeyEvent) bool {
	if e.Name == OpenKey && k.f.OpenFirst() {
		return true
	}
	return k.hostKeys.Key(e)
}

// OpenFirst implements Field. What the marked choice has comes first.
func (f *frame) OpenFirst() bool {
	switch b := f.body.(type) {
	case *choices:
		if b.at < len(b.offered) && f.view.Form.Attachment(playable(b.offered[b.at].Media)) != nil {
			f.open(playable(b.offered[b.at].Media))
			return true
		}
	case *fileBody:
		b.choose()
		return true
	}
	if len(f.opens) == 0 {
		return false
	}
	f.openIt(f.opens[0])
	return true
}
