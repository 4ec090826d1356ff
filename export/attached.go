package export

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/zip"

	"anketa/survey"
)

// attachedFolder is where a workbook keeps the files that its form reads, as
// parts beside its sheets; survey/xlsform puts them there and finds them.
// LibreOffice and Excel drop them when they save.
const attachedFolder = "anketa/attached/"

func isAttached(part string) bool {
	return strings.HasPrefix(strings.ToLower(strings.TrimPrefix(part, "/")), attachedFolder)
}

// attachedTables are the attached files that answers are read with. Pictures, sounds
// and films only show.
var attachedTables = []string{".csv", ".xml", ".geojson"}

// attachedOf finds the files that travel in the workbook which a form was read
// from; of an older version only those that answers are read with, for a cell
// of the sheet _forms is no place for films.
func attachedOf(f *survey.Form, older bool) ([]*zip.File, error) {
	if sniff(f.Source) != nil {
		return nil, nil
	}
	z, err := zip.NewReader(bytes.NewReader(f.Source), int64(len(f.Source)))
	if err != nil {
		return nil, err
	}
	var out []*zip.File
	for _, part := range z.File {
		if isAttached(part.Name) && (!older || slices.Contains(attachedTables, strings.ToLower(path.Ext(part.Name)))) {
			out = append(out, part)
		}
	}
	return out, nil
}

// attach has files copied into the workbook, packed as they are. Excel takes a
// part of which it knows the kind.
func (f *frame) attach(files []*zip.File) {
	f.attached = append(f.attached, files...)
	kinds := &f.file.ContentTypes.Defaults
	for _, file := range files {
		kind := (*kinds)[0]
		kind.Extension = strings.TrimPrefix(path.Ext(file.Name), ".")
		kind.ContentType = "application/octet-stream"
		known := false
		for _, k := range *kinds {
			known = known || strings.EqualFold(k.Extension, kind.Extension)
		}
		if !known && kind.Extension != "" {
			*kinds = append(*kinds, kind)
		}
	}
}
