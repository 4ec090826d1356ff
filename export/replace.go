package export

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/klauspost/compress/zip"

	"anketa/survey/ooxml"
)

// Replaceable says whether something may be written at path: where nothing
// stands, or a workbook that Anketa wrote. Whatever else stands there is
// somebody's work, be it a form, a store or a letter, and is an *Error.
func Replaceable(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return &Error{Path: path, Why: "it cannot be looked at.", Hint: "Choose another folder.", Err: errors.Unwrap(err)}
	case info.IsDir():
		return &Error{Path: path, Why: "a folder has that name.", Hint: "Choose another name."}
	case !info.Mode().IsRegular() || !ours(path):
		return &Error{Path: path, Code: "taken", Why: "another file has that name, which Anketa did not write.", Hint: "Choose another name, or move that file away."}
	}
	return nil
}

// ours says whether the properties of a workbook name us as its author, be it
// a workbook of interviews or a report.
func ours(path string) bool {
	z, err := zip.OpenReader(path)
	if err != nil {
		return false
	}
	defer z.Close()
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
