package export

import (
	"context"
	"errors"
	"io"

	"github.com/klauspost/compress/zip"

	"anketa/survey"
)

// files looks which files of a record are to be had, whole, and counts them.
// Kobo's workbook has no place for any.
func (w *profileWriter) files(ctx context.Context, r *survey.Record) (n int, err error) {
	for _, name := range r.Attachments() {
		f := MediaFile{Key: r.ID, Name: name}
		var err error = ErrNoMedia
		if w.o.Media != nil && w.profile == Central {
			err = w.o.Media(ctx, r.ID, name, io.Discard)
		}
		switch {
		case errors.Is(err, ErrNoMedia):
			w.absent = append(w.absent, f)
		case err != nil:
			return 0, err
		default:
			n++
			w.media = append(w.media, f)
		}
	}
	return n, nil
}

// packMedia puts them into the folder media of the archive, as they are: most
// are packed already.
func (w *profileWriter) packMedia(ctx context.Context, z *zip.Writer) error {
	packed := map[string]bool{}
	for _, f := range w.media {
		if packed[f.Name] { // one file, named by two interviews
			continue
		}
		packed[f.Name] = true
		to, err := z.CreateHeader(&zip.FileHeader{Name: "media/" + f.Name, Method: zip.Store})
		if err != nil {
			return err
		}
		if err := w.o.Media(ctx, f.Key, f.Name, to); err != nil {
			return err
		}
	}
	return nil
}
