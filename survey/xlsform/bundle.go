package xlsform

import (
	"archive/zip"
	"bytes"
	"maps"
	"slices"
	"strings"

	"anketa/survey"
	"anketa/survey/message"
)

// A form that reads attached files is kept together with them: Form.Source is
// then the workbook with the files as further parts of it, which no
// spreadsheet program minds, and Read gives the same form from it again.
const bundleFolder = "anketa/attached/"

// bundle puts files into a workbook. Of an earlier bundle the files of other
// names stay.
func bundle(source []byte, files map[string][]byte) ([]byte, error) {
	names := slices.Sorted(maps.Keys(files))
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if err := copyParts(z, source, files); err != nil {
		return nil, err
	}
	for _, name := range names {
		w, err := z.CreateHeader(&zip.FileHeader{Name: bundleFolder + name, Method: packing(name)})
		if err == nil {
			_, err = w.Write(files[name])
		}
		if err != nil {
			return nil, message.New("add %s: %w", name, err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, message.New("close bundle: %w", err)
	}
	return b.Bytes(), nil
}

// packing is how a file is packed: pictures, sounds and films are small
// already.
func packing(name string) uint16 {
	if isMedia(name) {
		return zip.Store
	}
	return zip.Deflate
}

// hasFile says whether one of the files has that name; case does not count.
func hasFile(files map[string][]byte, part string) bool {
	for name := range files {
		if partName(name) == part {
			return true
		}
	}
	return false
}

// copyParts copies the parts of a workbook as they are packed, but for files
// of an earlier bundle that come anew.
func copyParts(z *zip.Writer, source []byte, files map[string][]byte) error {
	in, err := zip.NewReader(bytes.NewReader(source), int64(len(source)))
	if err != nil {
		return message.New("open workbook: %w", err)
	}
	for _, f := range in.File {
		if name, ok := strings.CutPrefix(partName(f.Name), bundleFolder); ok && hasFile(files, name) {
			continue
		}
		if err := z.Copy(f); err != nil {
			return message.New("copy %s: %w", f.Name, err)
		}
	}
	return nil
}

// kept gives the files that a bundle has in its parts, each within the limits
// of all parts.
func (a *archive) kept() (map[string][]byte, *survey.Error) {
	out := map[string][]byte{}
	for part := range a.files {
		name, ok := strings.CutPrefix(part, bundleFolder)
		if !ok {
			continue
		}
		data, fault := a.part(part)
		if fault != nil {
			return nil, fault
		}
		out[name] = data
	}
	return out, nil
}
