package export

import (
	"context"
	"errors"
	"io"
	"os"
	"runtime"

	"anketa/survey/message"
)

// finish writes what is known last and puts the sheets into their order.
func (w *writer) finish(list []MediaFile) error {
	readme, err := w.readme()
	if err != nil {
		return err
	}
	w.sheets = append(w.sheets, readme)
	w.sheets = append(w.sheets, w.tables...)
	for _, l := range w.labels {
		w.sheets = append(w.sheets, l.sheet)
	}
	explained, err := w.codebook()
	if err != nil {
		return err
	}
	w.sheets = append(w.sheets, explained...)
	if len(w.corrections) > 0 {
		s := w.sheet(correctionsSheet, correctionsLook())
		if err := putCorrections(s, w.corrections); err != nil {
			return err
		}
		w.sheets = append(w.sheets, s)
	}
	if len(w.o.Forms) > 0 {
		form, err := formSheetsOf(w.o.Forms[0], w.sheet)
		if err != nil {
			return message.New("the form's sheets: %w", err)
		}
		w.sheets = append(w.sheets, form...)
		files, err := attachedOf(w.o.Forms[0], false)
		if err != nil {
			return message.New("the form's files: %w", err)
		}
		w.frame.attach(files)
	}
	w.sheets = append(w.sheets, w.versions)
	if len(w.o.Forms) > 1 {
		older, err := w.olderForms()
		if err != nil {
			return message.New("the form's older versions: %w", err)
		}
		w.sheets = append(w.sheets, older)
	}
	if len(w.o.Sealed) > 0 {
		sealed, err := w.seal()
		if err != nil {
			return err
		}
		w.sealedRows = sealed.rows - 1
		w.sheets = append(w.sheets, sealed)
	}
	if len(list) > 0 {
		media, err := w.mediaList(list)
		if err != nil {
			return err
		}
		w.mediaRows = media.rows - 1
		w.sheets = append(w.sheets, media)
	}
	if len(w.o.Files) > 0 {
		files, err := w.files()
		if err != nil {
			return err
		}
		w.sheets = append(w.sheets, files)
	}
	if len(w.o.Outside) > 0 {
		outside, err := w.outside()
		if err != nil {
			return err
		}
		w.sheets = append(w.sheets, outside)
	}
	if len(w.o.Mapping) > 0 {
		mapping, err := w.mapping()
		if err != nil {
			return err
		}
		w.sheets = append(w.sheets, mapping)
	}
	if len(w.o.Withdrawn) > 0 {
		withdrawn, err := w.withdrawn()
		if err != nil {
			return err
		}
		w.sheets = append(w.sheets, withdrawn)
	}
	manifest, err := w.manifest()
	if err != nil {
		return err
	}
	w.sheets = append(w.sheets, manifest)
	return w.close()
}

func (w *writer) close() error {
	for _, s := range w.sheets {
		if err := s.close(); err != nil {
			return err
		}
	}
	w.strings.close()
	return nil
}

// save writes the file beside path, reads it back, and gives it its name. It
// gives the file's SHA-256.
func (w *writer) save(ctx context.Context, path string, media *mediaSet) (sum string, err error) {
	write := func(file *os.File) error {
		err := protected(file, w.o.Password, func(to io.Writer) error { return w.frame.save(to, w.sheets, w.strings) })
		var e *Error
		if errors.As(err, &e) {
			return err
		}
		if err != nil {
			return unwritable(err)
		}
		w.prove()
		w.release()
		return nil
	}
	err = WriteWhole(ctx, path, write, func(beside string) error {
		if sum, err = w.compare(ctx, beside); err != nil {
			return err
		}
		return media.name()
	})
	return sum, media.done(err)
}

// syncFolder makes the new name durable; Windows does so by itself.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	defer folder.Close()
	if err := folder.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return &Error{Why: message.New("it may not survive a power cut: the folder could not be written."), Hint: message.New("Export again."), Err: err}
	}
	return nil
}
