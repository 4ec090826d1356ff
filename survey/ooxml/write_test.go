package ooxml_test

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"testing"

	"anketa/survey/ooxml"
)

// TestWorkbook reads the cells that were written back, with the scanner.
func TestWorkbook(t *testing.T) {
	s := &ooxml.Sheet{Name: `A & "B"`}
	s.Add("type", "", "  two  ", "<&>")
	s.Add()
	s.Add("12", "012", "1.0", "line\nline")
	data := ooxml.Workbook(s)
	texts := elements(t, data, "xl/sharedStrings.xml", "t")
	if want := []string{"type", "  two  ", "<&>", "012", "1.0", "line\nline"}; !slices.Equal(texts, want) {
		t.Errorf("texts %q, want %q", texts, want)
	}
	if cells, want := elements(t, data, "xl/worksheets/sheet1.xml", "v"), []string{"0", "1", "2", "12", "3", "4", "5"}; !slices.Equal(cells, want) {
		t.Errorf("cells %q, want %q", cells, want)
	}
}

// elements gives what the elements of one name hold in a part.
func elements(t *testing.T, workbook []byte, part, name string) []string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(part)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []string
	s := ooxml.NewScanner(f)
	for s.Next() == nil {
		if s.Tag.End && s.Tag.Is(name) {
			out = append(out, string(s.Text))
		}
	}
	if s.Err() != io.EOF {
		t.Fatal(s.Err())
	}
	return out
}
