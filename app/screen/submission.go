package screen

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"anketa/export"
	"anketa/storage"
	"anketa/survey"
	"anketa/survey/interview"
	"anketa/survey/message"
)

// ExportXML writes each finished interview of one form into a file of its own
// in a folder, as servers of ODK take them; the folder is made where there is
// none. form is as for Export. A file is complete when it has its name, and
// writing the same interviews again writes the same files. What no form that
// the store keeps has a place for is left out and told in the notices. SHA256
// stays blank. An interview with files is a folder with submission.xml and them.
func ExportXML(ctx context.Context, store *storage.Store, form, folder string, p Progress) (*Exported, error) {
	out, err := toExport(ctx, store, form)
	if err != nil {
		return nil, err
	}
	x := xmlExport{store: store, folder: folder, forms: out.forms.asStored(), written: map[string]bool{}, left: map[string]int{}, said: map[string]*message.Text{}}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, message.New("make folder: %w", err)
	}
	for r, err := range out.records(ctx, store) {
		if err != nil {
			return nil, message.New("read interviews: %w", err)
		}
		p.step(len(x.written), out.finished, "")
		if err := x.write(ctx, r); err != nil {
			return nil, err
		}
	}
	notices := append(append(out.forms.notices(), out.leftSealed()...), x.notices()...)
	return &Exported{Form: out.form, Records: len(x.written), Media: x.media, Drafts: out.drafts, Notices: append(notices, leftOut(x.absent)...)}, nil
}

type xmlExport struct {
	store   *storage.Store
	folder  string
	forms   []*survey.Form
	written map[string]bool // file names
	left    map[string]int  // what was left out, by its English, and of how many interviews
	said    map[string]*message.Text
	media   int // files of answers
	absent  []export.MediaFile
}

// write writes one interview; one of which no form opens is left out.
func (x *xmlExport) write(ctx context.Context, r *survey.Record) error {
	f := x.formOf(r)
	if f == nil {
		x.leave(message.New("the whole interview, as the form version %s does not open", r.Version))
		return nil
	}
	name, err := instanceName(f, r)
	if err != nil {
		return message.New("interview %s: %w", r.ID, err)
	}
	before, err := replaced(ctx, x.store, r)
	if err != nil {
		return message.New("interview %s: %w", r.ID, err)
	}
	data, left := export.Submission(f, r, before, name)
	for _, p := range left {
		x.leave(message.New("the answer %s, for which the form version %s has no place", p, r.Version))
	}
	file := fileName(export.InstanceID(r))
	if x.written[strings.ToLower(file)] {
		return message.New("interview %s: another one has the file name %s", r.ID, file)
	}
	x.written[strings.ToLower(file)] = true
	path := filepath.Join(x.folder, file)
	if len(r.Attachments()) > 0 {
		if path, err = x.files(ctx, strings.TrimSuffix(file, ".xml"), r); err != nil {
			return message.New("interview %s: %w", r.ID, err)
		}
	}
	return export.WriteWhole(ctx, path, func(to *os.File) error {
		if _, err := to.Write(data); err != nil {
			return message.New("write submission: %w", err)
		}
		return nil
	}, nil)
}

// files writes the files of an interview into a folder of its own, as Collect
// keeps them, and gives where the submission goes: beside them.
func (x *xmlExport) files(ctx context.Context, name string, r *survey.Record) (submission string, err error) {
	folder := filepath.Join(x.folder, name)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", err
	}
	read := storeMedia(x.store)
	for _, name := range r.Attachments() {
		err := export.WriteWhole(ctx, filepath.Join(folder, name), func(to *os.File) error { return read(ctx, r.ID, name, to) }, nil)
		switch {
		case errors.Is(err, export.ErrNoMedia):
			x.absent = append(x.absent, export.MediaFile{Key: r.ID, Name: name})
		case err != nil:
			return "", err
		default:
			x.media++
		}
	}
	return filepath.Join(folder, "submission.xml"), nil
}

// formOf finds the form of a record. Where several call themselves its version
// it is the first that leaves the fewest answers out.
func (x *xmlExport) formOf(r *survey.Record) *survey.Form {
	var best *survey.Form
	fewest := 0
	for _, f := range x.forms {
		if f.Version != r.Version {
			continue
		}
		_, left := export.Submission(f, r, nil, "")
		if best == nil || len(left) < fewest {
			best, fewest = f, len(left)
		}
		if fewest == 0 {
			break
		}
	}
	return best
}

func (x *xmlExport) leave(what *message.Text) {
	x.left[what.String()]++
	x.said[what.String()] = what
}

func (x *xmlExport) notices() []*message.Text {
	var out []*message.Text
	for _, what := range slices.Sorted(maps.Keys(x.left)) {
		out = append(out, message.New("Left out of %d interviews: %s. The workbook has it.", x.left[what], x.said[what]))
	}
	return out
}

// instanceName is what the form calls a record, "" where it does not say.
func instanceName(f *survey.Form, r *survey.Record) (string, error) {
	if f.InstanceName == nil {
		return "", nil
	}
	language := slices.IndexFunc(f.Languages, func(l survey.Language) bool { return l.ID == r.Language })
	iv, _, err := interview.Resume(f, r, interview.Options{
		Now: func() time.Time { return r.Saved }, Language: max(language, 0),
		Device: r.Device, Interviewer: r.Interviewer,
	})
	if err != nil {
		return "", err
	}
	return iv.Name(), nil
}

// fileName makes a name for any system of an id, which may come from another
// laptop: uuid:6a1c… → 6a1c….xml.
func fileName(id string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return '_'
	}, strings.TrimPrefix(id, "uuid:")) + ".xml"
}
