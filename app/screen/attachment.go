package screen

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"

	"anketa/export"
	"anketa/storage"
	"anketa/survey"
	"anketa/survey/message"
)

// ErrNoFile is that of something which was chosen as a file and is none.
var ErrNoFile = message.New("it is no file")

// Attach takes a file into the interview, encrypted, and gives the name that is
// its answer; that is for Answer. When it returns nil, the file is committed. It
// is a job, and goes on beside the window.
func (s *Interview) Attach(ctx context.Context, path string, p Progress) (name string, err error) {
	file, err := os.Open(path)
	if err != nil {
		return "", &FileError{path, err}
	}
	defer file.Close()
	size, err := sizeOf(file)
	if err != nil {
		return "", &FileError{path, err}
	}
	a, err := s.desk.Store.Attach(ctx, s.ID, path, file, func(n int64) { p.step(int(n), int(max(size, n)), path) })
	if err != nil {
		return "", &FileError{path, err}
	}
	return a.Name, nil
}

// sizeOf refuses what is no file, or too large a one, before it is read.
func sizeOf(file *os.File) (int64, error) {
	info, err := file.Stat()
	switch {
	case err != nil:
		return 0, err
	case !info.Mode().IsRegular():
		return 0, ErrNoFile
	case info.Size() > survey.MostAttachment:
		return 0, storage.ErrTooLarge
	}
	return info.Size(), nil
}

// A Filed is what an interview has of the file that an answer names.
type Filed struct {
	Called string // without what Anketa added
	Size   int64  // bytes
	Gone   bool   // only the name is there
	Data   []byte // of a file that is not too large for it; else nil
}

// File looks a file of the interview up, and reads it where it has at most so
// many bytes. It is a job.
func (s *Interview) File(ctx context.Context, name string, most int64) (Filed, error) {
	called, _, ok := survey.CutAttachmentName(name)
	if !ok {
		return Filed{Called: name, Gone: true}, nil
	}
	all, err := s.desk.Store.Attachments(ctx, s.ID)
	if err != nil {
		return Filed{}, err
	}
	for _, a := range all {
		if a.Name != name {
			continue
		}
		f := Filed{Called: called, Size: a.Size}
		if a.Size > most {
			return f, nil
		}
		var b bytes.Buffer
		b.Grow(int(a.Size))
		err := s.desk.Store.ReadAttachment(ctx, s.ID, name, &b)
		f.Data = b.Bytes()
		return f, err
	}
	return Filed{Called: called, Gone: true}, nil
}

// SaveFile writes a file of the interview to where it will lie in clear. It is a
// job.
func (s *Interview) SaveFile(ctx context.Context, name, to string) error {
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return &FileError{to, fs.ErrExist}
	}
	err := export.WriteWhole(ctx, to, func(f *os.File) error {
		return s.desk.Store.ReadAttachment(ctx, s.ID, name, io.Writer(f))
	}, nil)
	if err != nil {
		return &FileError{to, err}
	}
	return nil
}
