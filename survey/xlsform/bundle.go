package xlsform

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// A form that reads attached files is kept together with them: Form.Source is
// then the workbook with the files as further parts of it, which no
// spreadsheet program minds and from which Read gives the same form again. Of
// Markdown tables it is a zip of the text and the files.
const (
	bundleFolder = "anketa/attached/"
	bundleText   = "anketa/form.md"
)

// bundle puts files into a workbook.
func bundle(source []byte, files map[string][]byte) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if bytes.HasPrefix(source, zipSignature) {
		if err := copyParts(z, source); err != nil {
			return nil, err
		}
	} else if err := putPart(z, bundleText, source); err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := putPart(z, bundleFolder+name, files[name]); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("close bundle: %w", err)
	}
	return b.Bytes(), nil
}

// copyParts copies the parts of a workbook as they are packed, but for files
// that an earlier bundle put there.
func copyParts(z *zip.Writer, source []byte) error {
	in, err := zip.NewReader(bytes.NewReader(source), int64(len(source)))
	if err != nil {
		return fmt.Errorf("open workbook: %w", err)
	}
	for _, f := range in.File {
		if strings.HasPrefix(partName(f.Name), bundleFolder) {
			continue
		}
		if err := z.Copy(f); err != nil {
			return fmt.Errorf("copy %s: %w", f.Name, err)
		}
	}
	return nil
}

func putPart(z *zip.Writer, name string, data []byte) error {
	w, err := z.Create(name)
	if err == nil {
		_, err = io.Copy(w, bytes.NewReader(data))
	}
	if err != nil {
		return fmt.Errorf("add %s: %w", name, err)
	}
	return nil
}
