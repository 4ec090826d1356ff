package export

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/klauspost/compress/zip"

	"anketa/export/agile"
	"anketa/survey/message"
	"anketa/survey/ooxml"
)

// Replaceable says whether something may be written at path: where nothing
// stands, or a workbook that Anketa wrote. Whatever else stands there is
// somebody's work, be it a form, a store or a letter, and is an *Error. Of a
// workbook with a password nobody can say whose it is, but with the password.
func Replaceable(path string) error { return replaceable(context.Background(), path) }

func replaceable(ctx context.Context, path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return &Error{Path: path, Why: message.New("it cannot be looked at."), Hint: message.New("Choose another folder."), Err: errors.Unwrap(err)}
	case info.IsDir():
		return &Error{Path: path, Why: message.New("a folder has that name."), Hint: message.New("Choose another name.")}
	case !info.Mode().IsRegular() || !ours(ctx, path):
		return &Error{Path: path, Code: "taken", Why: message.New("another file has that name, which Anketa did not write."), Hint: message.New("Choose another name, or move that file away.")}
	}
	return nil
}

// ours says whether the properties of a workbook name us as its author, be it
// a workbook of interviews or a report.
func ours(ctx context.Context, path string) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	z, err := opened(ctx, file)
	if err != nil {
		return false
	}
	f, err := z.Open("docProps/core.xml")
	if err != nil {
		return false
	}
	defer f.Close()
	s := ooxml.NewScanner(io.LimitReader(f, 1<<16))
	for s.Next() == nil {
		if s.Tag.End && s.Tag.Is("creator") {
			name, _, _ := strings.Cut(string(s.Text), " ") // a report's has the version behind it
			return name == "Anketa"
		}
	}
	return false
}

// opened is the archive in a file, be it protected with a password of ctx.
func opened(ctx context.Context, file *os.File) (*zip.Reader, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	head := make([]byte, len(agile.Magic))
	if _, err := file.ReadAt(head, 0); err != nil || string(head) != agile.Magic {
		return zip.NewReader(file, info.Size())
	}
	in, size, err := unprotect(ctx, file, info.Size())
	if err != nil {
		return nil, err
	}
	return zip.NewReader(in, size)
}
