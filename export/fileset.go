package export

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"anketa/survey/message"
)

// A fileSet is files of one folder that get their names together, or none of
// them does: tables that refer to each other must be of one export.
type fileSet struct {
	folder string
	made   bool // the folder was not there before
	files  []*freshFile
}

// A freshFile is written beside the name that it will have.
type freshFile struct {
	*os.File
	path  string
	aside string // where what had the name stands meanwhile; "" where nothing had it
	named bool
}

// newFileSet makes the folder where there is none; the folder above it must be
// there.
func newFileSet(folder string) (*fileSet, error) {
	err := os.Mkdir(folder, 0o700)
	if err == nil {
		return &fileSet{folder: folder, made: true}, nil
	}
	if info, missing := os.Stat(folder); missing == nil {
		if !info.IsDir() {
			return nil, &Error{Why: message.New("a file has that name."), Hint: message.New("Name a folder.")}
		}
		sweep(folder)
		return &fileSet{folder: folder}, nil
	}
	return nil, &Error{Why: message.New("the folder cannot be made."), Hint: message.New("Choose another one, or look whether the stick is full or locked."), Err: errors.Unwrap(err)}
}

func (s *fileSet) create(name string) (*freshFile, error) {
	file, err := os.CreateTemp(s.folder, halves)
	if err != nil {
		return nil, &Error{Why: message.New("nothing can be written there."), Hint: message.New("Choose another folder, or look whether the stick is full or locked."), Err: errors.Unwrap(err)}
	}
	f := &freshFile{File: file, path: filepath.Join(s.folder, name)}
	s.files = append(s.files, f)
	return f, nil
}

// commit gives every file its name. Where one cannot have it, what had the
// others stands there again.
func (s *fileSet) commit() error {
	if err := s.hold(); err != nil {
		return err
	}
	s.settle()
	return syncFolder(s.folder)
}

// hold gives the files their names and keeps what had them: settle or giveBack
// comes after it.
func (s *fileSet) hold() error {
	for _, f := range s.files {
		err := f.Sync()
		if closed := f.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return &Error{Part: filepath.Base(f.path), Why: message.New("it could not be written to the end."), Hint: message.New("Look whether there is room, and whether the stick is still there."), Err: err}
		}
	}
	for i, f := range s.files {
		if err := f.takeName(); err != nil {
			for _, done := range slices.Backward(s.files[:i+1]) {
				done.giveBack()
			}
			return &Error{Part: filepath.Base(f.path), Why: message.New("the file that is there cannot be replaced."), Hint: message.New("Close it in the other program, or choose another folder."), Err: errors.Unwrap(err)}
		}
	}
	return nil
}

// settle lets what had the names go.
func (s *fileSet) settle() {
	for _, f := range s.files {
		if f.aside != "" {
			os.Remove(f.aside)
		}
	}
}

// giveBack takes the names away again.
func (s *fileSet) giveBack() {
	for _, done := range slices.Backward(s.files) {
		done.giveBack()
	}
}

// forget drops a file that was begun.
func (s *fileSet) forget(f *freshFile) {
	f.Close()
	os.Remove(f.Name())
	s.files = slices.DeleteFunc(s.files, func(other *freshFile) bool { return other == f })
}

func (f *freshFile) takeName() error {
	aside := f.Name() + ".old"
	switch err := os.Rename(f.path, aside); {
	case err == nil:
		f.aside = aside
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	err := os.Rename(f.Name(), f.path)
	f.named = err == nil
	return err
}

func (f *freshFile) giveBack() {
	if f.named {
		os.Rename(f.path, f.Name())
	}
	if f.aside != "" {
		os.Rename(f.aside, f.path)
	}
	f.named, f.aside = false, ""
}

// drop leaves the folder as it was.
func (s *fileSet) drop() {
	for _, f := range s.files {
		f.Close()
		os.Remove(f.Name())
	}
	if s.made {
		os.Remove(s.folder)
	}
}
