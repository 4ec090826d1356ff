package xlsform

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/klauspost/compress/zip"

	"anketa/survey"
	"anketa/survey/message"
	"anketa/survey/ooxml"
)

// Limits of what a form may unpack to. A questionnaire of 600 questions and
// 5,000 choices has 2 MB; its XML shrinks some thirtyfold.
const (
	maxUnpacked = 256 << 20 // bytes of all parts that are used
	maxRatio    = 200       // unpacked : packed …
	ratioFrom   = 16 << 20  // … of parts that are larger than this
	maxParts    = 20000
)

// archive is a workbook as a zip of parts. Parts that are not asked for are
// never unpacked.
type archive struct {
	files map[string]*zip.File
	left  int
}

func openArchive(data []byte) (*archive, *survey.Error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, refused("FILE_010", message.New("The workbook is not complete: its end is missing or damaged."), message.New("Copy it again from where it came."))
	}
	if len(z.File) > maxParts {
		return nil, refused("FILE_011", message.New("The workbook has %d parts; a form has some twenty.", len(z.File)), message.New("Copy its sheets into a new workbook."))
	}
	a := &archive{files: map[string]*zip.File{}, left: maxUnpacked}
	for _, f := range z.File {
		name := partName(f.Name)
		if a.files[name] != nil {
			return nil, refused("FILE_012", message.New("The workbook has two parts with the name %q.", f.Name), message.New("Open it in Excel or LibreOffice and save it again."))
		}
		a.files[name] = f
	}
	return a, nil
}

// partName is the name by which a part is found: case does not count.
func partName(s string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(s, `\`, "/"), "/"))
}

func (a *archive) has(name string) bool { return a.files[partName(name)] != nil }

// open unpacks a part, within the limits; the caller has to read to the end,
// where its size and checksum are compared. It is nil where there is no such
// part.
func (a *archive) open(name string) (io.ReadCloser, *survey.Error) {
	f := a.files[partName(name)]
	if f == nil {
		return nil, nil
	}
	if f.Flags&1 != 0 {
		return nil, refused("FILE_002", message.New("The workbook is protected with a password."), message.New("Save it again without one."))
	}
	size := f.UncompressedSize64
	if size > uint64(a.left) || size > ratioFrom && size/maxRatio > f.CompressedSize64 {
		return nil, refused("FILE_013", message.New("Part %s of the workbook would unpack to %d MB.", f.Name, size>>20), message.New("A form is never that large; copy its sheets into a new workbook."))
	}
	in, err := f.Open()
	if err != nil {
		return nil, damaged(f.Name)
	}
	a.left -= int(size)
	return &exact{in, size}, nil
}

// exact is a part that has as many bytes as the directory says: one of another
// size is not read to its end.
type exact struct {
	io.ReadCloser
	left uint64
}

func (e *exact) Read(b []byte) (int, error) {
	n, err := e.ReadCloser.Read(b[:min(uint64(len(b)), e.left+1)])
	if uint64(n) > e.left || err == io.EOF && uint64(n) < e.left {
		return 0, io.ErrUnexpectedEOF
	}
	e.left -= uint64(n)
	return n, err
}

// part unpacks a part as it is; nil where there is none.
func (a *archive) part(name string) ([]byte, *survey.Error) {
	in, fault := a.open(name)
	if in == nil {
		return nil, fault
	}
	defer in.Close()
	b, err := io.ReadAll(in)
	if err != nil {
		return nil, damaged(name)
	}
	return b, nil
}

// scan reads the XML of a part to its end and gives each tag; it says whether
// there is such a part. What was read holds only where there is no fault.
func (a *archive) scan(name string, tag func(*ooxml.Scanner) error) (there bool, fault *survey.Error) {
	in, fault := a.open(name)
	if in == nil {
		return false, fault
	}
	defer in.Close()
	s := ooxml.NewScanner(in)
	for s.Next() == nil {
		if err := tag(s); err != nil {
			return true, badXML(path.Base(name), err)
		}
	}
	if s.Err() != io.EOF {
		return true, badXML(path.Base(name), s.Err())
	}
	return true, nil
}

func damaged(part string) *survey.Error {
	return refused("FILE_014", message.New("The workbook is damaged in part %s.", part), message.New("Copy it again from where it came, or open it in Excel, let it repair the file and save it."))
}

var errDoctype = message.New("document type declaration")

// tokens walks the XML of an attached file to its end.
func tokens(b []byte, each func(xml.Token) error) error {
	d := xml.NewDecoder(bytes.NewReader(b))
	elements := 0
	for {
		t, err := d.Token()
		if err == io.EOF && elements > 0 {
			return nil
		}
		if err != nil {
			return err
		}
		switch t.(type) {
		case xml.Directive:
			return errDoctype
		case xml.StartElement:
			elements++
		}
		if err := each(t); err != nil {
			return err
		}
	}
}

// badXML says why a part cannot be read.
func badXML(part string, err error) *survey.Error {
	if errors.Is(err, ooxml.ErrDoctype) {
		return refused("FILE_015", message.New("Part %s of the workbook contains a DOCTYPE, which no spreadsheet program writes.", part), message.New("Do not use this file; ask for the form again."))
	}
	return damaged(part)
}

// relations maps the ids in a .rels part to the parts that they name.
func (a *archive) relations(name, folder string) (map[string]relation, *survey.Error) {
	out := map[string]relation{}
	_, fault := a.scan(name, func(s *ooxml.Scanner) error {
		if !s.Tag.Begins("Relationship") {
			return nil
		}
		r := relation{kind: path.Base(s.Tag.Attr("Type")), target: s.Tag.Attr("Target")}
		if !strings.HasPrefix(r.target, "/") {
			r.target = path.Join(folder, r.target)
		}
		out[s.Tag.Attr("Id")] = r
		return nil
	})
	return out, fault
}

type relation struct{ kind, target string }

// only gives the part of a kind of which there is one; name where no relation
// says which.
func only(relations map[string]relation, kind, name string) string {
	for _, r := range relations {
		if r.kind == kind {
			return r.target
		}
	}
	return name
}
