package xlsform

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"anketa/survey"
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
	parts map[string][]byte
	left  int
}

func openArchive(data []byte) (*archive, *survey.Error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, refused("FILE_010", "The workbook is not complete: its end is missing or damaged.", "Copy it again from where it came.")
	}
	if len(z.File) > maxParts {
		return nil, refused("FILE_011", fmt.Sprintf("The workbook has %d parts; a form has some twenty.", len(z.File)), "Copy its sheets into a new workbook.")
	}
	a := &archive{files: map[string]*zip.File{}, parts: map[string][]byte{}, left: maxUnpacked}
	for _, f := range z.File {
		name := partName(f.Name)
		if a.files[name] != nil {
			return nil, refused("FILE_012", fmt.Sprintf("The workbook has two parts with the name %q.", f.Name), "Open it in Excel or LibreOffice and save it again.")
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

// part unpacks a part to its end, within the limits and with its checksum
// compared; it is nil where there is no such part.
func (a *archive) part(name string) ([]byte, *survey.Error) {
	name = partName(name)
	f := a.files[name]
	if b, done := a.parts[name]; done || f == nil {
		return b, nil
	}
	if f.Flags&1 != 0 {
		return nil, refused("FILE_002", "The workbook is protected with a password.", "Save it again without one.")
	}
	size := f.UncompressedSize64
	if size > uint64(a.left) || size > ratioFrom && size/maxRatio > f.CompressedSize64 {
		return nil, refused("FILE_013", fmt.Sprintf("Part %s of the workbook would unpack to %d MB.", f.Name, size>>20), "A form is never that large; copy its sheets into a new workbook.")
	}
	b, err := unpack(f)
	if err != nil {
		return nil, damaged(f.Name)
	}
	a.left -= len(b)
	a.parts[name] = b
	return b, nil
}

// unpack reads one byte further than the directory says, so that a falsified
// size is found and the checksum is compared.
func unpack(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var b bytes.Buffer
	n, err := io.Copy(&b, io.LimitReader(r, int64(f.UncompressedSize64)+1))
	if err == nil && uint64(n) != f.UncompressedSize64 {
		err = io.ErrUnexpectedEOF
	}
	return b.Bytes(), err
}

func damaged(part string) *survey.Error {
	return refused("FILE_014", fmt.Sprintf("The workbook is damaged in part %s.", part), "Copy it again from where it came, or open it in Excel, let it repair the file and save it.")
}

var errDoctype = errors.New("document type declaration")

// tokens walks the XML of a part to its end. Whoever reads it afterwards can
// rely on it being whole, well-formed and without a DOCTYPE.
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
	if errors.Is(err, errDoctype) {
		return refused("FILE_015", fmt.Sprintf("Part %s of the workbook contains a DOCTYPE, which no spreadsheet program writes.", part), "Do not use this file; ask for the form again.")
	}
	return damaged(part)
}

// checked unpacks a part and reads its XML once.
func (a *archive) checked(name string, each func(xml.Token) error) ([]byte, *survey.Error) {
	b, fault := a.part(name)
	if fault != nil || b == nil {
		return nil, fault
	}
	if err := tokens(b, each); err != nil {
		return nil, badXML(path.Base(name), err)
	}
	return b, nil
}

// relations maps the ids in a .rels part to the parts that they name.
func (a *archive) relations(name, folder string) (map[string]relation, *survey.Error) {
	out := map[string]relation{}
	_, fault := a.checked(name, func(t xml.Token) error {
		start, ok := t.(xml.StartElement)
		if !ok || start.Name.Local != "Relationship" {
			return nil
		}
		r := relation{kind: path.Base(attr(start, "Type")), target: attr(start, "Target")}
		if !strings.HasPrefix(r.target, "/") {
			r.target = path.Join(folder, r.target)
		}
		out[attr(start, "Id")] = r
		return nil
	})
	return out, fault
}

type relation struct{ kind, target string }

func attr(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// slim packs the parts that were unpacked, and no others, into a new zip.
func (a *archive) slim() ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, part := range a.parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: a.files[name].Name, Method: zip.Store})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(part); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return b.Bytes(), err
}
