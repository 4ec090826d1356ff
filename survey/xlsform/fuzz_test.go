package xlsform

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// FuzzRead wants every file read or refused: no panic and no form that is
// half there.
func FuzzRead(f *testing.F) {
	f.Add(small(f))
	f.Add([]byte("PK\x03\x04"))
	f.Add([]byte(oleSignature))
	f.Add([]byte("type,name\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		form, faults := Read(data, Options{})
		if form == nil && faults.Err() == nil {
			t.Error("neither a form nor a fault")
		}
	})
}

// FuzzReadMarkdown begins with every form of testdata.
func FuzzReadMarkdown(f *testing.F) {
	for _, name := range []string{"headers", "languages", "types", "groups", "choices", "files", "rules", "parameters", "settings"} {
		data, err := os.ReadFile("testdata/" + name + ".txtar")
		if err != nil {
			f.Fatal(err)
		}
		for _, form := range strings.Split(string(data), "\n-- ") {
			f.Add(form)
		}
	}
	attached := fstest.MapFS{"a.csv": {Data: []byte("name,label\n1,One\n")}, "a.xml": {Data: []byte("<r><i><name>1</name></i></r>")}}
	f.Fuzz(func(t *testing.T, text string) {
		form, faults := ReadMarkdown(text, Options{Attached: attached})
		if form == nil && faults.Err() == nil {
			t.Error("neither a form nor a fault")
		}
	})
}

// FuzzScan wants the check of a sheet to come to an end, whatever it holds.
func FuzzScan(f *testing.F) {
	f.Add(`<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c t="b"><v>1</v></c></row></sheetData></worksheet>`)
	f.Fuzz(func(t *testing.T, part string) {
		s := scan{strings: 1, marks: map[cellAt]mark{}}
		if tokens([]byte(part), s.token) == nil && s.cells > maxCells {
			t.Errorf("%d cells", s.cells)
		}
	})
}
