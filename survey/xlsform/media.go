package xlsform

import (
	"errors"
	"path"
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// Media files that stand beside a form go with it wherever it goes, within
// these limits, in bytes: a form is held in memory as a whole.
const (
	maxMedia    = 16 << 20 // of one file
	maxAllMedia = 64 << 20
)

// mediaKinds are the endings of files that are shown or played. A file of any
// other kind is not taken along: opening it could start a program.
var mediaKinds = map[string][]string{
	"image": {".png", ".jpg", ".jpeg", ".gif", ".svg"},
	"audio": {".mp3", ".wav", ".ogg", ".oga", ".opus", ".m4a", ".aac", ".flac", ".amr", ".3gp", ".3gpp"},
	"video": {".mp4", ".m4v", ".webm", ".ogv", ".mov", ".mkv", ".avi", ".mpg", ".mpeg", ".wmv", ".3gp", ".3gpp"},
}

func isMedia(name string) bool {
	end := strings.ToLower(path.Ext(name))
	for _, ends := range mediaKinds {
		if slices.Contains(ends, end) {
			return true
		}
	}
	return false
}

// attachMedia reads the pictures, sounds and films that the form names.
func (r *reader) attachMedia() {
	for it := range r.form.Root.Walk() {
		r.mediaOfRow(it.At, it.Media)
		r.idleMedia(it)
	}
	for _, name := range sortedNames(r.form.Lists) {
		for _, c := range r.form.Lists[name].Choices {
			r.mediaOfRow(c.At, c.Media)
		}
	}
}

// idleMedia tells of media that are taken along and then have no place.
func (r *reader) idleMedia(it *survey.Item) {
	if it.Type.Holds() && it.Media != nil {
		r.once(it.At, "FALL_MEDIA", message.New("The media of a group or repeat are not shown."), message.New("Put them into a note at its beginning."))
	}
	if it.List == nil || !it.Has("minimal") && !it.Has("autocomplete") && !it.Has("search") {
		return
	}
	for _, c := range it.List.Choices {
		if c.Media != nil {
			r.once(it.At, "FALL_MEDIA", message.New("The media of choices are not shown in a list that is searched."), message.New("Remove minimal, search or autocomplete from the appearance."))
			return
		}
	}
}

func sortedNames(lists map[string]*survey.List) []string {
	names := make([]string, 0, len(lists))
	for name := range lists {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func (r *reader) mediaOfRow(at survey.Position, files map[string]survey.Text) {
	for _, column := range media {
		for _, phrase := range files[column] {
			r.mediaFile(at, column, phrase)
		}
	}
}

// mediaFile takes one file along, and tells once where it cannot.
func (r *reader) mediaFile(at survey.Position, column string, phrase survey.Phrase) {
	name, known := fixedName(phrase)
	switch {
	case !known:
		r.once(at, "FALL_MEDIA", message.New("A media file whose name is put together from answers is not taken along with the form and is not shown."), nil)
		return
	case name == "" || name == "-" || r.form.Attached[name] != nil || r.told["media "+name]:
		return
	}
	kind := strings.TrimPrefix(column, "big-")
	if !slices.Contains(mediaKinds[kind], strings.ToLower(path.Ext(name))) {
		r.told["media "+name] = true
		r.notice(at, "MEDIA_003", message.New("The file %s of the column %s is none that Anketa opens and is not shown.", name, column), message.New("Use a file that ends with %s.", strings.Join(mediaKinds[kind], ", ")))
		return
	}
	data, err := r.openMedia(name)
	if err != nil {
		r.told["media "+name] = true
		r.missingMedia(at, name, err)
		return
	}
	if r.form.Attached == nil {
		r.form.Attached = map[string][]byte{}
	}
	r.form.Attached[name] = data
}

// fixedName gives a file name that has no expression in it.
func fixedName(p survey.Phrase) (string, bool) {
	var b strings.Builder
	for _, part := range p {
		if part.Expr != nil {
			return "", false
		}
		b.WriteString(part.Words)
	}
	return strings.TrimSpace(b.String()), true
}

func (r *reader) missingMedia(at survey.Position, name string, err error) {
	if errors.Is(err, errTooLarge) {
		r.notice(at, "MEDIA_004", message.New("The file %s is not taken along with the form: one may have %d MB, and all together %d MB.", name, maxMedia>>20, maxAllMedia>>20), message.New("Make it smaller."))
		return
	}
	r.notice(at, "MEDIA_005", message.New("The file %s is not beside the form and is not shown.", name), message.New("Put it into the same folder as the form and open the form again."))
}

// openMedia reads a media file from the form's folder, or from one of the
// folders that ODK keeps such files in, or from the bundle that the form is.
func (r *reader) openMedia(name string) ([]byte, error) {
	left := maxAllMedia
	for _, data := range r.form.Attached {
		left -= len(data)
	}
	var large error
	for _, folder := range []string{"", r.o.Name + "-media/", "media/"} {
		data, err := openFile(r.o.Attached, folder+name, min(maxMedia, left))
		if err == nil && len(data) > 0 {
			r.files[name] = data
			return data, nil
		}
		if errors.Is(err, errTooLarge) {
			large = err
		}
	}
	if data := r.book.kept[partName(name)]; len(data) > 0 && large == nil {
		return data, nil
	}
	if large == nil {
		large = message.New("not found")
	}
	return nil, large
}
