package export

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// The files of answers stand beside a workbook NAME.xlsx in the folder
// NAME-media, each under the name that the cell has; what is sealed for the
// coordinator stands there as an age file. They get their names together with
// the workbook, or nothing changes. The sheet _media lists them.

// MediaFolder is where the files of a workbook's answers stand.
func MediaFolder(book string) string {
	return strings.TrimSuffix(book, filepath.Ext(book)) + "-media"
}

// ErrNoMedia is that of a file which is nowhere.
var ErrNoMedia = message.New("the file is not there")

// Media writes the file of an interview that an answer names into to. The error
// is ErrNoMedia where it is not to be had; any other ends the export.
type Media func(ctx context.Context, key, name string, to io.Writer) error

// A MediaFile is a file of an answer, as a workbook lists it.
type MediaFile struct {
	Key    string // of the interview
	Name   string
	Size   int64  // bytes; 0 where the file was not there
	SHA256 string // in hex; "" where the file was not there
}

// Here says whether the workbook was written with the file.
func (m MediaFile) Here() bool { return m.SHA256 != "" }

// mediaNames are the files that the versions of an interview name, with those of
// a sealed one.
type mediaNames map[string][]string // by key

func (n mediaNames) add(key string, names ...string) {
	for _, name := range names {
		if !slices.Contains(n[key], name) {
			n[key] = append(n[key], name)
		}
	}
}

// A mediaSet is the files of one workbook on their way to their names.
type mediaSet struct {
	folder string
	set    *fileSet
	held   map[string]MediaFile // by name
	list   []MediaFile
}

// media writes all files beside the names that they will have.
func (w *writer) media(ctx context.Context, path string) (*mediaSet, error) {
	m := &mediaSet{folder: MediaFolder(path), held: map[string]MediaFile{}}
	for _, r := range w.o.Sealed {
		w.names.add(r.Key, r.Files...)
	}
	if w.o.Media == nil {
		w.names = nil
	}
	total := 0
	for _, names := range w.names {
		total += len(names)
	}
	for _, key := range slices.Sorted(maps.Keys(w.names)) {
		slices.Sort(w.names[key])
		for _, name := range w.names[key] {
			f, err := m.take(ctx, w.o, key, name)
			if err != nil {
				m.drop()
				return nil, err
			}
			m.list = append(m.list, f)
			if w.o.Progress != nil {
				w.o.Progress(len(m.list), total)
			}
		}
	}
	return m, nil
}

// take writes one file; one that the folder has already stays.
func (m *mediaSet) take(ctx context.Context, o Options, key, name string) (MediaFile, error) {
	if f, held := m.held[name]; held {
		f.Key = key
		return f, nil
	}
	absent := MediaFile{Key: key, Name: name}
	if o.Password != "" { // which protects the workbook alone
		return absent, nil
	}
	if f, err := mediaAt(ctx, filepath.Join(m.folder, name)); err == nil && named20(name, f.SHA256) {
		f.Key, f.Name = key, name
		m.held[name] = f
		return f, nil
	}
	f, err := m.write(ctx, o.Media, key, name)
	if errors.Is(err, ErrNoMedia) {
		return absent, nil
	}
	if err == nil {
		m.held[name] = f
	}
	return f, err
}

// named20 says whether a hash in hex is the one that a name means.
func named20(name, sum string) bool {
	_, mark, ok := survey.CutAttachmentName(name)
	return ok && strings.HasPrefix(sum, mark)
}

func (m *mediaSet) write(ctx context.Context, from Media, key, name string) (f MediaFile, err error) {
	if m.set == nil {
		if m.set, err = newFileSet(m.folder); err != nil {
			return f, inMedia(err, m.folder)
		}
	}
	file, err := m.set.create(name)
	if err != nil {
		return f, inMedia(err, m.folder)
	}
	to := &sumWriter{to: file, sum: sha256.New()}
	if err := from(ctx, key, name, to); err != nil {
		m.set.forget(file)
		if to.failed != nil {
			return f, &Error{Part: filepath.Base(m.folder), Why: message.New("it could not be written to the end."), Hint: message.New("Look whether there is room, and whether the stick is still there."), Err: to.failed}
		}
		return f, err
	}
	sum := hex.EncodeToString(to.sum.Sum(nil))
	if !named20(name, sum) {
		m.set.forget(file)
		return f, ErrNoMedia
	}
	back, err := mediaAt(ctx, file.Name())
	if err == nil && back.SHA256 != sum {
		err = &Error{Part: filepath.Base(m.folder), Why: message.New("what was written could not be read back."), Hint: message.New("Nothing was changed. Try another stick or folder.")}
	}
	return MediaFile{Key: key, Name: name, Size: to.size, SHA256: sum}, err
}

func inMedia(err error, folder string) error {
	var e *Error
	if errors.As(err, &e) {
		e.Part = filepath.Base(folder)
	}
	return err
}

// sumWriter sums up what goes into a file.
type sumWriter struct {
	to     io.Writer
	sum    hash.Hash
	size   int64
	failed error // of the file, and not of where it comes from
}

func (s *sumWriter) Write(b []byte) (n int, err error) {
	n, err = s.to.Write(b)
	s.sum.Write(b[:n])
	s.size += int64(n)
	if err != nil {
		s.failed = err
	}
	return n, err
}

// mediaAt reads a file of a folder.
func mediaAt(ctx context.Context, path string) (f MediaFile, err error) {
	info, err := os.Lstat(path)
	if err != nil {
		return f, err
	}
	if !info.Mode().IsRegular() || info.Size() > mostMedia {
		return f, ErrNoMedia
	}
	file, err := os.Open(path)
	if err != nil {
		return f, err
	}
	defer file.Close()
	if f.SHA256, err = sum(ctx, file); err != nil {
		return f, err
	}
	f.Name, f.Size = filepath.Base(path), info.Size()
	return f, nil
}

// mostMedia is more than any file has, with what age adds.
const mostMedia = survey.MostAttachment + 1<<20

// name gives the files their names, for as long as the workbook gets its own.
func (m *mediaSet) name() error {
	if m.set == nil {
		return nil
	}
	return inMedia(m.set.hold(), m.folder)
}

// done ends the naming: what stood there before goes where the workbook has its
// name, with the files of an earlier export that this one does not have; else
// it stands there again.
func (m *mediaSet) done(err error) error {
	if err != nil {
		if m.set != nil {
			m.set.giveBack()
		}
		m.drop()
		return err
	}
	if m.set != nil {
		m.set.settle()
		err = syncFolder(m.folder)
	}
	m.sweep()
	return err
}

func (m *mediaSet) drop() {
	if m.set != nil {
		m.set.drop()
	}
}

// sweep removes what an earlier export of the same name left, as of interviews
// that were withdrawn since. Only what its name tells by its hash to be of
// Anketa goes.
func (m *mediaSet) sweep() {
	entries, err := os.ReadDir(m.folder)
	if err != nil {
		return
	}
	for _, e := range entries {
		if _, has := m.held[e.Name()]; has || !e.Type().IsRegular() {
			continue
		}
		path := filepath.Join(m.folder, e.Name())
		if f, err := mediaAt(context.Background(), path); err == nil && named20(e.Name(), f.SHA256) {
			_ = os.Remove(path)
		}
	}
	if len(m.held) == 0 {
		_ = os.Remove(m.folder) // not where something else is in it
	}
}

// absent gives the files that the workbook could not be written with.
func (m *mediaSet) absent() (out []MediaFile) {
	for _, f := range m.list {
		if !f.Here() {
			out = append(out, f)
		}
	}
	return out
}
