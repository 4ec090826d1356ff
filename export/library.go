package export

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"

	"anketa/survey"
)

// A Library finds the files of answers in the folders beside workbooks: by
// their names and, where somebody renamed them, by what is in them. A file
// that is not what its name says is none, and is remembered.
type Library struct {
	folders []string
	renamed map[string]string // paths by the first bytes of the hash; nil until it is needed
	altered map[string]bool   // names
}

// AddBook takes the folder beside a workbook in, where there is one.
func (l *Library) AddBook(book string) {
	folder := MediaFolder(book)
	if info, err := os.Stat(folder); err == nil && info.IsDir() && !slices.Contains(l.folders, folder) {
		l.folders, l.renamed = append(l.folders, folder), nil
	}
}

// Read is a Media.
func (l *Library) Read(ctx context.Context, _, name string, to io.Writer) error {
	path, err := l.Find(ctx, name)
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return ErrNoMedia
	}
	defer file.Close()
	_, err = io.Copy(to, contextReader{ctx, file})
	return err
}

// Find gives where a file is. The error is ErrNoMedia, or that of ctx.
func (l *Library) Find(ctx context.Context, name string) (path string, err error) {
	_, mark, ok := survey.CutAttachmentName(name)
	if !ok {
		return "", ErrNoMedia
	}
	for _, folder := range l.folders {
		path := filepath.Join(folder, name)
		f, err := mediaAt(ctx, path)
		switch {
		case ctx.Err() != nil:
			return "", ctx.Err()
		case err == nil && named20(name, f.SHA256):
			return path, nil
		case err == nil:
			l.alter(name)
		}
	}
	if l.renamed == nil {
		if err := l.sumUp(ctx); err != nil {
			return "", err
		}
	}
	if path := l.renamed[mark]; path != "" {
		return path, nil
	}
	return "", ErrNoMedia
}

func (l *Library) alter(name string) {
	if l.altered == nil {
		l.altered = map[string]bool{}
	}
	l.altered[name] = true
}

// Altered says whether a file of that name was found, and is another one.
func (l *Library) Altered(name string) bool { return l.altered[name] }

// sumUp reads the files whose names do not say what is in them.
func (l *Library) sumUp(ctx context.Context) error {
	l.renamed = map[string]string{}
	for _, folder := range l.folders {
		entries, _ := os.ReadDir(folder)
		for _, e := range entries {
			path := filepath.Join(folder, e.Name())
			f, err := mediaAt(ctx, path)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err == nil && !named20(e.Name(), f.SHA256) {
				l.renamed[f.SHA256[:survey.AttachmentMark]] = path
			}
		}
	}
	return nil
}

// contextReader ends a copy with its context.
type contextReader struct {
	ctx  context.Context
	from io.Reader
}

func (r contextReader) Read(b []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.from.Read(b)
}

// FirstMedia tries several places in turn.
func FirstMedia(places ...Media) Media {
	return func(ctx context.Context, key, name string, to io.Writer) error {
		for _, place := range places {
			if place == nil {
				continue
			}
			if err := place(ctx, key, name, to); !errors.Is(err, ErrNoMedia) {
				return err
			}
		}
		return ErrNoMedia
	}
}

// Has says whether a file of that name stands in one of the folders.
func (l *Library) Has(name string) bool {
	for _, folder := range l.folders {
		if info, err := os.Stat(filepath.Join(folder, name)); err == nil && info.Mode().IsRegular() {
			return true
		}
	}
	return false
}
