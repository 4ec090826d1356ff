package export

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"anketa/survey"
)

// mediaForm and mediaRecord are an interview with two files.
var filesOf = map[string]string{}

func fileNamed(called, content string) string {
	name := survey.AttachmentName(called, sha256.Sum256([]byte(content)))
	filesOf[name] = content
	return name
}

func withFiles(id string, names ...string) *survey.Record {
	at := time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)
	r := &survey.Record{ID: id, Form: "f", Version: "1", Number: 1, Device: "d1", Started: at, Finished: at, Saved: at, Root: &survey.Answer{}}
	for i, name := range names {
		r.Root.Children = append(r.Root.Children, &survey.Answer{Name: string(rune('a' + i)), State: survey.Given, Text: name})
	}
	return r
}

// fromMemory is a Media with the files of filesOf, but for those that are named.
func fromMemory(but ...string) Media {
	return func(_ context.Context, _, name string, to io.Writer) error {
		if slices.Contains(but, name) || filesOf[name] == "" {
			return ErrNoMedia
		}
		_, err := io.WriteString(to, filesOf[name])
		return err
	}
}

func recordsOf(all ...*survey.Record) func(yield func(*survey.Record, error) bool) {
	return func(yield func(*survey.Record, error) bool) {
		for _, r := range all {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func filesIn(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, _ := os.ReadDir(folder)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// TestFilesStandBesideTheWorkbook: record → workbook and folder → record and
// files is the identity; what is not to be had is listed without a hash.
func TestFilesStandBesideTheWorkbook(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "evening.xlsx")
	one, two, gone := fileNamed("one.jpg", "first"), fileNamed("two.mp3", "second"), fileNamed("gone.jpg", "third")
	first, second := withFiles("uuid:1", one, two, gone), withFiles("uuid:2", one)
	written, err := Write(ctx, path, recordsOf(first, second), Options{Media: fromMemory(gone)})
	if err != nil {
		t.Fatal(err)
	}
	if written.Media != 3 || len(written.Absent) != 1 || written.Absent[0] != (MediaFile{Key: "uuid:1", Name: gone}) {
		t.Errorf("%+v", written)
	}
	if names := filesIn(t, MediaFolder(path)); !slices.Equal(names, []string{one, two}) {
		t.Errorf("the folder has %q", names)
	}
	book, err := Read(ctx, path)
	if err != nil || len(book.Refused) > 0 || len(book.Media) != 4 {
		t.Fatalf("%+v, %v", book, err)
	}
	l := &Library{}
	l.AddBook(path)
	for i, r := range []*survey.Record{first, second} {
		if book.Records[i].Hash() != r.Hash() {
			t.Errorf("interview %d is another one", i)
		}
		for _, name := range book.Records[i].Attachments() {
			var b bytes.Buffer
			err := l.Read(ctx, r.ID, name, &b)
			if name == gone && !errors.Is(err, ErrNoMedia) || name != gone && b.String() != filesOf[name] {
				t.Errorf("%s: %q, %v", name, b.String(), err)
			}
		}
	}
}

func TestFilesOfAnEarlierExportGo(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "evening.xlsx")
	one, two := fileNamed("one.jpg", "first"), fileNamed("two.mp3", "second")
	write := func(o Options, all ...*survey.Record) error {
		_, err := Write(ctx, path, recordsOf(all...), o)
		return err
	}
	if err := write(Options{Media: fromMemory()}, withFiles("uuid:1", one), withFiles("uuid:2", two)); err != nil {
		t.Fatal(err)
	}
	somebodys := filepath.Join(MediaFolder(path), "notes.txt")
	if err := os.WriteFile(somebodys, []byte("notes"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := write(Options{Media: fromMemory()}, withFiles("uuid:2", two)); err != nil {
		t.Fatal(err)
	}
	if names := filesIn(t, MediaFolder(path)); !slices.Equal(names, []string{"notes.txt", two}) {
		t.Errorf("the folder has %q", names)
	}
	os.Remove(somebodys)
	if err := write(Options{Media: fromMemory()}, withFiles("uuid:3")); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(MediaFolder(path)); err == nil {
		t.Error("an empty folder is left")
	}
}

// TestAFailedExportLeavesNoFile has the export fail at different points: the
// folder and the workbook are as they were.
func TestAFailedExportLeavesNoFile(t *testing.T) {
	one, two := fileNamed("one.jpg", "first"), fileNamed("two.mp3", "second")
	broken := errors.New("the disk is gone")
	over, cancel := context.WithCancel(context.Background())
	for _, c := range []struct {
		name  string
		ctx   context.Context
		media Media
		spoil func(path string) error
	}{
		{"while a file is written", context.Background(), func(ctx context.Context, key, name string, to io.Writer) error {
			if name == two {
				_, _ = io.WriteString(to, "sec")
				return broken
			}
			return fromMemory()(ctx, key, name, to)
		}, nil},
		{"called off", over, func(ctx context.Context, key, name string, to io.Writer) error {
			if name == two {
				cancel()
			}
			return fromMemory()(ctx, key, name, to)
		}, nil},
		{"the folder cannot be made", context.Background(), fromMemory(), func(path string) error {
			return errors.Join(os.RemoveAll(MediaFolder(path)), os.WriteFile(MediaFolder(path), nil, 0o600))
		}},
		{"a name cannot be taken", context.Background(), fromMemory(), func(path string) error {
			return os.MkdirAll(filepath.Join(MediaFolder(path), two, "x"), 0o700)
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "evening.xlsx")
			if _, err := Write(context.Background(), path, recordsOf(withFiles("uuid:1", one)), Options{Media: fromMemory()}); err != nil {
				t.Fatal(err)
			}
			if c.spoil != nil {
				if err := c.spoil(path); err != nil {
					t.Fatal(err)
				}
			}
			before, was := filesIn(t, MediaFolder(path)), readFile(t, path)
			_, err := Write(c.ctx, path, recordsOf(withFiles("uuid:2", two)), Options{Media: c.media})
			if c.name == "a name cannot be taken" && err == nil {
				return // a folder of that name is put aside, as a file would be
			}
			if err == nil {
				t.Fatal("it is written")
			}
			if after := filesIn(t, MediaFolder(path)); !slices.Equal(after, before) || readFile(t, path) != was {
				t.Errorf("%v\nthe folder had %q, it has %q", err, before, after)
			}
			if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".anketa-*")); len(left) > 0 {
				t.Errorf("%q is left", left)
			}
		})
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestAPasswordCoversNoFiles: beside a protected workbook nothing lies in clear.
func TestAPasswordCoversNoFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "evening.xlsx")
	one := fileNamed("one.jpg", "first")
	written, err := Write(context.Background(), path, recordsOf(withFiles("uuid:1", one)), Options{Media: fromMemory(), Password: "timber quick lamp"})
	if err != nil || written.Media != 0 || len(written.Absent) != 1 {
		t.Errorf("%+v, %v", written, err)
	}
	if names := filesIn(t, MediaFolder(path)); len(names) > 0 {
		t.Errorf("the folder has %q", names)
	}
}

func TestALibraryFindsWhatWasRenamed(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "evening.xlsx")
	one, two, three := fileNamed("one.jpg", "first"), fileNamed("two.mp3", "second"), fileNamed("three.pdf", "third")
	folder := MediaFolder(path)
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"renamed.jpg": "first", two: "another", "notes.txt": "notes"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	l := &Library{}
	l.AddBook(path)
	l.AddBook(filepath.Join(t.TempDir(), "nothing.xlsx"))
	for _, c := range []struct {
		name, found string
		altered     bool
	}{{one, "renamed.jpg", false}, {two, "", true}, {three, "", false}, {"../secret", "", false}} {
		at, err := l.Find(ctx, c.name)
		if strings.TrimPrefix(at, folder+string(filepath.Separator)) != c.found || (err == nil) != (c.found != "") || l.Altered(c.name) != c.altered {
			t.Errorf("%s: found at %q, %v", c.name, at, err)
		}
	}
}
